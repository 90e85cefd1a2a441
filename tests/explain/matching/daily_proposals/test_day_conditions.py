"""The conditions find what is wrong: each has days that break it, and it alone sees some."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given

from explain.matching.daily_proposals.bars import highest_bars, lowered_bars
from explain.matching.daily_proposals.conditions import broken_answers, broken_offers
from explain.matching.daily_proposals.layout import Layout
from explain.matching.daily_proposals.offers import Standing, offers
from tests.explain.matching.daily_proposals.day_builders import STATES, as_columns, whole
from tests.explain.matching.daily_proposals.literal_day import (
    House,
    Morning,
    Programme,
    Wish,
    some_day,
)
from tests.explain.matching.daily_proposals.test_day_offers import CAMPAIGN, SEEDS

A, B, C = 0, 1, 2


def broken(
    morning: Morning, offered: set[int], bars: list[int], highest: list[int]
) -> tuple[str, ...]:
    """Name what the offers to these wishes, by number, break."""
    day, rows = as_columns(morning)
    return broken_offers(day, np.isin(rows, list(offered)), whole(bars), whole(highest))


def day_of(*wishes: Wish, wanted: int = 1, beds: int = 1, limit: int = 0) -> Morning:
    """One programme, one house."""
    return Morning(2, 30, (Programme(wanted, limit),), (House(beds, released=True),), wishes)


PLAIN = day_of(Wish(A, 0, 1), Wish(B, 0, 2), Wish(C, 0, 3))
BOARDERS = day_of(Wish(A, 0, 1, 0, 1), Wish(B, 0, 2, 0, 2), wanted=2)


def test_good_offers_break_nothing() -> None:
    assert broken(PLAIN, {A}, [0], [0]) == ()
    assert broken(BOARDERS, {A}, [1], [2]) == ()


def test_p1_finds_somebody_passed_in_the_call_order() -> None:
    assert broken(PLAIN, {B}, [0], [0]) == ("P1",)


def test_p2_finds_somebody_passed_in_both_orders() -> None:
    assert "P2" in broken(BOARDERS, {B}, [2], [2])
    crossed = replace(BOARDERS, wishes=(Wish(A, 0, 1, 0, 2), Wish(B, 0, 2, 0, 1)))
    assert "P2" not in broken(crossed, {B}, [1], [2])


def test_p3_finds_a_bar_too_high_and_a_bed_beyond_it() -> None:
    assert "P3" in broken(BOARDERS, {A}, [2], [1])
    assert "P3" in broken(BOARDERS, {A}, [0], [2])


def test_p3_finds_somebody_inside_passed_in_the_ranking_of_the_house() -> None:
    inside = replace(
        BOARDERS,
        wishes=(Wish(A, 0, 1, status="accepted"), Wish(A, 0, 1, 0, 1), Wish(B, 0, 2, 0, 2)),
    )
    assert "P3" in broken(inside, {2}, [2], [2])


def test_p4_finds_too_many_people_and_places_left_empty() -> None:
    assert broken(PLAIN, {A, B}, [0], [0]) == ("P4",)
    assert broken(PLAIN, set(), [0], [0]) == ("P4",)


def test_p4_finds_somebody_at_the_limit_rank_who_is_left_out() -> None:
    limited = replace(PLAIN, programmes=(Programme(1, 2),))
    assert broken(limited, {A, B}, [0], [0]) == ()
    assert broken(limited, {A}, [0], [0]) == ("P4",)


def test_p5_finds_a_house_too_full() -> None:
    assert broken(BOARDERS, {A, B}, [2], [2]) == ("P5",)


def test_p5_finds_somebody_at_the_bar_who_is_left_out() -> None:
    found = broken(replace(BOARDERS, programmes=(Programme(1),)), {B}, [2], [2])
    assert "P5" in found


def test_p6_finds_a_bar_that_could_be_higher() -> None:
    assert broken(BOARDERS, set(), [0], [2]) == ("P6",)


@CAMPAIGN
@given(SEEDS)
def test_p6_finds_any_bar_lower_by_one(seed: int) -> None:
    day, _ = as_columns(some_day(seed))
    layout = Layout.of(day)
    standing = Standing.of(layout)
    highest = highest_bars(layout, standing)
    bars, _ = lowered_bars(layout, standing, highest)
    for house in np.flatnonzero(bars).tolist():
        lower = bars.copy()
        lower[house] -= 1
        assert "P6" in broken_offers(day, offers(layout, standing, lower), lower, highest)


@CAMPAIGN
@given(SEEDS)
def test_an_offer_made_or_left_out_by_mistake_is_found(seed: int) -> None:
    day, rows = as_columns(some_day(seed, held=False))
    layout = Layout.of(day)
    standing = Standing.of(layout)
    highest = highest_bars(layout, standing)
    bars, offered = lowered_bars(layout, standing, highest)
    assume(len(rows) > 0)
    row = seed % len(rows)
    other = offered.copy()
    other[row] = not other[row]
    assert broken_offers(day, other, bars, highest) != ()


BEST, SECOND = Wish(A, 0, 1, preference=1), Wish(A, 1, 1, preference=2)


@pytest.mark.parametrize(
    ("before", "after", "switched", "found"),
    [
        (("proposed", "waiting"), ("taken", "withdrawn"), "on", ()),
        (("waiting", "proposed"), ("waiting", "taken"), "on", ()),
        (("proposed", "waiting"), ("taken", "withdrawn"), "off", ("P7",)),
        (("proposed", "waiting"), ("proposed", "withdrawn"), "off", ("P7",)),
        (("proposed", "waiting"), ("proposed", "waiting"), "on", ("P7",)),
        (("proposed", "waiting"), ("taken", "waiting"), "on", ("P7",)),
        (("waiting", "proposed"), ("withdrawn", "taken"), "on", ("P7",)),
        (("proposed", "accepted"), ("taken", "accepted"), "on", ("P7",)),
        (("waiting", "accepted"), ("waiting", "returned"), "on", ("P7",)),
    ],
)
def test_p7_finds_answers_that_nobody_asked_for(
    before: tuple[str, str], after: tuple[str, str], switched: str, found: tuple[str, ...]
) -> None:
    wishes = [replace(w, status=s) for w, s in zip((BEST, SECOND), before, strict=True)]
    programmes = (Programme(1), Programme(1))
    responders = frozenset({A} if switched == "on" else ())
    day, rows = as_columns(Morning(2, 30, programmes, (), tuple(wishes), responders))
    status = np.array([STATES.index(after[number]) for number in rows], np.uint8)
    assert broken_answers(day, status) == found
