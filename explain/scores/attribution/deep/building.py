"""Fill the tables of all blocks, tree by tree: memory holds one tree beside the tables.

Products and sums are done one number at a time, in a fixed order: the tables are the same
on every machine.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep.blocks import Blocks
from explain.scores.attribution.deep.counts import count_rows, leaf_tables, scale
from explain.scores.attribution.deep.paths import NONE, Paths, Positions, Walk
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest

ROWS = 2048
"""So many rows of a background are counted at a time."""


def fill(forest: Forest, paths: Paths, blocks: Blocks, background: Floats, output: int) -> Floats:
    """Return the tables of all blocks, one after another; `background` is not narrowed."""
    table = np.empty(int(blocks.lengths.sum()), dtype=np.float64)
    narrowed = forest.narrowed(background)
    filled = 0
    for tree, alike in itertools.groupby(_alike(blocks), key=lambda some: int(some.tree)):
        leaves = _Leaves.of(forest, paths, narrowed, tree, output)
        for some in alike:
            part = _tables(paths, leaves, some).ravel()
            table[filled : filled + len(part)] = part
            filled += len(part)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Blocks of one tree and one shape; `tests` (blocks x inside) are those in them."""

    tree: int
    above: int
    inside: int
    places: Positions
    tests: Positions
    met: Positions


def _alike(blocks: Blocks) -> Iterator[_Alike]:
    shapes = np.stack((blocks.trees, blocks.above, blocks.inside, blocks.fresh), axis=1)
    changes = np.flatnonzero((shapes[1:] != shapes[:-1]).any(axis=1)) + 1
    bounds = [0, *changes.tolist(), len(shapes)] if len(shapes) else []
    tested = np.cumsum(blocks.inside) - blocks.inside
    for begin, end in itertools.pairwise(bounds):
        tree, above, inside, fresh = shapes[begin].tolist()
        tests = blocks.tests[tested[begin] : tested[begin] + (end - begin) * inside]
        met = np.nonzero(blocks.met[begin:end])[1].reshape(end - begin, fresh)
        yield _Alike(
            tree, above, inside, blocks.places[begin:end], tests.reshape(end - begin, inside), met
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Leaves:
    """A and A' of a tree's leaves; `starts` and `worths` by their place in the whole walk."""

    with_x: Floats
    without: Floats
    starts: Positions
    worths: Floats

    @classmethod
    def of(
        cls, forest: Forest, paths: Paths, narrowed: Floats, tree: int, output: int
    ) -> "_Leaves":
        kept = paths.trees == tree
        walk, nodes = paths.walk.part(kept), paths.nodes[kept]
        places = np.flatnonzero((paths.below == NONE) & np.tile(kept, 2))
        leaves = paths.walk.places(kept)[places]
        sizes = np.count_nonzero(paths.after[places % len(kept)] != NONE, axis=1)
        counts = np.zeros(int(np.exp2(sizes).sum()), dtype=np.intp)
        for begin in range(0, len(narrowed), ROWS):
            left = forest.goes_left(narrowed[begin : begin + ROWS], nodes)
            codes = walk.codes(np.ascontiguousarray(left.T))
            counts += count_rows(codes[leaves], sizes)
        found = leaf_tables(counts, sizes)
        starts, worths = np.zeros(2 * len(kept), dtype=np.intp), np.zeros(2 * len(kept))
        starts[places] = found.starts
        scales = np.array([scale(size) for size in range(sizes.max() + 1)], dtype=np.float64)
        values = forest.values[paths.children[places], output]
        worths[places] = values / (len(narrowed) * scales[sizes])
        return cls(found.with_x, found.without, starts, worths)


def _tables(paths: Paths, leaves: _Leaves, some: _Alike) -> Floats:
    """Return the tables of some blocks: blocks x states x numbers."""
    states = np.arange(1 << (some.above + some.inside), dtype=np.int32)
    turns = states >> np.arange(some.above, some.above + some.inside)[:, np.newaxis] & 1
    left = np.repeat(turns.astype(np.bool_), len(some.places), axis=0)
    codes = _walk(paths, some).codes(left, states & ((1 << some.above) - 1))
    table = np.zeros((len(some.places), len(states), 2 + some.met.shape[1]), dtype=np.float64)
    for place, code in zip(*_places(paths, some), strict=True):
        worth, starts = leaves.worths[place, np.newaxis], leaves.starts[place, np.newaxis]
        failed = codes[code]
        with_x = leaves.with_x.take(failed + starts) * worth
        table[:, :, 0] += with_x
        table[:, :, 1] -= leaves.without.take(failed + starts) * worth
        for rank, player in enumerate(some.met.T):
            slots = paths.after[place % len(paths.nodes), player].astype(np.int32)[:, np.newaxis]
            more = np.where(slots == NONE, 0, np.int32(1) << np.maximum(slots, 0))
            without = leaves.without.take((failed | more) + starts) * worth
            table[:, :, 2 + rank] -= np.where(slots == NONE, with_x, without)
    return table


def _walk(paths: Paths, some: _Alike) -> Walk:
    """Return the walk inside the blocks: the first test of each, the second of each, ..."""
    blocks, inside = some.tests.shape
    if not inside:
        return Walk(np.empty(0, dtype=np.int32), some.places[:0], ())
    side, parents = np.divmod(paths.walk.parents[some.tests], len(paths.nodes))
    first = (some.tests[:, :, np.newaxis] == parents[:, np.newaxis, :]).argmax(axis=1)
    places = (side * inside + first) * blocks + np.arange(blocks)[:, np.newaxis]
    places[:, :1] = 2 * inside * blocks
    ends = tuple(blocks * number for number in range(1, inside + 1))
    return Walk(paths.walk.bits[some.tests].T.ravel(), places.T.ravel(), ends)


def _places(paths: Paths, some: _Alike) -> tuple[Positions, Positions]:
    """Return where the leaves stand, in the whole walk and inside: leaves of a block x blocks."""
    blocks, inside = some.tests.shape
    if not inside:
        return some.places[np.newaxis], np.zeros((1, blocks), dtype=np.intp)
    places = some.tests[:, np.newaxis, :] + len(paths.nodes) * np.arange(2)[:, np.newaxis]
    block, side, test = np.nonzero(paths.below[places] == NONE)
    codes = (side * inside + test) * blocks + block
    return (
        places[block, side, test].reshape(blocks, -1).T,
        codes.reshape(blocks, -1).T,
    )
