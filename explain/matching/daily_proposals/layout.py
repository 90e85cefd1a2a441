"""The wishes of a day, indexed: persons in a programme, candidates of a boarding house.

A *person* is a candidate in one programme: one or two rows, side by side. A *boarder* is a
candidate in the ranking of one house, whatever the programmes for which she asks for it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.matching.daily_proposals.day import HOLDS, NO_HOUSE, WAITING, Day, Flags, Small, Whole

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Layout:
    """Where each person and each boarder is.

    `first_row[p]` is the first row of the person p, `person[row]` her index; persons stand in the
    order of programmes and call ranks, and those of a programme start at `first_person`.
    `boarding` lists the rows with a house, `boarder` gives the boarder of each of these rows;
    boarders stand in the order of houses and house ranks, and those of a house start at
    `first_boarder`.
    """

    day: Day
    person: Whole
    first_row: Index
    first_person: Index
    boarding: Index
    boarder: Index
    boarder_house: Whole
    boarder_rank: Whole
    first_boarder: Index

    @classmethod
    def of(cls, day: Day) -> "Layout":
        """Index the wishes of `day`."""
        wishes = day.wishes
        new = np.ones(len(wishes.programme), bool)
        new[1:] = (wishes.programme[1:] != wishes.programme[:-1]) | (
            wishes.call_rank[1:] != wishes.call_rank[:-1]
        )
        first_row = np.flatnonzero(new)
        numbers = np.arange(len(day.programmes.wanted) + 1)
        boarding = np.flatnonzero(wishes.house != NO_HOUSE)
        keys = wishes.house[boarding].astype(np.int64) << 32 | wishes.house_rank[boarding]
        places, boarder = np.unique(keys, return_inverse=True)
        houses = (places >> 32).astype(np.int32)
        return cls(
            day=day,
            person=np.cumsum(new, dtype=np.int32) - np.int32(1),
            first_row=first_row,
            first_person=np.searchsorted(wishes.programme[first_row], numbers),
            boarding=boarding,
            boarder=boarder,
            boarder_house=houses,
            boarder_rank=(places & 0xFFFFFFFF).astype(np.int32),
            first_boarder=np.searchsorted(houses, np.arange(len(day.houses.capacity) + 1)),
        )

    @property
    def waiting(self) -> Flags:
        """Tell which rows wait for an offer."""
        waiting: Flags = self.day.wishes.status == WAITING
        return waiting

    def by_person(self, rows: Flags) -> Flags:
        """Tell which persons have one of `rows`."""
        if not len(rows):
            return rows
        found: Flags = np.logical_or.reduceat(rows, self.first_row)
        return found

    def by_boarder(self, rows: Flags) -> Flags:
        """Tell which boarders have one of `rows`."""
        found = np.zeros(len(self.boarder_house), bool)
        found[self.boarder[rows[self.boarding]]] = True
        return found

    def admitted(self, status: Small | None = None) -> Flags:
        """Tell which persons hold a place in their programme."""
        return self.by_person(HOLDS[self.day.wishes.status if status is None else status])

    def lodged(self, status: Small | None = None) -> Flags:
        """Tell which boarders hold a place in their house."""
        return self.by_boarder(HOLDS[self.day.wishes.status if status is None else status])

    def per_programme(self, persons: Flags) -> Whole:
        """Count `persons` in each programme."""
        return _counts(persons, self.first_person)

    def per_house(self, boarders: Flags) -> Whole:
        """Count `boarders` in each house."""
        return _counts(boarders, self.first_boarder)


def _counts(flags: Flags, starts: Index) -> Whole:
    before = np.concatenate(([0], np.cumsum(flags, dtype=np.int32)))
    counts: Whole = before[starts[1:]] - before[starts[:-1]]
    return counts.astype(np.int32)
