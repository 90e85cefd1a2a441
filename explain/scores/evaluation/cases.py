"""The evaluation set: cases with what really happened, and the groups they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.scores.background import MAXIMUM_BYTES, read_background
from explain.scores.evaluation import issues
from explain.scores.known_cases import MISSING, EvaluationSet
from explain.scores.models.linear import Raw
from explain.sources import read_text
from explain.spec import Input

_MAXIMUM_ISSUES = 20
_BOOLEANS = {"true": 1.0, "false": 0.0}
_LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Cases:
    """`inputs` and `groups` hold one sequence for each name, in the order of the rows.

    `observed` is what happened: 1 for true and 0 for false, a number of printed points, or the
    place of a class.
    """

    inputs: Mapping[str, tuple[Raw, ...]]
    observed: tuple[float, ...]
    groups: Mapping[str, tuple[str, ...]]


def read_cases(
    data: bytes,
    declared: EvaluationSet,
    inputs: tuple[Input, ...],
    missing: Sequence[str],
    classes: Sequence[str] = (),
) -> Cases:
    """Read all rows; the inputs in `missing` may be blank.

    `classes` are those that an observed category is one of.

    Raises `InvalidFile` where columns, values or the number of rows differ from the
    declaration.
    """
    file = declared.file
    lines = read_text(data, file, MAXIMUM_BYTES).splitlines()
    own = declared.own_columns(inputs)
    expected = [
        *(item.id for item in inputs), declared.observed.id, *(group.id for group in own)
    ]  # fmt: skip
    if (lines[:1] or [""])[0].split(",") != expected:
        values = {"columns": (lines[:1] or [""])[0][:200], "expected": ",".join(expected)}
        raise InvalidFile([Issue(issues.COLUMNS, file, 1, values=values)])
    if len(lines) - 1 != declared.rows:
        counts = {"count": len(lines) - 1, "expected": declared.rows}
        raise InvalidFile([Issue(issues.ROWS, file, len(lines), values=counts)])
    width = len(inputs)
    known = "\n".join(_first(line, width, len(expected)) for line in lines) + "\n"
    columns = read_background(known.encode(), file, inputs, declared.rows, missing)
    reader = _Reader(file, {name: float(place) for place, name in enumerate(classes)})
    rest = [line.split(",")[width:] for line in lines[1:]]
    happened, *others = zip_longest(*rest, fillvalue="")
    observed = reader.observed(declared, happened)
    allowed = {group.id: [category.id for category in group.categories] for group in own}
    made = {
        name: reader.group(name, cells, allowed[name])
        for name, cells in zip(allowed, others, strict=True)
    }
    if reader.found:
        raise InvalidFile(reader.found[:_MAXIMUM_ISSUES])
    by_input = {item.id: column.values for item, column in zip(inputs, columns, strict=True)}
    groups = {
        group.id: made.get(group.id) or tuple(map(_choice, by_input[group.id]))
        for group in declared.groups
    }
    return Cases(by_input, observed, groups)


def _first(line: str, width: int, whole: int) -> str:
    """Return the cells of the inputs; a line of another width stays whole, and is refused."""
    cells = line.split(",")
    return ",".join(cells[:width] if len(cells) == whole else cells)


def _choice(value: Raw) -> str:
    if value is None:
        return MISSING
    return value if isinstance(value, str) else {1.0: "true", 0.0: "false"}[value]


class _Reader:
    """Reads the columns beside the inputs and collects what is wrong on the way."""

    def __init__(self, file: str, classes: Mapping[str, float]) -> None:
        self.file = file
        self.known = {"boolean": _BOOLEANS, "category": classes}
        self.found: list[Issue] = []

    def observed(self, declared: EvaluationSet, cells: Sequence[str]) -> tuple[float, ...]:
        name = declared.observed.id
        if declared.observed.type in self.known:
            known = self.known[declared.observed.type]
            return tuple(known[text] for text in self.checked(name, cells, known))
        return tuple(self.number(name, text, line) for line, text in enumerate(cells, start=2))

    def group(self, name: str, cells: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.checked(name, cells, dict.fromkeys(allowed)))

    def checked(self, name: str, cells: Sequence[str], allowed: Mapping[str, object]) -> list[str]:
        """Return the cells, each unknown one replaced by one that is allowed."""
        for line, text in enumerate(cells, start=2):
            if text not in allowed:
                self.report(issues.VALUE, line, name, text, ", ".join(allowed))
        return [text if text in allowed else next(iter(allowed)) for text in cells]

    def number(self, name: str, text: str, line: int) -> float:
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not (value.is_finite() and abs(value) < _LARGEST):
            self.report(issues.VALUE, line, name, text, "-12.5, 0, 40")
            return 0.0
        return float(value)

    def report(self, code: Code, line: int, name: str, text: str, allowed: str) -> None:
        values = {"column": name, "value": text[:40], "allowed": allowed}
        self.found.append(Issue(code, self.file, line, values=values))
