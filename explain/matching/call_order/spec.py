"""What a call order declares: whose ranks, which minimum rates, and the names of its parts."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from explain.errors import InvalidFile
from explain.fields import Declared, Distinct, Id, Text
from explain.matching.call_order.order import RULES
from explain.matching.spec import MatchingSpec, Role, StepName, missing_texts, wrong_roles
from explain.sources import Document
from explain.spec import Reference
from explain.validation import validate

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


class CallOrderStep(StepName):
    """One step of a call order."""

    id: StepId


class CallOrderFile(MatchingSpec):
    """A `matching.yaml` of a call order. `rank` names the input with the commission’s rank."""

    method: Literal["call_order"]
    rank: Id
    rates: Annotated[tuple[MinimumRate, ...], Distinct]
    rules: Annotated[tuple[RuleName, ...], Distinct]
    steps: Annotated[tuple[CallOrderStep, ...], Distinct]

    def rate(self, name: RateId) -> MinimumRate:
        """Return the declared rate `name`."""
        return {item.id: item for item in self.rates}[name]

    def named(self) -> Iterator[Iterable[Declared]]:
        """Yield the lists of things that have an identifier and a label."""
        yield from super().named()
        yield from (self.rates, self.rules)


def read_spec(document: Document) -> CallOrderFile:
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    spec = validate(CallOrderFile, document)
    wanted = {"rates": RATES, "rules": RULES, "steps": STEPS}
    found = [*missing_texts(spec, document, wanted), *wrong_roles(spec, document, _roles(spec))]
    if found:
        raise InvalidFile(found)
    return spec


def _roles(spec: CallOrderFile) -> Iterator[Role]:
    yield ("rank",), spec.rank, "integer"
    for index, rate in enumerate(spec.rates):
        yield ("rates", index, "member"), rate.member, "boolean"
        yield ("rates", index, "percent"), rate.percent, "integer"
