"""The background: the reference population that a score is compared with.

A CSV file with one column for each declared input, in the order of the declaration, and
one line for each row; no quotes, decimals with a point, `true` and `false`; blank where a
value is missing, for the inputs that may be. Every row counts: nothing is sampled.
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.scores import issues
from explain.scores.models.linear import Raw
from explain.sources import read_text
from explain.spec import Input

MAXIMUM_BYTES = 64 * 1024 * 1024
_MAXIMUM_ISSUES = 20

_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Column:
    """One input over the background.

    `mean`, `low`, `high` and `spread` (standard deviation) are in the input's unit, over
    the rows where it is known; they are `None` for a category.
    """

    values: tuple[Raw, ...]
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    spread: float | None = None


def read_background(
    data: bytes, file: str, inputs: tuple[Input, ...], rows: int, missing: Collection[str] = ()
) -> tuple[Column, ...]:
    """Read all rows, as one column for each of `inputs`; those in `missing` may be blank.

    Raises `InvalidFile` where columns, values or the number of rows differ from the
    declaration.
    """
    lines = read_text(data, file, MAXIMUM_BYTES).splitlines()
    names = [item.id for item in inputs]
    header = lines[0].split(",") if lines else []
    if header != names:
        values = {"columns": ", ".join(header)[:200], "expected": ",".join(names)}
        raise InvalidFile([Issue(issues.BACKGROUND_COLUMNS, file, 1, values=values)])
    reader = _Reader(file, inputs, missing)
    table = [reader.row(line, number) for number, line in enumerate(lines[1:], start=2)]
    if len(table) != rows:
        reader.report(issues.BACKGROUND_ROWS, len(lines), count=len(table), expected=rows)
    if reader.found:
        raise InvalidFile(reader.found[:_MAXIMUM_ISSUES])
    return tuple(_column(column) for column in zip(*table, strict=True))


def _column(values: Sequence[Raw]) -> Column:
    numbers = [value for value in values if isinstance(value, float)]
    if not numbers or any(isinstance(value, str) for value in values):
        return Column(tuple(values))
    mean = math.fsum(numbers) / len(numbers)
    variance = math.fsum((number - mean) ** 2 for number in numbers) / len(numbers)
    return Column(tuple(values), mean, min(numbers), max(numbers), math.sqrt(variance))


class _Reader:
    """Reads rows and collects what is wrong on the way."""

    def __init__(self, file: str, inputs: tuple[Input, ...], missing: Collection[str]) -> None:
        self.file = file
        self.inputs = inputs
        self.missing = missing
        self.found: list[Issue] = []

    def row(self, line: str, number: int) -> tuple[Raw, ...]:
        cells = line.split(",")
        if len(cells) != len(self.inputs):
            counts = {"count": len(cells), "expected": len(self.inputs)}
            self.report(issues.BACKGROUND_WIDTH, number, **counts)
            return ("",) * len(self.inputs)
        pairs = zip(self.inputs, cells, strict=True)
        return tuple(self.cell(item, text, number) for item, text in pairs)

    def cell(self, item: Input, text: str, line: int) -> Raw:
        if not text and item.id in self.missing:
            return None
        value = _value(item, text)
        if value is None and not text:
            self.report(issues.BACKGROUND_BLANK, line, column=item.id)
            return ""
        if value is None:
            values = {"column": item.id, "value": text[:40], "allowed": _allowed(item)}
            self.report(issues.BACKGROUND_VALUE, line, **values)
            return ""
        return value

    def report(self, code: Code, line: int, **values: object) -> None:
        self.found.append(Issue(code, self.file, line, values=values))


def _value(item: Input, text: str) -> Raw | None:
    if item.type == "category":
        return text if any(text == category.id for category in item.categories) else None
    if item.type == "boolean":
        return {"true": 1.0, "false": 0.0}.get(text)
    pattern = _WHOLE if item.type == "integer" else _NUMBER
    if not pattern.fullmatch(text):
        return None
    value = float(text)
    above = item.minimum is None or value >= float(item.minimum)
    below = item.maximum is None or value <= float(item.maximum)
    return value if above and below else None


def _allowed(item: Input) -> str:
    if item.type == "category":
        return ", ".join(category.id for category in item.categories)
    if item.type == "boolean":
        return "true, false"
    low = "…" if item.minimum is None else str(item.minimum)
    high = "…" if item.maximum is None else str(item.maximum)
    return f"{low} – {high}"
