"""A table read into columns of whole numbers, some thousands of rows at a time.

A cell is read by the reader of rows (`Row`), but each distinct one once. A row with anything wrong
is then read again alone, so that its messages are those of any other table. No object is kept for a
row.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from explain.issues import Issue
from explain.matching import issues
from explain.matching.blocks import Block, blocks, regular
from explain.matching.tables import Row, about_header, bad, checked_text, csv_rows

MOST_ISSUES = 10_000
"""How many mistakes are listed; the others are counted."""
BAD = -(1 << 40)
"""Stands in a column, while it is read, for a cell that cannot be read."""

_LINE_END = re.compile(rb"\r\n|\r|\n")

Whole = NDArray[np.int32]
Rows = NDArray[np.int32]
Numbers = NDArray[np.int64]
Readers = Mapping[str, Callable[[Row], int]]
"""How a cell of each column is read: what it says as a whole number."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of a table is looked at together, and how much of it is remembered.

    `block` are bytes of CSV; `lines` rows of it, where they are not regular; `batch` rows of
    Parquet; `cells` the distinct cells of a column that are remembered.
    """

    block: int = 1 << 20
    lines: int = 1 << 13
    batch: int = 1 << 16
    cells: int = 1 << 17


SIZES = Sizes()


class Cells(dict[Any, int]):
    """What the cells of one column say; `BAD` where they cannot be read."""

    def __init__(self, column: str, read: Callable[[Row], int], most: int) -> None:
        """Read cells of `column` by `read`, and remember `most` of them."""
        super().__init__()
        self.column = column
        self.read = read
        self.most = most

    def __missing__(self, value: Any) -> int:
        """Read a cell that is met for the first time, or not remembered any more."""
        if len(self) >= self.most:
            self.clear()
        found: list[Issue] = []
        number = self.read(Row({self.column: value}, ("", 0), found))
        self[value] = BAD if found else number
        return self[value]


class Names:
    """Names by number, in the order in which they were met."""

    def __init__(self, known: Iterable[str]) -> None:
        """Number the names that are `known` first."""
        self.numbers: dict[str, int] = {}
        for name in filter(None, known):
            self.number(name)

    def number(self, name: str) -> int:
        """Return the number of a name."""
        return self.numbers.setdefault(name, len(self.numbers))

    @property
    def texts(self) -> Sequence[str]:
        """The names, by number."""
        return list(self.numbers)


@dataclass(slots=True)
class Found:
    """The mistakes of a run in tables: the first of each kind, and how many `more` there are.

    At `most` so many are listed.
    """

    issues: list[Issue] = field(default_factory=list)
    most: int = MOST_ISSUES
    more: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self.issues)

    @property
    def count(self) -> int:
        """How many mistakes there are."""
        return len(self.issues) + self.more

    def add(self, found: Sequence[Issue]) -> None:
        """Add mistakes; those beyond the `most` of one table are counted alone."""
        kept = sum(issue.file == found[0].file for issue in self.issues) if found else 0
        room = max(0, self.most - kept)
        self.issues += found[:room]
        self.more += max(0, len(found) - room)

    def add_all(self, found: Sequence[Issue]) -> None:
        """Add mistakes of several tables."""
        files = dict.fromkeys(issue.file for issue in found)
        for file in files:
            self.add([issue for issue in found if issue.file == file])

    def at(self, rows: Rows, make: Callable[..., Issue], *beside: NDArray[Any]) -> None:
        """Add the mistake that `make` names for each of `rows`, and what stands `beside` it."""
        first = np.argsort(rows, kind="stable")[: self.most]
        self.issues += map(make, *(column[first].tolist() for column in (rows, *beside)))
        self.more += len(rows) - len(first)

    def listed(self) -> list[Issue]:
        """Return the mistakes by file and row, and at last how many more there are."""
        ordered = sorted(self.issues, key=lambda issue: (issue.file, issue.line or 0))
        more = self.more + max(0, len(ordered) - self.most)
        last = [Issue(issues.MORE_ISSUES, values={"count": more})] if more else []
        return ordered[: self.most] + last


class Chunk(Protocol):
    """Some rows of a table, all as long as its header."""

    @property
    def lines(self) -> Sequence[int]:
        """The number of each row."""

    def said(self, column: int, cells: Cells) -> Numbers:
        """Return what the cells of a column say."""

    def row(self, index: int) -> Sequence[Any]:
        """Return the cells of one row."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows of a CSV file, each read alone."""

    lines: Sequence[int]
    rows: Sequence[Sequence[str]]

    def said(self, column: int, cells: Cells) -> Numbers:
        return np.array([cells[row[column]] for row in self.rows], np.int64)

    def row(self, index: int) -> Sequence[str]:
        return self.rows[index]


@dataclass(frozen=True, slots=True)
class _Regular:
    """Rows of a CSV file, all of a kind."""

    lines: Sequence[int]
    block: Block

    def said(self, column: int, cells: Cells) -> Numbers:
        texts, places = self.block.distinct(column)
        found: Numbers = np.array([*map(cells.__getitem__, texts)], np.int64)[places]
        return found

    def row(self, index: int) -> Sequence[str]:
        return self.block.line(index)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table looks like: the columns that must be there, those that may, how all are read.

    `types` are the types of the columns that are not `int32`. `whole` reads a whole row, and
    `doubtful` tells which rows are wrong though each of their cells can be read.
    """

    needed: tuple[str, ...]
    others: tuple[str, ...]
    readers: Readers
    types: Mapping[str, type]
    whole: Callable[[Row, Readers], Mapping[str, int]] = lambda row, readers: {
        name: read(row) for name, read in readers.items()
    }
    doubtful: Callable[[Mapping[str, Numbers]], NDArray[np.bool_] | bool] = lambda _: False

    def type(self, column: str) -> type:
        """Return the type of a column."""
        return self.types.get(column, np.int32)

    def empty(self) -> dict[str, NDArray[Any]]:
        """Return the columns of a table without a row."""
        return {name: np.zeros(0, self.type(name)) for name in ("line", *self.readers)}


def read_columns(
    table: str, data: bytes, shape: Shape, found: Found, sizes: Sizes = SIZES
) -> dict[str, NDArray[Any]]:
    """Read the columns of a table, and `line`, the number of each row (from 1 for the header).

    Whatever is wrong is added to `found`. Raises `InvalidFile` where the file is no such text, or
    no Parquet file.
    """
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in ("line", *shape.readers)}
    cells = {name: Cells(name, read, sizes.cells) for name, read in shape.readers.items()}
    header, chunks = _opened(table, data, shape, found, sizes)
    places = {name: place for place, name in enumerate(header)}
    for chunk in chunks:
        said = {
            name: chunk.said(places[name], cells[name])
            if name in places
            else np.full(len(chunk.lines), cells[name][None], np.int64)
            for name in shape.readers
        }
        wrong = np.zeros(len(chunk.lines), bool) | shape.doubtful(said)
        for column in said.values():
            wrong |= column == BAD
        if wrong.any():
            here: list[Issue] = []
            _read_again((table, header), chunk, said, rows_of(wrong), shape, here)
            found.add(here)
        parts["line"].append(np.array(chunk.lines, np.int32))
        for name, column in said.items():
            parts[name].append(column.astype(shape.type(name)))
    empty = shape.empty()
    return {name: np.concatenate([empty[name], *parts.pop(name)]) for name in empty}


def _read_again(
    named: tuple[str, Sequence[str]],
    chunk: Chunk,
    said: Mapping[str, Numbers],
    rows: Rows,
    shape: Shape,
    found: list[Issue],
) -> None:
    """Read rows with something wrong one by one, and put down what they say all the same."""
    table, header = named
    for index in rows.tolist():
        cells = dict(zip(header, chunk.row(index), strict=True))
        row = Row(cells, (table, chunk.lines[index]), found)
        for name, number in shape.whole(row, shape.readers).items():
            said[name][index] = number


def rows_of(flags: NDArray[np.bool_]) -> Rows:
    """Return the rows that have a flag."""
    return np.flatnonzero(flags).astype(np.int32)


def _opened(
    table: str, data: bytes, shape: Shape, found: Found, sizes: Sizes
) -> tuple[Sequence[str], Iterator[Chunk]]:
    """Return the header of a table and its rows; no row where a column is missing."""
    here: list[Issue] = []
    chunks: Iterator[Chunk]
    names: Sequence[str]
    if table.endswith(".parquet"):
        from explain.matching.parquet import parquet_chunks  # noqa: PLC0415 - loads pyarrow

        names, chunks = parquet_chunks(table, data, sizes.batch)
    else:
        line_end = _LINE_END.search(checked_text(data, table))
        start = line_end.end() if line_end else len(data)
        names = [cell for row in csv_rows(table, data[:start], here) for cell in row or ()]
        chunks = _chunks(table, blocks(data, start, sizes.block), len(names), (found, sizes.lines))
    header = [str(name).strip() for name in names]
    here += about_header(table, header, (shape.needed, shape.others))
    found.add(here)
    here.clear()
    return header, chunks if set(shape.needed) <= set(header) else iter(())


def _chunks(
    table: str, parts: Iterator[bytes], width: int, kept: tuple[Found, int]
) -> Iterator[Chunk]:
    """Yield the rows of a CSV file, from row 2 on."""
    found, most = kept
    start = 2
    for block in parts:
        if cells := regular(block, width):
            yield _Regular(range(start, start + cells.height), cells)
            start += cells.height
            continue
        here: list[Issue] = []
        rows = csv_rows(table, block, here, start)
        while some := list(islice(rows, most)):
            numbered = list(enumerate(some, start))
            start += len(some)
            good = [(line, row) for line, row in numbered if row is not None and len(row) == width]
            for line, row in numbered:
                if row is not None and len(row) != width:
                    values = {"count": len(row), "expected": width}
                    here.append(bad(issues.ROW_LENGTH, (table, line), "", **values))
            found.add(sorted(here, key=lambda issue: issue.line or 0))
            here.clear()
            yield _Lines([line for line, _ in good], [row for _, row in good])
