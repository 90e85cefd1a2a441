"""The guarantees that the specification proves, as properties of every list and rate.

Numbered as in the ministry's document. Ranks count from 1.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from explain.matching.call_order.order import Rates, call_order
from tests.explain.matching.call_order.call_order_reference import (
    CAMPAIGN,
    KINDS,
    ONE_GROUP,
    PERCENTS,
)

SHORT = st.lists(st.integers(0, 1), min_size=1, max_size=6).map(bytes)
BELOW_100 = st.integers(0, 99)


def satisfies(order: Sequence[int], ranking: bytes, percent: int) -> bool:
    """Tell whether at least ceil(percent k / 100) holders are among each first k, or all are."""
    total, members = sum(kind & 1 for kind in ranking), 0
    for k, position in enumerate(order, start=1):
        members += ranking[position] & 1
        if members < min(total, (percent * k + 99) // 100):
            return False
    return True


def feasible(ranking: bytes, percent: int) -> Iterator[tuple[int, ...]]:
    """List every order of the candidates that satisfies the rate."""
    orders = permutations(range(len(ranking)))
    return (order for order in orders if satisfies(order, ranking, percent))


def inversions(order: Sequence[int]) -> int:
    """Count the pairs called in another order than the ranking's (Kendall's tau distance)."""
    return sum(first > second for first, second in combinations(order, 2))


def call_ranks(ranking: bytes, scholarship: int, residence: int = 0) -> dict[int, int]:
    """Map each rank in the ranking to the call rank."""
    order = call_order(ranking, Rates(scholarship, residence)).order
    return {position + 1: k for k, position in enumerate(order, start=1)}


def passers(ranking: bytes, scholarship: int, residence: int) -> Iterator[tuple[int, int]]:
    """Give the kinds of everyone passed and of who passes."""
    order = call_order(ranking, Rates(scholarship, residence)).order
    for first, second in combinations(order, 2):
        if first > second:
            yield ranking[second], ranking[first]


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS)
def test_1_enough_scholarship_holders_are_among_the_first_called(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    order = call_order(ranking, Rates(scholarship, residence)).order
    assert satisfies(order, ranking, scholarship)


@CAMPAIGN
@given(ONE_GROUP, PERCENTS)
def test_2_a_scholarship_holder_never_loses_a_rank(ranking: bytes, scholarship: int) -> None:
    for before, after in call_ranks(ranking, scholarship).items():
        assert after <= before or not ranking[before - 1]


@CAMPAIGN
@given(ONE_GROUP, BELOW_100)
def test_3_the_others_keep_their_order_and_lose_few_ranks(ranking: bytes, scholarship: int) -> None:
    after = call_ranks(ranking, scholarship)
    others = [rank for rank in after if not ranking[rank - 1]]
    assert sorted(others) == others
    for rank in others:
        assert after[rank] <= 1 + 100 * rank // (100 - scholarship)


@CAMPAIGN
@given(SHORT, PERCENTS)
def test_4_no_order_that_satisfies_the_rate_is_nearer_to_the_ranking(
    ranking: bytes, scholarship: int
) -> None:
    found = call_order(ranking, Rates(scholarship)).order
    nearest = min(inversions(order) for order in feasible(ranking, scholarship))
    assert inversions(found) == nearest


@CAMPAIGN
@given(SHORT, PERCENTS)
def test_5_the_better_ranked_come_first_in_lexicographic_order(
    ranking: bytes, scholarship: int
) -> None:
    found = call_order(ranking, Rates(scholarship)).order
    assert found == min(feasible(ranking, scholarship))


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS)
def test_two_rates_let_each_kind_be_passed_only_by_those_whom_a_rate_serves(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    allowed = {0: {1, 2, 3}, 1: {2, 3}, 2: {1, 3}, 3: set[int]()}
    for passed, passer in passers(ranking, scholarship, residence):
        assert passer in allowed[passed]


@CAMPAIGN
@given(KINDS, BELOW_100, BELOW_100)
def test_two_rates_bound_the_ranks_that_each_kind_may_lose(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    for before, after in call_ranks(ranking, scholarship, residence).items():
        kind = ranking[before - 1]
        if kind == 3:
            assert after <= before
        elif kind == 1:
            assert after <= 1 + 100 * before // (100 - residence)
        elif kind == 2:
            assert after <= 1 + 100 * before // (100 - scholarship)


@CAMPAIGN
@given(KINDS, st.integers(0, 60), st.integers(0, 60))
def test_two_rates_below_100_in_sum_bound_what_the_others_lose(
    ranking: bytes, scholarship: int, residence: int
) -> None:
    assume(scholarship + residence < 100)
    room = 100 - scholarship - residence
    for before, after in call_ranks(ranking, scholarship, residence).items():
        assert ranking[before - 1] or after <= 1 + 100 * (before + 1) // room
