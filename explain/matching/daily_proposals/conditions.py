"""The ministry's own checks P1 to P7, on the columns alone.

They are the properties that the ministry's document and its published code state, in our words:
P1 to P6 after every calculation of offers, P7 after every round of automatic answers. They share
nothing with the calculation, so that a fault in it cannot pass unseen. *New* is whoever holds no
place of the programme (or no bed of the house) before the calculation.

- P1: nobody who waits without boarding is passed, in the call order, by somebody new.
- P2: nobody who waits with boarding is passed, both in the call order and in the ranking of the
  house, by somebody new to both who receives the two.
- P3: no bar is above the highest one; a bed goes to people at the bar or before it; and nobody who
  holds a place of the programme and waits for the same with boarding is passed, in the ranking of
  the house, by somebody new to it.
- P4: no programme calls more people than it wants, beyond its limit rank; while it has room, and
  up to its limit rank, all who wait for it stand behind the bar of a house.
- P5: no house takes in more boarders than it has beds; whoever waits for one, at the bar or before
  it, stands in the call order behind all the new people of the programme.
- P6: no bar could be higher by one: the house would be too full.
- P7: only responders answer (in the late phase, ranked wishes too); who is answered for holds one
  place at most of her responder, accepted; and what is given up is ranked lower than it.
"""

from collections.abc import Iterator

import numpy as np

from explain.matching.daily_proposals.day import (
    HOLDS,
    NO_HOUSE,
    PROPOSED,
    RETURNED,
    TAKEN,
    UNBOUNDED,
    WAITING,
    WITHDRAWN,
    Day,
    Flags,
    Small,
    Whole,
)
from explain.matching.daily_proposals.highest import too_low
from explain.matching.daily_proposals.view import View

FAR = 1 << 33


def broken_offers(day: Day, offered: Flags, bars: Whole, highest: Whole) -> tuple[str, ...]:
    """Name the conditions P1 to P6 that the rows `offered` of `day` break."""
    view = View(day, offered, bars)
    kept = {
        "P1": _call_order_kept(view),
        "P2": _both_orders_kept(view),
        "P3": _ranking_kept(view, highest),
        "P4": _programmes_filled(view),
        "P5": _houses_filled(view),
        "P6": not too_low(view, highest),
    }
    return tuple(name for name, holds in kept.items() if not holds)


def broken_answers(day: Day, after: Small) -> tuple[str, ...]:
    """Name the condition P7 if the answers, from the states of `day` to `after`, break it."""
    return () if all(_answers_kept(day, after)) else ("P7",)


def _call_order_kept(view: View) -> bool:
    plain = np.flatnonzero(view.left & (view.wishes.house == NO_HOUSE))
    programme, rank = view.wishes.programme, view.wishes.call_rank
    first_left = np.full(len(view.day.programmes.wanted), UNBOUNDED, np.int32)
    np.minimum.at(first_left, programme[plain], rank[plain])
    return bool((view.last_new < first_left).all())


def _both_orders_kept(view: View) -> bool:
    wishes = view.wishes
    columns = (wishes.call_rank, wishes.house, wishes.programme)
    rows = view.boarding[np.lexsort([column[view.boarding] for column in columns])]
    pairs = wishes.programme[rows].astype(np.int64) << 32 | wishes.house[rows]
    group = np.cumsum(np.concatenate(([0], pairs[1:] != pairs[:-1]))) if len(rows) else pairs
    # Each group lies far below the one before it, so that a running minimum starts anew.
    rank = wishes.house_rank[rows].astype(np.int64) - group * FAR
    best_left = np.minimum.accumulate(np.where(view.left[rows], rank, FAR - 1 - group * FAR))
    both_new = view.offered[rows] & view.new[rows] & view.new_boarder[rows]
    return not bool((both_new & (rank > best_left)).any())


def _ranking_kept(view: View, highest: Whole) -> bool:
    wishes, bars = view.wishes, view.bars
    beds = np.flatnonzero(view.offered & view.new_boarder)
    at_the_bar = wishes.house_rank[beds] <= bars[wishes.house[beds]]
    last_bed = np.zeros(len(bars), np.int32)
    np.maximum.at(last_bed, wishes.house[beds], wishes.house_rank[beds])
    inside = view.boarding[view.left[view.boarding]]
    inside = inside[view.holds_after(inside)]
    first_left = np.full(len(bars), UNBOUNDED, np.int32)
    np.minimum.at(first_left, wishes.house[inside], wishes.house_rank[inside])
    return bool((bars <= highest).all() and at_the_bar.all() and (last_bed < first_left).all())


def _programmes_filled(view: View) -> bool:
    programmes, wishes = view.day.programmes, view.wishes
    arrived = view.holders_after > view.holders_before
    above = arrived & (view.holders_after > programmes.wanted)
    if (above & (view.last_new > programmes.limit_rank)).any():
        return False
    room = view.holders_after < programmes.wanted
    left = np.flatnonzero(view.left)
    programme = wishes.programme[left]
    due = room[programme] | (wishes.call_rank[left] <= programmes.limit_rank[programme])
    return bool(view.behind_bar(left[due]).all())


def _houses_filled(view: View) -> bool:
    arrived = view.boarders_after > view.boarders_before
    if (arrived & (view.boarders_after > view.day.houses.capacity)).any():
        return False
    left = view.boarding[view.left[view.boarding]]
    behind = view.wishes.call_rank[left] > view.last_new[view.wishes.programme[left]]
    return bool((view.behind_bar(left) | behind).all())


def _answers_kept(day: Day, after: Small) -> Iterator[bool]:
    wishes, before = day.wishes, day.wishes.status
    changed = after != before
    mine = day.responders[wishes.candidate]
    taken = after == TAKEN
    holds = np.bincount(wishes.candidate[HOLDS[after] & mine], minlength=len(day.responders))
    answered = np.zeros(len(day.responders), bool)
    answered[wishes.candidate[taken]] = True
    best = np.zeros(len(day.responders), np.int32)
    best[wishes.candidate[taken]] = wishes.preference[taken]
    yield bool((mine[changed] | day.late).all())
    yield bool(mine[taken].all())
    yield bool((holds[answered] == 1).all())
    yield not bool((mine & (after == PROPOSED)).any())
    given_up = mine & changed & ((after == RETURNED) | (after == WITHDRAWN))
    yield bool(answered[wishes.candidate[given_up]].all())
    lower = wishes.preference > best[wishes.candidate]
    yield bool(lower[mine & changed & (after == WITHDRAWN)].all())
    yield not bool((lower & mine & answered[wishes.candidate] & (after == WAITING)).any())
