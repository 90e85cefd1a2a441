"""A run as arrays: who wishes what, who stands where, how many places there are.

Persons, wishes, programmes and groups are numbered from 0. Among the wishes for a programme
the greater `merit` comes first; equal ones are separated by the published lottery, whose
smaller number comes first.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reserve:
    """Places that members of a group may have first, in every programme.

    `members` has a flag for each person, `places` a number for each programme. Places that no
    member takes go to the others.
    """

    members: Flags
    places: Whole


@dataclass(frozen=True, slots=True)
class Market:
    """P persons, W wishes, Q programmes.

    The wishes of person i are `starts[i]` to `starts[i + 1] - 1`, the preferred one first.
    `programmes[w]` and `merits[w]` (0 or more) belong to wish w; `lots` is an order of the
    persons, 0 to P - 1; `capacities[q]` counts places, those of `reserves` included. Reserves
    are served in their order. Shapes: starts P + 1, programmes and merits W, lots P,
    capacities Q.
    """

    starts: Whole
    programmes: Whole
    merits: Whole
    lots: Whole
    capacities: Whole
    reserves: tuple[Reserve, ...] = field(default=())

    @property
    def persons(self) -> int:
        """Return the number of persons."""
        return len(self.lots)

    def wishers(self) -> Whole:
        """Return the person of each wish."""
        return np.repeat(np.arange(self.persons), np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class Seats:
    """A market without reserves that gives the same places: each reserve is a programme.

    A member of a group asks for its reserved places first, then for the open ones; somebody
    else for the open ones first, then for reserved ones that members left. `wishes[v]` is the
    wish behind wish v of `market`.
    """

    market: Market
    wishes: Whole


def seats(market: Market) -> Seats:
    """Turn reserved places into programmes of their own.

    The reserves are those of I. Hafalir, M. B. Yenmez and M. Yildirim, “Effective affirmative
    action in school choice”, 2013: members first, then everybody.
    """
    if not market.reserves:
        return Seats(market, np.arange(len(market.programmes)))
    wisher, count = market.wishers(), len(market.capacities)
    top = int(market.merits.max(initial=0)) + 1
    columns: list[tuple[Flags, Whole, Whole]] = []
    others: list[tuple[Flags, Whole, Whole]] = []
    for number, reserve in enumerate(market.reserves, start=1):
        kept = reserve.places[market.programmes] > 0
        member = reserve.members[wisher]
        seat = market.programmes + number * count
        columns.append((kept & member, seat, market.merits + top))
        others.append((kept & ~member, seat, market.merits))
    every = np.ones(len(wisher), np.bool_)
    columns += [(every, market.programmes, market.merits), *others]
    used = np.stack([column[0] for column in columns], axis=1)
    per_person = np.bincount(wisher, used.sum(axis=1), market.persons).astype(np.int64)
    opened, held = market.capacities, []
    for reserve in market.reserves:  # none reaches beyond the capacity
        held.append(np.minimum(reserve.places, opened))
        opened = opened - held[-1]
    return Seats(
        Market(
            starts=np.concatenate([[0], np.cumsum(per_person)]),
            programmes=np.stack([column[1] for column in columns], axis=1)[used],
            merits=np.stack([column[2] for column in columns], axis=1)[used],
            lots=market.lots,
            capacities=np.concatenate([opened, *held]),
        ),
        np.repeat(np.arange(len(wisher)), used.sum(axis=1)),
    )
