"""P6: the bar of a house could not be higher by one.

With the bar of one house higher by one, one boarder more is eligible: the one of that rank. In
each programme that calls her, she takes the place of the last one called there, if the programme
was full. The house must then hold more boarders than it has beds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.matching.daily_proposals.day import WAITING, Whole
from explain.matching.daily_proposals.view import View


def too_low(view: View, highest: Whole) -> tuple[int, ...]:
    """Return the houses whose bar, below `highest`, could be higher by one."""
    last = np.zeros(len(view.bars), np.int32)
    waits = view.boarding[view.wishes.status[view.boarding] == WAITING]
    np.maximum.at(last, view.wishes.house[waits], view.wishes.house_rank[waits])
    houses = np.flatnonzero(view.bars < np.minimum(highest, last))
    if not len(houses):
        return ()
    calls = _Calls.of(view, houses)
    return tuple(house for house in houses.tolist() if not calls.overfull_above(house))


@dataclass(frozen=True, eq=False)
class _Calls:
    """What one boarder more would change: the wishes of each house that count for it.

    Those are the wishes of the boarder just behind the bar, and those that receive an offer.
    `new` holds the rows of the new people of each programme that has boarders.
    """

    view: View
    next_rows: dict[int, list[int]]
    lodged_rows: dict[int, list[int]]
    new: dict[int, list[int]]

    @classmethod
    def of(cls, view: View, houses: NDArray[np.intp]) -> "_Calls":
        wishes = view.wishes
        rows = view.boarding[np.isin(wishes.house[view.boarding], houses)]
        behind = wishes.house_rank[rows] == view.bars[wishes.house[rows]] + 1
        waits = rows[behind & (wishes.status[rows] == WAITING)]
        asked = np.isin(wishes.programme, wishes.programme[waits])
        return cls(
            view=view,
            next_rows=_by(wishes.house, waits),
            lodged_rows=_by(wishes.house, rows[view.offered[rows]]),
            new=_by(wishes.programme, np.flatnonzero(asked & view.offered & view.new)),
        )

    def overfull_above(self, house: int) -> bool:
        """Tell whether the house would be too full with its bar higher by one."""
        view, wishes = self.view, self.view.wishes
        comes, displaced = False, set[int]()
        for row in self.next_rows.get(house, []):
            called, out = self._called(row)
            comes |= called and bool(view.new_boarder[row])
            displaced |= out
        lodged = [row for row in self.lodged_rows.get(house, []) if view.new_boarder[row]]
        stay = {int(wishes.candidate[row]) for row in lodged if row not in displaced}
        leave = {int(wishes.candidate[row]) for row in lodged} - stay
        load = int(view.boarders_after[house]) + comes - len(leave)
        arrived = load > int(view.boarders_before[house])
        return arrived and load > int(view.day.houses.capacity[house])

    def _called(self, row: int) -> tuple[bool, set[int]]:
        """Tell whether the programme would call this wish, and which offers it would not make."""
        view, wishes = self.view, self.view.wishes
        if view.holds_after(np.array([row]))[0]:
            return True, set()
        programme, rank = int(wishes.programme[row]), int(wishes.call_rank[row])
        seats = int(view.day.programmes.wanted[programme] - view.holders_before[programme])
        limit = int(view.day.programmes.limit_rank[programme])
        people: dict[int, set[int]] = {}
        for other in self.new.get(programme, []):
            people.setdefault(int(wishes.call_rank[other]), set()).add(other)
        if sum(other < rank for other in people) >= seats and rank > limit:
            return False, set()
        last = max(people, default=0)
        full = len(people) >= seats and last > max(limit, rank)
        return True, people[last] if full else set()


def _by(column: Whole, rows: NDArray[np.intp]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, row in zip(column[rows].tolist(), rows.tolist(), strict=True):
        found.setdefault(key, []).append(row)
    return found
