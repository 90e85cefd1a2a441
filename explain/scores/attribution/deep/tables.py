"""Exact contributions of deep forests from tables that hold the whole background.

Interventional Shapley values of groups of columns, by NumPy alone and in a time that does
not depend on the background. Trees are cut into blocks (`blocks`), whose tables are
made once from whole numbers (`counts`). A decision looks some hundred thousand
numbers up and adds them in a fixed order, so the result does not depend on the machine. It
differs from the definition by rounding only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.deep.blocks import Blocks
from explain.scores.attribution.deep.building import fill
from explain.scores.attribution.deep.counts import exact
from explain.scores.attribution.deep.layout import Layout, layout
from explain.scores.attribution.deep.paths import Paths
from explain.scores.attribution.deep.runs import Run, runs
from explain.scores.attribution.deep.states import States
from explain.scores.attribution.nodes import TooDeep, trees
from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Forest, Integers

MEMORY = 450_000_000
"""How many bytes the tables take at most."""

_FEW = 512
"""Below so many rows, one after another is quicker than all together."""

_ROWS = 8192


@dataclass(frozen=True, slots=True, eq=False)
class DeepTables:
    """The tables of one output of a forest against one background."""

    forest: Forest
    layout: Layout
    table: Floats
    states: States
    runs: tuple[Run, ...]

    @property
    def count(self) -> int:
        """Return the number of players."""
        return int(self.layout.count[0])

    @property
    def size(self) -> int:
        """Return the bytes of the arrays."""
        return sum(array.nbytes for array in self.arrays().values())

    def contributions(self, row: Floats) -> Floats:
        """Return the contribution of each player for one encoded row, not narrowed."""
        states = self.states.find(self.forest.narrowed(row))
        total = np.zeros(self.count, dtype=np.float64)
        for run in self.runs:
            total += run.sums(self.table, states, self.count)
        return total

    def batch(self, table: Floats) -> Floats:
        """Return the same for each row of `table`: rows x players."""
        if len(table) < _FEW:
            rows = [self.contributions(row) for row in table]
            return np.array(rows, dtype=np.float64).reshape(len(table), self.count)
        total = np.zeros((self.count, len(table)), dtype=np.float64)
        for start in range(0, len(table), _ROWS):
            part = slice(start, start + _ROWS)
            narrowed = np.ascontiguousarray(self.forest.narrowed(table[part]).T)
            for run in self.runs:
                total[:, part] += self._all(run, narrowed)
        return total.T.copy()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything that was built."""
        kept = {item.name: getattr(self.layout, item.name) for item in fields(Layout)}
        return {"table": self.table, **kept}

    def _all(self, run: Run, narrowed: Floats) -> Floats:
        """Return what a run gives: players x rows. A tree at a time, to stay in the cache."""
        total = np.zeros((self.count, narrowed.shape[1]), dtype=np.float64)
        blocks = iter(range(run.begin, run.end))
        for tree in np.unique(self.layout.trees[run.begin : run.end]).tolist():
            for states in States.of(self.forest, self.layout, tree).find(narrowed):
                owners, numbers = run.numbers(self.table, next(blocks))
                total[owners] += numbers.take(states, axis=1, mode="clip")
        return total


def from_arrays(forest: Forest, arrays: Mapping[str, NDArray[Any]]) -> DeepTables:
    """Return the tables of `forest` that `arrays` came from."""
    here = Layout(**{item.name: arrays[item.name] for item in fields(Layout)})
    return _ready(forest, here, arrays["table"])


def build(
    forest: Forest,
    players: tuple[int, ...],
    count: int,
    background: Floats,
    output: int = 0,
    memory: int = MEMORY,
) -> DeepTables:
    """Return the tables of one output against all rows of `background` (rows x columns).

    `players` names the player (0 to `count` - 1) of each column. More `memory` (bytes)
    makes them quicker. Raises `TooDeep` where it does not suffice, or where their whole numbers
    need more than 53 bits.
    """
    paths = Paths.of(forest, players, count, _telling(forest, output))
    blocks = Blocks.within(paths, memory)
    if blocks is None or not exact(paths.longest, len(background)):
        raise TooDeep
    table = fill(forest, paths, blocks, background, output)
    return _ready(forest, layout(paths, blocks, count), table)


def _telling(forest: Forest, output: int) -> Integers:
    """Return the roots of the trees whose leaves differ in this output."""
    found = []
    for nodes in trees(forest):
        leaves = nodes[forest.column[nodes] == LEAF]
        if np.ptp(forest.values[leaves, output]) > 0:
            found.append(nodes[0])
    return np.array(found, dtype=np.int32)


def _ready(forest: Forest, here: Layout, table: Floats) -> DeepTables:
    return DeepTables(forest, here, table, States.of(forest, here), tuple(runs(here)))
