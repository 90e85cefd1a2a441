"""What rows do in the blocks of deep trees."""

from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep_layout import Layout
from explain.scores.attribution.deep_paths import Positions, Walk
from explain.scores.attribution.deep_tests import Tests
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans, Forest, Integers


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """What is needed to find the states of some blocks.

    `tests` are those on the `walk` down to the blocks, then those inside, worth `turns`.
    `places` say where the walk gives the code of each block, `tested` which blocks have tests
    inside, `firsts` where these begin.
    """

    tests: Tests
    walk: Walk
    turns: Integers
    places: Positions
    tested: Positions
    firsts: Positions

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
            np.flatnonzero(inside),
            (np.cumsum(inside) - inside)[inside > 0],
        )

    def find(self, narrowed: Floats) -> Integers:
        """Return the states of blocks, or of blocks x rows.

        `narrowed` holds columns, or columns x rows.
        """
        left = self.tests.left(narrowed)
        walked = len(self.walk.bits)
        states = self.walk.codes(left[:walked]).take(self.places, axis=0)
        turns = left[walked:] * self.turns.reshape(-1, *(1,) * (narrowed.ndim - 1))
        if len(turns):
            states[self.tested] += np.add.reduceat(turns, self.firsts, axis=0)
        return states
