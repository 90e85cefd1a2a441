"""The changes of one input that flip an ensemble of trees, by exact enumeration.

With everything else equal the output is constant between two neighbouring thresholds of the
columns made from an input. The thresholds stand behind the operations of a pipeline, and
behind a narrowing to 32 bits. So they are looked for from the front: by bisection over the
values that may be shown, each taken through the column as a person's own value is.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explain.case import Value
from explain.explanation import Change
from explain.scores.background import Column
from explain.scores.changes.bounds import Bounds, bounds, changeable, is_number
from explain.scores.changes.cells import Cells, ranges, span
from explain.scores.changes.linear import of_choices
from explain.scores.changes.situation import Situation, raw
from explain.scores.models.columns import Floats, NumberColumn, encode
from explain.scores.models.forest import LEAF, Forest
from explain.scores.models.outputs import outputs_at
from explain.spec import Input

_Whole = NDArray[np.int64]
_Test = tuple[Literal["at_most", "below"], Floats]

_OPERATIONS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
}


def changes(
    situation: Situation, forest: Forest, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Iterator[tuple[float, Change]]:
    """Yield the changes of one input that flip the outcome, each with its distance."""
    for item, column in zip(inputs, columns, strict=True):
        present = situation.values[item.id]
        if not changeable(item, present):
            continue
        if not is_number(item):
            yield from of_choices(situation, item)
        elif room := bounds(item, column, present):
            parts = cells(forest, room, reached(situation, forest, item.id))
            options = [{item.id: parts.low(cell)} for cell in range(len(parts.starts))]
            yield from ranges(situation, parts, sides(situation, forest, options))


def reached(situation: Situation, forest: Forest, name: str) -> NDArray[np.bool_]:
    """Tell which nodes can be reached with one input free and all others as they are."""
    row = forest.narrowed(encoded(situation, forest, [{}]))
    free = np.array([column.input == name for column in forest.columns])
    found = np.zeros(len(forest.column), np.bool_)
    here = forest.roots
    while len(here):
        found[here] = True
        here = here[forest.column[here] != LEAF]
        left, both = forest.goes_left(row, here)[0], free[forest.column[here]]
        here = np.concatenate((forest.left[here[left | both]], forest.right[here[~left | both]]))
    return found


def cells(forest: Forest, room: Bounds, nodes: NDArray[np.bool_] | None = None) -> Cells:
    """Return the cells of one number in `forest`, or in some of its `nodes`."""
    first, last = span(room)
    starts = {first}
    for place, column in enumerate(forest.columns):
        if isinstance(column, NumberColumn) and column.input == room.item.id:
            for test in _tests(forest, place, nodes):
                starts.update(_turns(forest, column, room.finest, (first, last), test).tolist())
    return Cells(room, tuple(sorted(starts)), last)


def sides(
    situation: Situation, forest: Forest, options: Sequence[Mapping[str, Value]]
) -> list[int | None]:
    """Return the side of each of many sets of changed values. Each is added up as one case is."""
    reached = forest.leaves(encoded(situation, forest, options))
    return [situation.side(outputs_at(forest, leaves)) for leaves in reached]


def encoded(
    situation: Situation,
    forest: Forest,
    options: Sequence[Mapping[str, Value]],
) -> Floats:
    """Return one encoded row for each set of changed values."""
    row = encode(forest.columns, situation.values)
    table = np.repeat(row[np.newaxis, :], len(options), axis=0)
    for place, column in enumerate(forest.columns):
        for line, option in enumerate(options):
            if column.input in option:
                table[line, place] = column.encode(raw(option[column.input]))
    return table


def _tests(forest: Forest, place: int, within: NDArray[np.bool_] | None) -> list[_Test]:
    """Return the thresholds of a column; a set of codes changes at each code only."""
    nodes = forest.column == place
    if within is not None:
        nodes &= within
    numbers = nodes & (forest.categories == LEAF)
    limits = sorted(set(forest.threshold[numbers].tolist()))  # np.unique loads numpy.ma, 20 ms
    found: list[_Test] = [(forest.test, np.array(limits, dtype=np.float64))]
    if np.any(nodes & ~numbers):
        found.append(("below", np.arange(forest.members.shape[1] + 1, dtype=np.float64)))
    return found


def _turns(
    forest: Forest, column: NumberColumn, grain: Decimal, ends: tuple[int, int], test: _Test
) -> _Whole:
    """Return for each threshold the first grain on its other side, where there is one.

    What a column does to a number never turns back, so that bisection finds it.
    """
    side, thresholds = test

    def left(grains: _Whole) -> NDArray[np.bool_]:
        values = forest.narrowed(_column(column, _floats(grains, grain)))
        return values <= thresholds if side == "at_most" else values < thresholds

    low = np.full(len(thresholds), ends[0], dtype=np.int64)
    high = np.full(len(thresholds), ends[1] + 1, dtype=np.int64)
    first = left(low)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        same = left(middle) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return high[high <= ends[1]]


def _floats(grains: _Whole, grain: Decimal) -> Floats:
    """Return the floats nearest to whole numbers of grains, as decimals are read."""
    exponent = grain.adjusted()
    power = float(10 ** abs(exponent))
    numbers = grains.astype(np.float64)
    return numbers * power if exponent >= 0 else numbers / power


def _column(column: NumberColumn, numbers: Floats) -> Floats:
    for operation, by in column.operations:
        numbers = _OPERATIONS[operation](numbers, by)
    return numbers
