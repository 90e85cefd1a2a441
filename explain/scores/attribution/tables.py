"""Exact contributions of shallow trees from tables that hold the whole background.

Trees are cut into blocks (`blocks`). What a row does to a block is its *state*, one of few;
each state has an entry: what the block then gives each of its players, with every row of
the background counted in. To explain a row is to find its states and add the entries up, in
time that does not depend on the background.

The entries of one player are multiples of one power of two, so small that no sum of them
needs more than 53 bits: sums are exact and do not depend on their order. Rounding the
entries so costs at most about 1e-15 of the sum of their sizes.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.blocks import TooDeep
from explain.scores.attribution.building import WIDTH, Plan, entries, plan
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest, Integers

Arrays = dict[str, NDArray[Any]]
Places = NDArray[np.intp]

BACKEND = "tables/1"
"""What the record names: any change of a last digit is a new number."""

_FEW = 64
"""Below so many rows, one after another is quicker than all together."""

_CHUNK = 4096
_CACHED = 256
"""So many rows at a time, and so many whose states stay in a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The tables of some trees.

    `columns`, `breaks` and `places` find the cell of each column (see `cells.Cells`).
    `states` (cells x parts) holds what each cell adds to the state of each part, `bases`
    where the entries of each part begin. `entries` has the shape rows x WIDTH, and `slots`
    (parts x WIDTH) says whose they are; -1 is nobody's.
    """

    columns: Integers
    breaks: Floats
    places: Integers
    states: NDArray[np.uint16]
    bases: Places
    slots: Integers
    entries: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Finder:
    """A group made ready: `order` lists the entries found player by player.

    Those of the player `present[i]` begin at `starts[i]`.
    """

    group: Group
    places: Integers
    offsets: Places
    order: Places
    starts: Places
    present: Places

    @classmethod
    def of(cls, group: Group) -> "_Finder":
        owners = group.slots.ravel()
        order = np.argsort(owners, kind="stable")[np.count_nonzero(owners < 0) :]
        present, starts = np.unique(owners[order], return_index=True)
        columns, ranks = group.places.shape
        return cls(
            group,
            places=group.places.ravel(),
            offsets=np.arange(columns) * ranks,
            order=order,
            starts=starts,
            present=present.astype(np.intp),
        )

    def cells(self, values: Floats) -> Integers:
        """Return the cells of narrowed values; the last axis are the columns."""
        ranks = self.group.breaks.searchsorted(values.take(self.group.columns, axis=-1), "right")
        return self.places.take(ranks + self.offsets)

    def add(self, row: Floats, total: Floats) -> None:
        """Add the contributions of one narrowed row to `total`."""
        group = self.group
        added = group.states.take(self.cells(row), axis=0, mode="clip")
        state = np.add.reduce(added, axis=0, dtype=np.uint16)
        found = group.entries.take(state + group.bases, axis=0, mode="clip")
        sorted_ = found.ravel().take(self.order, mode="clip")
        total[self.present] += np.add.reduceat(sorted_, self.starts)

    def add_all(self, table: Floats, total: Floats) -> None:
        """Add the contributions of narrowed rows to `total` (players x rows)."""
        group = self.group
        ends = np.append(group.bases[1:], len(group.entries))
        owners = group.slots.tolist()
        for part, states in enumerate(self._states(table)):
            entries = group.entries[group.bases[part] : ends[part]]
            found = entries.take(states.astype(np.intp), axis=0, mode="clip")
            for slot, player in enumerate(owners[part]):
                if player >= 0:
                    total[player] += found[:, slot]

    def _states(self, table: Floats) -> NDArray[np.uint16]:
        """Return the states of narrowed rows: parts x rows."""
        found = np.zeros((len(table), len(self.group.bases)), dtype=np.uint16)
        for start in range(0, len(table), _CACHED):
            part = found[start : start + _CACHED]
            for cells in self.cells(table[start : start + _CACHED]).T:
                part += self.group.states.take(cells, axis=0, mode="clip")
        return np.ascontiguousarray(found.T)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The tables of an ensemble against one background, for `count` players."""

    forest: Forest
    count: int
    groups: tuple[Group, ...]
    finders: tuple[_Finder, ...]

    @property
    def size(self) -> int:
        """Return the bytes of the arrays."""
        return sum(array.nbytes for array in self.arrays().values())

    def contributions(self, row: Floats) -> Floats:
        """Return the contribution of each player for one encoded row, not narrowed."""
        total = np.zeros(self.count, dtype=np.float64)
        values = self.forest.narrowed(row)
        for finder in self.finders:
            finder.add(values, total)
        return total

    def batch(self, table: Floats) -> Floats:
        """Return the contributions for each row of `table`: rows x players."""
        if len(table) < _FEW:
            rows = [self.contributions(row) for row in table]
            return np.array(rows, dtype=np.float64).reshape(len(table), self.count)
        total = np.zeros((self.count, len(table)), dtype=np.float64)
        for start in range(0, len(table), _CHUNK):
            part = slice(start, start + _CHUNK)
            values = self.forest.narrowed(table[part])
            for finder in self.finders:
                finder.add_all(values, total[:, part])
        return total.T.copy()

    def arrays(self) -> Arrays:
        """Return everything that was built."""
        made: Arrays = {"count": np.array([self.count, len(self.groups)])}
        for place, group in enumerate(self.groups):
            made |= {f"{place}.{item.name}": getattr(group, item.name) for item in fields(Group)}
        return made


def from_arrays(forest: Forest, arrays: Mapping[str, NDArray[Any]]) -> Tables:
    """Return the tables of `forest` that `arrays` came from."""
    count, number = arrays["count"].tolist()
    groups = tuple(
        Group(**{item.name: arrays[f"{place}.{item.name}"] for item in fields(Group)})
        for place in range(number)
    )
    return _ready(forest, count, groups)


def estimate(forest: Forest, players: tuple[int, ...], output: int, limit: int) -> int | None:
    """Return nearly how many bytes the tables take; `None` beyond the `limit`."""
    total = 0
    try:
        for made in plan(forest, players, output):
            total += made.size
            if total > limit:
                return None
    except TooDeep:
        return None
    return total


def build(
    forest: Forest, players: tuple[int, ...], count: int, background: Floats, output: int
) -> Tables:
    """Return the tables of one output against all rows of `background` (rows x columns).

    `players` names the player (0 to `count` - 1) of each column. Raises `TooDeep` for
    trees that need other tables.
    """
    groups = []
    for made in plan(forest, players, output):
        group = _empty(made)
        ends = np.append(group.bases[1:], len(group.entries))
        found = entries(forest, players, made, background, output)
        for start, end, part in zip(group.bases, ends, found, strict=True):
            group.entries[start:end] = part
        groups.append(group)
    _round(groups, count)
    return _ready(forest, count, tuple(groups))


def _ready(forest: Forest, count: int, groups: tuple[Group, ...]) -> Tables:
    return Tables(forest, count, groups, tuple(_Finder.of(group) for group in groups))


def _empty(made: Plan) -> Group:
    parts = made.parts
    rows = [block.states for block, _ in parts]
    states = np.zeros((int(made.cells.starts[-1]), len(parts)), dtype=np.uint16)
    slots = np.full((len(parts), WIDTH), -1, dtype=np.int32)
    for place, (block, owners) in enumerate(parts):
        slots[place, : len(owners)] = owners
        stride = block.states
        for digit in block.digits:
            stride //= len(digit.samples)
            start = made.cells.starts[digit.place]
            states[start : start + len(digit.classes), place] = digit.classes * stride
    return Group(
        made.cells.columns,
        made.cells.breaks,
        made.cells.places,
        states,
        bases=np.cumsum([0, *rows[:-1]]),
        slots=slots,
        entries=np.empty((sum(rows), WIDTH), dtype=np.float64),
    )


def _round(groups: list[Group], count: int) -> None:
    """Round the entries in place, those of each player to a power of two of its own."""
    sizes: list[list[float]] = [[] for _ in range(count)]
    for group in groups:
        highest = np.maximum.reduceat(np.abs(group.entries), group.bases)
        for player, size in zip(group.slots.ravel(), highest.ravel(), strict=True):
            if player >= 0:
                sizes[player].append(float(size))
    units = np.array([_unit(math.fsum(each)) for each in sizes] + [1.0])
    for group in groups:
        ends = np.append(group.bases[1:], len(group.entries))
        for start, end, owners in zip(group.bases, ends, group.slots, strict=True):
            unit = units[owners]
            group.entries[start:end] = np.rint(group.entries[start:end] / unit) * unit


def _unit(bound: float) -> float:
    """Return the unit of which no more than 2^52 add up to `bound`, with room for rounding."""
    _, exponent = math.frexp(bound * 1.001)
    return math.ldexp(1.0, max(exponent, -900) - 52)
