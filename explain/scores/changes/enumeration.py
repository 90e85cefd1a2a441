"""Few inputs together, by trying every combination of their options that could be enough.

For one set of inputs each leaf is a box of options. All but two of the inputs take one
option after another, as long as the best leaves that stay within reach could be enough. For
the last two, the worth of each box is added at its corners, with signs, and running sums
along both spread it over the box: all combinations are worth what they are after a few
passes over one table a race. Sums stay whole numbers below 2^53, so that they are exact in
any order.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from explain.scores.changes.problem import Leaf, Problem

MOST_WORK = 4 * 10**8
"""Combinations tried at most for one number of inputs; the rest is left to a solver."""

_OVERHEAD = 20_000
"""How many combinations one more table is worth, in time."""

_PLAIN = 2
"""So many inputs make a table, which all other inputs are fixed for."""

Costs = Sequence[Sequence[int]]
Options = tuple[int, ...]
Flips = Callable[[Options], bool]
Ints = NDArray[np.int64]


class Stopped(Exception):
    """The work for one number of inputs is more than was allowed."""


@dataclass(slots=True)
class Allowance:
    """How much may still be tried, and until when."""

    deadline: float
    work: int = MOST_WORK

    def spend(self, combinations: int) -> None:
        """Take off some work. Raises `Stopped` where none is left."""
        self.work -= combinations + _OVERHEAD
        if self.work < 0 or time.monotonic() > self.deadline:
            raise Stopped


@dataclass(frozen=True, slots=True)
class Boxes:
    """Leaves as boxes: for each choice from option `low` to below `high` (boxes x choices).

    `worth` has the shape boxes x races. Boxes of one tree stand together, and `roots` are the
    first ones. `away` names as bits the inputs that have to change before a box is reached.
    """

    low: Ints
    high: Ints
    worth: NDArray[np.float64]
    away: Ints
    roots: Ints

    def kept(self, chosen: NDArray[np.bool_]) -> "Boxes":
        """Return some of the boxes; each tree keeps one at least."""
        counts = np.add.reduceat(chosen.astype(np.int64), self.roots)
        roots = np.concatenate(([0], np.cumsum(counts)[:-1]))
        return Boxes(
            self.low[chosen], self.high[chosen], self.worth[chosen], self.away[chosen], roots
        )

    def able(self, place: int, options: Ints, needed: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell with which options of a choice what is needed may still be reached."""
        low, high = self.low[:, place, np.newaxis], self.high[:, place, np.newaxis]
        within = (low <= options) & (options < high)
        enough = np.ones(len(options), np.bool_)
        for worth, need in zip(self.worth.T, needed, strict=True):
            worths = np.where(within, worth[:, np.newaxis], -np.inf)
            enough &= np.maximum.reduceat(worths, self.roots, axis=0).sum(axis=0) >= need
        return enough


@dataclass(slots=True)
class Enumeration:
    """The cheapest change found so far, over one set of inputs after another.

    `costs` are those of the options of each choice, `least` the smallest of each change.
    `limit` and `best` hold what was found.
    """

    problem: Problem
    costs: Costs
    flips: Flips
    limit: int = 2**62
    best: Options | None = None
    every: Boxes = field(init=False)
    sizes: list[int] = field(init=False)
    stays: list[int] = field(init=False)
    prices: list[Ints] = field(init=False)
    least: list[int] = field(init=False)
    needed: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        """Turn the leaves into boxes."""
        self.sizes = [len(choice.options) for choice in self.problem.choices]
        self.stays = [choice.stay for choice in self.problem.choices]
        self.prices = [np.array(row, np.int64) for row in self.costs]
        self.least = [min(price for price in row if price) for row in self.costs]
        self.needed = np.array(self.problem.needed, np.float64)
        self.every = _boxes(self.problem, self.sizes, self.stays)

    def among(self, places: Sequence[int], allowance: Allowance) -> None:
        """Look for a cheaper change of all of these inputs, and of no other one.

        Raises `Stopped`.
        """
        inside = sum(1 << place for place in places)
        boxes = self.every.kept(self.every.away & ~inside == 0)
        order = sorted(places, key=lambda place: self.sizes[place])
        self._fix(boxes, order, {}, 0, allowance)

    def _fix(
        self,
        boxes: Boxes,
        places: list[int],
        fixed: dict[int, int],
        cost: int,
        allowance: Allowance,
    ) -> None:
        if cost + sum(self.least[place] for place in places) >= self.limit:
            return
        if len(places) <= _PLAIN:
            self._table(boxes, places, fixed, cost, allowance)
            return
        first, rest = places[0], places[1:]
        cheapest = cost + sum(self.least[place] for place in rest)
        options = np.flatnonzero(self.prices[first] + cheapest < self.limit)
        options = options[options != self.stays[first]]
        able = options[boxes.able(first, options, self.needed)]
        for option in able[np.argsort(self.prices[first][able], kind="stable")].tolist():
            within = (boxes.low[:, first] <= option) & (option < boxes.high[:, first])
            price = cost + int(self.prices[first][option])
            self._fix(boxes.kept(within), rest, {**fixed, first: option}, price, allowance)

    def _table(
        self,
        boxes: Boxes,
        places: list[int],
        fixed: dict[int, int],
        cost: int,
        allowance: Allowance,
    ) -> None:
        spans = [self._span(places, place, cost) for place in places]
        allowance.spend(prod(last - first for first, last in spans))
        enough = _enough(boxes, places, spans, self.needed)
        found = np.unravel_index(np.flatnonzero(enough), enough.shape)
        options = [own + first for own, (first, _) in zip(found, spans, strict=True)]
        costs = np.full(len(found[0]), cost, np.int64)
        for place, own in zip(places, options, strict=True):
            costs += self.prices[place][own]
        cheap = np.flatnonzero(costs < self.limit)
        for hit in cheap[np.argsort(costs[cheap], kind="stable")].tolist():
            last = {place: int(own[hit]) for place, own in zip(places, options, strict=True)}
            changed = {**fixed, **last}
            chosen = tuple(changed.get(place, stay) for place, stay in enumerate(self.stays))
            if self.flips(chosen):
                self.limit, self.best = int(costs[hit]), chosen
                return

    def _span(self, places: list[int], place: int, cost: int) -> tuple[int, int]:
        """Return from where to where the options lie that are cheap enough."""
        cheapest = cost + sum(self.least[other] for other in places if other != place)
        options = np.flatnonzero(self.prices[place] + cheapest < self.limit)
        return int(options[0]), int(options[-1]) + 1


def _enough(
    boxes: Boxes,
    places: list[int],
    spans: list[tuple[int, int]],
    needed: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell which combinations of options of a few choices win every race."""
    first, last = np.array(spans).T
    low = np.clip(boxes.low[:, places], first, last) - first
    high = np.clip(boxes.high[:, places], first, last) - first
    shape = tuple((last - first + 1).tolist())
    enough = np.ones(shape, np.bool_)
    for worth, need in zip(boxes.worth.T, needed, strict=True):
        total = np.zeros(prod(shape))
        for corner in product((0, 1), repeat=len(places)):
            at = np.where(np.array(corner, np.bool_), high, low)
            flat = np.ravel_multi_index(tuple(at.T), shape)
            sign = 1 - 2 * (sum(corner) % 2)
            total += np.bincount(flat, sign * worth, len(total))
        table = total.reshape(shape)
        for axis in range(len(places)):
            np.cumsum(table, axis=axis, out=table)
        enough &= table >= need
    return enough[tuple(slice(size - 1) for size in shape)]


def _boxes(problem: Problem, sizes: list[int], stays: list[int]) -> Boxes:
    found: list[tuple[tuple[int, ...], list[tuple[int, int]]]] = []
    roots = []
    for tree in problem.trees:
        roots.append(len(found))
        for leaf in tree:
            found += _of_leaf(leaf, sizes)
    ends = np.array([ends for _, ends in found], np.int64).reshape(len(found), -1, 2)
    low, high = ends[:, :, 0], ends[:, :, 1]
    outside = (low > np.array(stays)) | (high <= np.array(stays))
    away = outside @ (1 << np.arange(len(sizes), dtype=np.int64))
    worth = np.array([worths for worths, _ in found], np.float64)
    worth = worth.reshape(len(found), len(problem.needed))
    return Boxes(low, high, worth, away, np.array(roots, np.int64))


def _of_leaf(
    leaf: Leaf, sizes: list[int]
) -> Iterator[tuple[tuple[int, ...], list[tuple[int, int]]]]:
    worths, sets = leaf
    sides = [
        list(_runs(sets[place], size)) if place in sets else [(0, size)]
        for place, size in enumerate(sizes)
    ]
    for ends in product(*sides):
        yield worths, list(ends)


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
