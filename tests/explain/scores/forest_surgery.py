"""Forests made from forests: some of the trees, two forests as one, columns in another order."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from explain.scores.models.columns import NumberColumn
from explain.scores.models.forest import Forest

_BY_NODE = (
    "column",
    "threshold",
    "left",
    "right",
    "missing_left",
    "categories",
    "values",
)


def trees(forest: Forest, chosen: Sequence[int]) -> Forest:
    """Return a forest of the `chosen` trees alone."""
    ends = np.append(forest.roots[1:], len(forest.column))
    nodes = [np.arange(forest.roots[tree], ends[tree]) for tree in chosen]
    starts = np.cumsum([0, *(len(some) for some in nodes)])[:-1]
    places = np.concatenate(nodes)
    moved = np.repeat(starts - forest.roots[chosen], [len(some) for some in nodes])
    arrays: dict[str, Any] = {name: getattr(forest, name)[places] for name in _BY_NODE}
    inner = arrays["column"] != -1
    for side in ("left", "right"):
        arrays[side] = np.where(inner, arrays[side] + moved, 0).astype(np.int32)
    return dataclasses.replace(forest, roots=starts.astype(np.int32), **arrays)


def together(one: Forest, other: Forest) -> Forest:
    """Return the sum of two forests over the same columns and sets of categories."""
    shift = len(one.column)
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in _BY_NODE
    }
    arrays["left"] = np.concatenate([one.left, other.left + shift])
    arrays["right"] = np.concatenate([one.right, other.right + shift])
    arrays["roots"] = np.concatenate([one.roots, other.roots + shift])
    arrays["intercepts"] = one.intercepts + other.intercepts
    return dataclasses.replace(one, **arrays)


def reordered(forest: Forest, order: Sequence[int]) -> Forest:
    """Return the same forest whose column `i` is what was column `order[i]`."""
    places = np.argsort(order)
    column = np.where(forest.column == -1, -1, places[forest.column]).astype(np.int32)
    columns = tuple(forest.columns[place] for place in order)
    return dataclasses.replace(forest, columns=columns, column=column)


def widened(forest: Forest) -> Forest:
    """Return the same forest with one more column, which no test reads."""
    return dataclasses.replace(forest, columns=(*forest.columns, NumberColumn("unread")))
