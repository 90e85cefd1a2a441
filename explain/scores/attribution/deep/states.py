"""What rows do in the blocks of deep trees."""

from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep.layout import Layout
from explain.scores.attribution.deep.node_tests import Tests
from explain.scores.attribution.deep.paths import Positions, Walk
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans, Forest, Integers


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """What is needed to find the states of some blocks.

    `tests` are those on the `walk` down to the blocks, then those inside, worth `turns`.
    `places` say where the walk gives the code of each block, `bounds` where the tests inside
    each begin, and where the last end.
    """

    tests: Tests
    walk: Walk
    turns: Integers
    places: Positions
    bounds: Positions

    @classmethod
    def of(cls, forest: Forest, layout: Layout, tree: int | None = None) -> "States":
        """Gather it for all trees, or for one."""
        walk = Walk(layout.bits, layout.parents, tuple(layout.ends.tolist()))
        every = tree is None
        nodes: Booleans = np.full(len(layout.nodes), every) | (layout.owning == tree)
        blocks: Booleans = np.full(len(layout.trees), every) | (layout.trees == tree)
        walked, inside = nodes[: len(layout.bits)], layout.inside[blocks]
        return cls(
            Tests.of(forest, layout.nodes[nodes]),
            walk.part(walked),
            layout.turns[nodes[len(layout.bits) :]],
            walk.places(walked)[layout.places[blocks]],
            np.concatenate(([0], np.cumsum(inside))),
        )

    def find(self, narrowed: Floats) -> Integers:
        """Return the states of blocks, or of blocks x rows.

        `narrowed` holds columns, or columns x rows.
        """
        left = self.tests.left(narrowed)
        walked = len(self.walk.bits)
        states = self.walk.codes(left[:walked]).take(self.places, axis=0)
        sums = np.zeros((len(self.turns) + 1, *left.shape[1:]), dtype=np.int32)
        np.multiply(left[walked:], self.turns.reshape(-1, *(1,) * (left.ndim - 1)), out=sums[1:])
        # They may overflow: their differences do not.
        np.cumsum(sums, axis=0, out=sums)
        sums = sums.take(self.bounds, axis=0)
        states += sums[1:]
        states -= sums[:-1]
        return states
