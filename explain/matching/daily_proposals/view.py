"""What the conditions look at: the offers of one calculation, told from the columns alone."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explain.matching.daily_proposals.day import HOLDS, NO_HOUSE, WAITING, Day, Flags, Whole, Wishes

Rows = NDArray[np.intp]
Long = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class View:
    """The offers of one calculation. Whatever is asked is found once.

    `left` are the wishes that still wait after it; `new` those whose candidate holds no place of
    the programme before it, `new_boarder` no bed of the house.
    """

    day: Day
    offered: Flags
    bars: Whole

    @property
    def wishes(self) -> Wishes:
        """The wishes of the day."""
        return self.day.wishes

    @cached_property
    def left(self) -> Flags:
        """The wishes that still wait."""
        waiting: Flags = self.wishes.status == WAITING
        return waiting & ~self.offered

    @cached_property
    def boarding(self) -> Rows:
        """The rows with a house."""
        return np.flatnonzero(self.wishes.house != NO_HOUSE)

    @cached_property
    def _held(self) -> Rows:
        return np.flatnonzero(HOLDS[self.wishes.status])

    @cached_property
    def _persons_before(self) -> Long:
        return np.unique(self._person(self._held))

    @cached_property
    def _persons_after(self) -> Long:
        arrived = np.unique(self._person(np.flatnonzero(self.offered)))
        return np.union1d(self._persons_before, arrived)

    @cached_property
    def _boarders_before(self) -> Long:
        held = self._held
        return np.unique(self._boarder(held[self.wishes.house[held] != NO_HOUSE]))

    @cached_property
    def _boarders_after(self) -> Long:
        rows = np.flatnonzero(self.offered)
        arrived = self._boarder(rows[self.wishes.house[rows] != NO_HOUSE])
        return np.union1d(self._boarders_before, arrived)

    @cached_property
    def new(self) -> Flags:
        """Offered wishes of candidates new to the programme."""
        rows = np.flatnonzero(self.offered)
        return self._marked(rows, ~_within(self._person(rows), self._persons_before))

    @cached_property
    def new_boarder(self) -> Flags:
        """Wishes with boarding of candidates new to the house."""
        rows = self.boarding
        return self._marked(rows, ~_within(self._boarder(rows), self._boarders_before))

    @cached_property
    def last_new(self) -> Whole:
        """The last call rank of each programme among its new people, or 0."""
        rows = np.flatnonzero(self.offered & self.new)
        last = np.zeros(len(self.day.programmes.wanted), np.int32)
        np.maximum.at(last, self.wishes.programme[rows], self.wishes.call_rank[rows])
        return last

    @property
    def holders_before(self) -> Rows:
        """How many people hold a place of each programme before."""
        return self._counted(self._persons_before, len(self.day.programmes.wanted))

    @property
    def holders_after(self) -> Rows:
        """How many people hold a place of each programme after."""
        return self._counted(self._persons_after, len(self.day.programmes.wanted))

    @property
    def boarders_before(self) -> Rows:
        """How many people hold a bed of each house before."""
        return self._counted(self._boarders_before, len(self.bars))

    @property
    def boarders_after(self) -> Rows:
        """How many people hold a bed of each house after."""
        return self._counted(self._boarders_after, len(self.bars))

    def holds_after(self, rows: Rows) -> Flags:
        """Tell whose candidate holds a place of the programme afterwards."""
        return _within(self._person(rows), self._persons_after)

    def behind_bar(self, rows: Rows) -> Flags:
        """Tell which wishes ask for a house whose bar stops them."""
        house, rank = self.wishes.house[rows], self.wishes.house_rank[rows]
        stopped = np.zeros(len(rows), bool)
        asks = np.flatnonzero(house != NO_HOUSE)
        stopped[asks] = self.new_boarder[rows[asks]] & (rank[asks] > self.bars[house[asks]])
        return stopped

    def _person(self, rows: Rows) -> Long:
        return self.wishes.programme[rows].astype(np.int64) << 32 | self.wishes.candidate[rows]

    def _boarder(self, rows: Rows) -> Long:
        return self.wishes.house[rows].astype(np.int64) << 32 | self.wishes.candidate[rows]

    def _marked(self, rows: Rows, chosen: Flags) -> Flags:
        found = np.zeros(len(self.offered), bool)
        found[rows] = chosen
        return found

    @staticmethod
    def _counted(keys: Long, size: int) -> Rows:
        return np.bincount(keys >> 32, minlength=size)


def _within(keys: Long, known: Long) -> Flags:
    """Tell which keys are among `known`, which is sorted."""
    if not len(known):
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: Flags = known[at] == keys
    return found
