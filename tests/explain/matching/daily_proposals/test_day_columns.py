"""Columns name the mistakes that rows read one by one name, in the same order."""

import csv
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import fields

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explain.i18n import language
from explain.issues import Issue
from explain.matching.columns import MOST_ISSUES, SIZES, Found, Sizes
from explain.matching.daily_proposals.day import LARGEST, Wishes, sorted_wishes
from explain.matching.daily_proposals.files import DayRunFile, DayTablesFile
from explain.matching.daily_proposals.reading import read_day
from explain.matching.daily_proposals.tables import read_tables
from explain.reading import read_yaml
from explain.sources import Source
from explain.validation import validate
from tests.explain.matching.daily_proposals import row_by_row
from tests.explain.matching.daily_proposals.day_files import DAY, source
from tests.explain.matching.daily_proposals.day_tables import as_tables, tabled
from tests.explain.matching.daily_proposals.test_day_tables import EVERYTHING

Lines = list[list[str]]
Damage = Callable[[random.Random, Lines], None]
CELLS = (
    *("", " ", "0", "1", "2", "3", "4", "5", " 6 ", "-1", "7.0", "1000001", "2000000001"),
    *("9" * 16, "x", "yes", "TRUE", "closed", "offered", "maths", "arts", "law", "north"),
    *("nobody", "a name of many bytes", "a name of many éclairs", "n" * 65),
)


def _cell(dice: random.Random, lines: Lines) -> None:
    line = dice.choice(lines[1:] or lines)
    if line:
        line[dice.randrange(len(line))] = dice.choice(CELLS)


def _cell_of_column(dice: random.Random, lines: Lines) -> None:
    place = dice.randrange(len(lines[0]) or 1)
    cells = [line[place] for line in lines[1:] if place < len(line)]
    for line in lines[1:]:
        if place < len(line) and dice.random() < 0.5:
            line[place] = dice.choice(cells)


def _header(dice: random.Random, lines: Lines) -> None:
    lines[0][dice.randrange(len(lines[0]))] = dice.choice(("", "rank", "candidate", "colour"))


def _row_again(dice: random.Random, lines: Lines) -> None:
    lines.insert(dice.randrange(1, len(lines) + 1), list(dice.choice(lines)))


def _row_lost(dice: random.Random, lines: Lines) -> None:
    if len(lines) > 1:
        del lines[dice.randrange(1, len(lines))]


def _rows_turned(dice: random.Random, lines: Lines) -> None:
    rest = lines[1:]
    dice.shuffle(rest)
    lines[1:] = rest


def _cut(dice: random.Random, lines: Lines) -> None:
    del dice.choice(lines[1:] or lines)[-1:]


def _quote(dice: random.Random, lines: Lines) -> None:
    line = dice.choice(lines)
    if line:
        line[0] = dice.choice(('"', '"a"b', '"1"')) + line[0]


COMMON: tuple[Damage, ...] = (_cell, _cell, _cell, _cell_of_column, _row_again, _row_lost)
RARE: tuple[Damage, ...] = (_header, _rows_turned, _cut, _quote)
TYPED: tuple[Damage, ...] = (*COMMON, _rows_turned)


def tables_of(text: str) -> tuple[Source, Mapping[str, Lines]]:
    """Return a day in tables, and the cells of each table."""
    day = read_day(source(text))
    assert isinstance(day, DayRunFile)
    tables = as_tables(text, day, "csv")
    return tables, {
        name: list(csv.reader(io.StringIO(data.decode()))) for name, data in tables.beside.items()
    }


def damaged(seed: int, kinds: tuple[Damage, ...]) -> tuple[Source, Mapping[str, Lines]]:
    """Return a day in tables, and its cells, some of them damaged."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    day, tables = tables_of(dice.choice((DAY, EVERYTHING)))
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        name = dice.choice([*tables, *["wishes.csv"] * 4])
        dice.choice(kinds)(dice, tables[name])
    return day, tables


def in_csv(seed: int) -> Source:
    """Return a damaged day whose tables are CSV."""
    day, tables = damaged(seed, (*COMMON, *COMMON, *RARE))
    ending = ("\n", "\r\n", "\r")[seed % 3]
    beside = {
        name: "".join(",".join(line) + ending for line in lines).encode()
        for name, lines in tables.items()
    }
    return Source(day.name, day.data, beside)


def in_parquet(seed: int) -> Source:
    """Return a damaged day whose tables are Parquet: numbers where a column holds nothing else."""
    day, tables = damaged(seed, TYPED)
    beside = {}
    for name, (header, *rows) in tables.items():
        made = {
            column: _typed([row[place] for row in rows], seed)
            for place, column in enumerate(header)
        }
        data = io.BytesIO()
        pq.write_table(pa.table(made), data, row_group_size=3)
        beside[name.replace(".csv", ".parquet")] = data.getvalue()
    return Source(day.name, day.data.replace(b".csv", b".parquet"), beside)


def _typed(cells: list[str], seed: int) -> pa.Array:
    given = [cell or None for cell in cells]
    if all(cell is None or (cell.lstrip("-").isdecimal() and len(cell) < 18) for cell in given):
        numbers = [None if cell is None else int(cell) for cell in given]
        if seed % 5 == 0 and {*numbers} <= {0, 1, None}:
            return pa.array([None if cell is None else bool(cell) for cell in numbers], pa.bool_())
        if seed % 5 == 1:
            return pa.array([n if n is None else float(n) for n in numbers], pa.float64())
        return pa.array(numbers, pa.int64())
    texts = pa.array(given, pa.string())
    return texts.dictionary_encode() if seed % 2 else texts


def named(day: Source, most: int = MOST_ISSUES, sizes: Sizes = SIZES) -> list[Issue]:
    """Return what columns find wrong."""
    document = read_yaml(day.data, day.name)
    found = Found(most=most)
    read_tables(validate(DayTablesFile, document), day, document, found, sizes)
    return found.listed()


@pytest.mark.parametrize("write", [in_csv, in_parquet])
def test_columns_name_the_mistakes_that_rows_name(
    write: Callable[[int], Source], *, deep: bool
) -> None:
    codes = set[str]()
    for seed in range(3000 if deep else 150):
        day = write(seed)
        expected = row_by_row.issues_of(day)
        assert named(day) == expected, seed
        codes |= {issue.code.id for issue in expected}
    assert len(codes) > 15


@pytest.mark.parametrize("write", [in_csv, in_parquet])
def test_where_a_chunk_ends_changes_nothing(write: Callable[[int], Source], *, deep: bool) -> None:
    sizes = Sizes(block=40, lines=2, batch=2, cells=3)
    for seed in range(5000, 8000 if deep else 5100):
        day = write(seed)
        assert named(day, sizes=sizes) == row_by_row.issues_of(day), seed


def test_a_long_list_of_mistakes_ends_and_counts_the_others() -> None:
    cut = 0
    for seed in range(100):
        day = in_parquet(seed)
        expected = row_by_row.issues_of(day)
        found = named(day, most=3)
        assert found[:3] == expected[:3]
        cut += len(expected) > 3
        more = [(issue.code.id, issue.values["count"]) for issue in found[3:]]
        assert more == ([("E545", len(expected) - 3)] if len(expected) > 3 else [])
    assert cut > 5


def test_rows_that_are_all_bad_are_counted_and_the_first_of_them_listed() -> None:
    head = "candidate,programme,rank,house,house_rank,preference\n"
    rows = "x,,0,,y,-1\n" * 4000
    found = named(tabled(wishes=head + rows))
    assert len(found) == MOST_ISSUES + 1
    assert {(issue.code.id, issue.line) for issue in found[:5]} == {
        ("E530", 2),
        ("E531", 2),
        ("E532", 2),
    }
    last = found[-1]
    assert (last.code.id, last.file, last.values) == ("E545", "", {"count": 4000 * 5 - 10_000})
    assert "10" in language("en").message(last)


def test_wishes_are_sorted_the_same_where_no_single_number_holds_a_row() -> None:
    dice = np.random.default_rng(2026)
    columns = {field.name: dice.integers(0, 9, 500) for field in fields(Wishes)}
    columns["house"] -= 1
    names = ("programme", "call_rank", "house")
    for largest in (LARGEST, 0):
        wishes, rows = sorted_wishes(columns, largest)
        keys = list(zip(*(getattr(wishes, name).tolist() for name in names), strict=True))
        assert keys == sorted(keys)
        assert wishes.candidate.tolist() == columns["candidate"][rows].tolist()
        assert sorted(rows.tolist()) == list(range(500))
