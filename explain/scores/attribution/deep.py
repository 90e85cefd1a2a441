"""Exact contributions of deep forests from tables that hold the whole background.

Interventional Shapley values of groups of columns, by NumPy alone and in a time that does
not depend on the background. Trees are cut into blocks (`deep_blocks`), whose tables are
made once from whole numbers (`deep_counts`). A decision looks some hundred thousand
numbers up and adds them one after another, so the result does not depend on the machine.
It differs from the definition by rounding only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.blocks import TooDeep
from explain.scores.attribution.deep_blocks import Blocks
from explain.scores.attribution.deep_build import fill
from explain.scores.attribution.deep_counts import exact
from explain.scores.attribution.deep_layout import Layout, layout
from explain.scores.attribution.deep_paths import Paths, Walk
from explain.scores.attribution.deep_tests import Tests
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans, Forest, Integers

MEMORY = 450_000_000
"""How many bytes the tables may take."""

BACKEND = "deep-tables/1"
"""What the record names: any change of a last digit is a new number."""


@dataclass(frozen=True, slots=True, eq=False)
class DeepTables:
    """The tables of one output of a forest against one background."""

    forest: Forest
    layout: Layout
    table: Floats
    tests: Tests
    walk: Walk

    @property
    def size(self) -> int:
        """Return the bytes of the arrays."""
        return sum(array.nbytes for array in self.arrays().values())

    def contributions(self, row: Floats) -> Floats:
        """Return the contribution of each player for one encoded row, not narrowed."""
        here, table = self.layout, self.table
        states = self._states(self.tests.left(row))
        with_x = table.take(states * here.widths + here.starts)
        states = np.repeat(states, here.sizes)
        found = table.take((states | here.masks) * here.scales + here.offsets)
        found += np.repeat(with_x, here.sizes)
        total: Floats = np.bincount(here.owners, found, int(here.count[0]))
        return total

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything that was built."""
        kept = {item.name: getattr(self.layout, item.name) for item in fields(Layout)}
        return {"table": self.table, **kept}

    def _states(self, left: Booleans) -> Integers:
        """Return the state of each block."""
        here, above = self.layout, len(self.walk.bits)
        states = self.walk.codes(left[:above]).take(here.places)
        turns = here.turns * left[above:]
        if len(turns):
            states[here.tested] += np.add.reduceat(turns, here.firsts)
        return states


def from_arrays(forest: Forest, arrays: Mapping[str, NDArray[Any]]) -> DeepTables:
    """Return the tables of `forest` that `arrays` came from."""
    here = Layout(**{item.name: arrays[item.name] for item in fields(Layout)})
    walk = Walk(here.bits, here.parents, tuple(here.ends.tolist()))
    return DeepTables(forest, here, arrays["table"], Tests.of(forest, here.nodes), walk)


def build(
    forest: Forest, players: tuple[int, ...], count: int, background: Floats, output: int = 0
) -> DeepTables:
    """Return the tables of one output against all rows of `background` (rows x columns).

    `players` names the player (0 to `count` - 1) of each column. Raises `TooDeep` where the
    tables would take more than `MEMORY` bytes or their whole numbers more than 53 bits.
    """
    paths = Paths.of(forest, players, count)
    blocks = Blocks.within(paths, MEMORY)
    if blocks is None or not exact(paths.longest, len(background)):
        raise TooDeep
    here = layout(paths, blocks, count)
    table = fill(forest, paths, blocks, background, output)
    walk = Walk(here.bits, here.parents, tuple(here.ends.tolist()))
    return DeepTables(forest, here, table, Tests.of(forest, here.nodes), walk)
