"""The state of one morning, in columns."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int32]
Small = NDArray[np.uint8]
Flags = NDArray[np.bool_]

WAITING, OFFERED, ACCEPTED, CLOSED = 0, 1, 2, 3
"""The state of a wish in the morning: no offer yet; an offer of an earlier day, unanswered or
accepted; given up or refused."""
PROPOSED, TAKEN, RETURNED, WITHDRAWN = 4, 5, 6, 7
"""What a day may add: offered today; offered today and accepted by the responder; an offer given
up without the candidate; a waiting wish given up without the candidate."""
HOLDS = np.array([False, True, True, False, True, True, False, False])
"""Whether a wish in a state holds a place."""
LIVE = HOLDS.copy()
LIVE[WAITING] = True
"""Whether a wish in a state holds a place or may still receive one."""

NO_HOUSE = -1
LARGEST = 1 << 62
UNBOUNDED = int(np.iinfo(np.int32).max)
"""A rank beyond every candidate: a bar that stops nobody."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Programmes:
    """One value for each programme.

    `wanted` is how many people it wants to hold an offer: its places, and as many more as it
    calls beyond them. Everybody up to `limit_rank` of the call order receives an offer (0 for no
    such rank). `last_called` is the highest call rank that received an offer so far, and
    `last_called_before` the same four days ago (0 where nobody, or where it is not known).
    """

    wanted: Whole
    limit_rank: Whole
    last_called: Whole
    last_called_before: Whole


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Houses:
    """One value for each boarding house: its places, and whether none is reserved any more."""

    capacity: Whole
    released: Flags


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Wishes:
    """One row for each wish, in the order of programmes and their call orders.

    `candidate`, `programme` and `house` count from 0; a wish without boarding has the house
    `NO_HOUSE` and the house rank 0. Ranks count from 1. A candidate may wish for a programme
    twice, with and without boarding, at one call rank. `preference` is the candidate's own rank
    of the wish, and 0 where she gave none. `archived` marks wishes kept on the lists of the late
    phase.
    """

    candidate: Whole
    programme: Whole
    call_rank: Whole
    house: Whole
    house_rank: Whole
    status: Small
    preference: Whole
    archived: Flags

    def take(self, rows: NDArray[np.intp]) -> "Wishes":
        """Return the wishes of `rows`, in that order."""
        return Wishes(**{f.name: getattr(self, f.name)[rows] for f in dataclasses.fields(self)})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Day:
    """One morning. `number` counts the days of the campaign from 1.

    Until the day `pivot`, places of boarding houses are kept for those who rank well there.
    `responders` tells which candidates have switched the automatic responder on, `late` whether
    the lists are archived, so that ranked wishes are given up automatically.
    """

    number: int
    pivot: int
    programmes: Programmes
    houses: Houses
    wishes: Wishes
    responders: Flags
    late: bool = False

    def with_status(self, status: Small) -> "Day":
        """Return the same day with other states of the wishes."""
        return dataclasses.replace(self, wishes=dataclasses.replace(self.wishes, status=status))

    def of(self, rows: NDArray[np.intp]) -> "Day":
        """Return the day of these wishes alone; `rows` is in increasing order."""
        return dataclasses.replace(self, wishes=self.wishes.take(rows))


def sorted_wishes(
    columns: Mapping[str, NDArray[Any]], largest: int = LARGEST
) -> tuple[Wishes, NDArray[np.intp]]:
    """Return wishes given in any order, sorted, and the row from which each comes.

    `largest` is what one number that stands for several columns may reach.
    """
    rows = _in_order(columns, largest)
    types: dict[str, type] = {"status": np.uint8, "archived": np.bool_}
    made: dict[str, Any] = {
        name: column[rows].astype(types.get(name, np.int32), copy=False)
        for name, column in columns.items()
    }
    return Wishes(**made), rows


def _in_order(columns: Mapping[str, NDArray[Any]], largest: int) -> NDArray[np.intp]:
    """Return the rows by programme, call rank and house; by one number for all three if it fits."""
    names = ("programme", "call_rank", "house")
    # Two more than the largest number: there are 0, and -1 for no house.
    sizes = [int(columns[name].max(initial=0)) + 2 for name in names]
    if math.prod(sizes) >= largest:
        return np.lexsort([columns[name] for name in names[::-1]])
    keys = columns["programme"].astype(np.int64)
    for name, size in zip(names[1:], sizes[1:], strict=True):
        keys *= size
        keys += columns[name]
    return np.argsort(keys)


def paired(high: NDArray[Any], low: NDArray[Any]) -> NDArray[np.int64]:
    """Return one number for each pair of whole numbers, in the order of `high`, then `low`.

    `low` goes from 0 to 2 147 483 647.
    """
    keys = high.astype(np.int64)
    keys <<= 32
    keys |= low
    return keys
