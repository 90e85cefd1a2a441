"""From the tables of a day to its lists in columns, every bad row being named.

The rankings are made of the ranks in the wishes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain import issues as common
from explain.issues import N_, Issue
from explain.matching.columns import (
    SIZES,
    Found,
    Names,
    Rows,
    Shape,
    Sizes,
    Whole,
    read_columns,
    rows_of,
)
from explain.matching.daily_proposals import issues, together
from explain.matching.daily_proposals.files import MOST_WISHES, DayTablesFile
from explain.matching.daily_proposals.lists import Candidates, DayLists, WishLists
from explain.matching.daily_proposals.rows import (
    GroupRow,
    candidates_shape,
    houses_of,
    programmes_of,
    wishes_shape,
)
from explain.matching.daily_proposals.together import WishTable, places
from explain.matching.issues import TABLE_MISSING, VALUE_REPEATED
from explain.matching.tables import bad, twice
from explain.sources import Document, Source

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """The candidates in the order of their `file`, and the row of the first of each number.

    `numbers` increase; `first` are the rows that first name them.
    """

    file: str
    columns: Columns
    numbers: Whole
    first: Rows

    @classmethod
    def of(cls, file: str, columns: Columns) -> "_People":
        readable = rows_of(columns["candidate"] > 0)
        numbers, first = np.unique(columns["candidate"][readable], return_index=True)
        return cls(file, columns, numbers, readable[first])

    def at(self, row: int) -> tuple[str, int]:
        return self.file, int(self.columns["line"][row])

    @property
    def answering(self) -> Whole:
        """The numbers of those who use the responder."""
        return self.numbers[self.columns["responder"][self.first]]


def read_tables(
    file: DayTablesFile, source: Source, document: Document, found: Found, sizes: Sizes = SIZES
) -> DayLists | None:
    """Read the tables of a day; `None` where anything is wrong with them, added to `found`.

    Raises `InvalidFile` where one of them cannot be read at all.
    """
    start = found.count
    here: list[Issue] = []
    place = (document, source.beside, here)
    programmes = programmes_of(file.programmes, place)
    houses = houses_of(file.houses, place) if file.houses else []
    found.add_all(here)
    names = Names([item.id for item in programmes]), Names([item.id for item in houses])
    opened = (source, document, found, sizes)
    people = _People.of(
        file.candidates, _table("candidates", file.candidates, candidates_shape(), opened)
    )
    before = found.count
    residence = any(item.line.rates.residence for item in programmes)
    shape = wishes_shape(*names, residence=residence)
    columns = _table("wishes", file.wishes, shape, opened)
    complete = found.count == before
    wishes = WishTable(
        file=file.wishes, programmes=names[0].texts, houses=names[1].texts, **columns
    )
    _about_repeated(programmes, houses, people, found)
    together.about_programme_ranks(wishes, found, complete=complete)
    together.about_house_ranks(wishes, found, complete=complete)
    together.about_strangers(wishes, people.numbers, found)
    if complete:
        _about_counts(people, wishes, found)
    if found.count == start:
        found.add(list(_about_nothing(file, len(programmes), len(people.columns["line"]))))
    found.add_all([*_about_groups(programmes, houses, wishes, complete=complete)])
    known = frozenset(item.id for item in programmes), frozenset(item.id for item in houses)
    together.about_names(wishes, *known, found)
    together.about_repeated_wishes(wishes, found)
    together.about_preferences(wishes, people.answering, found, complete=complete)
    return None if found.count > start else _lists(file, programmes, houses, people, wishes)


def _table(
    field: str, table: str, shape: Shape, opened: tuple[Source, Document, Found, Sizes]
) -> dict[str, NDArray[Any]]:
    """Read a table in columns; it has no row where it is missing."""
    source, document, found, sizes = opened
    if table in source.beside:
        return read_columns(table, source.beside[table], shape, found, sizes)
    line = document.line((field,))
    found.add([Issue(TABLE_MISSING, document.file, line, field, {"name": table})])
    return shape.empty()


def _lists(
    file: DayTablesFile,
    programmes: Sequence[GroupRow],
    houses: Sequence[GroupRow],
    people: _People,
    wishes: WishTable,
) -> DayLists:
    """Sort the wishes by candidates, who stay in the order of their table."""
    rows = people.first[places(people.numbers, wishes.candidate)]
    counts = np.bincount(rows, minlength=len(people.columns["line"]))
    sorted_already = bool((rows[1:] >= rows[:-1]).all())
    order = slice(None) if sorted_already else np.argsort(rows, kind="stable")
    names = ("programme", "rank", "resident", "house", "house_rank", "state")
    sorted_wishes: dict[str, Any] = {
        name: getattr(wishes, name)[order] for name in (*names, "preference", "archived")
    }
    return DayLists(
        head=file,
        programmes=tuple(item.line for item in programmes),
        houses=tuple(item.line for item in houses),
        candidates=Candidates(
            number=people.columns["candidate"],
            holder=people.columns["holder"],
            responder=people.columns["responder"],
        ),
        first=np.concatenate(([0], np.cumsum(counts))),
        wishes=WishLists(**sorted_wishes),
    )


def _about_repeated(
    programmes: Sequence[GroupRow], houses: Sequence[GroupRow], people: _People, found: Found
) -> None:
    """Report groups and candidates that stand twice."""

    def make(row: int) -> Issue:
        number = int(people.columns["candidate"][row])
        first = people.at(int(people.first[np.searchsorted(people.numbers, number)]))[1]
        return bad(VALUE_REPEATED, people.at(row), "candidate", value=number, first=first)

    found.add_all([*twice([item for item in programmes if item.id], "programme", attrgetter("id"))])
    found.add_all([*twice([item for item in houses if item.id], "house", attrgetter("id"))])
    again = people.columns["candidate"] > 0
    again[people.first] = False
    found.at(rows_of(again), make)


def _about_counts(people: _People, wishes: WishTable, found: Found) -> None:
    """Report candidates without a wish, and those with too many."""
    mine = places(people.numbers, wishes.candidate)
    counts = np.bincount(mine[mine >= 0], minlength=len(people.numbers))
    readable = rows_of(people.columns["candidate"] > 0)
    asked = counts[np.searchsorted(people.numbers, people.columns["candidate"][readable])]
    least = {"problem": N_("at least %(min_length)s items"), "min_length": 1}
    most = {"problem": N_("at most %(max_length)s items"), "max_length": MOST_WISHES}
    for wrong, values in ((asked == 0, least), (asked > MOST_WISHES, most)):

        def make(row: int, values: Mapping[str, Any] = values) -> Issue:
            return bad(common.WRONG_LENGTH, people.at(row), "candidate", field="wishes", **values)

        found.at(readable[wrong], make)


def _about_nothing(file: DayTablesFile, programmes: int, candidates: int) -> Iterator[Issue]:
    """Report tables without a row."""
    for name, rows in ((file.programmes, programmes), (file.candidates, candidates)):
        if not rows:
            values = {"problem": N_("at least %(min_length)s items"), "min_length": 1}
            yield bad(common.WRONG_LENGTH, (name, 1), "", field=name, **values)


def _about_groups(
    programmes: Sequence[GroupRow],
    houses: Sequence[GroupRow],
    wishes: WishTable,
    *,
    complete: bool,
) -> Iterator[Issue]:
    """Report groups for which nobody asks, and last ranks called that fall."""
    for kind, items, names in (
        ("programme", programmes, wishes.programmes),
        ("house", houses, wishes.houses),
    ):
        asked = np.zeros(len(names) + 1, bool)
        asked[getattr(wishes, kind)[wishes.candidate > 0]] = True
        wanted = {
            name for name, is_asked in zip(names, asked[:-1].tolist(), strict=True) if is_asked
        }
        for item in items:
            if complete and item.id and item.id not in wanted:
                yield Issue(issues.NOBODY_ASKED, *item.at, kind, {"name": item.id})
            if kind == "programme" and item.line.last_called_before > item.line.last_called:
                values = {"name": item.id, "before": item.line.last_called_before}
                values["rank"] = item.line.last_called
                yield Issue(issues.LAST_CALLED_FALLS, *item.at, "last_called_before", values)
