"""The values of a column that no test of some trees tells apart.

Between two neighbouring thresholds nothing changes, so a column has finitely many cells:
one for each interval, one for each code of a category, one for missing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Booleans, Forest, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of the columns that some trees test.

    `breaks` holds the sorted places where the cell of any column may change, NaN last. The
    rank of a value is the number of breaks that are not above it. `places` (columns x
    ranks) gives a cell for each column and rank; the cells of all columns are numbered
    together, those of the column at `i` from `starts[i]` to `starts[i + 1]`.
    `left[i]` (cells x tests of the column) tells which cells each test sends left, and
    `tests` gives the place of a node's test there; it has one place for each node.
    """

    columns: Integers
    breaks: Floats
    places: Integers
    starts: NDArray[np.intp]
    left: tuple[Booleans, ...]
    tests: Integers


def find_cells(forest: Forest, nodes: Integers) -> Cells:
    """Return the cells of the columns that the inner `nodes` test."""
    columns = np.unique(forest.column[nodes])
    tests = np.full(len(forest.column), LEAF, dtype=np.int32)
    own, left = [], []
    for column in columns:
        tested = nodes[forest.column[nodes] == column]
        tests[tested] = np.arange(len(tested))
        own.append(_breaks(forest, tested))
        left.append(_goes_left(forest, int(column), _samples(own[-1]), tested))
    breaks = np.unique(np.concatenate([*own, [np.nan]]))
    starts = np.cumsum([0, *(len(cells) for cells in left)])
    places = [
        start + np.append(found, np.nan).searchsorted(_samples(breaks[:-1]), side="right")
        for start, found in zip(starts[:-1], own, strict=True)
    ]
    return Cells(columns, breaks, np.array(places, dtype=np.int32), starts, tuple(left), tests)


def _breaks(forest: Forest, nodes: Integers) -> Floats:
    """Return the least values of all cells but the first; `x <= t` is `x < next after t`."""
    numbers = forest.threshold[nodes[forest.categories[nodes] == LEAF]]
    if forest.test == "at_most":
        with np.errstate(over="ignore"):  # after the greatest number comes infinity
            numbers = np.nextafter(numbers, np.inf)
    codes = forest.members.shape[1] if len(numbers) < len(nodes) else -1
    return np.unique(np.concatenate([numbers, np.arange(codes + 1, dtype=np.float64)]))


def _samples(breaks: Floats) -> Floats:
    """Return one value of each cell: below all breaks, from each of them on, missing."""
    return np.concatenate([[-np.inf], breaks, [np.nan]])


def _goes_left(forest: Forest, column: int, values: Floats, nodes: Integers) -> Booleans:
    table = np.zeros((len(values), len(forest.columns)), dtype=np.float64)
    table[:, column] = values
    return forest.goes_left(table, nodes)
