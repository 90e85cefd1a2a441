"""Building the tables of shallow trees: see `tables` for what they hold."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explain.scores.attribution.shallow.blocks import Block
from explain.scores.attribution.shallow.cells import Cells
from explain.scores.attribution.shallow.leaves import SCALE, Leaf, Sets, find_leaves
from explain.scores.attribution.shallow.lookup import WIDTH, Group
from explain.scores.attribution.shallow.planning import Plan
from explain.scores.models.columns import Floats
from explain.scores.models.forest import LEAF, Forest

Made = tuple[Floats, tuple[Group, ...]]


def fill(
    forest: Forest,
    players: tuple[int, ...],
    count: int,
    plans: Sequence[Plan],
    background: Floats,
    output: int,
) -> Made:
    """Return the unit of each player and the tables of each plan."""
    groups, entries = [], []
    for plan in plans:
        group = _empty(plan)
        floats = group.entries.view(np.float64)
        found = _entries(forest, players, plan, background, output)
        for start, end, part in zip(group.bases, group.ends, found, strict=True):
            floats[start:end] = part
        groups.append(group)
        entries.append(floats)
    units = _units(groups, entries, count)
    for group, floats in zip(groups, entries, strict=True):
        for start, end, owners in zip(group.bases, group.ends, group.slots, strict=True):
            group.entries[start:end] = np.rint(floats[start:end] / units[owners])
    return units, tuple(groups)


def _empty(plan: Plan) -> Group:
    """Return a group that has all but its entries."""
    parts = plan.parts
    rows = [block.states for block, _ in parts]
    states = np.zeros((int(plan.cells.starts[-1]), len(parts)), dtype=np.uint16)
    slots = np.full((len(parts), WIDTH), -1, dtype=np.int32)
    for place, (block, owners) in enumerate(parts):
        slots[place, : len(owners)] = owners
        stride = block.states
        for digit in block.digits:
            stride //= len(digit.samples)
            start = plan.cells.starts[digit.place]
            states[start : start + len(digit.classes), place] = digit.classes * stride
    return Group(
        plan.cells.columns,
        plan.cells.breaks,
        plan.cells.places,
        states,
        bases=np.cumsum([0, *rows[:-1]]),
        slots=slots,
        entries=np.empty((sum(rows), WIDTH), dtype=np.int64),
    )


def _units(groups: list[Group], entries: list[Floats], count: int) -> Floats:
    """Return for each player a power of two of which no sum of its entries needs 2^62."""
    sizes: list[list[float]] = [[] for _ in range(count)]
    for group, floats in zip(groups, entries, strict=True):
        highest = np.maximum.reduceat(np.abs(floats), group.bases)
        for player, size in zip(group.slots.ravel(), highest.ravel(), strict=True):
            if player >= 0:
                sizes[player].append(float(size))
    return np.array([_unit(math.fsum(each)) for each in sizes])


def _unit(bound: float) -> float:
    _, exponent = math.frexp(bound * 1.001)
    return math.ldexp(1.0, max(exponent, -900) - 62)


def _entries(
    forest: Forest, players: tuple[int, ...], plan: Plan, background: Floats, output: int
) -> Iterator[Floats]:
    """Yield for each part of the plan its table: states x WIDTH, not yet rounded."""
    table = forest.narrowed(background)
    for nodes, blocks in zip(plan.nodes, plan.blocks, strict=True):
        left = np.ascontiguousarray(forest.goes_left(table, nodes).T)
        leaves = find_leaves(forest, players, nodes, left, output)
        for block in blocks:
            whole = _Filling(forest, players, plan.cells, block).fill(leaves)
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
