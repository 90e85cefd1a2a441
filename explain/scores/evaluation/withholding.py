"""Which cells of a published division must be withheld so that no small count can be told.

A division cuts a known whole into cells (groups of people, bands of points). A cell that
speaks of fewer than five people is withheld. Where the cells that stay would give it
away by subtraction from the whole, the smallest of them is withheld as well, until what is
withheld together speaks of five at least.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from explain.scores.tallies import LEAST


@dataclass(frozen=True, slots=True)
class Cell:
    """`count` of `of` people."""

    count: int
    of: int

    @property
    def small(self) -> bool:
        """Tell whether it speaks of fewer than five people, on one side or the other."""
        return min(self.count, self.of - self.count) < LEAST


def withheld(
    cells: Sequence[Cell], blocks: Sequence[Sequence[int]] = ()
) -> tuple[list[bool], list[bool]]:
    """Tell of each cell whether its size is withheld, and whether its count is.

    `blocks` are parts of the division (places of cells) whose own counts are known too.
    A cell whose size is withheld has its count withheld.
    """
    whole = [range(len(cells)), *blocks]
    sizes = [cell.of < LEAST for cell in cells]
    hidden = closed([(cell.of,) for cell in cells], sizes, whole)
    counts = [lost or cell.small for lost, cell in zip(hidden, cells, strict=True)]
    parts = [(cell.count, cell.of - cell.count) for cell in cells]
    return hidden, closed(parts, counts, whole)


def closed(
    parts: Sequence[tuple[int, ...]], hidden: Sequence[bool], blocks: Sequence[Sequence[int]]
) -> list[bool]:
    """Hide more cells until, in each block, what is hidden adds up to enough in every part."""
    closed = list(hidden)
    while True:
        found = next((cell for block in blocks if (cell := _next(parts, closed, block)) >= 0), -1)
        if found < 0:
            return closed
        closed[found] = True


def _next(parts: Sequence[tuple[int, ...]], hidden: Sequence[bool], block: Sequence[int]) -> int:
    """Return the smallest cell of a block that must be hidden as well; -1 for none."""
    inside = [place for place in block if hidden[place]]
    shown = [place for place in block if not hidden[place]]
    if not inside or not shown:
        return -1
    sums = [sum(some) for some in zip(*(parts[place] for place in inside), strict=True)]
    if min(sums) >= LEAST:
        return -1
    return min(shown, key=lambda place: (sum(parts[place]), place))
