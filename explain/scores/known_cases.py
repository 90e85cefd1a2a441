"""What a score says about its evaluation set."""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal

from pydantic import Field

from explain.fields import Declared, Distinct, Id, Line, Text
from explain.issues import Code, Issue
from explain.scores import issues
from explain.sources import Document, Path
from explain.spec import Category, Input
from explain.validation import dotted

MISSING = "missing"
"""The group of the rows that lack the value by which groups are made."""


class Observed(Declared):
    """The column that says what really happened.

    `boolean`: true where the score should have reached the threshold. `number`: what the
    score should have been, on the printed scale. `category`: which of the outcome's choices it
    should have been.
    """

    id: Id
    label: Text
    type: Literal["boolean", "number", "category"]


class Compared(Declared):
    """Groups whose errors are compared: an input, or a column of its own.

    The column has a `label` and `categories`; an input has its own.
    """

    id: Id
    label: Text | None = None
    categories: Annotated[tuple[Category, ...], Distinct] = ()


class EvaluationSet(Declared):
    """Cases of which one knows what really happened: a CSV file, all of whose rows count.

    Its columns are those of the background, then the observed one, then each group that is
    not an input. A `private` set is not in the register; `grandjour evaluate` is given it.
    """

    file: Line
    label: Text
    rows: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    visibility: Literal["public", "private"] = "public"
    observed: Observed
    groups: Annotated[tuple[Compared, ...], Distinct] = ()

    def own_columns(self, inputs: tuple[Input, ...]) -> tuple[Compared, ...]:
        """Return the groups that are columns of their own."""
        names = {item.id for item in inputs}
        return tuple(group for group in self.groups if group.id not in names)


def contradictions(
    declared: EvaluationSet, inputs: tuple[Input, ...], document: Document, fitting: Collection[str]
) -> Iterator[Issue]:
    """Report what is valid field by field and does not hold together.

    `fitting` lists the types that the observed value may have with this score.
    """
    path: Path = ("evaluation", "observed")
    observed = declared.observed
    if observed.type not in fitting:
        yield _issue(issues.OBSERVED_TYPE, document, (*path, "type"), type=observed.type)
    kinds = {item.id: item.type for item in inputs}
    if observed.id in {*kinds, *(group.id for group in declared.groups)}:
        yield _issue(issues.ID_TAKEN, document, (*path, "id"), id=observed.id)
    for place, group in enumerate(declared.groups):
        if not _clear(group, kinds.get(group.id)):
            where: Path = ("evaluation", "groups", place, "id")
            yield _issue(issues.GROUP_UNCLEAR, document, where, id=group.id)


def _clear(group: Compared, kind: str | None) -> bool:
    if kind is None:
        return group.label is not None and len(group.categories) > 1
    return kind in {"category", "boolean"} and group.label is None and not group.categories


def _issue(code: Code, document: Document, path: Path, **values: str) -> Issue:
    return Issue(code, document.file, document.line(path), dotted(path), values)
