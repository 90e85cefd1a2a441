"""Which trees are looked up together, and how large their tables will be."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.nodes import TooDeep, trees
from explain.scores.attribution.shallow.blocks import Block, cut
from explain.scores.attribution.shallow.cells import Cells, find_cells
from explain.scores.attribution.shallow.lookup import WIDTH
from explain.scores.models.forest import LEAF, Forest, Integers

MEMORY = 256_000_000
"""How many bytes the tables of all trees may take, nearly."""

TESTS_TOGETHER = 8192
"""Trees with about so many tests share one set of cells, whose table grows with its square."""


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


def plan(forest: Forest, players: tuple[int, ...], output: int | None = None) -> list[Plan]:
    """Cut the trees that `output` (or else any output) depends on, some at a time.

    Raises `TooDeep` where a tree cannot be cut or the tables would need more than MEMORY.
    """
    made, size = [], 0
    for nodes in _together(forest, slice(None) if output is None else slice(output, output + 1)):
        tested = np.sort(np.concatenate(nodes))
        cells = find_cells(forest, tested[forest.column[tested] != LEAF])
        blocks = []
        for tree in nodes:
            blocks.append(tuple(cut(forest, players, cells, int(tree[0]))))
            size += sum(block.states * WIDTH * 8 for block in blocks[-1])
            if size > MEMORY:
                raise TooDeep
        made.append(Plan(cells, tuple(nodes), tuple(blocks)))
    if sum(some.size for some in made) > MEMORY:
        raise TooDeep
    return made


def _together(forest: Forest, outputs: slice) -> Iterator[list[Integers]]:
    group: list[Integers] = []
    tests = 0
    for nodes in trees(forest):
        leaves = nodes[forest.column[nodes] == LEAF]
        if not np.ptp(forest.values[leaves, outputs], axis=0).any():
            continue
        if group and tests + len(leaves) > TESTS_TOGETHER:
            yield group
            group, tests = [], 0
        group.append(nodes)
        tests += len(leaves) - 1
    if group:
        yield group
