"""The values of one number between which no tree makes a difference.

With everything else equal the output of an ensemble of trees is constant between two
neighbouring thresholds of the columns made from an input. The thresholds stand behind the
operations of a pipeline, and behind a narrowing to 32 bits. So they are looked for from the
front: by bisection over the values that may be shown, whole numbers of the finest grain,
each taken through the column as a person's own value is.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explain.scores.changes.bounds import Bounds, rounded
from explain.scores.models.columns import Floats, NumberColumn
from explain.scores.models.forest import LEAF, Forest

Whole = NDArray[np.int64]

_MOST = 2**52
"""Whole numbers of grains stay below, so that floats hold them exactly."""

_OPERATIONS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
}


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one number, in order, over its declared range.

    Cell i goes from `starts[i]` to `starts[i + 1] - 1`, the last one to `end`, all in grains
    of `bounds.finest`. `present` is the cell of the person's own value.
    """

    bounds: Bounds
    starts: Whole
    end: int

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def ends(self) -> Whole:
        """Return the last grain of each cell."""
        return np.append(self.starts[1:] - 1, self.end)

    def value(self, grains: int) -> Decimal:
        """Return a value in the input's unit."""
        value = Decimal(grains) * self.bounds.finest
        return value.quantize(min(self.bounds.finest, Decimal(1)))

    def nearest(self, first: int, last: int, *, upward: bool) -> Decimal | None:
        """Return the nearest value that a person may be asked for in cells `first` to `last`.

        They lie beyond the present value, above it where `upward`. A value that people use
        comes first; `None` where no value may be shown.
        """
        room = self.bounds
        low, high = self.value(int(self.starts[first])), self.value(int(self.ends[last]))
        for grain in room.grains():
            if upward:
                near = rounded(max(low, _decimal(room.low)), grain, upward=True)
                inside = near <= high
            else:
                near = rounded(min(high, _decimal(room.high)), grain, upward=False)
                inside = near >= low
            if inside and room.within(near) and (float(near) > room.present) == upward:
                return near
        return None

    def farthest(self, first: int, last: int, near: Decimal, *, upward: bool) -> Decimal | None:
        """Return the last value of the cells that starts at `near`; `None` where it is open."""
        item = self.bounds.item
        if upward and last == len(self) - 1:
            return item.maximum
        if not upward and first == 0:
            return item.minimum
        end = self.value(int(self.ends[last] if upward else self.starts[first]))
        for grain in self.bounds.grains():
            far = rounded(end, grain, upward=not upward)
            if far >= near if upward else far <= near:
                return far
        return near


def cells(forest: Forest, bounds: Bounds) -> Cells:
    """Return the cells of one number in `forest`."""
    item = bounds.item
    grain = bounds.finest
    least = (
        -_MOST if item.minimum is None else int(rounded(item.minimum, grain, upward=True) / grain)
    )
    most = (
        _MOST if item.maximum is None else int(rounded(item.maximum, grain, upward=False) / grain)
    )
    least, most = max(least, -_MOST), min(most, _MOST)
    starts = [np.array([least], dtype=np.int64)]
    for place, column in enumerate(forest.columns):
        if isinstance(column, NumberColumn) and column.input == item.id:
            starts += [
                _turns(forest, column, grain, (least, most), tests)
                for tests in _tests(forest, place)
            ]
    return Cells(bounds, np.unique(np.concatenate(starts)), most)


Test = tuple[Literal["at_most", "below"], Floats]


def _tests(forest: Forest, place: int) -> list[Test]:
    """Return the thresholds of a column; a set of codes changes at each code only."""
    nodes = forest.column == place
    numbers = nodes & (forest.categories == LEAF)
    found: list[Test] = [(forest.test, np.unique(forest.threshold[numbers]))]
    if np.any(nodes & ~numbers):
        found.append(("below", np.arange(forest.members.shape[1] + 1, dtype=np.float64)))
    return found


def _turns(
    forest: Forest, column: NumberColumn, grain: Decimal, span: tuple[int, int], test: Test
) -> Whole:
    """Return for each threshold the first grain on its other side, where there is one.

    What a column does to a number never turns back, so that bisection finds it.
    """
    side, thresholds = test

    def left(grains: Whole) -> NDArray[np.bool_]:
        values = forest.narrowed(_encoded(column, _floats(grains, grain)))
        return values <= thresholds if side == "at_most" else values < thresholds

    low = np.full(len(thresholds), span[0], dtype=np.int64)
    high = np.full(len(thresholds), span[1] + 1, dtype=np.int64)
    first = left(low)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        same = left(middle) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return high[high <= span[1]]


def _floats(grains: Whole, grain: Decimal) -> Floats:
    """Return the floats nearest to whole numbers of grains, as decimals are read."""
    exponent = grain.adjusted()
    power = float(10 ** abs(exponent))
    numbers = grains.astype(np.float64)
    return numbers * power if exponent >= 0 else numbers / power


def _encoded(column: NumberColumn, numbers: Floats) -> Floats:
    for operation, by in column.operations:
        numbers = _OPERATIONS[operation](numbers, by)
    return numbers


def _decimal(value: float) -> Decimal:
    return Decimal(value)
