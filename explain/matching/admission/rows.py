"""The rows of a run, checked one by one: all bad rows are reported, none is left out.

A place is a file, a row (the line of a CSV file, counted from 1) and a column.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any

from explain.fields import Line
from explain.issues import Code, Issue
from explain.matching import issues
from explain.matching.admission.choice import within
from explain.reading import Document, read_text

MAXIMUM_BYTES = 512 * 1024 * 1024
_MOST_DIGITS = 15

Place = tuple[Document, Mapping[str, bytes], list[Issue]]
"""The file of the run, the files beside it, and the issues found so far."""

Table = tuple[dict[str, Any], ...] | Line


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme: `reserved` holds places by group; `at` is its place in the table."""

    id: str
    label: str
    capacity: int
    reserved: Mapping[str, int]
    at: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Person:
    """One person: an identifier of the run, the number drawn, the groups."""

    id: str
    lottery: int
    groups: frozenset[str]
    at: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish: whose, which rank from 1, where, with how many points."""

    person: str
    rank: int
    programme: str
    points: Decimal
    at: tuple[str, int]


@dataclass(slots=True)
class _Row:
    """Reads the cells of one row, and reports those that cannot be read."""

    cells: Mapping[str, Any]
    at: tuple[str, int]
    found: list[Issue]

    def report(self, code: Code, column: str, **values: Any) -> None:
        self.found.append(bad(code, self.at, column, **values))

    def cell(self, column: str) -> str:
        value = self.cells.get(column)
        text = "" if value is None else str(value).strip()
        if not text:
            self.report(issues.CELL_EMPTY, column)
        return text

    def whole(self, column: str, least: int = 0, missing: int | None = None) -> int:
        value = self.cells.get(column)
        if value in {None, ""} and missing is not None:
            return missing
        text = str(value).strip() if value is not None else ""
        if isinstance(value, bool) or not text.lstrip("-").isdecimal() or len(text) > _MOST_DIGITS:
            self.report(issues.CELL_NOT_WHOLE, column, value=text[:40])
            return least
        number = int(text)
        if number < least:
            self.report(issues.CELL_TOO_SMALL, column, value=number, least=least)
        return max(number, least)

    def number(self, column: str) -> Decimal:
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

    def flag(self, column: str) -> bool:
        value = self.cells.get(column)
        text = str(value).strip().lower() if value is not None else ""
        if text not in {"0", "1", "true", "false"}:
            self.report(issues.CELL_NOT_A_FLAG, column, value=text[:40])
        return text in {"1", "true"}


def programmes_of(table: Table, groups: Sequence[str], place: Place) -> list[Programme]:
    """Read the programmes."""

    def read(row: _Row) -> Programme:
        name = row.cell("programme")
        return Programme(
            id=name,
            label=str(row.cells.get("label") or name),
            capacity=row.whole("capacity"),
            reserved={group: row.whole(f"reserved.{group}", missing=0) for group in groups},
            at=row.at,
        )

    columns = ("programme", "capacity"), ("label", *(f"reserved.{group}" for group in groups))
    return _read("programmes", table, columns, place, read)


def persons_of(table: Table, groups: Sequence[str], place: Place) -> list[Person]:
    """Read the persons."""

    def read(row: _Row) -> Person:
        mine = frozenset(group for group in groups if row.flag(group))
        return Person(row.cell("person"), row.whole("lottery"), mine, row.at)

    return _read("persons", table, (("person", "lottery", *groups), ()), place, read)


def wishes_of(table: Table, place: Place, *, ranked: bool) -> list[Wish]:
    """Read the wishes; where they are not `ranked` there is one for each person."""

    def read(row: _Row) -> Wish:
        rank = row.whole("rank", 1) if ranked else 1
        return Wish(row.cell("person"), rank, row.cell("programme"), row.number("points"), row.at)

    needed = ("person", "programme", "points", *(("rank",) if ranked else ()))
    return _read("wishes", table, (needed, ()), place, read)


def check_rows(
    tables: tuple[list[Programme], list[Person], list[Wish]], method: str, found: list[Issue]
) -> None:
    """Report what rows say together and cannot be: all of it."""
    programmes, persons, wishes = tables
    found += _twice(programmes, "programme", lambda item: item.id)
    found += _twice(persons, "person", lambda item: item.id)
    found += _twice(persons, "lottery", lambda item: item.lottery)
    found += _strange(wishes, {item.id for item in programmes}, {item.id for item in persons})
    asked = {wish.programme for wish in wishes}
    for item in programmes:
        if item.id not in asked:
            found.append(bad(issues.NOBODY_ASKED, item.at, "programme", value=item.id))
        if sum(item.reserved.values()) > sum(within(item.capacity, [*item.reserved.values()])):
            reserved = sum(item.reserved.values())
            values = {"value": reserved, "capacity": item.capacity}
            found.append(bad(issues.RESERVED_TOO_MANY, item.at, "capacity", **values))
    found += _lists(wishes) if method == "deferred_acceptance" else _singles(wishes)


def bad(code: Code, at: tuple[str, int], column: str, **values: Any) -> Issue:
    """Report one row: where it stands, and which column."""
    return Issue(code, at[0], at[1], column, {"row": at[1], "column": column, **values})


def _twice(items: Sequence[Any], column: str, key: Callable[[Any], Any]) -> Iterator[Issue]:
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


def _strange(wishes: Sequence[Wish], programmes: set[str], persons: set[str]) -> Iterator[Issue]:
    for wish in wishes:
        if wish.programme and wish.programme not in programmes:
            yield bad(issues.NOT_IN_TABLE, wish.at, "programme", value=wish.programme)
        if wish.person and wish.person not in persons:
            yield bad(issues.NOT_IN_TABLE, wish.at, "person", value=wish.person)


def _lists(wishes: Sequence[Wish]) -> Iterator[Issue]:
    """Report wish lists with a programme twice, and ranks that repeat or skip."""
    by_person: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_person[wish.person].append(wish)
    for own in by_person.values():
        seen: dict[str, int] = {}
        ranks = {wish.rank for wish in own}
        taken: set[int] = set()
        for wish in own:
            if wish.programme in seen:
                values = {"value": wish.programme, "first": seen[wish.programme]}
                yield bad(issues.VALUE_REPEATED, wish.at, "programme", **values)
            seen.setdefault(wish.programme, wish.at[1])
            if wish.rank in taken:
                yield bad(issues.WISH_RANK_REPEATED, wish.at, "rank", value=wish.rank)
            elif wish.rank > 1 and wish.rank - 1 not in ranks:
                expected = wish.rank - 1
                yield bad(issues.WISH_RANK_SKIPPED, wish.at, "rank", value=expected)
            taken.add(wish.rank)


def _singles(wishes: Sequence[Wish]) -> Iterator[Issue]:
    """Report persons who stand in two rankings of one group."""
    yield from _twice(wishes, "person", lambda wish: wish.person)


def _read(
    field: str,
    table: Table,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    place: Place,
    read: Callable[[_Row], Any],
) -> list[Any]:
    """Read a table from the file of the run itself, or from a file beside it."""
    written, beside, found = place
    if not isinstance(table, str):
        lines = [written.line((field, number)) or 1 for number in range(len(table))]
        for number, cells in enumerate(table):
            for name in cells.keys() - {*columns[0], *columns[1]}:
                at = (written.file, lines[number])
                found.append(bad(issues.COLUMN_UNKNOWN, at, name))
        rows = zip(table, lines, strict=True)
        return [read(_Row(cells, (written.file, line), found)) for cells, line in rows]
    if table not in beside:
        line = written.line((field,))
        found.append(Issue(issues.TABLE_MISSING, written.file, line, field, {"name": table}))
        return []
    if table.endswith(".parquet"):
        from explain.matching.admission.parquet import parquet_rows  # noqa: PLC0415 - loads pyarrow

        return [
            read(row) for row in _rows(table, parquet_rows(table, beside[table]), columns, found)
        ]
    lines_ = csv_rows(table, read_text(beside[table], table, MAXIMUM_BYTES), found)
    return [read(row) for row in _rows(table, lines_, columns, found)]


def _rows(
    table: str,
    rows: Iterator[Sequence[Any] | None],
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    found: list[Issue],
) -> Iterator[_Row]:
    """Read a header and the rows under it; what could not be read is passed over."""
    header = [str(name).strip() for name in next(rows, None) or []]
    found += _about_header(table, header, columns)
    if not set(columns[0]) <= set(header):
        return
    for number, row in enumerate(rows, start=2):
        if row is None:
            continue
        if len(row) != len(header):
            values = {"count": len(row), "expected": len(header)}
            found.append(bad(issues.ROW_LENGTH, (table, number), "", **values))
            continue
        yield _Row(dict(zip(header, row, strict=True)), (table, number), found)


def csv_rows(table: str, text: str, found: list[Issue]) -> Iterator[Sequence[str] | None]:
    """Yield the cells of each line of a CSV file; `None` for a line that cannot be read.

    A row stands on one line, so that a quote that is not closed spoils no other row.
    """
    lines = io.StringIO(text, newline="")
    rows = map(_cells, lines) if '"' in text else csv.reader(lines)
    for number in count(1):
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


def _about_header(
    table: str, header: list[str], columns: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[Issue]:
    for name in columns[0]:
        if name not in header:
            yield bad(issues.COLUMN_MISSING, (table, 1), name)
    for name in dict.fromkeys(header):
        if name not in {*columns[0], *columns[1]} or header.count(name) > 1:
            yield bad(issues.COLUMN_UNKNOWN, (table, 1), name)
