"""Whether arrays are trees: what must hold before anything walks through them."""

import numpy as np

from explain.issues import N_
from explain.scores.models.forest import LEAF, Forest, Integers


def broken(forest: Forest) -> str | None:
    """Return what is wrong with the arrays of `forest`, or `None`.

    Each node is reached once, from a root or from a parent that stands before it, so that
    every walk ends in a leaf; every number is finite and every index is in its range.
    """
    if not _lengths_agree(forest):
        return N_("the lengths of the arrays differ")
    if not _in_range(forest):
        return N_("a number of a column or of a set of categories is out of range")
    if not _are_trees(forest):
        return N_("the nodes do not form trees")
    inner = forest.column != LEAF
    if not np.isfinite(forest.threshold[inner]).all():
        return N_("a threshold is not a finite number")
    if not np.isfinite(forest.values[~inner]).all():
        return N_("the value of a leaf is not a finite number")
    return None


def _lengths_agree(forest: Forest) -> bool:
    nodes = len(forest.column)
    arrays = (
        forest.threshold,
        forest.left,
        forest.right,
        forest.missing_left,
        forest.categories,
        forest.values,
    )
    outputs = len(forest.intercepts)
    same = all(len(array) == nodes for array in arrays)
    return same and len(forest.roots) > 0 and forest.values.shape[1] == outputs


def _in_range(forest: Forest) -> bool:
    columns = _between(forest.column, LEAF, len(forest.columns))
    return columns and _between(forest.categories, LEAF, len(forest.members))


def _are_trees(forest: Forest) -> bool:
    nodes = len(forest.column)
    parents = np.flatnonzero(forest.column != LEAF)
    left, right = forest.left[parents], forest.right[parents]
    reached = np.concatenate((forest.roots, left, right))
    if not _between(reached, 0, nodes):
        return False
    once = bool((np.bincount(reached, minlength=nodes) == 1).all())
    return once and bool((left > parents).all()) and bool((right > parents).all())


def _between(indices: Integers, low: int, high: int) -> bool:
    return bool(((indices >= low) & (indices < high)).all())
