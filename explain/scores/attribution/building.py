"""Building the tables of shallow trees: see `tables` for what they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.blocks import Block, Digit, cut
from explain.scores.attribution.cells import Cells, find_cells
from explain.scores.attribution.leaves import SCALE, Leaf, Sets, find_leaves
from explain.scores.attribution.nodes import trees
from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Forest, Integers

WIDTH = 8
"""Players in one row of the tables: 64 bytes, what a processor fetches at once."""

TESTS_TOGETHER = 8192
"""Trees with about so many tests share one set of cells; it bounds the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Trees that are looked up together, each with its nodes and cut into blocks."""

    cells: Cells
    nodes: tuple[Integers, ...]
    blocks: tuple[tuple[Block, ...], ...]

    @property
    def parts(self) -> list[tuple[Block, tuple[int, ...]]]:
        """Return every block with its players, at most WIDTH at a time."""
        return [
            (block, block.players[start : start + WIDTH])
            for blocks in self.blocks
            for block in blocks
            for start in range(0, len(block.players), WIDTH)
        ]

    @property
    def size(self) -> int:
        """Return nearly how many bytes the tables take."""
        parts = self.parts
        entries = sum(block.states for block, _ in parts)
        states = len(parts) * int(self.cells.starts[-1])
        return entries * WIDTH * 8 + states * 2 + self.cells.places.nbytes


def plan(forest: Forest, players: tuple[int, ...], output: int) -> Iterator[Plan]:
    """Cut the trees that `output` depends on. Raises `TooDeep`."""
    for nodes in _together(forest, output):
        tested = np.sort(np.concatenate(nodes))
        cells = find_cells(forest, tested[forest.column[tested] != LEAF])
        blocks = (tuple(cut(forest, players, cells, int(tree[0]))) for tree in nodes)
        yield Plan(cells, tuple(nodes), tuple(blocks))


def _together(forest: Forest, output: int) -> Iterator[list[Integers]]:
    group: list[Integers] = []
    tests = 0
    for nodes in trees(forest):
        leaves = nodes[forest.column[nodes] == LEAF]
        if np.ptp(forest.values[leaves, output]) == 0.0:
            continue
        if group and tests + len(leaves) > TESTS_TOGETHER:
            yield group
            group, tests = [], 0
        group.append(nodes)
        tests += len(leaves) - 1
    if group:
        yield group


# The entries -------------------------------------------------------------------------


def entries(
    forest: Forest, players: tuple[int, ...], made: Plan, background: Floats, output: int
) -> Iterator[Floats]:
    """Yield for each part of the plan its table: states x WIDTH, not yet rounded."""
    table = forest.narrowed(background)
    for nodes, blocks in zip(made.nodes, made.blocks, strict=True):
        left = np.ascontiguousarray(forest.goes_left(table, nodes).T)
        leaves = find_leaves(forest, players, nodes, left, output)
        for block in blocks:
            whole = _Filling(forest, players, made.cells, block).fill(leaves)
            whole /= SCALE * len(table)
            for start in range(0, len(block.players), WIDTH):
                part = np.zeros((block.states, WIDTH), dtype=np.float64)
                some = whole[start : start + WIDTH]
                part[:, : len(some)] = some.T
                yield part


@dataclass(frozen=True, slots=True)
class _Filling:
    """Adds up the leaves of one block over all its states."""

    forest: Forest
    players: tuple[int, ...]
    cells: Cells
    block: Block

    def fill(self, leaves: Mapping[int, Leaf]) -> Floats:
        """Return players x states."""
        shape = self.block.shape
        whole = np.zeros((len(self.block.players), *shape), dtype=np.float64)
        for node, way in self._ways():
            leaf = leaves[node]
            failed = self._failed(leaf, way)
            for slot, player in enumerate(leaf.players):
                whole[self.block.players.index(player)] += leaf.shares[failed, slot]
        return whole.reshape(len(whole), -1)

    def _failed(self, leaf: Leaf, way: list[tuple[int, bool]]) -> Sets:
        """Return the set of the leaf's players that are failed in each state."""
        failed = np.zeros((1,) * len(self.block.digits), dtype=np.intp)
        for axis, digit in enumerate(self.block.digits):
            column = int(self.cells.columns[digit.column])
            tests = [(node, left) for node, left in way if self.forest.column[node] == column]
            if tests:
                bit = leaf.players.index(self.players[column])
                shape = [1] * failed.ndim
                shape[axis] = -1
                failed = failed | (self._fails(digit, tests).reshape(shape) << bit)
        return failed

    def _fails(self, digit: Digit, tests: list[tuple[int, bool]]) -> Sets:
        ways = self.cells.left[digit.column][digit.samples]
        fails = np.zeros(len(ways), dtype=np.intp)
        for node, left in tests:
            fails |= ways[:, self.cells.tests[node]] != left
        return fails

    def _ways(self) -> Iterator[tuple[int, list[tuple[int, bool]]]]:
        """Yield the leaves of the block with the way to each from the root of the tree."""
        waiting = [(self.block.root, list(self.block.way))]
        while waiting:
            node, way = waiting.pop()
            if self.forest.column[node] == LEAF:
                yield node, way
            else:
                waiting.append((int(self.forest.left[node]), [*way, (node, True)]))
                waiting.append((int(self.forest.right[node]), [*way, (node, False)]))
