"""Few inputs together, by trying every combination of their options at once.

For one set of inputs each leaf is a box of options. Its worth is added at the corners of the
box, with signs, and running sums along each input spread it over the box: all combinations
are worth what they are after a few passes over one table. Sums stay whole numbers below
2^53, so that they are exact in any order.
"""

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.changes.problem import Leaf, Problem

MOST_COMBINATIONS = 10**8
"""Numbers of inputs with more combinations than this are left to a solver."""

MOST_AT_ONCE = 4 * 10**6
"""One set of inputs with more combinations than this is left to it as well."""

Costs = list[list[int]]
Options = tuple[int, ...]
Flips = Callable[[Options], bool]


class Boxes:
    """The leaves of all trees as boxes: for each choice from option `low` to below `high`."""

    def __init__(self, problem: Problem, costs: Costs) -> None:
        self.sizes = [len(choice.options) for choice in problem.choices]
        self.stays = [choice.stay for choice in problem.choices]
        self.costs = [np.array(row, np.int64) for row in costs]
        self.needed = problem.needed
        boxes = [box for tree in problem.trees for leaf in tree for box in self._boxes(leaf)]
        self.worth = np.array([worth for worth, _ in boxes], np.float64)
        ends = np.array([ends for _, ends in boxes], np.int64).reshape(len(boxes), -1, 2)
        self.low, self.high = ends[:, :, 0], ends[:, :, 1]
        stays = np.array(self.stays)
        self.away = (self.low > stays) | (self.high <= stays)
        """Which inputs have to change before a box is reached."""

    def combinations(self, places: list[int]) -> int:
        """Return how many combinations of options these inputs have."""
        return prod(self.sizes[place] for place in places)

    def nearest(self, places: list[int], flips: Flips, limit: int) -> tuple[int, Options] | None:
        """Return the cost and the options of the cheapest change of these inputs that flips.

        `None` where none flips that costs less than `limit`.
        """
        worths = self._worths(places)
        found = np.unravel_index(np.flatnonzero(worths >= self.needed), worths.shape)
        costs = np.zeros(len(found[0]), np.int64)
        for place, options in zip(places, found, strict=True):
            costs += self.costs[place][options]
        cheap = np.flatnonzero(costs < limit)
        for hit in cheap[np.argsort(costs[cheap])].tolist():
            changed = {place: int(o[hit]) for place, o in zip(places, found, strict=True)}
            chosen = tuple(changed.get(place, stay) for place, stay in enumerate(self.stays))
            if flips(chosen):
                return int(costs[hit]), chosen
        return None

    def _worths(self, places: list[int]) -> NDArray[np.float64]:
        outside = np.delete(np.arange(len(self.sizes)), places)
        reached = ~self.away[:, outside].any(axis=1)
        low, high = self.low[reached][:, places], self.high[reached][:, places]
        shape = tuple(self.sizes[place] + 1 for place in places)
        total = np.zeros(prod(shape))
        for corner in product((0, 1), repeat=len(places)):
            at = np.where(np.array(corner, np.bool_), high, low)
            flat = np.ravel_multi_index(tuple(at.T), shape)
            sign = 1 - 2 * (sum(corner) % 2)
            total += np.bincount(flat, sign * self.worth[reached], len(total))
        table = total.reshape(shape)
        for axis in range(len(places)):
            np.cumsum(table, axis=axis, out=table)
        return table[tuple(slice(size - 1) for size in shape)]

    def _boxes(self, leaf: Leaf) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        worth, sets = leaf
        sides = [
            list(_runs(sets[place], size)) if place in sets else [(0, size)]
            for place, size in enumerate(self.sizes)
        ]
        for ends in product(*sides):
            yield worth, list(ends)


def cheapest(boxes: Boxes, stage: dict[str, Any], flips: Flips) -> Options | None:
    """Return the cheapest change among the sets of inputs of one stage."""
    limit, best = 2**62, None
    for places in sets_of(stage):
        found = boxes.nearest(places, flips, limit)
        if found is not None:
            limit, best = found
    return best


def feasible(boxes: Boxes, stage: dict[str, Any], most: int) -> bool:
    """Tell whether a stage can be tried in full, with `most` combinations."""
    counts = [boxes.combinations(places) for places in sets_of(stage)]
    return bool(counts) and sum(counts) <= most and max(counts) <= MOST_AT_ONCE


def sets_of(stage: dict[str, Any]) -> Iterator[list[int]]:
    """Yield the sets of inputs of a stage, each as places."""
    for row in stage["supports"]:
        yield [place for place, changed in enumerate(row) if changed]


def _runs(bits: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of options in a set, from the first to behind the last."""
    start = None
    for place in range(size + 1):
        inside = place < size and bits >> place & 1
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield start, place
            start = None
