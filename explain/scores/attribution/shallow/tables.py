"""Exact contributions of shallow trees from tables that hold the whole background.

Trees are cut into blocks (`blocks`). What a row does to a block is its *state*, one of few;
each state has an entry: what the block then gives each of its players, with every row of
the background counted in. To explain a row is to find its states and add the entries up, in
a time that does not depend on the background.

The entries of one player are whole numbers of one unit, a power of two just so large that no
sum of them needs more than 63 bits: sums are exact and do not depend on their order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.shallow.lookup import Finder, Group
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest

_FEW = 64
"""Below so many rows, one after another is quicker than all together."""

_ROWS = 4096

_GROUP = [item.name for item in fields(Group)]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The tables of one output of a forest against one background.

    `units` has one place for each player: what 1 in its entries is worth.
    """

    forest: Forest
    units: Floats
    groups: tuple[Group, ...]
    finders: tuple[Finder, ...]

    @property
    def size(self) -> int:
        """Return the bytes of the arrays."""
        return sum(array.nbytes for array in self.arrays().values())

    def contributions(self, row: Floats) -> Floats:
        """Return the contribution of each player for one encoded row, not narrowed."""
        total = np.zeros(len(self.units), dtype=np.int64)
        values = self.forest.narrowed(row)
        for finder in self.finders:
            finder.add(values, total)
        return total * self.units

    def batch(self, table: Floats) -> Floats:
        """Return the contributions for each row of `table`: rows x players."""
        if len(table) < _FEW:
            rows = [self.contributions(row) for row in table]
            return np.array(rows, dtype=np.float64).reshape(len(table), len(self.units))
        total = np.zeros((len(self.units), len(table)), dtype=np.int64)
        for start in range(0, len(table), _ROWS):
            part = slice(start, start + _ROWS)
            values = self.forest.narrowed(table[part])
            for finder in self.finders:
                finder.add_all(values, total[:, part])
        return total.T * self.units

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything that was built."""
        made: dict[str, NDArray[Any]] = {"units": self.units}
        for place, group in enumerate(self.groups):
            made |= {f"{place}.{name}": getattr(group, name) for name in _GROUP}
        return made


def from_arrays(forest: Forest, arrays: Mapping[str, NDArray[Any]]) -> Tables:
    """Return the tables of `forest` that `arrays` came from."""
    groups = tuple(
        Group(**{name: arrays[f"{place}.{name}"] for name in _GROUP})
        for place in range(len(arrays) // len(_GROUP))
    )
    return _ready(forest, arrays["units"], groups)


def build(
    forest: Forest, players: tuple[int, ...], count: int, background: Floats, output: int
) -> Tables:
    """Return the tables of one output against all rows of `background` (rows x columns).

    `players` names the player (0 to `count` - 1) of each column. Raises `TooDeep` where the
    trees of all outputs need more memory than is reasonable.
    """
    # Loaded here: a process that reads tables has no use for what builds them.
    from explain.scores.attribution.shallow.building import fill  # noqa: PLC0415 - see above
    from explain.scores.attribution.shallow.planning import plan  # noqa: PLC0415 - the same

    made = plan(forest, players)
    if len(forest.intercepts) > 1:
        made = plan(forest, players, output)
    units, groups = fill(forest, players, count, made, background, output)
    return _ready(forest, units, groups)


def _ready(forest: Forest, units: Floats, groups: tuple[Group, ...]) -> Tables:
    return Tables(forest, units, groups, tuple(Finder.of(group) for group in groups))
