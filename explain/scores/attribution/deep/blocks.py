"""Deep trees cut into blocks: the subtrees whose leaves share one table.

A block is a leaf, or a test with all that is below it. What a row does there is its state:
what it has failed above (a bit for each slot), then one bit for each test inside, set
where it goes left. For each state the table holds the sums of A and -A' over the leaves,
times their values (see `counts`), and one number for each player who is first met
inside. Larger blocks mean fewer numbers to look up and larger tables, so blocks are as large
as fit into the memory granted.
"""

from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep.paths import NONE, Paths, Positions, Slots
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans

_PRICES = (400.0, 300.0, 250.0, 200.0, 160.0, 130.0, 100.0, 80.0, 60.0, 40.0, 20.0, 0.0)
"""Bytes that may be spent to save about a nanosecond for each decision."""

_LINE, _NUMBER = 15.0, 3.0
"""Nanoseconds to fetch a line of memory from afar, and to handle one number."""


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """One place for each block, in the order of trees, then of like shapes, unless said.

    `places` say where the walk down all tests gives the code of the block's top. `above`,
    `inside` and `fresh` count the slots taken above, the tests and the players first met
    inside. `slots` (blocks x players) are those taken above, `met` tells who is first met
    inside. `tests` are the tests inside all blocks, block after block, each behind its
    parent; `apart` tells which of all tests lie above the blocks.
    """

    places: Positions
    trees: Positions
    above: Positions
    inside: Positions
    fresh: Positions
    slots: Slots
    met: Booleans
    tests: Positions
    apart: Booleans

    @property
    def widths(self) -> Positions:
        """Return how many numbers the table of each block has for a state."""
        return 2 + self.fresh

    @property
    def lengths(self) -> Positions:
        """Return how many numbers the table of each block has."""
        return self.widths << (self.above + self.inside)

    @classmethod
    def within(cls, paths: Paths, memory: int) -> "Blocks | None":
        """Return the quickest blocks whose tables take at most `memory` bytes, if there are."""
        shapes = _Shapes.of(paths)
        for price in _PRICES:
            whole, size = shapes.choose(price)
            if size <= memory:
                return _cut(paths, shapes, whole)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class _Shapes:
    """What each test would be as the top of a block, and the leaves as blocks of their own."""

    paths: Paths
    inside: Positions
    met: Booleans

    @classmethod
    def of(cls, paths: Paths) -> "_Shapes":
        count = len(paths.nodes)
        inside = np.ones(count, dtype=np.intp)
        seen = np.zeros(paths.before.shape, dtype=np.bool_)
        seen[np.arange(count), paths.players] = True
        for run in _upwards(paths):
            for below in (paths.below[run], paths.below[run + count]):
                tops = run[below != NONE]
                inside[tops] += inside[below[below != NONE]]
                seen[tops] |= seen[below[below != NONE]]
        return cls(paths, inside, seen & (paths.before == NONE))

    def choose(self, price: float) -> tuple[Booleans, float]:
        """Return which tests are cheaper as one block than cut, and the bytes of all tables."""
        paths, count = self.paths, len(self.paths.nodes)
        above = np.count_nonzero(paths.before != NONE, axis=1)
        sizes, times = _costs(above, self.inside, np.count_nonzero(self.met, axis=1))
        leaf_sizes, leaf_times = _costs(np.count_nonzero(paths.after != NONE, axis=1))
        whole = np.zeros(count, dtype=np.bool_)
        for run in _upwards(paths):
            cut_size, cut_time = np.zeros(len(run)), np.zeros(len(run))
            for below in (paths.below[run], paths.below[run + count]):
                cut_size += np.where(below == NONE, leaf_sizes[run], sizes[below])
                cut_time += np.where(below == NONE, leaf_times[run], times[below])
            whole[run] = sizes[run] + price * times[run] <= cut_size + price * cut_time
            sizes[run] = np.where(whole[run], sizes[run], cut_size)
            times[run] = np.where(whole[run], times[run], cut_time)
        roots = paths.walk.parents == 2 * count
        return whole, float(sizes[roots].sum())


def _costs(
    above: Positions, inside: Positions | int = 0, fresh: Positions | int = 0
) -> tuple[Floats, Floats]:
    """Return bytes and nanoseconds of blocks; half of what is above is failed, on average."""
    sizes = 8.0 * (2 + fresh) * np.exp2(np.minimum(above + inside, 60.0))
    lines = 1 + (1 + fresh) / 8 + np.maximum(above / 2 - 1, 0)
    return sizes, _LINE * lines + _NUMBER * (above + fresh)


def _upwards(paths: Paths) -> list[Positions]:
    """Return the tests of each level, the lowest level first."""
    return _runs(paths)[::-1]


def _runs(paths: Paths) -> list[Positions]:
    starts = (0, *paths.walk.ends[:-1])
    return [np.arange(a, b) for a, b in zip(starts, paths.walk.ends, strict=True)]


def _cut(paths: Paths, shapes: _Shapes, whole: Booleans) -> Blocks:
    """Go down to the first tests that are blocks, or to the leaves."""
    count = len(paths.nodes)
    apart, top = np.zeros(count, dtype=np.bool_), np.full(count, NONE, dtype=np.intp)
    for run in _runs(paths):
        parents = paths.walk.parents[run] % (2 * count) % max(count, 1)
        rooted = paths.walk.parents[run] == 2 * count
        free = rooted | apart[parents]
        apart[run] = free & ~whole[run]
        top[run] = np.where(free, np.where(whole[run], run, NONE), top[parents])
    tops = np.flatnonzero(top == np.arange(count))
    alone = np.flatnonzero((paths.below == NONE) & np.tile(apart, 2))
    over = alone % max(count, 1)
    met = np.concatenate((shapes.met[tops], np.zeros((len(alone), paths.before.shape[1]), bool)))
    slots = np.concatenate((paths.before[tops], paths.after[over]))
    trees = np.concatenate((paths.trees[tops], paths.trees[over]))
    inside = np.concatenate((shapes.inside[tops], np.zeros(len(alone), dtype=np.intp)))
    above, fresh = np.count_nonzero(slots != NONE, axis=1), np.count_nonzero(met, axis=1)
    order = np.lexsort((fresh, inside, above, trees))
    numbers = np.full(count + 1, NONE, dtype=np.intp)
    numbers[tops] = np.argsort(order)[: len(tops)]
    block = numbers[top]
    tests = np.argsort(block, kind="stable")[np.count_nonzero(block == NONE) :]
    return Blocks(
        np.concatenate((paths.walk.parents[tops], alone))[order],
        trees[order],
        above[order],
        inside[order],
        fresh[order],
        slots[order],
        met[order],
        tests,
        apart,
    )
