"""Intervals of rates and of their differences: published examples, and the equations they solve."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.scores.evaluation.intervals import difference, mean, rate

# Newcombe, “Two-sided confidence intervals for the single proportion: comparison of seven
# methods”, Statistics in Medicine 17 (1998), table I, method 3 (score, no correction).
WILSON = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}

# Newcombe, “Interval estimation for the difference between independent proportions: comparison
# of eleven methods”, Statistics in Medicine 17 (1998), table II, method 10.
NEWCOMBE = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0000),
    (10, 10, 0, 10): (0.6075, 1.0000),
}

counts = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(("pair", "ends"), WILSON.items(), ids=str)
def test_a_rate_has_the_published_interval(
    pair: tuple[int, int], ends: tuple[float, float]
) -> None:
    found = rate(*pair)
    assert (round(found.low, 4), round(found.high, 4)) == ends


@pytest.mark.parametrize(("four", "ends"), NEWCOMBE.items(), ids=str)
def test_a_difference_has_the_published_interval(
    four: tuple[int, int, int, int], ends: tuple[float, float]
) -> None:
    found = difference((four[0], four[1]), (four[2], four[3]))
    assert (round(found.low, 4), round(found.high, 4)) == ends


@given(counts)
def test_the_ends_are_the_rates_that_a_test_would_just_not_reject(pair: tuple[int, int]) -> None:
    count, of = pair
    found = rate(count, of)
    limit = statistics.NormalDist().inv_cdf(0.975)
    for end in (found.low, found.high):
        if 0 < end < 1:
            score = abs(count / of - end) / math.sqrt(end * (1 - end) / of)
            assert score == pytest.approx(limit, rel=1e-6)
    assert 0 <= found.low <= count / of <= found.high <= 1


@given(counts, counts)
def test_a_difference_turns_its_sign_with_its_sides(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    forth, back = difference(one, other), difference(other, one)
    assert forth.value == -back.value
    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low), abs=1e-15)
    assert -1 - 1e-12 <= forth.low <= forth.value <= forth.high <= 1 + 1e-12


@given(st.lists(st.integers(-1000, 1000).map(lambda n: n / 8), min_size=2, max_size=50))
def test_a_mean_has_the_usual_standard_error(numbers: list[float]) -> None:
    found = mean(numbers)
    assert found.value == pytest.approx(statistics.mean(numbers), abs=1e-12)
    expected = statistics.stdev(numbers) / math.sqrt(len(numbers))
    assert found.error == pytest.approx(expected, abs=1e-12)
    ends = found.interval()
    assert ends.high - ends.low == pytest.approx(2 * 1.959964 * expected, abs=1e-4)


def test_two_means_differ_by_the_error_of_both() -> None:
    one, other = mean([1.0, 3.0, 5.0]), mean([2.0, 2.0, 5.0, 7.0])
    gap = one.minus(other)
    error = math.sqrt(4 / 3 + 6 / 4)
    assert gap.value == -1
    assert gap.high == pytest.approx(-1 + 1.959963984540054 * error)
