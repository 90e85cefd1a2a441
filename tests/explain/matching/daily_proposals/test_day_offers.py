"""One day's offers: the published examples, and the specification person by person."""

import os
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.matching.daily_proposals.bars import expected_ranks, highest_bars, lowered_bars
from explain.matching.daily_proposals.conditions import broken_offers
from explain.matching.daily_proposals.layout import Layout
from explain.matching.daily_proposals.offers import Standing, last_called, offers
from explain.matching.daily_proposals.proposing import propose
from tests.explain.matching.daily_proposals import literal_day as literal
from tests.explain.matching.daily_proposals.day_builders import as_columns, states, whole
from tests.explain.matching.daily_proposals.literal_day import (
    House,
    Morning,
    Programme,
    Wish,
    some_day,
)

CAMPAIGN = settings(max_examples=10_000 if os.environ.get("GRANDJOUR_DEEP") == "1" else 100)
SEEDS = st.integers(0, 2**32)


def school(
    wanted: int, beds: int, ranking: Sequence[int], plain: Sequence[int], *, limit: int = 0
) -> Morning:
    """One programme with one house. Candidates count from 1, in call order.

    `ranking` lists who asks for boarding, in the order of the house; `plain` who asks without.
    """
    wishes = [Wish(c, 0, c, 0, place) for place, c in enumerate(ranking, start=1)]
    wishes += [Wish(c, 0, c) for c in plain]
    house = House(beds, released=True)
    return Morning(10, 30, (Programme(wanted, limit),), (house,), tuple(wishes))


def made(morning: Morning, bar: int | None = None) -> tuple[list[int], list[int], int, int]:
    """Return who is offered a place without boarding, and with; both bars.

    `bar` is the highest bar of the house.
    """
    day, _ = as_columns(morning)
    layout = Layout.of(day)
    standing = Standing.of(layout)
    highest = highest_bars(layout, standing) if bar is None else whole([bar])
    bars, offered = lowered_bars(layout, standing, highest)
    assert broken_offers(day, offered, bars, highest) == ()
    wishes = day.wishes
    without = wishes.candidate[offered & (wishes.house < 0)].tolist()
    boarding = wishes.candidate[offered & (wishes.house == 0)].tolist()
    called = last_called(layout, standing, offered)
    return sorted(without), sorted(boarding), int(called[0]), int(bars[0])


def test_the_annex_on_boarding_is_reproduced() -> None:
    ranking = [7, 4, 10, 1, 5, 9, 6, 3, 8, 2]
    annex = school(6, 6, ranking, [1, 2, 5, 7, 9, 10])
    assert made(annex, bar=5) == ([1, 2, 5, 7, 9], [1, 4, 5, 7], 9, 5)


def test_example_8_of_2018_is_reproduced() -> None:
    alice, barbara = 1, 2
    example = school(1, 1, [barbara, alice], [barbara])
    assert made(example, bar=2) == ([], [alice], 1, 2)


@pytest.mark.parametrize(
    ("limit", "beds", "bar", "ranking", "plain", "expected"),
    [
        # Scenarios of J. Paumard's tests of section 5.1 (2018, Apache licence), four places.
        (10, 4, 5, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 6], ([1, 2, 3, 4, 6], [1, 2, 3, 4])),
        (10, 4, 5, [1, 6, 2, 3, 4, 5], [1, 2, 3, 4], ([1, 2, 3, 4, 6], [1, 2, 3, 6])),
        (5, 4, 5, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 6], ([1, 2, 3, 4], [1, 2, 3, 4])),
        (5, 10, 6, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4], ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])),
        (5, 10, 5, [1, 6, 2, 3, 4, 5], [1, 2, 3, 4], ([1, 2, 3, 4], [1, 2, 3, 4])),
        (10, 10, 6, [1, 6, 2, 3, 4, 5], [1, 2, 3, 4], ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])),
        (3, 4, 5, [1, 6, 2, 3, 4, 5], [1, 2, 3, 4, 6], ([1, 2, 3, 4], [1, 2, 3, 4])),
    ],
)
def test_scenarios_written_by_others_are_reproduced(
    limit: int,
    beds: int,
    bar: int,
    ranking: list[int],
    plain: list[int],
    expected: tuple[list[int], list[int]],
) -> None:
    without, boarding, _, _ = made(school(4, beds, ranking, plain, limit=limit), bar)
    assert (sorted({*without, *boarding}), boarding) == expected


def test_a_limit_rank_calls_beyond_what_the_programme_wants() -> None:
    wishes = tuple(Wish(c, 0, c) for c in range(1, 8))
    assert propose_one(Morning(2, 30, (Programme(2, 5),), (), wishes)) == [1, 2, 3, 4, 5]
    assert propose_one(Morning(2, 30, (Programme(2, 0),), (), wishes)) == [1, 2]
    assert propose_one(Morning(2, 30, (Programme(9, 3),), (), wishes)) == [1, 2, 3, 4, 5, 6, 7]


def propose_one(morning: Morning) -> list[int]:
    """Return the candidates who receive an offer."""
    day, _ = as_columns(morning)
    outcome = propose(day)
    assert outcome.broken == ()
    return sorted(day.wishes.candidate[outcome.status == 4].tolist())


@CAMPAIGN
@given(SEEDS)
def test_offers_at_given_bars_follow_the_specification(seed: int) -> None:
    morning = some_day(seed)
    day, rows = as_columns(morning)
    layout = Layout.of(day)
    dice = literal.dice_of(seed)
    bars = [dice.randint(0, 8) for _ in morning.houses]
    found = offers(layout, Standing.of(layout), whole(bars))
    assert set(rows[np.flatnonzero(found)].tolist()) == literal.offers(morning, bars)


@CAMPAIGN
@given(SEEDS)
def test_bars_lowered_by_one_in_any_order_end_at_the_same_place(seed: int) -> None:
    morning = some_day(seed)
    day, rows = as_columns(morning)
    layout = Layout.of(day)
    standing = Standing.of(layout)
    highest = highest_bars(layout, standing)
    start = literal.highest(morning)
    bars, offered = lowered_bars(layout, standing, highest)
    for choice in (literal.dice_of(seed), literal.dice_of(seed + 1)):
        assert bars.tolist() == literal.lowered(morning, start, choice)
    assert set(rows[np.flatnonzero(offered)].tolist()) == literal.offers(morning, bars.tolist())


@CAMPAIGN
@given(SEEDS)
def test_no_bars_at_which_no_house_is_too_full_are_higher(seed: int) -> None:
    morning = some_day(seed)
    day, _ = as_columns(morning)
    layout = Layout.of(day)
    standing = Standing.of(layout)
    bars, _ = lowered_bars(layout, standing, highest_bars(layout, standing))
    possible = list(literal.feasible(morning, literal.highest(morning)))
    assert tuple(bars.tolist()) in possible
    assert tuple(bars.tolist()) == tuple(max(column) for column in zip(*possible, strict=True))


@CAMPAIGN
@given(SEEDS)
def test_the_conditions_p1_to_p6_hold_after_every_calculation(seed: int) -> None:
    morning = some_day(seed)
    day, _ = as_columns(morning)
    layout = Layout.of(day)
    standing = Standing.of(layout)
    highest = highest_bars(layout, standing)
    bars, offered = lowered_bars(layout, standing, highest)
    assert broken_offers(day, offered, bars, highest) == ()


@CAMPAIGN
@given(SEEDS)
def test_a_whole_day_with_its_answers_equals_the_specification(seed: int) -> None:
    morning = some_day(seed, answers=True)
    day, rows = as_columns(morning)
    outcome = propose(day)
    assert outcome.broken == ()
    expected = [wish.status for wish in literal.whole_day(morning).wishes]
    assert states(outcome.status, rows) == expected


@pytest.mark.parametrize(
    ("number", "last", "before", "limit", "expected"),
    [
        (1, 50, 0, 0, literal.NO_LIMIT),
        (3, 0, 0, 40, literal.NO_LIMIT),
        (4, 60, 0, 0, 60 * 29 // 3),
        (10, 100, 81, 0, 100 + 20 * 19 // 4),
        (10, 100, 100, 130, 130),
        (30, 100, 80, 0, 100),
        (31, 100, 80, 120, 120),
    ],
)
def test_the_last_rank_on_the_pivot_day_is_estimated(
    number: int, last: int, before: int, limit: int, expected: int
) -> None:
    programme = Programme(10, limit, last, before)
    morning = Morning(number, 30, (programme,), (), (Wish(0, 0, 1),))
    day, _ = as_columns(morning)
    assert expected_ranks(day).tolist() == [expected]
    assert literal.expected(morning, programme) == expected


def test_a_house_keeps_its_beds_for_those_who_may_still_be_called() -> None:
    # Two beds; the two first of the house stand far down the call order, and none is called yet.
    boarders = tuple(Wish(c, 0, c, 0, place) for place, c in enumerate([9, 8, 1, 2], start=1))
    wishes = (*boarders, Wish(3, 0, 3), Wish(4, 0, 4))
    first = Morning(1, 30, (Programme(2),), (House(2),), wishes)
    assert propose_one(first) == [3, 4]
    # Where the programme is not expected to go beyond rank 4, the beds go to others.
    later = Morning(29, 30, (Programme(2, 0, 4, 4),), (House(2),), wishes)
    assert propose_one(later) == [1, 2]
