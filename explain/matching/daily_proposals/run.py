"""From the lists of a day to its columns: first the call order of every programme."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching.call_order.certificate_arrays import certified_calls
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.day import (
    ACCEPTED,
    CLOSED,
    OFFERED,
    WAITING,
    Day,
    Houses,
    Programmes,
    Small,
    Whole,
    paired,
    sorted_wishes,
)
from explain.matching.daily_proposals.files import DayProgramme, DayRunFile
from explain.matching.daily_proposals.lists import DayLists, lists_of, rates_of
from explain.matching.daily_proposals.proposing import Outcome, propose

STATUS = np.array([WAITING, OFFERED, ACCEPTED, CLOSED], np.uint8)
"""The status of a wish by the number of its state in the lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A day ready to be run: its lists, its columns, the row in these of each wish of the lists."""

    lists: DayLists
    day: Day
    rows: Whole

    def row(self, number: int, wish: int) -> int:
        """Return the row, in the day, of a wish (from 0) of the candidate of this number."""
        return int(self.rows[self._listed(number, wish)])

    def committee_rank(self, number: int, wish: int) -> int:
        """Return the committee's rank of that candidate for that wish."""
        return int(self.lists.wishes.rank[self._listed(number, wish)])

    def _listed(self, number: int, wish: int) -> int:
        index = self.lists.index(number)
        return int(self.lists.first[index]) + wish


def run_of(file: DayRunFile | DayLists) -> Run:
    """Call the candidates of each programme, and lay the wishes out in columns.

    Raises `CannotExplain` where a guarantee of a call order fails.
    """
    lists = lists_of(file)
    own = lists.wishes
    wishes, order = sorted_wishes(
        {
            "candidate": lists.everybody,
            "programme": own.programme,
            "call_rank": _call_ranks(lists),
            "house": own.house,
            "house_rank": own.house_rank,
            "status": STATUS[own.state],
            "preference": own.preference,
            "archived": own.archived,
        }
    )
    rows = np.empty(len(order), np.int32)
    rows[order] = np.arange(len(order), dtype=np.int32)
    programmes, houses = lists.programmes, lists.houses
    day = Day(
        number=lists.head.day,
        pivot=lists.head.pivot,
        programmes=Programmes(
            wanted=whole(wanted(programme) for programme in programmes),
            limit_rank=whole(programme.limit_rank for programme in programmes),
            last_called=whole(programme.last_called for programme in programmes),
            last_called_before=whole(p.last_called_before for p in programmes),
        ),
        houses=Houses(
            capacity=whole(house.beds for house in houses),
            released=np.array([house.released for house in houses], bool),
        ),
        wishes=wishes,
        responders=lists.candidates.responder,
        late=lists.head.late,
    )
    return Run(lists, day, rows)


def evening(day: Day) -> Outcome:
    """Run the day. Raises `CannotExplain` where one of the conditions P1 to P7 does not hold."""
    return certified(propose(day))


def certified(outcome: Outcome) -> Outcome:
    """Return `outcome`. Raises `CannotExplain` where a condition does not hold."""
    if outcome.broken:
        found = [Issue(issues.DAY_NOT_CERTIFIED, values={"condition": p}) for p in outcome.broken]
        raise CannotExplain(found)
    return outcome


def wanted(programme: DayProgramme) -> int:
    """Return how many people may hold an offer of a programme."""
    return programme.places if programme.wanted is None else programme.wanted


def whole(values: Iterator[int]) -> Whole:
    """Return whole numbers as a column."""
    return np.array(list(values), np.int32)


def _call_ranks(lists: DayLists) -> Whole:
    """Return the call rank of each wish; both wishes of a candidate for a programme share one."""
    keys = paired(lists.wishes.programme, lists.wishes.rank)
    order = np.argsort(keys).astype(np.int32)
    keys = keys[order]
    new = np.ones(len(order), bool)
    new[1:] = keys[1:] != keys[:-1]
    keys >>= 32
    starts = np.searchsorted(keys[new], np.arange(len(lists.programmes) + 1))
    del keys
    ranks = _called(lists.kinds(order[new]), starts, lists)
    found = np.empty(len(order), np.int32)
    found[order] = ranks[np.cumsum(new, dtype=np.int32) - 1]
    return found


def _called(kinds: Small, starts: NDArray[np.intp], lists: DayLists) -> Whole:
    """Return the call rank of each person; those of programme p start at `starts[p]`."""
    ranks = np.empty(len(kinds), np.int32)
    bounds = starts.tolist()
    for programme, start, end in zip(lists.programmes, bounds, bounds[1:], strict=False):
        called = certified_calls(kinds[start:end], rates_of(programme)).order
        ranks[start:end][called] = np.arange(1, end - start + 1, dtype=np.int32)
    return ranks
