"""Who receives an offer while the bars of the boarding houses stay where they are.

Down the call order of each programme, among the *eligible*: everybody who waits for it without
boarding, and those who wait for it with boarding and stand, in the ranking of the house, at its
bar or before it (or hold a place in the house already). People receive offers until as many as
the programme wants hold one, and in any case up to its limit rank. The last one called is the
bar of the programme. Somebody who holds an offer of the programme, and waits for it with
boarding, takes no further place there.
"""

from dataclasses import dataclass

import numpy as np

from explain.matching.daily_proposals.day import UNBOUNDED, Flags, Whole
from explain.matching.daily_proposals.layout import Layout


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Standing:
    """What the morning's state says whatever the bars: who holds what, what is vacant.

    `admitted` is by person, `lodged` by boarder; `seats` by programme and `beds` by house are
    negative where more people hold a place than there are.
    """

    waiting: Flags
    admitted: Flags
    lodged: Flags
    seats: Whole
    beds: Whole

    @classmethod
    def of(cls, layout: Layout) -> "Standing":
        """Count who holds what."""
        admitted, lodged = layout.admitted(), layout.lodged()
        return cls(
            waiting=layout.waiting,
            admitted=admitted,
            lodged=lodged,
            seats=layout.day.programmes.wanted - layout.per_programme(admitted),
            beds=layout.day.houses.capacity - layout.per_house(lodged),
        )


def offers(layout: Layout, standing: Standing, bars: Whole) -> Flags:
    """Tell which rows receive an offer at these bars (one for each house)."""
    wishes = layout.day.wishes
    eligible = standing.waiting.copy()
    open_to = (layout.boarder_rank <= bars[layout.boarder_house]) | standing.lodged
    eligible[layout.boarding] &= open_to[layout.boarder]
    new = layout.by_person(eligible) & ~standing.admitted
    so_far = np.cumsum(new, dtype=np.int32)
    before = np.concatenate(([0], so_far))[layout.first_person[:-1]].astype(np.int32)
    programme = wishes.programme[layout.first_row]
    within = so_far - before[programme] <= standing.seats[programme]
    limited = wishes.call_rank[layout.first_row] <= layout.day.programmes.limit_rank[programme]
    called = standing.admitted | (new & (within | limited))
    offered: Flags = eligible & called[layout.person]
    return offered


def last_called(layout: Layout, standing: Standing, offered: Flags) -> Whole:
    """Return the bar of each programme: the last call rank that receives an offer, or 0."""
    new = layout.by_person(offered) & ~standing.admitted
    rows = layout.first_row[new]
    bars = np.zeros(len(layout.day.programmes.wanted), np.int32)
    np.maximum.at(bars, layout.day.wishes.programme[rows], layout.day.wishes.call_rank[rows])
    return bars


def newly_lodged(layout: Layout, standing: Standing, offered: Flags) -> Flags:
    """Tell which boarders receive a place in their house."""
    return layout.by_boarder(offered) & ~standing.lodged


def too_many(layout: Layout, standing: Standing, offered: Flags) -> Whole:
    """Return, for each house, the rank at which its new boarders outnumber its free beds.

    `UNBOUNDED` where they do not.
    """
    new = newly_lodged(layout, standing, offered)
    so_far = np.cumsum(new, dtype=np.int32)
    before = np.concatenate(([0], so_far))[layout.first_boarder[:-1]].astype(np.int32)
    beds = np.maximum(standing.beds, 0)
    over = np.flatnonzero(
        new & (so_far - before[layout.boarder_house] > beds[layout.boarder_house])
    )
    ranks = np.full(len(beds), UNBOUNDED, np.int32)
    np.minimum.at(ranks, layout.boarder_house[over], layout.boarder_rank[over])
    return ranks
