"""The paths of deep trees: who is tested on them, and what a row fails on the way.

On each path every player has a slot, given by first appearance from the root. What a row
fails on the way to a node is a code with one bit for each slot: a child's code is its
parent's, with the bit of the tested player where the row goes the other way. The leaf
whose code is 0 is the one that the row reaches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.models.forest import LEAF, Booleans, Forest, Integers

Positions = NDArray[np.intp]
Slots = NDArray[np.int16]

NONE = -1
"""The slot of a player who is not on the path; the place of what does not exist."""


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """A way down some tests; each stands behind its parent.

    The codes of their children stand in one array: those of all left children, those of
    all right ones, then the code that roots start with. `parents` gives for each test the
    place of its own code there, `bits` the bit of its player. `ends` cuts the tests into
    runs none of which holds a test and its parent.
    """

    bits: Integers
    parents: Positions
    ends: tuple[int, ...]

    def codes(self, left: Booleans, start: Integers | None = None) -> Integers:
        """Return the codes of all children: 2 x tests + 1, by rows where `left` has them.

        `left` (tests, or tests x rows) says where a row goes left. `start` is the code of
        the roots for each row, by default 0.
        """
        count = len(self.bits)
        codes = np.zeros((2 * count + 1, *left.shape[1:]), dtype=np.int32)
        if start is not None:
            codes[-1] = start
        bits = self.bits.reshape(-1, *(1,) * (left.ndim - 1))
        right_fails = left * bits
        left_fails = bits - right_fails
        begin = 0
        for end in self.ends:
            here = codes.take(self.parents[begin:end], axis=0)
            np.bitwise_or(here, left_fails[begin:end], out=codes[begin:end])
            np.bitwise_or(here, right_fails[begin:end], out=codes[count + begin : count + end])
            begin = end
        return codes

    def part(self, kept: Booleans) -> "Walk":
        """Return the walk down the `kept` tests; one whose parent is not kept is a root."""
        ends = np.concatenate(([0], np.cumsum(kept)))[np.array(self.ends, dtype=np.intp)]
        parents = self.places(kept)[self.parents[kept]]
        return Walk(self.bits[kept], parents, tuple(ends.tolist()))

    def places(self, kept: Booleans) -> Positions:
        """Return where each code stands in the walk down the `kept` tests alone."""
        left = int(np.count_nonzero(kept))
        new = np.where(kept, np.cumsum(kept) - 1, 2 * left)
        return np.concatenate((new, np.where(kept, new + left, new), [2 * left]))


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """All tests of some trees, level by level. Arrays have one place for each unless said.

    `nodes` are their places in the forest, `players` who is tested, `before` and `after`
    (tests x players) the slots taken above the test and with it. `children` are the nodes
    whose codes the walk gives, and `below` the tests there, NONE for leaves (2 x tests).
    """

    walk: Walk
    nodes: Integers
    players: Positions
    trees: Positions
    before: Slots
    after: Slots
    children: Integers
    below: Positions

    @property
    def longest(self) -> int:
        """Return the greatest number of players on a path."""
        return int(np.count_nonzero(self.after != NONE, axis=1).max(initial=0))

    @classmethod
    def of(cls, forest: Forest, players: tuple[int, ...], count: int, roots: Integers) -> "Paths":
        """Walk down the trees of `roots`; those that are one leaf have no test."""
        levels = list(_levels(forest, np.array(players, dtype=np.intp), count, roots))
        joined = [np.concatenate(parts) for parts in zip(*levels, strict=True)]
        nodes, owners, trees, before, after, parents, sides = joined
        places = np.where(parents == NONE, 2 * len(nodes), sides * len(nodes) + parents)
        slots = after[np.arange(len(nodes)), owners].astype(np.int32)
        ends = np.cumsum([len(level[0]) for level in levels])
        below = np.full(2 * len(nodes) + 1, NONE, dtype=np.intp)
        below[places] = np.arange(len(nodes))
        return cls(
            Walk(np.int32(1) << slots, places, tuple(ends.tolist())),
            nodes,
            owners,
            trees,
            before,
            after,
            np.concatenate((forest.left[nodes], forest.right[nodes])),
            below[:-1],
        )


def _levels(
    forest: Forest, owner: Positions, count: int, roots: Integers
) -> Iterator[tuple[NDArray[Any], ...]]:
    """Yield each level: nodes, players, trees, slots before and after, parents, sides."""
    trees = np.flatnonzero(forest.column[roots] != LEAF)
    nodes = roots[trees]
    before = np.full((len(nodes), count), NONE, dtype=np.int16)
    parents, sides = np.full(len(nodes), NONE, dtype=np.intp), np.zeros(len(nodes), dtype=np.intp)
    begin = 0
    while True:
        every, who = np.arange(len(nodes)), owner[forest.column[nodes]]
        slots, taken = before[every, who], np.count_nonzero(before != NONE, axis=1)
        after = before.copy()
        after[every, who] = np.where(slots == NONE, taken, slots)
        yield nodes, who, trees, before, after, parents, sides
        children = np.concatenate((forest.left[nodes], forest.right[nodes]))
        inner = np.flatnonzero(forest.column[children] != LEAF)
        if not len(inner):
            return
        sides, above = np.divmod(inner, len(nodes))
        begin, parents = begin + len(nodes), begin + above
        nodes, trees, before = children[inner], trees[above], after[above]
