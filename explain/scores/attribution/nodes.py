"""Which nodes belong to which tree, and what is said of trees that a method cannot hold."""

from collections.abc import Iterator

import numpy as np

from explain.scores.models.forest import LEAF, Forest, Integers


class TooDeep(Exception):
    """These trees are too deep for a method: its tables would be too large."""


def trees(forest: Forest) -> Iterator[Integers]:
    """Yield the nodes of each tree in ascending order: the root first, parents before children."""
    tree = np.empty(len(forest.column), dtype=np.int32)
    tree[forest.roots] = np.arange(len(forest.roots))
    level = forest.roots
    while len(level):
        parents = level[forest.column[level] != LEAF]
        level = np.concatenate([forest.left[parents], forest.right[parents]])
        tree[level] = np.tile(tree[parents], 2)
    order = np.argsort(tree, kind="stable").astype(np.int32)
    ends = np.searchsorted(tree[order], np.arange(1, len(forest.roots)))
    yield from np.split(order, ends)


def places(forest: Forest) -> Integers:
    """Return for each node its place among the nodes of its tree."""
    place = np.empty(len(forest.column), dtype=np.int32)
    for nodes in trees(forest):
        place[nodes] = np.arange(len(nodes))
    return place
