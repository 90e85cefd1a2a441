"""The whole day: offers, automatic answers, offers of what they free, until nothing moves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.matching.daily_proposals.bars import highest_bars, lowered_bars
from explain.matching.daily_proposals.conditions import broken_answers, broken_offers
from explain.matching.daily_proposals.day import (
    LIVE,
    NO_HOUSE,
    PROPOSED,
    RETURNED,
    WITHDRAWN,
    Day,
    Flags,
    Small,
    Whole,
)
from explain.matching.daily_proposals.layout import Layout
from explain.matching.daily_proposals.offers import Standing, last_called
from explain.matching.daily_proposals.responder import answers

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Outcome:
    """What a day gives.

    `status` is the state of each wish in the evening. `called` is the bar of each programme: the
    last call rank that received an offer today, or 0. `bars` are the bars of the houses where they
    ended, and `highest` how high they could have been. `rounds` counts how often offers were made:
    once, and once more after each round of automatic answers. `broken` names the conditions that
    do not hold: it is empty, or the result may not be used.
    """

    status: Small
    called: Whole
    bars: Whole
    highest: Whole
    rounds: int
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Round:
    """One calculation of offers: the `rows` that it looked at, which of them are `offered`."""

    rows: Rows
    offered: Flags
    called: Whole
    bars: Whole
    highest: Whole


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Turn:
    """One round: the state of each wish once its offers are made, and once they are answered.

    The bars are those of the day so far; `broken` names the conditions that do not hold.
    """

    offered: Small
    answered: Small
    called: Whole
    bars: Whole
    highest: Whole
    broken: frozenset[str]


def propose(day: Day) -> Outcome:
    """Run the whole of `day`, and check it."""
    broken, rounds = set[str](), 0
    for rounds, turn in enumerate(turns(day), start=1):  # noqa: B007 - the last one is used
        broken |= turn.broken
    return Outcome(
        status=turn.answered,
        called=turn.called,
        bars=turn.bars,
        highest=turn.highest,
        rounds=rounds,
        broken=tuple(sorted(broken)),
    )


def turns(day: Day) -> Iterator[Turn]:
    """Yield the rounds of `day`, at least one.

    It ends, for each further round is opened by a wish given up, and wishes are given up once.
    """
    status = day.wishes.status
    called = np.zeros(len(day.programmes.wanted), np.int32)
    bars, highest = np.zeros((2, len(day.houses.capacity)), np.int32)
    linked = _linked(day)
    touched = np.ones(len(called), bool)
    while touched.any():
        broken = set[str]()
        morning, status = day.with_status(status), status.copy()
        for run in _runs(morning, touched):
            part = morning.of(run.rows)
            broken.update(broken_offers(part, run.offered, run.bars, run.highest))
            status[run.rows[run.offered]] = PROPOSED
            called = np.maximum(called, run.called)
            here = np.unique(part.wishes.house[part.wishes.house != NO_HOUSE])
            bars[here], highest[here] = run.bars[here], run.highest[here]
        proposed = day.with_status(status)
        status = answers(proposed)
        broken.update(broken_answers(proposed, status))
        yield Turn(
            offered=proposed.wishes.status,
            answered=status,
            called=called,
            bars=bars.copy(),
            highest=highest.copy(),
            broken=frozenset(broken),
        )
        touched = _touched(day, proposed.wishes.status, status, linked)


def _runs(day: Day, touched: Flags) -> Iterator[Round]:
    """Make the offers of the programmes `touched`: those without boarding need one pass."""
    wishes = day.wishes
    boards = np.zeros(len(touched), bool)
    boards[wishes.programme[wishes.house != NO_HOUSE]] = True
    for chosen in (touched & ~boards, touched & boards):
        rows = np.flatnonzero(chosen[wishes.programme] & LIVE[wishes.status])
        if len(rows):
            yield _round(day.of(rows), rows)


def _round(part: Day, rows: Rows) -> Round:
    layout = Layout.of(part)
    standing = Standing.of(layout)
    highest = highest_bars(layout, standing)
    bars, offered = lowered_bars(layout, standing, highest)
    called = last_called(layout, standing, offered)
    return Round(rows=rows, offered=offered, called=called, bars=bars, highest=highest)


def _touched(day: Day, before: Small, after: Small, linked: Whole) -> Flags:
    """Tell which programmes may have offers to make after automatic answers.

    Those where a place is given up, or a wish with boarding, which may raise the highest bar of
    its house; and every programme linked with them by boarding houses.
    """
    wishes = day.wishes
    returned = (after == RETURNED) & (before != RETURNED)
    withdrawn = (after == WITHDRAWN) & (before != WITHDRAWN) & (wishes.house != NO_HOUSE)
    groups = np.zeros(len(linked), bool)
    groups[linked[wishes.programme[returned | withdrawn]]] = True
    touched: Flags = groups[linked]
    return touched


def _linked(day: Day) -> Whole:
    """Number the groups of programmes that share boarding houses, directly or not.

    The number of a group is the smallest of its programmes.
    """
    wishes = day.wishes
    rows = np.flatnonzero(wishes.house != NO_HOUSE)
    keys = np.unique(wishes.programme[rows].astype(np.int64) << 32 | wishes.house[rows])
    programme, house = keys >> 32, keys & 0xFFFFFFFF
    group = np.arange(len(day.programmes.wanted), dtype=np.int32)
    while True:
        smallest = np.full(len(day.houses.capacity), len(group), np.int32)
        np.minimum.at(smallest, house, group[programme])
        joined = group.copy()
        np.minimum.at(joined, programme, smallest[house])
        if np.array_equal(joined, group):
            return group
        group = joined
