"""The bars of the boarding houses: as high as may be tried, lowered until no house is too full.

The specification lowers the bar of a house that is too full by one, and starts again. Here every
house that is too full goes down at once, straight below the boarder who is one too many: the
result is the same. For let b be any bars at which no house is too full, at or below the present
ones. At b fewer people are eligible, so every programme calls at least as far down its list; so
whoever is offered a bed now, at or before the bar of b, is offered one at b as well. Then the bar
of b stands before the boarder who is one too many. The process thus never passes below b: it ends
at the highest bars of all, which are unique, in whatever order the houses are taken.
"""

import numpy as np

from explain.matching.daily_proposals.day import UNBOUNDED, Day, Flags, Whole
from explain.matching.daily_proposals.layout import Layout
from explain.matching.daily_proposals.offers import Standing, offers, too_many

DAYS_COMPARED = 4


def lowered_bars(layout: Layout, standing: Standing, highest: Whole) -> tuple[Whole, Flags]:
    """Return the highest bars, none above `highest`, at which no house is too full; the offers."""
    bars = np.minimum(highest, _last_waiting(layout, standing))
    while True:
        offered = offers(layout, standing, bars)
        over = too_many(layout, standing, offered)
        if (over == UNBOUNDED).all():
            return bars, offered
        bars = np.minimum(bars, over - 1)


def highest_bars(layout: Layout, standing: Standing) -> Whole:
    """Return the highest bar that each house may have on this day.

    Down the ranking of the house, those are counted who wait for it and are expected to be called
    by a programme before the pivot day, until there is one for each free bed. From the pivot day,
    or once the house keeps no bed any more, there is no limit.
    """
    day, wishes = layout.day, layout.day.wishes
    expected = expected_ranks(day)
    rows = standing.waiting & (wishes.call_rank <= expected[wishes.programme])
    counted = layout.by_boarder(rows) & ~standing.lodged
    so_far = np.cumsum(counted, dtype=np.int32)
    before = np.concatenate(([0], so_far))[layout.first_boarder[:-1]].astype(np.int32)
    nth = so_far - before[layout.boarder_house]
    inside = np.flatnonzero(counted & (nth <= standing.beds[layout.boarder_house]))
    bars = np.zeros(len(day.houses.capacity), np.int32)
    np.maximum.at(bars, layout.boarder_house[inside], layout.boarder_rank[inside])
    free = day.houses.released | (day.number >= day.pivot)
    return np.where(free, np.int32(UNBOUNDED), bars)


def expected_ranks(day: Day) -> Whole:
    """Estimate the last rank that each programme will have called on the pivot day N.

    On day 1, and where nobody is called yet: no limit, so that a bed is kept for everybody who
    might come. Until there are figures of four days before: the rank r of day n in proportion to
    the days gone, r (N - 1) / (n - 1). Then r, and the pace of the last four days until N. From
    day N: the rank itself. Fractions are cut off. Never less than r, nor than the limit rank.
    """
    programmes = day.programmes
    rank = programmes.last_called.astype(np.int64)
    earlier = programmes.last_called_before.astype(np.int64)
    least = np.maximum(rank, programmes.limit_rank)
    if day.number >= day.pivot:
        return least.astype(np.int32)
    if day.number <= 1:
        return np.full(len(rank), UNBOUNDED, np.int32)
    share = rank * (day.pivot - 1) // (day.number - 1)
    pace = rank + (day.pivot - day.number) * (rank - earlier) // DAYS_COMPARED
    expected = np.maximum(np.where(earlier > 0, pace, share), least)
    expected = np.where(rank > 0, expected, UNBOUNDED)
    return np.minimum(expected, UNBOUNDED).astype(np.int32)


def _last_waiting(layout: Layout, standing: Standing) -> Whole:
    """Return the last rank of each house that waits: a higher bar would change nothing."""
    waits = np.flatnonzero(layout.by_boarder(standing.waiting))
    last = np.zeros(len(layout.day.houses.capacity), np.int32)
    np.maximum.at(last, layout.boarder_house[waits], layout.boarder_rank[waits])
    return last
