"""Building the tables of shallow trees: see `tables` for what they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from explain.scores.attribution.blocks import Block, cut
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
        place = {player: at for at, player in enumerate(self.block.players)}
        whole = np.zeros((len(place), *self.block.shape), dtype=np.float64)
        for node, failed in self._leaves():
            leaf = leaves[node]
            for slot, player in enumerate(leaf.players):
                whole[place[player]] += leaf.shares[failed, slot]
        return whole.reshape(len(whole), -1)

    def _leaves(self) -> Iterator[tuple[int, Sets]]:
        """Yield each leaf with the set of its players that are failed in each state."""
        nobody = np.zeros((1,) * len(self.block.digits), dtype=np.intp)
        start = _Arrival(self.block.root, (), nobody)
        for node, goes_left in self.block.way:
            start = self._after(replace(start, node=node), self.block.root, goes_left=goes_left)
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if self.forest.column[here.node] == LEAF:
                yield here.node, here.failed
                continue
            left, right = int(self.forest.left[here.node]), int(self.forest.right[here.node])
            waiting.append(self._after(here, left, goes_left=True))
            waiting.append(self._after(here, right, goes_left=False))

    def _after(self, here: "_Arrival", child: int, *, goes_left: bool) -> "_Arrival":
        """Pass the test at `here`: who goes the other way fails its player."""
        column = int(self.forest.column[here.node])
        player = self.players[column]
        path = here.path if player in here.path else (*here.path, player)
        axis = self.block.columns.index(column)
        digit = self.block.digits[axis]
        tested = self.cells.left[digit.place][digit.samples, self.cells.tests[here.node]]
        shape = [1] * here.failed.ndim
        shape[axis] = -1
        fails = (tested != goes_left).reshape(shape) * (1 << path.index(player))
        return _Arrival(child, path, here.failed | fails)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A node, the players on the way to it in their order, and who is failed in each state."""

    node: int
    path: tuple[int, ...]
    failed: Sets
