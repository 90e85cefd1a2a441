"""Intervals of 95 % for rates and for their differences.

Rates: the score interval of Wilson (1927), without correction for continuity.
Differences between two independent rates: the hybrid of two such intervals (Newcombe,
1998, “Interval estimation for the difference between independent proportions”, method 10).
Means, and differences between two means: the normal approximation.
"""

import math
from dataclasses import dataclass

Z = 1.959963984540054
"""The quantile 0.975 of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


def rate(count: int, of: int) -> Interval:
    """Return the rate of `count` in `of` (at least 1), with Wilson's interval in 0..1."""
    share = count / of
    middle = share + Z * Z / (2 * of)
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    # Both ends are exact where nobody or everybody is counted; floats miss them by a bit.
    low = 0.0 if count == 0 else (middle - half) / scale
    high = 1.0 if count == of else (middle + half) / scale
    return Interval(share, low, high)


def difference(one: tuple[int, int], other: tuple[int, int]) -> Interval:
    """Return the rate of `one` (count, of) minus that of `other`, with Newcombe's interval."""
    first, second = rate(*one), rate(*other)
    gap = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Interval(gap, gap - below, gap + above)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `count` numbers and its standard error; the error is 0 for one number."""

    count: int
    value: float
    error: float

    def interval(self) -> Interval:
        """Return the mean with its interval."""
        return Interval(self.value, self.value - Z * self.error, self.value + Z * self.error)

    def minus(self, other: "Mean") -> Interval:
        """Return this mean minus an independent one, with its interval."""
        gap, error = self.value - other.value, math.hypot(self.error, other.error)
        return Interval(gap, gap - Z * error, gap + Z * error)


def mean(numbers: list[float]) -> Mean:
    """Return the mean of at least one number."""
    count = len(numbers)
    value = math.fsum(numbers) / count
    squares = math.fsum((number - value) ** 2 for number in numbers)
    return Mean(count, value, math.sqrt(squares / (count - 1) / count) if count > 1 else 0.0)
