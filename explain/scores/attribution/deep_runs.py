"""The numbers of deep forests, looked up for a run of blocks at a time."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep_layout import Layout
from explain.scores.attribution.deep_paths import Positions
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Integers

_TOGETHER = 4096
"""About so many blocks make a run: what they need stays in a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The blocks from the place `begin` to `end`.

    Arrays as in `Layout`; `blocks` gives for each player of each block the block's place in
    the run, `bits` for each block those of its state.
    """

    begin: int
    end: int
    bits: Positions
    widths: Integers
    starts: Integers
    blocks: Positions
    owners: Positions
    masks: Integers
    scales: Integers
    offsets: Integers

    def sums(self, table: Floats, states: Integers, count: int) -> Floats:
        """Return what the blocks give each player, for the states of all blocks."""
        here = states[self.begin : self.end]
        with_x = table.take(here * self.widths + self.starts, mode="clip")
        places = here.take(self.blocks, mode="clip")
        places |= self.masks
        places *= self.scales
        places += self.offsets
        found = table.take(places, mode="clip")
        found += with_x.take(self.blocks, mode="clip")
        return np.bincount(self.owners, found, count).astype(np.float64)

    def numbers(self, table: Floats, block: int) -> tuple[Positions, Floats]:
        """Return the players of a block and their numbers: players x states."""
        here = block - self.begin
        first, last = np.searchsorted(self.blocks, [here, here + 1])
        some, start, width = slice(first, last), self.starts[here], self.widths[here]
        states = np.arange(1 << self.bits[here], dtype=np.int32)
        places = states | self.masks[some, np.newaxis]
        places *= width
        places += self.offsets[some, np.newaxis]
        found = table.take(places, mode="clip")
        found += table.take(states * width + start, mode="clip")
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
            np.repeat(np.arange(end - begin), layout.sizes[blocks]),
            layout.owners[some],
            layout.masks[some],
            layout.scales[some],
            layout.offsets[some],
        )
