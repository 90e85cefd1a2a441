"""The numbers of deep forests, looked up for a run of blocks at a time."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep.layout import Layout
from explain.scores.attribution.deep.paths import Positions
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Integers

_TOGETHER = 4096
"""About so many blocks make a run: what they need stays in a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The blocks from the place `begin` to `end`.

    Arrays as in `Layout`; `bits` gives for each block how many its state has, `firsts` where
    its players begin.
    """

    begin: int
    end: int
    bits: Positions
    widths: Integers
    starts: Integers
    sizes: Positions
    firsts: Positions
    owners: Positions
    masks: Integers
    scales: Integers
    offsets: Integers

    def sums(self, table: Floats, states: Integers, count: int) -> Floats:
        """Return what the blocks give each player, for the states of all blocks."""
        here = states[self.begin : self.end]
        with_x = table.take(here * self.widths + self.starts, mode="clip")
        places = np.repeat(here, self.sizes)
        places |= self.masks
        places *= self.scales
        places += self.offsets
        found = table.take(places, mode="clip")
        found += np.repeat(with_x, self.sizes)
        return np.bincount(self.owners, found, count).astype(np.float64)

    def numbers(self, table: Floats, block: int) -> tuple[Positions, Floats]:
        """Return the players of a block and their numbers: players x states."""
        here = block - self.begin
        some = slice(self.firsts[here], self.firsts[here] + self.sizes[here])
        states = np.arange(1 << self.bits[here], dtype=np.int32)
        places = states | self.masks[some, np.newaxis]
        places *= self.widths[here]
        places += self.offsets[some, np.newaxis]
        found = table.take(places, mode="clip")
        found += table.take(states * self.widths[here] + self.starts[here], mode="clip")
        return self.owners[some], found


def runs(layout: Layout) -> Iterator[Run]:
    """Cut the blocks into runs of whole trees."""
    begins = np.unique(layout.trees, return_index=True)[1]
    cuts = np.flatnonzero(np.diff(begins // _TOGETHER, prepend=-1))
    tops = [*begins[cuts].tolist(), len(layout.trees)]
    players = np.concatenate(([0], np.cumsum(layout.sizes)))
    bits = layout.sizes - (layout.widths - 2) + layout.inside
    for begin, end in itertools.pairwise(tops):
        blocks, some = slice(begin, end), slice(players[begin], players[end])
        yield Run(
            begin,
            end,
            bits[blocks],
            layout.widths[blocks],
            layout.starts[blocks],
            layout.sizes[blocks],
            players[blocks] - players[begin],
            layout.owners[some],
            layout.masks[some],
            layout.scales[some],
            layout.offsets[some],
        )
