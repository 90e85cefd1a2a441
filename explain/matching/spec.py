"""What the algorithm file of every method of matching declares beyond the common head."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from explain.fields import Declared, Distinct, Id, Text
from explain.issues import Issue
from explain.matching import issues
from explain.sources import Document
from explain.spec import Reference, Spec
from explain.validation import dotted

Role = tuple[tuple[str | int, ...], str, str]
"""The path of a field that names an input, that name, and the type that the input must have."""


class StepName(Declared):
    """How people read one step of the calculation, and where it is written."""

    id: Id
    label: Text
    reference: Reference | None = None


class MatchingSpec(Spec):
    """A `matching.yaml`. Each method says in its own model what else it needs.

    All identifiers of the file differ, so that a label belongs to one thing.
    """

    engine: Literal["matching/1"]
    method: str
    steps: Annotated[tuple[StepName, ...], Distinct]

    def grid_file(self) -> str | None:
        """Return the name of the rules file that gives points, if the method has one."""
        return None

    def optional(self) -> frozenset[str]:
        """Return the inputs that some allocations do without."""
        return frozenset()

    def named(self) -> Iterator[Iterable[Declared]]:
        """Yield the lists of things that have an identifier and a label."""
        yield from (self.inputs, [self.outcome], self.limits, self.steps)

    @model_validator(mode="after")
    def _identifiers_differ(self) -> Self:
        ids = Counter(getattr(item, "id", "") for items in self.named() for item in items)
        for name, count in ids.items():
            if count > 1:
                raise PydanticCustomError("duplicate_id", "duplicate", {"id": name})
        return self


def missing_texts(
    spec: MatchingSpec, document: Document, wanted: Mapping[str, Iterable[str]]
) -> Iterator[Issue]:
    """Report what the method tells and the file does not name. `wanted` holds ids by field."""
    for field, names in wanted.items():
        present = {item.id for item in getattr(spec, field)}
        for name in names:
            if name not in present:
                values = {"field": field, "value": name}
                line = document.line((field,))
                yield Issue(issues.TEXT_MISSING, document.file, line, field, values)


def wrong_roles(spec: MatchingSpec, document: Document, roles: Iterable[Role]) -> Iterator[Issue]:
    """Report roles that name no input, or one of another type."""
    types = {item.id: item.type for item in spec.inputs}
    for path, name, expected in roles:
        if types.get(name) != expected:
            field = dotted(path)
            values = {"field": field, "value": name, "expected": expected}
            yield Issue(issues.WRONG_ROLE, document.file, document.line(path), field, values)
