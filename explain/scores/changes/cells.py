"""The values of one number between which a model makes no difference.

Values that may be shown are whole numbers of the finest grain; a cell is a run of them for
which the model gives the same, everything else equal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from explain.explanation import Change
from explain.scores.changes.bounds import Bounds, rounded
from explain.scores.changes.situation import Situation

MOST = 2**52
"""Whole numbers of grains stay below, so that floats hold them exactly."""

Run = tuple[int, int]
"""The first and the last of neighbouring cells."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one number, in order, over its declared range.

    Cell i goes from `starts[i]` to `starts[i + 1] - 1`, the last one to `end`, all in grains
    of `bounds.finest`.
    """

    bounds: Bounds
    starts: tuple[int, ...]
    end: int

    def low(self, cell: int) -> Decimal:
        """Return the first value of a cell, in the input's unit."""
        return self._value(self.starts[cell])

    def high(self, cell: int) -> Decimal:
        """Return the last value of a cell, in the input's unit."""
        last = cell == len(self.starts) - 1
        return self._value(self.end if last else self.starts[cell + 1] - 1)

    def above(self, cell: int) -> bool:
        """Tell whether the whole cell lies above the present value."""
        return float(self.low(cell)) > self.bounds.present

    def below(self, cell: int) -> bool:
        """Tell whether the whole cell lies below the present value."""
        return float(self.high(cell)) < self.bounds.present

    def nearest(self, run: Run) -> Decimal | None:
        """Return the nearest value of a run of cells that a person may be asked for.

        The run lies on one side of the present value. A value that people use comes first;
        `None` where no value may be shown.
        """
        room, upward = self.bounds, self.above(run[0])
        low, high = self.low(run[0]), self.high(run[1])
        for grain in room.grains():
            if upward:
                near = rounded(max(low, Decimal(room.low)), grain, upward=True)
            else:
                near = rounded(min(high, Decimal(room.high)), grain, upward=False)
            if low <= near <= high and room.within(near) and float(near) != room.present:
                return near
        return None

    def farthest(self, run: Run, near: Decimal) -> Decimal | None:
        """Return the last value of a run that starts at `near`; `None` where it is open."""
        upward = self.above(run[0])
        if upward and run[1] == len(self.starts) - 1:
            return self.bounds.item.maximum
        if not upward and run[0] == 0:
            return self.bounds.item.minimum
        end = self.high(run[1]) if upward else self.low(run[0])
        for grain in self.bounds.grains():
            far = rounded(end, grain, upward=not upward)
            if (far >= near) == upward or far == near:
                return far
        return near

    def ends(self, run: Run, near: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """Return the range of a run from its low to its high end; an open end is `None`."""
        far = self.farthest(run, near)
        return (near, far) if self.above(run[0]) else (far, near)

    def _value(self, grains: int) -> Decimal:
        value = Decimal(grains) * self.bounds.finest
        return value.quantize(min(self.bounds.finest, Decimal(1)))


def span(bounds: Bounds) -> tuple[int, int]:
    """Return the declared range of a number, in grains."""
    item, grain = bounds.item, bounds.finest
    low, high = -MOST, MOST
    if item.minimum is not None:
        low = max(low, int(rounded(item.minimum, grain, upward=True) / grain))
    if item.maximum is not None:
        high = min(high, int(rounded(item.maximum, grain, upward=False) / grain))
    return low, high


def runs(sides: Sequence[int | None], side: int) -> Iterator[Run]:
    """Yield the runs of neighbouring cells on one side."""
    for own, members in groupby(range(len(sides)), key=lambda place: sides[place]):
        places = list(members)
        if own == side:
            yield places[0], places[-1]


def ranges(
    situation: Situation, cells: Cells, sides: Sequence[int | None]
) -> Iterator[tuple[float, Change]]:
    """Yield for each side that is looked for the nearest range above the present value and below.

    `sides` are those of the cells. Each end that is shown is run again.
    """
    for side in situation.sides():
        found = list(runs(sides, side))
        above = [run for run in found if cells.above(run[0])]
        below = [run for run in reversed(found) if cells.below(run[1])]
        for away in (above, below):
            changes = (_of_run(situation.towards(side), cells, run) for run in away)
            change = next((change for change in changes if change is not None), None)
            if change is not None:
                yield change


def _of_run(situation: Situation, cells: Cells, run: Run) -> tuple[float, Change] | None:
    near = cells.nearest(run)
    if near is None:
        return None
    name = cells.bounds.item.id
    low, high = cells.ends(run, near)
    if not all(situation.flips({name: end}) for end in {low, high, near} if end is not None):
        return None
    return cells.bounds.distance(near), situation.change(name, low, high, near)
