"""Whether the first reasons stay the same under other samples of the background."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from explain.scores import display as reading
from explain.scores.models.columns import Floats
from explain.scores.spec import Display

MOST_REASONS = 4
"""As many as a letter gives."""

RESAMPLES = 200
SEED = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many of the resamples the first reason, and the set of reasons, stayed."""

    first: int
    same: int


def first_reasons(shares: Sequence[Decimal]) -> tuple[int, ...]:
    """Return the places of the reasons that a letter gives: the largest printed points."""
    ranked = sorted(range(len(shares)), key=lambda place: -abs(shares[place]))
    return tuple(place for place in ranked if shares[place])[:MOST_REASONS]


def stability(
    display: Display, each: Floats, outputs: Floats, output: float, reasons: tuple[int, ...]
) -> Counts:
    """Count the resamples under which a letter would give the same reasons.

    `each` (rows x players) holds the contributions against each background row, `outputs`
    the additive output of each row, `output` that of the case. The sums are exact, so the
    result depends neither on the order of the rows nor on the machine.
    """
    first = same = 0
    table = np.column_stack([outputs, each])
    for means in _resampled_means(table):
        base, *values = means.tolist()
        found = first_reasons(_printed(display, base, values, output))
        first += found[:1] == reasons[:1]
        same += set(found) == set(reasons)
    return Counts(first, same)


def _printed(
    display: Display, base: float, values: Sequence[float], output: float
) -> list[Decimal]:
    start = reading.printed(display, reading.points(display, base))
    total = reading.printed(display, reading.points(display, output))
    worths = [reading.worth(display, value) for value in values]
    return reading.adding_up(total - start, worths, reading.step_of(display))


def _resampled_means(table: Floats) -> Iterator[Floats]:
    """Return the mean of each column in each resample.

    Entries are first rounded to whole multiples of a unit so small that every sum is a whole
    number below 2**53, which floats add without error in any order.
    """
    rows = len(table)
    largest = float(np.abs(table).max()) * rows
    unit = 2.0 ** (math.frexp(largest)[1] - 52) if largest else 1.0
    whole = np.rint(table / unit)
    for times in _draws(rows):
        yield times @ whole / rows * unit


def _draws(rows: int) -> Iterator[Floats]:
    """Return how many times each row is drawn, for each resample.

    The raw bits of PCG64 stay the same in every release of NumPy; its ways to draw do not.
    """
    bits = np.random.PCG64(SEED)
    half = np.uint64(32)
    for _ in range(RESAMPLES):
        raw: NDArray[np.uint64] = bits.random_raw(rows)
        drawn = ((raw >> half) * np.uint64(rows)) >> half
        yield np.bincount(drawn.astype(np.int64), minlength=rows).astype(np.float64)
