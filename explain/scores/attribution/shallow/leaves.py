"""What one leaf gives each player, for every set of players that a row may fail.

Against the whole background at once: a leaf with k players on its path needs only how many
background rows fail each of the 2^k sets of them. All weights are multiplied by the least
common multiple of 1 to k, so that every sum here is one of integers, exact in float64 and
the same on every machine (after Zern et al., "Interventional SHAP values and interaction
values for piecewise linear regression trees", 2023, who first summed the background up
beforehand).
"""

from dataclasses import dataclass
from functools import cache
from math import comb, lcm

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.shallow.blocks import MAXIMUM_LEAF_PLAYERS
from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Booleans, Forest, Integers

SCALE = lcm(*range(1, MAXIMUM_LEAF_PLAYERS + 1))

Sets = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """`shares` (2^k sets x k players) times SCALE and the number of background rows.

    A set has a bit for each of `players`, in the order of the path, that the row fails.
    """

    players: tuple[int, ...]
    shares: Floats


def find_leaves(
    forest: Forest, players: tuple[int, ...], nodes: Integers, left: Booleans, output: int
) -> dict[int, Leaf]:
    """Return the leaves of the tree that has these `nodes`, the root first.

    `left` (nodes x background rows) tells who goes left. No path has more than
    MAXIMUM_LEAF_PLAYERS players.
    """
    found: dict[int, Leaf] = {}
    nobody = np.zeros(left.shape[1], dtype=np.intp)
    waiting: list[tuple[int, tuple[int, ...], Sets]] = [(int(nodes[0]), (), nobody)]
    while waiting:
        node, path, failed = waiting.pop()
        if forest.column[node] == LEAF:
            found[node] = Leaf(path, forest.values[node, output] * _shares(failed, len(path)))
            continue
        player = players[forest.column[node]]
        path = path if player in path else (*path, player)
        bit = 1 << path.index(player)
        goes_left = left[nodes.searchsorted(node)]
        waiting.append((int(forest.left[node]), path, np.where(goes_left, failed, failed | bit)))
        waiting.append((int(forest.right[node]), path, np.where(goes_left, failed | bit, failed)))
    return found


def _shares(failed: Sets, players: int) -> Floats:
    """Return the shares of a leaf of value 1, from the set that each background row fails.

    A player that the row satisfies gains where the background row fails it: all sets that
    are disjoint from the row's, less those that are disjoint from it with the player added.
    """
    counts = np.bincount(failed, minlength=1 << players).astype(np.float64)
    weights = _weights(players)
    given, without, taken = counts @ weights.given, counts @ weights.without, counts @ weights.taken
    sets = np.arange(1 << players)[:, np.newaxis]
    bits = 1 << np.arange(players)
    shares: Floats = np.where(
        sets & bits, -taken[:, np.newaxis], given[:, np.newaxis] - without[sets | bits]
    )
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """For each set that a background row fails and each disjoint set that the row fails."""

    given: Floats
    without: Floats
    taken: Floats


@cache
def _weights(players: int) -> _Weights:
    sets = np.arange(1 << players)
    sizes = np.bitwise_count(sets).astype(np.intp)
    disjoint = (sets[:, np.newaxis] & sets) == 0
    table = np.zeros((players + 2, players + 2), dtype=np.float64)
    for a in range(1, players + 1):
        for b in range(players + 1 - a):
            table[a, b] = SCALE // (a * comb(a + b, a))
    theirs, ours = sizes[:, np.newaxis], sizes[np.newaxis, :]
    return _Weights(
        given=disjoint * table[theirs, ours],
        without=disjoint * table[theirs, ours - 1],
        taken=disjoint * table[ours, theirs],
    )
