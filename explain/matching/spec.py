"""What a matching declares beyond the common head of an algorithm file."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from explain.errors import InvalidFile
from explain.fields import Declared, Distinct, Id, Text
from explain.issues import Issue
from explain.matching import issues
from explain.matching.call_order import RULES
from explain.reading import Document
from explain.spec import Reference, Spec
from explain.validation import dotted, validate

RateId = Literal["scholarship_rate", "residence_rate"]
RuleId = Literal["natural", "scholarship", "residence", "both"]
StepId = Literal[
    "commission_rank",
    "scholarship_calls",
    "residence_calls",
    "passed_by",
    "passed",
    "call_rank",
]
RATES: tuple[RateId, ...] = ("scholarship_rate", "residence_rate")
STEPS: tuple[StepId, ...] = (
    "commission_rank",
    "scholarship_calls",
    "residence_calls",
    "passed_by",
    "passed",
    "call_rank",
)


class MinimumRate(Declared):
    """A minimum rate: whose (`member`, a boolean input) and how much (`percent`)."""

    id: RateId
    label: Text
    member: Id
    percent: Id
    reference: Reference | None = None


class RuleName(Declared):
    """How people read a rule by which a candidate is called."""

    id: RuleId
    label: Text


class StepName(Declared):
    """How people read one step of the calculation, and where it is written."""

    id: StepId
    label: Text
    reference: Reference | None = None


class MatchingFile(Spec):
    """A `matching.yaml`. `rank` names the input that holds the commission's rank."""

    engine: Literal["matching/1"]
    method: Literal["call_order"]
    rank: Id
    rates: Annotated[tuple[MinimumRate, ...], Distinct]
    rules: Annotated[tuple[RuleName, ...], Distinct]
    steps: Annotated[tuple[StepName, ...], Distinct]

    def rate(self, name: RateId) -> MinimumRate:
        """Return the declared rate `name`."""
        return {item.id: item for item in self.rates}[name]

    @model_validator(mode="after")
    def _identifiers_differ(self) -> Self:
        lists = (self.inputs, [self.outcome], self.limits, self.rates, self.rules, self.steps)
        ids = Counter(item.id for items in lists for item in items)
        for name, count in ids.items():
            if count > 1:
                raise PydanticCustomError("duplicate_id", "duplicate", {"id": name})
        return self


def read_spec(document: Document) -> MatchingFile:
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    spec = validate(MatchingFile, document)
    if found := [*_missing_texts(spec, document), *_wrong_roles(spec, document)]:
        raise InvalidFile(found)
    return spec


def _missing_texts(spec: MatchingFile, document: Document) -> Iterator[Issue]:
    wanted = {"rates": RATES, "rules": RULES, "steps": STEPS}
    for field, names in wanted.items():
        present = {item.id for item in getattr(spec, field)}
        for name in names:
            if name not in present:
                values = {"field": field, "value": name}
                line = document.line((field,))
                yield Issue(issues.TEXT_MISSING, document.file, line, field, values)


def _wrong_roles(spec: MatchingFile, document: Document) -> Iterator[Issue]:
    types = {item.id: item.type for item in spec.inputs}
    roles: list[tuple[tuple[str | int, ...], str, str]] = [(("rank",), spec.rank, "integer")]
    for index, rate in enumerate(spec.rates):
        roles.append((("rates", index, "member"), rate.member, "boolean"))
        roles.append((("rates", index, "percent"), rate.percent, "integer"))
    for path, name, expected in roles:
        if types.get(name) != expected:
            field = dotted(path)
            values = {"field": field, "value": name, "expected": expected}
            yield Issue(issues.WRONG_ROLE, document.file, document.line(path), field, values)
