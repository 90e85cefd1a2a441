"""Trees that a library keeps as arrays, laid one after another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explain.errors import InvalidFile
from explain.scores import issues
from explain.scores.conversion.assembling import Reading
from explain.scores.conversion.declaration import refuse
from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Booleans, Forest, Integers
from explain.scores.models.structure import broken

_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, slots=True)
class Grown:
    """One tree: an array for each field of `Forest`, its nodes counted from 0.

    `column` is -1 at leaves. `members` (sets x codes) are the tree's own sets of categories.
    """

    column: Integers
    threshold: Floats
    left: Integers
    right: Integers
    missing_left: Booleans
    values: Floats
    categories: Integers
    members: Booleans


def planted(trees: Sequence[Grown], reading: Reading, file: str) -> Forest:
    """Return `trees` as a forest. An endless threshold becomes the largest number there is.

    Raises `InvalidFile` where the arrays are no trees or a number is not finite.
    """
    nodes = np.cumsum([0, *(len(tree.column) for tree in trees)])[:-1]
    sets = np.cumsum([0, *(len(tree.members) for tree in trees)])[:-1]
    pairs = list(zip(trees, nodes, strict=True))
    inner = np.concatenate([tree.column for tree in trees]) != LEAF
    forest = Forest(
        columns=reading.columns,
        precision=reading.precision,
        test=reading.test,
        space=reading.space,
        classes=reading.classes,
        intercepts=np.array(reading.intercepts, dtype=np.float64),
        roots=nodes.astype(np.int32),
        column=_joined([tree.column for tree in trees], inner, LEAF),
        threshold=_thresholds(np.concatenate([tree.threshold for tree in trees]), inner),
        left=_joined([tree.left + start for tree, start in pairs], inner, LEAF),
        right=_joined([tree.right + start for tree, start in pairs], inner, LEAF),
        missing_left=np.concatenate([tree.missing_left for tree in trees]) & inner,
        categories=_joined(
            [
                np.where(tree.categories == LEAF, LEAF, tree.categories + start)
                for tree, start in zip(trees, sets, strict=True)
            ],
            inner,
            LEAF,
        ),
        members=np.concatenate([tree.members for tree in trees]),
        values=np.where(inner[:, np.newaxis], 0.0, np.concatenate([t.values for t in trees])),
    )
    if problem := broken(forest):
        raise _broken(file, problem)
    return forest


def _joined(parts: Sequence[Integers], inner: Booleans, leaf: int) -> Integers:
    return np.where(inner, np.concatenate(parts), leaf).astype(np.int32)


def _thresholds(limits: Floats, inner: Booleans) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.where(inner, np.where(limits == np.inf, _LARGEST, limits), 0.0)


def _broken(file: str, problem: str) -> InvalidFile:
    return refuse(issues.TREES_BROKEN, file, name=file, problem=problem)
