"""The lists of one day in columns: what its file, or its tables, say of everybody."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.matching.call_order.order import HOLDER, RESIDENT, Rates
from explain.matching.daily_proposals.day import NO_HOUSE, Flags, Small, Whole
from explain.matching.daily_proposals.files import (
    DayCandidate,
    DayHead,
    DayHouse,
    DayProgramme,
    DayRunFile,
    DayWishLine,
    WishState,
)

STATES: tuple[WishState, ...] = ("waiting", "offered", "accepted", "closed")
"""The states of a wish in the morning, in the order of their numbers in a column."""

Rows = NDArray[np.int32] | NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Candidates:
    """One value for each candidate: the number, scholarship, automatic responder."""

    number: Whole
    holder: Flags
    responder: Flags


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WishLists:
    """One row for each wish, in the order of the candidates, and of the wishes of each.

    `programme` and `house` count from 0 (`NO_HOUSE` for none), `rank` is the committee's rank and
    `house_rank` that of the house, from 1 (0 for none); `preference` is 0 where there is none.
    """

    programme: Whole
    rank: Whole
    resident: Flags
    house: Whole
    house_rank: Whole
    state: Small
    preference: Whole
    archived: Flags


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DayLists:
    """One day: what it is (`head`), its groups, its candidates, and their wishes.

    The wishes of candidate i are the rows from `first[i]` to `first[i + 1]`.
    """

    head: DayHead
    programmes: Sequence[DayProgramme]
    houses: Sequence[DayHouse]
    candidates: Candidates
    first: Rows
    wishes: WishLists

    @property
    def synthetic(self) -> bool:
        """Tell whether the day holds nobody."""
        return self.head.synthetic

    def index(self, number: int) -> int | None:
        """Return where the candidate of this number is; `None` where there is none."""
        found = np.flatnonzero(self.candidates.number == number)
        return int(found[0]) if len(found) else None

    def without_wishes(self) -> "DayLists":
        """Return the same day, once its wishes are looked at elsewhere: they take much memory."""
        none: dict[str, Any] = {
            field.name: getattr(self.wishes, field.name)[:0].copy()
            for field in dataclasses.fields(self.wishes)
        }
        return dataclasses.replace(self, wishes=WishLists(**none))

    def candidate(self, index: int) -> DayCandidate:
        """Return one candidate as a file says her."""
        first, end = self.first[index : index + 2].tolist()
        return DayCandidate.model_construct(
            id=int(self.candidates.number[index]),
            holder=bool(self.candidates.holder[index]),
            responder=bool(self.candidates.responder[index]),
            wishes=tuple(self._wish(row) for row in range(first, end)),
        )

    def _wish(self, row: int) -> DayWishLine:
        house = int(self.wishes.house[row])
        return DayWishLine.model_construct(
            programme=self.programmes[self.wishes.programme[row]].id,
            house=None if house == NO_HOUSE else self.houses[house].id,
            state=STATES[self.wishes.state[row]],
            preference=int(self.wishes.preference[row]) or None,
            archived=bool(self.wishes.archived[row]),
        )

    def whose(self, rows: Rows) -> Rows:
        """Return the index of the candidate of each of `rows`."""
        return np.searchsorted(self.first, rows, side="right") - 1

    def ranked(self, programme: int) -> Rows:
        """Return one row for each candidate of a programme, in the committee's order."""
        rows = np.flatnonzero(self.wishes.programme == np.int32(programme))
        _, first = np.unique(self.wishes.rank[rows], return_index=True)
        return rows[first]

    @property
    def everybody(self) -> Whole:
        """The index of the candidate of each wish."""
        numbers = np.arange(len(self.candidates.number), dtype=np.int32)
        return np.repeat(numbers, np.diff(self.first))

    def kinds(self, rows: Rows) -> Small:
        """Return the kind of the candidate of each of `rows`, for the call order."""
        holder = self.candidates.holder[self.everybody[rows]].astype(np.uint8)
        return HOLDER * holder | RESIDENT * self.wishes.resident[rows].astype(np.uint8)

    def with_candidate(self, candidate: DayCandidate) -> "DayLists":
        """Return the same day with another scholarship, or another responder, of one candidate."""
        index = self.index(candidate.id)
        holder, responder = self.candidates.holder.copy(), self.candidates.responder.copy()
        holder[index], responder[index] = candidate.holder, candidate.responder
        others = dataclasses.replace(self.candidates, holder=holder, responder=responder)
        return dataclasses.replace(self, candidates=others)


def rates_of(programme: DayProgramme) -> Rates:
    """Return the minimum rates of a programme."""
    return Rates(programme.rates.scholarship, programme.rates.residence)


def lists_of(day: DayRunFile | DayLists) -> DayLists:
    """Return the lists of a day that stands in one file, in columns."""
    if isinstance(day, DayLists):
        return day
    columns = list(zip(*_wishes(day), strict=True))
    names = ("programme", "rank", "resident", "house", "house_rank", "state")
    types: Mapping[str, type] = {"resident": np.bool_, "archived": np.bool_, "state": np.uint8}
    wishes: dict[str, Any] = {
        name: np.array(column, types.get(name, np.int32))
        for name, column in zip((*names, "preference", "archived"), columns, strict=True)
    }
    return DayLists(
        head=day,
        programmes=day.programmes,
        houses=day.houses,
        candidates=Candidates(
            number=np.array([item.id for item in day.candidates], np.int32),
            holder=np.array([item.holder for item in day.candidates], bool),
            responder=np.array([item.responder for item in day.candidates], bool),
        ),
        first=np.cumsum([0, *(len(item.wishes) for item in day.candidates)]),
        wishes=WishLists(**wishes),
    )


def _wishes(day: DayRunFile) -> Iterator[tuple[int, ...]]:
    programmes = {item.id: index for index, item in enumerate(day.programmes)}
    houses = {item.id: index for index, item in enumerate(day.houses)}
    ranks = [_ranks(item.ranking) for item in day.programmes]
    beds = [_ranks(item.ranking) for item in day.houses]
    residents = [frozenset(item.residents) for item in day.programmes]
    for one in day.candidates:
        for wish in one.wishes:
            programme = programmes[wish.programme]
            house = NO_HOUSE if wish.house is None else houses[wish.house]
            yield (
                programme,
                ranks[programme][one.id],
                one.id in residents[programme],
                house,
                0 if house == NO_HOUSE else beds[house][one.id],
                STATES.index(wish.state),
                wish.preference or 0,
                wish.archived,
            )


def _ranks(ranking: Sequence[int]) -> Mapping[int, int]:
    return {candidate: rank for rank, candidate in enumerate(ranking, start=1)}
