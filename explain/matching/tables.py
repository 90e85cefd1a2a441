"""The tables of a run, checked row by row: all bad rows are reported, none is left out.

A place is a file, a row (the line of a CSV file, counted from 1) and a column.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any, TypeVar

from explain import issues as common
from explain.errors import InvalidFile
from explain.fields import Line
from explain.issues import N_, Code, Issue
from explain.matching import issues
from explain.sources import Document, read_text

MAXIMUM_BYTES = 512 * 1024 * 1024
PIECE = 1024 * 1024
_MOST_DIGITS = 15
_WHOLE = re.compile(rf"-?[0-9]{{1,{_MOST_DIGITS}}}")

Place = tuple[Document, Mapping[str, bytes], list[Issue]]
"""The file of the run, the files beside it, and the issues found so far."""

Table = tuple[dict[str, Any], ...] | Line
Choice = TypeVar("Choice", bound=str)


@dataclass(slots=True)
class Row:
    """Reads the cells of one row, and reports those that cannot be read."""

    cells: Mapping[str, Any]
    at: tuple[str, int]
    found: list[Issue]

    def report(self, code: Code, column: str, **values: Any) -> None:
        """Report one cell."""
        self.found.append(bad(code, self.at, column, **values))

    def empty(self, column: str) -> bool:
        """Tell whether a cell says nothing, or is not there."""
        value = self.cells.get(column)
        return value is None or not str(value).strip()

    def given(self, column: str) -> str | None:
        """Read a text that need not be there."""
        return None if self.empty(column) else str(self.cells[column]).strip()

    def cell(self, column: str) -> str:
        """Read a text."""
        value = self.cells.get(column)
        text = "" if value is None else str(value).strip()
        if not text:
            self.report(issues.CELL_EMPTY, column)
        return text

    def whole(self, column: str, least: int = 0, missing: int | None = None) -> int:
        """Read a whole number: `least` for one that cannot be read, `missing` for none."""
        if missing is not None and self.empty(column):
            return missing
        number = self.whole_or_none(column, least)
        return least if number is None else number

    def whole_or_none(self, column: str, least: int = 0, most: int | None = None) -> int | None:
        """Read a whole number from `least` to `most`; `None` where there is none."""
        value = self.cells.get(column)
        text = str(value).strip() if value is not None else ""
        if isinstance(value, bool) or not _WHOLE.fullmatch(text):
            self.report(issues.CELL_NOT_WHOLE, column, value=text[:40])
            return None
        number = int(text)
        if number < least:
            self.report(issues.CELL_TOO_SMALL, column, value=number, least=least)
            return None
        if most is not None and number > most:
            problem = N_("%(le)s or less")
            self.report(common.OUT_OF_RANGE, column, field=column, problem=problem, le=most)
            return None
        return number

    def number(self, column: str) -> Decimal:
        """Read a number; 0 where it cannot be read."""
        value = self.cells.get(column)
        text = "" if value is None else str(value).strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or len(number.as_tuple().digits) > _MOST_DIGITS:
            self.report(issues.CELL_NOT_A_NUMBER, column, value=text[:40])
            return Decimal(0)
        return number

    def one_of(self, column: str, allowed: Sequence[Choice]) -> Choice:
        """Read one of `allowed`; the first where the cell is empty."""
        text = self.given(column) or allowed[0]
        for choice in allowed:
            if choice == text:
                return choice
        names = ", ".join(allowed)
        self.report(common.NOT_ALLOWED, column, field=column, value=text[:40], allowed=names)
        return allowed[0]

    def flag(self, column: str, *, missing: bool | None = None) -> bool:
        """Read 0 or 1; `missing` where the cell is empty."""
        if missing is not None and self.empty(column):
            return missing
        value = self.cells.get(column)
        text = str(value).strip().lower() if value is not None else ""
        if text not in {"0", "1", "true", "false"}:
            self.report(issues.CELL_NOT_A_FLAG, column, value=text[:40])
        return text in {"1", "true"}


def bad(code: Code, at: tuple[str, int], column: str, **values: Any) -> Issue:
    """Report one row: where it stands, and which column."""
    return Issue(code, at[0], at[1], column, {"row": at[1], "column": column, **values})


def twice(items: Sequence[Any], column: str, key: Callable[[Any], Any]) -> Iterator[Issue]:
    """Report each row whose value stands already in a row before it."""
    counts = Counter(key(item) for item in items)
    if len(counts) == len(items):
        return
    first: dict[Any, int] = {}
    for item in items:
        value = key(item)
        if value in first:
            values = {"value": value, "first": first[value]}
            yield bad(issues.VALUE_REPEATED, item.at, column, **values)
        first.setdefault(value, item.at[1])


def read_table(
    field: str,
    table: Table,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    place: Place,
    read: Callable[[Row], Any],
) -> list[Any]:
    """Read a table from the file of the run itself, or from a file beside it.

    `columns` are those that must be there, and those that may.
    """
    written, beside, found = place
    if not isinstance(table, str):
        lines = [written.line((field, number)) or 1 for number in range(len(table))]
        for number, cells in enumerate(table):
            for name in cells.keys() - {*columns[0], *columns[1]}:
                at = (written.file, lines[number])
                found.append(bad(issues.COLUMN_UNKNOWN, at, name))
        rows = zip(table, lines, strict=True)
        return [read(Row(cells, (written.file, line), found)) for cells, line in rows]
    if table not in beside:
        line = written.line((field,))
        found.append(Issue(issues.TABLE_MISSING, written.file, line, field, {"name": table}))
        return []
    if table.endswith(".parquet"):
        from explain.matching.parquet import parquet_rows  # noqa: PLC0415 - loads pyarrow

        return [
            read(row) for row in _rows(table, parquet_rows(table, beside[table]), columns, found)
        ]
    lines_ = csv_rows(table, checked_text(beside[table], table), found)
    return [read(row) for row in _rows(table, lines_, columns, found)]


def _rows(
    table: str,
    rows: Iterator[Sequence[Any] | None],
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    found: list[Issue],
) -> Iterator[Row]:
    """Read a header and the rows under it; what could not be read is passed over."""
    header = [str(name).strip() for name in next(rows, None) or []]
    found += about_header(table, header, columns)
    if not set(columns[0]) <= set(header):
        return
    for number, row in enumerate(rows, start=2):
        if row is None:
            continue
        if len(row) != len(header):
            values = {"count": len(row), "expected": len(header)}
            found.append(bad(issues.ROW_LENGTH, (table, number), "", **values))
            continue
        yield Row(dict(zip(header, row, strict=True)), (table, number), found)


def checked_text(data: bytes, table: str) -> bytes:
    """Return `data`, a text that can be read. Raises `InvalidFile` where it cannot.

    It is read piece by piece, for as a whole it may need four times its size.
    """
    start = 0
    try:
        while 0 <= len(data) <= MAXIMUM_BYTES and start < len(data):
            end = data.find(b"\n", start + PIECE) + 1 or len(data)
            read_text(data[start:end], table, MAXIMUM_BYTES)
            start = end
    except InvalidFile:
        start = 0
    if start < len(data):
        read_text(data, table, MAXIMUM_BYTES)
    return data


def csv_rows(
    table: str, data: bytes, found: list[Issue], first: int = 1
) -> Iterator[Sequence[str] | None]:
    """Yield the cells of each line of a CSV file; `None` for a line that cannot be read.

    `first` is the number of the first line.

    A row stands on one line, so that a quote that is not closed spoils no other row.
    """
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    rows = map(_cells, lines) if b'"' in data else csv.reader(lines)
    for number in count(first):
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            found.append(bad(issues.ROW_UNREADABLE, (table, number), ""))
            yield None


def _cells(line: str) -> Sequence[str]:
    """Read one line alone."""
    return next(csv.reader([line], strict=True), [])


def about_header(
    table: str, header: list[str], columns: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[Issue]:
    """Report columns that are missing, not known, or there twice."""
    for name in columns[0]:
        if name not in header:
            yield bad(issues.COLUMN_MISSING, (table, 1), name)
    for name in dict.fromkeys(header):
        if name not in {*columns[0], *columns[1]} or header.count(name) > 1:
            yield bad(issues.COLUMN_UNKNOWN, (table, 1), name)
