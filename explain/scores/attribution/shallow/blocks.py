"""Cutting trees into blocks: subtrees so small that a table can hold all that may happen.

What a row does to a block is one digit for each column on it: the class of the column's
cells that take the same way at every test below and pass, or fail, the tests above. Once a
test above is failed, the column's tests below no longer matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.nodes import TooDeep
from explain.scores.attribution.shallow.cells import Cells
from explain.scores.models.forest import LEAF, Forest

MAXIMUM_STATES = 1024
"""A block with more is cut further, down to single leaves."""
MAXIMUM_PLAYERS = 8
"""Of a block with more than one leaf: the width of a row of the tables."""
MAXIMUM_LEAF_STATES = 1 << 16
MAXIMUM_LEAF_PLAYERS = 9
"""A leaf with more is not for tables of blocks."""

Way = tuple[tuple[int, bool], ...]
"""The tests from the root of a tree to a node, and whether the way goes left there."""

_MAXIMUM_TESTS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Digit:
    """One column of a block. `place` is that of the column among the cells' columns.

    `classes` gives the class of each of the column's cells; `samples` a cell of each class.
    """

    place: int
    classes: NDArray[np.intp]
    samples: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The subtree under `root`, which `way` leads to.

    `columns`, with a digit for each, and `players` are in ascending order.
    """

    root: int
    way: Way
    columns: tuple[int, ...]
    digits: tuple[Digit, ...]
    players: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the number of classes of each digit."""
        return tuple(len(digit.samples) for digit in self.digits)

    @property
    def states(self) -> int:
        """Return how many combinations of classes there are."""
        return prod(self.shape)


def cut(forest: Forest, players: tuple[int, ...], cells: Cells, root: int) -> Iterator[Block]:
    """Cut a tree into the largest blocks that stay within the limits.

    Raises `TooDeep` where not even a single leaf does.
    """
    cutter = _Cutter(forest, players, cells)
    waiting: list[tuple[int, Way]] = [(root, ())]
    while waiting:
        node, way = waiting.pop()
        block = cutter.block(node, way)
        if block is not None:
            yield block
        else:
            waiting.append((int(forest.right[node]), (*way, (node, False))))
            waiting.append((int(forest.left[node]), (*way, (node, True))))


def inner_nodes(forest: Forest, root: int) -> list[int]:
    """Return the inner nodes of the subtree under `root`."""
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if forest.column[node] != LEAF:
            found.append(node)
            waiting += [int(forest.left[node]), int(forest.right[node])]
    return found


@dataclass(frozen=True, slots=True)
class _Cutter:
    forest: Forest
    players: tuple[int, ...]
    cells: Cells

    def block(self, root: int, way: Way) -> Block | None:
        """Return the subtree as one block, `None` if it must be cut."""
        inner = inner_nodes(self.forest, root)
        tested = [int(self.forest.column[node]) for node in (*inner, *(node for node, _ in way))]
        owners = tuple(sorted({self.players[column] for column in tested}))
        if inner and (len(inner) > _MAXIMUM_TESTS or len(owners) > MAXIMUM_PLAYERS):
            return None
        if len(owners) > MAXIMUM_LEAF_PLAYERS:
            raise TooDeep
        limit = MAXIMUM_STATES if inner else MAXIMUM_LEAF_STATES
        columns = tuple(sorted(set(tested)))
        digits, states = [], 1
        for column in columns:
            digits.append(self._digit(column, inner, way))
            states *= len(digits[-1].samples)
            if states > limit:
                break
        if states <= limit:
            return Block(root, way, columns, tuple(digits), owners)
        if inner:
            return None
        raise TooDeep

    def _digit(self, column: int, inner: list[int], way: Way) -> Digit:
        place = int(self.cells.columns.searchsorted(column))
        left, tests = self.cells.left[place], self.cells.tests
        key = np.ones(len(left), dtype=np.int64)
        below = [tests[node] for node in inner if self.forest.column[node] == column]
        for bit, test in enumerate(below, start=1):
            key |= left[:, test].astype(np.int64) << bit
        for node, goes_left in way:
            if self.forest.column[node] == column:
                key[left[:, tests[node]] != goes_left] = 0
        _, samples, classes = np.unique(key, return_index=True, return_inverse=True)
        return Digit(place, classes, samples)
