"""Which inputs could flip an ensemble together: a bound for each set of a few inputs.

A leaf can be reached by a set of inputs only if all inputs that keep the person away from it
are in the set. The best such leaves of all trees add up to more than the set can gain, in each
race by itself.
"""

from collections.abc import Iterator
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from explain.scores.changes.problem import Problem

MOST = 1200
"""Sets of as many inputs are only told apart where there are at most so many."""


def stages(problem: Problem) -> Iterator[dict[str, Any]]:
    """Yield how many inputs may have to change, and which sets of them could be enough.

    A set is a row of 0 and 1 for each choice, the most promising first; no rows mean that
    any set might do.
    """
    if not problem.trees:
        return
    worths, masks, roots = _leaves(problem)
    needed = np.array(problem.needed, np.int64)
    count = len(problem.choices)
    for size in range(1, count + 1):
        if comb(count, size) > MOST:
            yield {"count": size, "supports": []}
            continue
        able: list[tuple[int, list[int]]] = []
        for places in combinations(range(count), size):
            outside = ~sum(1 << place for place in places)
            away = (masks & outside != 0)[:, np.newaxis]
            reachable = np.where(away, np.iinfo(np.int64).min // 4096, worths)
            bounds = np.maximum.reduceat(reachable, roots, axis=0).sum(axis=0) - needed
            if bounds.min() >= 0:
                row = [int(place in places) for place in range(count)]
                able.append((-int(bounds.min()), row))
        if able:
            yield {"count": size, "supports": [row for _, row in sorted(able)]}


def _leaves(problem: Problem) -> tuple[Any, Any, Any]:
    """Return the worths of each leaf, the inputs that it needs changed as bits, and the trees."""
    stays = [choice.stay for choice in problem.choices]
    worths: list[tuple[int, ...]] = []
    masks: list[int] = []
    roots: list[int] = []
    for tree in problem.trees:
        roots.append(len(worths))
        for worth, sets in tree:
            worths.append(worth)
            masks.append(sum(1 << n for n, bits in sets.items() if not bits >> stays[n] & 1))
    return np.array(worths, np.int64), np.array(masks, np.int64), np.array(roots)
