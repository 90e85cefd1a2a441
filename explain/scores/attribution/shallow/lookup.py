"""Looking the contributions of some trees up: see `tables`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.scores.models.columns import Floats
from explain.scores.models.forest import Integers

WIDTH = 8
"""Players in one row of the tables: 64 bytes, what a processor fetches at once."""

Places = NDArray[np.intp]
Units = NDArray[np.int64]

_CACHED = 256
"""The states of so many rows stay in a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The tables of some trees.

    `columns`, `breaks` and `places` find the cell of each column (see `cells.Cells`).
    `states` (cells x parts) holds what each cell adds to the state of each part, `bases`
    where the entries of each part begin. `entries` has the shape rows x WIDTH, in units,
    and `slots` (parts x WIDTH) says whose they are; -1 is nobody's.
    """

    columns: Integers
    breaks: Floats
    places: Integers
    states: NDArray[np.uint16]
    bases: Places
    slots: Integers
    entries: Units

    @property
    def ends(self) -> Places:
        """Return where the entries of each part end."""
        return np.append(self.bases[1:], len(self.entries))


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
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
    def of(cls, group: Group) -> "Finder":
        """Make a group ready."""
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

    def add(self, row: Floats, total: Units) -> None:
        """Add the contributions of one narrowed row to `total`."""
        group = self.group
        added = group.states.take(self._cells(row), axis=0, mode="clip")
        states = np.add.reduce(added, axis=0, dtype=np.uint16)
        found = group.entries.take(states + group.bases, axis=0, mode="clip")
        in_order = found.ravel().take(self.order, mode="clip")
        total[self.present] += np.add.reduceat(in_order, self.starts)

    def add_all(self, table: Floats, total: Units) -> None:
        """Add the contributions of narrowed rows to `total` (players x rows)."""
        group = self.group
        owners, ends = group.slots.tolist(), group.ends
        for part, states in enumerate(self._states(table)):
            entries = group.entries[group.bases[part] : ends[part]]
            found = entries.take(states.astype(np.intp), axis=0, mode="clip")
            for slot, player in enumerate(owners[part]):
                if player >= 0:
                    total[player] += found[:, slot]

    def _cells(self, values: Floats) -> Integers:
        """Return the cells of narrowed values; the last axis are the columns."""
        ranks = self.group.breaks.searchsorted(values.take(self.group.columns, axis=-1), "right")
        return self.places.take(ranks + self.offsets)

    def _states(self, table: Floats) -> NDArray[np.uint16]:
        """Return the states of narrowed rows: parts x rows."""
        found = np.zeros((len(table), len(self.group.bases)), dtype=np.uint16)
        for start in range(0, len(table), _CACHED):
            part = found[start : start + _CACHED]
            for cells in self._cells(table[start : start + _CACHED]).T:
                part += self.group.states.take(cells, axis=0, mode="clip")
        return np.ascontiguousarray(found.T)
