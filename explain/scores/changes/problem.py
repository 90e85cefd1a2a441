"""An ensemble of trees as a problem of choice: one option for each input that can change.

Inputs that stay as they are cut each tree down to the leaves that can still be reached. What
is left is a sum of small trees over the options of a few inputs. Worths are whole numbers of
a fine grain, turned so that more is better, and `needed` lies a rounding error below the
threshold: no choice that flips is lost, and one that does not is found out when it is run
again. To reach a class is as many such races as there are other classes: a leaf is worth what
it gives the one more than the other.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from explain.case import Value
from explain.scores.background import Column
from explain.scores.changes.bounds import (
    CHOICE_DISTANCE,
    bounds,
    changeable,
    choices,
    is_number,
)
from explain.scores.changes.cells import Cells
from explain.scores.changes.situation import Situation
from explain.scores.changes.target import Race, races
from explain.scores.changes.trees import cells, encoded
from explain.scores.models.columns import Floats, encode
from explain.scores.models.forest import LEAF, Forest
from explain.spec import Input

_BITS = 40
"""The worths of one problem together stay below 2 to this power of grains."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of one input and its distance from the present one, which is `None` here."""

    value: Value | None
    distance: float


_STAY = Option(None, 0.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of one input. Those of a number stand in order, the present one included."""

    name: str
    options: tuple[Option, ...]
    ordered: bool

    @property
    def stay(self) -> int:
        """Return the place of the present value."""
        return next(place for place, option in enumerate(self.options) if option.value is None)


Leaf = tuple[tuple[int, ...], dict[int, int]]
"""The worth of a leaf in each race, and the options that lead to it: a set, as bits, a choice."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Choose one option for each of `choices`, so that the worths of leaves reach `needed`.

    `needed` has one place for each race; all of them have to be won.
    """

    choices: tuple[Choice, ...]
    trees: tuple[tuple[Leaf, ...], ...]
    needed: tuple[int, ...]


def problem(
    situation: Situation, forest: Forest, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Problem:
    """Return what there is to choose for one case, and what it is worth for one side."""
    found = tuple(_choices(forest, situation, inputs, columns))
    trees = _Pruning(situation, forest, found).trees()
    found, trees = _merged(found, trees)
    return _in_grains(situation, forest, found, trees)


def _choices(
    forest: Forest, situation: Situation, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Iterator[Choice]:
    for item, column in zip(inputs, columns, strict=True):
        present = situation.values[item.id]
        if not changeable(item, present):
            continue
        if not is_number(item):
            others = choices(item, situation.case.values[item.id])
            options = [_STAY, *(Option(value, CHOICE_DISTANCE) for value in others)]
            yield Choice(item.id, tuple(options), ordered=False)
        elif room := bounds(item, column, present):
            yield Choice(item.id, tuple(_numbers(cells(forest, room))), ordered=True)


def _numbers(parts: Cells) -> Iterator[Option]:
    """Yield one value for each cell that may be gone to, in order."""
    places = range(len(parts.starts))
    below = [parts.nearest((place, place)) for place in places if parts.below(place)]
    above = [parts.nearest((place, place)) for place in places if parts.above(place)]
    room = parts.bounds
    yield from (Option(value, room.distance(value)) for value in below if value is not None)
    yield _STAY
    yield from (Option(value, room.distance(value)) for value in above if value is not None)


Tree = list[tuple[tuple[float, ...], dict[int, int]]]
"""The leaves of one tree that can be reached: their values, and the options that lead to each."""


class _Pruning:
    """Walks through each tree with every option at once, as sets of options."""

    def __init__(self, situation: Situation, forest: Forest, found: tuple[Choice, ...]) -> None:
        self.forest = forest
        self.full = [(1 << len(choice.options)) - 1 for choice in found]
        row = encode(forest.columns, situation.values)
        nodes = np.arange(len(forest.column), dtype=np.int32)
        inner = nodes[forest.column != LEAF]
        self.choice = np.full(len(nodes), LEAF)
        self.goes = [0] * len(nodes)
        """For each node the options that go left, as bits; 1 or 0 where nothing is chosen."""
        self._test(inner, row[np.newaxis, :], LEAF)
        for number, choice in enumerate(found):
            values = [option.value for option in choice.options]
            options = [{} if value is None else {choice.name: value} for value in values]
            table = encoded(situation, forest, options)
            own = [place for place, made in enumerate(forest.columns) if made.input == choice.name]
            self._test(inner[np.isin(forest.column[inner], own)], table, number)
        self.left, self.right = forest.left.tolist(), forest.right.tolist()
        self.kinds, self.columns = self.choice.tolist(), forest.column.tolist()
        self.values = [tuple(values) for values in forest.values.tolist()]

    def _test(self, nodes: np.ndarray, table: Floats, number: int) -> None:
        left = self.forest.goes_left(self.forest.narrowed(table), nodes)
        packed = np.packbits(left.T, axis=1, bitorder="little")
        self.choice[nodes] = number
        for node, bits in zip(nodes.tolist(), packed, strict=True):
            self.goes[node] = int.from_bytes(bits.tobytes(), "little")

    def trees(self) -> list[Tree]:
        """Return the leaves of each tree that some options lead to."""
        return [list(self._leaves(int(root), {})) for root in self.forest.roots]

    def _leaves(
        self, node: int, sets: dict[int, int]
    ) -> Iterator[tuple[tuple[float, ...], dict[int, int]]]:
        while self.columns[node] != LEAF and self.kinds[node] == LEAF:
            node = self.left[node] if self.goes[node] else self.right[node]
        if self.columns[node] == LEAF:
            yield self.values[node], sets
            return
        kind = self.kinds[node]
        before = sets.get(kind, self.full[kind])
        left = before & self.goes[node]
        if left:
            yield from self._leaves(self.left[node], {**sets, kind: left})
        if left != before:
            yield from self._leaves(self.right[node], {**sets, kind: before & ~left})


def _merged(found: tuple[Choice, ...], trees: list[Tree]) -> tuple[tuple[Choice, ...], list[Tree]]:
    """Keep the nearest of neighbouring options between which no leaf tells a difference.

    An input whose options make no difference is no choice.
    """
    kept: list[Choice] = []
    moved: dict[int, tuple[int, list[int]]] = {}
    for number, choice in enumerate(found):
        every = {sets[number] for tree in trees for _, sets in tree if number in sets}
        places = _representatives(choice, every)
        if len(places) > 1:
            moved[number] = (len(kept), places)
            options = tuple(choice.options[place] for place in places)
            kept.append(Choice(choice.name, options, choice.ordered))

    def translated(sets: dict[int, int]) -> dict[int, int]:
        pairs = ((moved[number], bits) for number, bits in sets.items() if number in moved)
        return {new: _translated(bits, places) for (new, places), bits in pairs}

    return tuple(kept), [[(value, translated(sets)) for value, sets in tree] for tree in trees]


def _representatives(choice: Choice, every: set[int]) -> list[int]:
    """Return the nearest option of each run between which no set tells a difference."""
    turns = 0
    for bits in every:
        turns |= bits ^ (bits >> 1)
    runs: list[list[int]] = []
    for place in range(len(choice.options)):
        if runs and choice.ordered and not turns >> (place - 1) & 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [min(run, key=lambda place: choice.options[place].distance) for run in runs]


def _translated(bits: int, places: list[int]) -> int:
    return sum(1 << new for new, old in enumerate(places) if bits >> old & 1)


def _in_grains(
    situation: Situation, forest: Forest, found: tuple[Choice, ...], trees: list[Tree]
) -> Problem:
    starts = forest.intercepts.tolist()
    run = races(situation)
    grains = [_grain(race, starts, trees) for race in run]
    error = len(trees) // 2 + 2
    needed = [
        math.floor(-race.lead(starts) / grain) - error
        for race, grain in zip(run, grains, strict=True)
    ]
    varying = []
    for tree in trees:
        leaves = [(_worths(run, grains, values), sets) for values, sets in tree]
        if len({worths for worths, _ in leaves}) == 1:
            needed = [need - worth for need, worth in zip(needed, leaves[0][0], strict=True)]
        else:
            varying.append(tuple(leaves))
    return Problem(found, tuple(varying), tuple(needed))


def _grain(race: Race, starts: Sequence[float], trees: list[Tree]) -> Fraction:
    """Return a power of 2 so small that rounding to it does not matter, and no smaller."""
    size = abs(race.worth(starts))
    size += sum(max(abs(race.worth(values)) for values, _ in tree) for tree in trees)
    return Fraction(2) ** (math.frexp(size or 1.0)[1] - _BITS)


def _worths(
    run: tuple[Race, ...], grains: Sequence[Fraction], values: Sequence[float]
) -> tuple[int, ...]:
    pairs = zip(run, grains, strict=True)
    return tuple(round(race.exactly(values) / grain) for race, grain in pairs)
