"""Long lists are called and certified on arrays: the same order, the same verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.matching.call_order.arrays import CallArrays, call_arrays
from explain.matching.call_order.certificate import LONG, certified_order, guarantees_broken
from explain.matching.call_order.certificate_arrays import broken_guarantees
from explain.matching.call_order.order import CallOrder, Rates, call_order
from tests.explain.matching.call_order.call_order_reference import (
    CAMPAIGN,
    KINDS,
    ONE_GROUP,
    PERCENTS,
    PUBLISHED,
    closed_form,
    kinds,
    literal,
    names,
)


def arrays(ranking: bytes, rates: Rates) -> CallArrays:
    """Call a list given as bytes."""
    return call_arrays(np.frombuffer(ranking, np.uint8), rates)


def plain(calls: CallArrays) -> CallOrder:
    """Return the calls as the plain type."""
    return CallOrder(tuple(calls.order.tolist()), calls.binding.tobytes())


@pytest.mark.parametrize("example", PUBLISHED)
def test_a_published_example_is_reproduced(example: str) -> None:
    ranking, rates, expected = PUBLISHED[example]
    candidates = names(ranking)
    order = arrays(kinds(candidates), Rates(*rates)).order
    assert [candidates[position] for position in order] == names(expected)


@CAMPAIGN
@given(ONE_GROUP, PERCENTS)
def test_one_rate_equals_the_specification(ranking: bytes, percent: int) -> None:
    assert arrays(ranking, Rates(percent)).order.tolist() == literal(ranking, percent, 0)
    residents = bytes(2 * kind for kind in ranking)
    assert arrays(residents, Rates(0, percent)).order.tolist() == closed_form(ranking, percent)


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS)
def test_two_rates_equal_the_specification(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    found = arrays(ranking, Rates(scholarship, residence)).order.tolist()
    assert found == literal(ranking, scholarship, residence)


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS)
def test_the_rates_that_bind_are_those_of_the_plain_loop(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    for rates in (Rates(scholarship, residence), Rates(scholarship), Rates(0, residence), Rates()):
        assert plain(arrays(ranking, rates)) == call_order(ranking, rates)


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS, st.integers(1, 9))
def test_every_run_is_certified_whatever_the_block(
    ranking: bytes, scholarship: int, residence: int, block: int
) -> None:
    candidates = np.frombuffer(ranking, np.uint8)
    rates = Rates(scholarship, residence)
    assert broken_guarantees(candidates, rates, call_arrays(candidates, rates), block) == ()


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS, st.data())
def test_the_verdict_on_any_other_order_is_that_of_the_plain_certificate(
    ranking: bytes, scholarship: int, residence: int, data: st.DataObject
) -> None:
    rates = Rates(scholarship, residence)
    calls = call_order(ranking, rates)
    order, binding = list(calls.order), bytearray(calls.binding)
    first, second = data.draw(st.tuples(*[st.integers(0, len(ranking) - 1)] * 2))
    order[first], order[second] = order[second], order[first]
    if data.draw(st.booleans()):
        order[data.draw(st.integers(0, len(order) - 1))] = data.draw(st.integers(-1, len(order)))
    if data.draw(st.booleans()):
        binding[first] = data.draw(st.integers(0, 3))
    changed = CallOrder(tuple(order), bytes(binding))
    on_arrays = CallArrays(np.array(order, np.int32), np.frombuffer(changed.binding, np.uint8))
    block = data.draw(st.integers(1, 9))
    found = broken_guarantees(np.frombuffer(ranking, np.uint8), rates, on_arrays, block)
    assert found == guarantees_broken(ranking, rates, changed)


def test_an_order_too_short_is_found() -> None:
    short = CallArrays(np.zeros(1, np.int32), np.zeros(1, np.uint8))
    assert broken_guarantees(np.zeros(2, np.uint8), Rates(), short) == ("permutation",)


@pytest.mark.parametrize("rates", [Rates(), Rates(20), Rates(0, 90), Rates(20, 90)])
def test_a_long_list_is_called_like_a_short_one(rates: Rates) -> None:
    pattern = bytes([0, 2, 2, 1, 3, 2, 0, 2, 2, 2, 1])
    ranking = pattern * (LONG // len(pattern) + 1)
    assert len(ranking) > LONG
    assert certified_order(ranking, rates) == call_order(ranking, rates)


def test_a_million_candidates_stay_within_whole_numbers() -> None:
    ranking = np.zeros(1_000_000, np.uint8)
    ranking[-300_000:] = 1
    order = call_arrays(ranking, Rates(31)).order
    members = np.cumsum(ranking[order])
    k = np.arange(1, len(order) + 1)
    assert (members == np.minimum(-(-31 * k // 100), 300_000)).all()
