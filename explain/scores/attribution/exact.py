"""Exact interventional Shapley values of trees, one background row at a time.

The plain path, for trees of any depth: no tables and no short cuts. The faster methods are
measured against it. Against one background row z, a coalition reaches a leaf where it
holds all players on the path that only x satisfies (s of them) and none of those that
only z satisfies (t of them). A leaf of value v then gives each of the former
`v (s-1)! t! / (s+t)!` and takes `v s! (t-1)! / (s+t)!` from each of the latter; where both
fail a player, no coalition reaches the leaf (interventional TreeSHAP; Lundberg et al.,
"From local explanations to global understanding with explainable AI for trees", 2020).

A player is one column or several: all their tests on a path are one condition.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.nodes import places, trees
from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Booleans, Forest, Integers

TESTS_AT_ONCE = 4_000_000
"""The background is walked in parts of so many tests, to bound the memory."""

Places = NDArray[np.intp]


def contributions(
    forest: Forest,
    players: tuple[int, ...],
    count: int,
    row: Floats,
    background: Floats,
    output: int,
) -> Floats:
    """Return the contribution of each player against the whole background.

    They add up to the output of `row` minus the mean output of the background. The
    arguments are those of `by_row`; the mean is rounded once, whatever the order of the rows.
    """
    each = by_row(forest, players, count, row, background, output)
    return np.array([math.fsum(column) / len(each) for column in each.T.tolist()])


def by_row(
    forest: Forest,
    players: tuple[int, ...],
    count: int,
    row: Floats,
    background: Floats,
    output: int,
) -> Floats:
    """Return the contributions against each background row alone: rows x `count`.

    `players` names the player (0 to `count` - 1) of each column. `row` has one place for
    each column, `background` is rows x columns; both are encoded, not narrowed.
    """
    table = forest.narrowed(background)
    walk = _Walk.of(forest, players, row)
    total = np.zeros((count, len(table)), dtype=np.float64)
    for nodes in trees(forest):
        step = max(1, TESTS_AT_ONCE // len(nodes))
        for start in range(0, len(table), step):
            left = forest.goes_left(table[start : start + step], nodes)
            met = walk.leaves(nodes, left, count)
            shares = _shares(met, forest.values[met.nodes, output])
            for player in np.flatnonzero(shares.any(axis=1)):
                total[player] += np.bincount(met.rows + start, shares[player], len(table))
    return total.T.copy()


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Background rows at nodes that some coalition reaches, one place for each pair.

    `ours` and `theirs` (pairs x players) tell which players only x, or only the background
    row, satisfies on the way.
    """

    rows: Places
    nodes: Places
    ours: Booleans
    theirs: Booleans

    def only(self, chosen: Booleans) -> "_Pairs":
        places = np.flatnonzero(chosen)
        return _Pairs(
            self.rows.take(places),
            self.nodes.take(places),
            self.ours.take(places, axis=0),
            self.theirs.take(places, axis=0),
        )


@dataclass(frozen=True, slots=True)
class _Walk:
    """The way of one row through the trees; arrays have one place for each node."""

    forest: Forest
    owner: Places
    left: Booleans
    places: Integers

    @classmethod
    def of(cls, forest: Forest, players: tuple[int, ...], row: Floats) -> "_Walk":
        nodes = np.arange(len(forest.column), dtype=np.int32)
        left = forest.goes_left(forest.narrowed(row[np.newaxis, :]), nodes)[0]
        return cls(forest, np.array(players, dtype=np.intp)[forest.column], left, places(forest))

    def leaves(self, nodes: Integers, left: Booleans, count: int) -> _Pairs:
        """Return the pairs at the leaves of the tree that has these `nodes`.

        `left` (background rows x nodes) tells which rows go left.
        """
        rows = np.arange(len(left))
        nobody = np.zeros((len(left), count), dtype=np.bool_)
        pairs = _Pairs(rows, np.full(len(left), nodes[0], dtype=np.intp), nobody, nobody)
        met = []
        while len(pairs.rows):
            arrived = self.forest.column[pairs.nodes] == LEAF
            met.append(pairs.only(arrived))
            pairs = pairs.only(~arrived)
            theirs = left[pairs.rows, self.places[pairs.nodes]]
            pairs = _joined([self._with_x(pairs, theirs), self._without_x(pairs, theirs)])
        return _joined(met)

    def _with_x(self, pairs: _Pairs, left: Booleans) -> _Pairs:
        """Go where x goes, unless the player of this test is one that x has failed."""
        every, who, ways = self._here(pairs)
        apart = ways != left
        ours = pairs.ours.copy()
        ours[every, who] |= apart
        after = _Pairs(pairs.rows, self._child(pairs.nodes, ways), ours, pairs.theirs)
        return after.only(~(apart & pairs.theirs[every, who]))

    def _without_x(self, pairs: _Pairs, left: Booleans) -> _Pairs:
        """Go where the background row goes and x does not, unless it has failed the player."""
        every, who, ways = self._here(pairs)
        apart = ways != left
        theirs = pairs.theirs.copy()
        theirs[every, who] |= apart
        after = _Pairs(pairs.rows, self._child(pairs.nodes, left), pairs.ours, theirs)
        return after.only(apart & ~pairs.ours[every, who])

    def _here(self, pairs: _Pairs) -> tuple[Places, Places, Booleans]:
        return np.arange(len(pairs.rows)), self.owner[pairs.nodes], self.left[pairs.nodes]

    def _child(self, nodes: Places, left: Booleans) -> Places:
        return np.where(left, self.forest.left[nodes], self.forest.right[nodes]).astype(np.intp)


def _joined(parts: list[_Pairs]) -> _Pairs:
    return _Pairs(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.nodes for part in parts]),
        np.concatenate([part.ours for part in parts]),
        np.concatenate([part.theirs for part in parts]),
    )


def _shares(met: _Pairs, worth: Floats) -> Floats:
    """Return what each pair gives each player: players x pairs."""
    weights = _weights(met.ours.shape[1])
    ours, theirs = np.count_nonzero(met.ours, axis=1), np.count_nonzero(met.theirs, axis=1)
    given = worth * weights[ours, theirs]
    taken = worth * weights[theirs, ours]
    shares: Floats = met.ours.T * given - met.theirs.T * taken
    return shares


@cache
def _weights(count: int) -> Floats:
    """Return `(a-1)! b! / (a+b)!` for up to `count` players on either side, rounded once."""
    weights = np.zeros((count + 1, count + 1), dtype=np.float64)
    for a in range(1, count + 1):
        for b in range(count + 1):
            weights[a, b] = float(Fraction(1, a * math.comb(a + b, a)))
    return weights
