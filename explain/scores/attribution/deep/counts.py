"""How a background meets the leaves of one tree: exact integers for all that a row can fail.

For a leaf with k players on its path, let n(q) be how many background rows satisfy exactly
the players q of it, u = k - |q| how many they fail, and V what the explained row fails, of
size s. The leaf gives player j of its path `value (A(V) - A'(V with j)) / rows`, where
`A(V)` is the sum of n(q) W(u, s) over all q that hold V, and A' the same with W(u, s - 1),
for `W(u, s) = (u - 1)! s! / (u + s)!` and `W(0, s) = c - H(s)`, the harmonic number and
any constant c. This is interventional TreeSHAP summed over the background (Zern et al.,
"Interventional SHAP values and interaction values for piecewise linear regression trees",
2023), since W(u, s - 1) - W(u, s) = W(u + 1, s - 1). Multiplied by the least common
multiple of 1 to k all weights are integers, and so are A and A'.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.deep.paths import Positions
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Integers

_LOW = 5
_AT_ONCE = 1 << 17
_EXACT = 1 << 53


@dataclass(frozen=True, slots=True, eq=False)
class LeafTables:
    """A and A' of some leaves one after another, 2^k entries each, times `scale(k)`."""

    with_x: Floats
    without: Floats
    starts: Positions


def scale(size: int) -> int:
    """Return what makes the weights for `size` players integers."""
    return math.lcm(*range(1, size + 1))


def exact(size: int, rows: int) -> bool:
    """Tell whether the sums for `size` players and so many rows are exact in float64."""
    return rows * max(_weight(size, 0, 0), Fraction(scale(size))) < _EXACT


def count_rows(failed: Integers, sizes: Integers) -> Positions:
    """Count background rows by what they satisfy at each leaf: 2^k counts leaf after leaf.

    `failed` (leaves x rows) are the codes of the rows, `sizes` (leaves) how many players stand
    on the paths.
    """
    starts, lengths = _places(sizes)
    satisfied = starts[:, np.newaxis] + ((lengths[:, np.newaxis] - 1) ^ failed)
    return np.bincount(satisfied.ravel(), minlength=int(lengths.sum()))


def leaf_tables(counts: Positions, sizes: Integers) -> LeafTables:
    """Return the tables of the leaves where rows were counted."""
    starts, lengths = _places(sizes)
    with_x, without = np.empty(lengths.sum()), np.empty(lengths.sum())
    for size in np.unique(sizes).tolist():
        step = max(1, _AT_ONCE >> size)
        same = starts[sizes == size]
        for begin in range(0, len(same), step):
            places = same[begin : begin + step, np.newaxis] + np.arange(1 << size)
            found = _sums(counts[places].astype(np.float64), size)
            with_x[places], without[places] = found[..., 0], found[..., 1]
    return LeafTables(with_x, without, starts)


def _places(sizes: Integers) -> tuple[Positions, Positions]:
    lengths = np.left_shift(1, sizes.astype(np.intp))
    return np.cumsum(lengths) - lengths, lengths


def _sums(counts: Floats, size: int) -> Floats:
    """Return A and A' for each failed set: leaves x 2^size x 2.

    The high slots are summed over supersets first, apart by how many of them q holds; then
    there is one small product of matrices for each number of failed high slots. All numbers
    are whole and below 2^53, so a product is exact in whatever order it is summed.
    """
    low = min(size, _LOW)
    high = size - low
    held = _bits(high)
    grouped = np.zeros((len(counts), 1 << high, high + 1, 1 << low), dtype=np.float64)
    grouped[:, np.arange(1 << high), held] = counts.reshape(len(counts), 1 << high, -1)
    for slot in range(high):
        pairs = grouped.reshape(len(counts), -1, 2, 1 << slot, high + 1, 1 << low)
        pairs[:, :, 0] += pairs[:, :, 1]
    sums = np.empty((len(counts), 1 << high, 2 << low), dtype=np.float64)
    for failed in range(high + 1):
        chosen = np.flatnonzero(held == failed)
        supersets = grouped[:, chosen, failed:].reshape(len(counts), len(chosen), -1)
        sums[:, chosen] = supersets @ _matrix(size, high, failed)
    return sums.reshape(len(counts), 1 << size, 2)


@cache
def _matrix(size: int, high: int, failed: int) -> Floats:
    """Return the weights of (satisfied high slots, low set q) for (low set V, A or A')."""
    weights = _weights(size)
    low = size - high
    sets, held = np.arange(1 << low), _bits(low)
    unsatisfied = size - np.arange(failed, high + 1)[:, np.newaxis] - held
    holds = (sets[:, np.newaxis] & sets) == sets
    found = weights[unsatisfied[:, :, np.newaxis], failed + held[np.newaxis, np.newaxis, :]]
    found = np.where(holds[np.newaxis, :, :, np.newaxis], found, 0.0)
    return found.reshape(-1, 2 << low)


@cache
def _weights(size: int) -> Floats:
    """Return W(u, s) and W(u, s - 1) as whole numbers: (size + 1) x (size + 1) x 2."""
    found = np.zeros((size + 1, size + 1, 2), dtype=np.float64)
    for unsatisfied in range(size + 1):
        for failed in range(size + 1 - unsatisfied):
            found[unsatisfied, failed, 0] = float(_weight(size, unsatisfied, failed))
            if failed:
                found[unsatisfied, failed, 1] = float(_weight(size, unsatisfied, failed - 1))
    return found


def _weight(size: int, unsatisfied: int, failed: int) -> Fraction:
    if unsatisfied:
        return Fraction(scale(size), unsatisfied * math.comb(unsatisfied + failed, failed))
    return scale(size) * sum(
        (Fraction(1, part) for part in range(failed + 1, size + 1)), Fraction(1)
    )


def _bits(size: int) -> NDArray[np.intp]:
    return np.bitwise_count(np.arange(1 << size)).astype(np.intp)
