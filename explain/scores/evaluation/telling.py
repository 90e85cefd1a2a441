"""What may be told of counted cases: rates with their intervals, or that they are withheld."""

from collections.abc import Sequence

from explain.scores.evaluation import intervals
from explain.scores.evaluation.record import Rate, bounds
from explain.scores.evaluation.withholding import Cell, withheld
from explain.scores.tallies import tally


def total(cell: Cell) -> Rate:
    """Return what may be told of a whole."""
    told = tally(cell.count, cell.of)
    if told.count is None:
        return Rate(of=told.of, side=told.side)
    return Rate(count=cell.count, of=cell.of, rate=bounds(intervals.rate(cell.count, cell.of)))


def divided(cells: Sequence[Cell], blocks: Sequence[Sequence[int]] = ()) -> list[Rate]:
    """Return what may be told of the cells of a known whole: see `withholding`."""
    sizes, counts = withheld(cells, blocks)
    return [_told(*parts) for parts in zip(cells, sizes, counts, strict=True)]


def _told(cell: Cell, no_size: bool, no_count: bool) -> Rate:  # noqa: FBT001 - private
    if no_size:
        return Rate()
    return Rate(of=cell.of) if no_count else total(cell)
