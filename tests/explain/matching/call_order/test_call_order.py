"""The call order against the ministry's examples and two independent implementations."""

import random

import pytest
from hypothesis import given

from explain.matching.call_order.order import (
    BOTH,
    HOLDER,
    RESIDENT,
    CallOrder,
    Rates,
    call_order,
    rule,
)
from tests.explain.matching.call_order.call_order_reference import (
    CAMPAIGN,
    EXAMPLE_3,
    EXAMPLE_5,
    KINDS,
    ONE_GROUP,
    PERCENTS,
    PUBLISHED,
    closed_form,
    kinds,
    literal,
    names,
)


def called(ranking: str, scholarship: int, residence: int) -> tuple[list[str], CallOrder]:
    """Return the names in call order, and the order itself."""
    candidates = names(ranking)
    calls = call_order(kinds(candidates), Rates(scholarship, residence))
    return [candidates[position] for position in calls.order], calls


@pytest.mark.parametrize("example", PUBLISHED)
def test_a_published_example_is_reproduced(example: str) -> None:
    ranking, rates, expected = PUBLISHED[example]
    assert called(ranking, *rates)[0] == names(expected)


def test_example_3_of_2018_calls_a_scholarship_holder_every_tenth_time() -> None:
    order, _ = called(EXAMPLE_3, 10, 0)
    ranks = [k for k, name in enumerate(order, start=1) if name[0] == "B"]
    assert ranks == list(range(1, 1000, 10))
    assert sum(name[0] == "B" for name in order[:250]) == 25
    assert [name for name in order if name[0] == "C"] == [f"C{n}" for n in range(1, 901)]


def test_example_5_of_2018_has_the_properties_that_the_document_states() -> None:
    candidates = names(EXAMPLE_5)
    assert len(candidates) == 100
    letters = "".join(name[0] for name in candidates)
    assert {letter: letters.count(letter) for letter in "DBNR"} == {"D": 5, "B": 5, "N": 2, "R": 88}
    assert letters.index("B") == 50
    order, calls = called(EXAMPLE_5, 10, 95)
    assert order == candidates
    assert sum(name[0] in "DB" for name in order) == 10
    assert sum(name[0] in "DR" for name in order) == 93
    both = [k for k, bound in enumerate(calls.binding, start=1) if bound == BOTH]
    assert both == [1, 21, 41, 51, 61, 71, 81, 91]


def test_no_rate_leaves_the_commission_s_ranking() -> None:
    calls = call_order(bytes([0, 1, 2, 3, 0]), Rates())
    assert calls == CallOrder((0, 1, 2, 3, 4), bytes(5))


def test_a_rate_of_100_calls_its_whole_group_first() -> None:
    assert call_order(bytes([0, 2, 1, 0, 3]), Rates(100, 0)).order == (2, 4, 0, 1, 3)
    assert call_order(bytes([0, 2, 1, 0, 3]), Rates(0, 100)).order == (1, 4, 0, 2, 3)


def test_scholarships_prevail_where_nobody_left_is_in_both_groups() -> None:
    calls = call_order(bytes([RESIDENT, HOLDER]), Rates(50, 100))
    assert calls.order == (1, 0)
    assert calls.binding[0] == BOTH
    assert rule(calls.binding[0], HOLDER) == "scholarship"


def test_a_rate_stops_binding_once_its_group_is_exhausted() -> None:
    calls = call_order(bytes([0, 0, 1, 0]), Rates(100, 0))
    assert calls.order == (2, 0, 1, 3)
    assert calls.binding == bytes([HOLDER, 0, 0, 0])


def test_nobody_ranked_means_nobody_called() -> None:
    assert call_order(b"", Rates(20, 90)) == CallOrder((), b"")


@CAMPAIGN
@given(ONE_GROUP, PERCENTS)
def test_one_rate_equals_its_closed_form(ranking: bytes, scholarship: int) -> None:
    assert list(call_order(ranking, Rates(scholarship)).order) == closed_form(ranking, scholarship)


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS)
def test_two_rates_equal_the_document_s_words(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    found = call_order(ranking, Rates(scholarship, residence)).order
    assert list(found) == literal(ranking, scholarship, residence)


@pytest.mark.parametrize("scholarship", [0, 1, 7, 33, 50, 99, 100])
def test_a_long_list_equals_the_closed_form(scholarship: int) -> None:
    chance = random.Random(20260523)  # noqa: S311 - a seeded sample, no secret
    ranking = bytes(chance.choices([0, 1], [4, 1], k=20_000))
    assert list(call_order(ranking, Rates(scholarship)).order) == closed_form(ranking, scholarship)


@pytest.mark.deep
def test_a_million_wishes_equal_the_closed_form() -> None:
    chance = random.Random(20260523)  # noqa: S311 - as above
    ranking = bytes(chance.choices([0, 1], [4, 1], k=1_000_000))
    assert list(call_order(ranking, Rates(23)).order) == closed_form(ranking, 23)
