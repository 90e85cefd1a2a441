"""Ranges around a change of several inputs in which every value flips beside every other."""

from collections.abc import Mapping

from explain.case import Value
from explain.scores.background import Column
from explain.scores.changes.bounds import bounds, is_number
from explain.scores.changes.cells import Cells
from explain.scores.changes.situation import Situation
from explain.scores.changes.trees import cells, sides
from explain.scores.models.forest import Forest
from explain.spec import Input

MOST_TREES = 10**6
"""So many trees are walked through at most to widen one number to a range."""

Ends = tuple[Value | None, Value | None]


def widened(
    situation: Situation,
    forest: Forest,
    inputs: tuple[Input, ...],
    columns: tuple[Column, ...],
    values: Mapping[str, Value],
) -> dict[str, Ends]:
    """Return for each number of `values` the range that flips with those found before it.

    A range starts at the value itself, which is the nearest one. Every cell of all ranges
    together has been run again.
    """
    found: dict[str, Ends] = {}
    grid: list[dict[str, Value]] = [dict(values)]
    for item, column in zip(inputs, columns, strict=True):
        if item.id not in values:
            continue
        at = values[item.id]
        room = bounds(item, column, situation.values[item.id]) if is_number(item) else None
        if room is None:
            found[item.id] = (at, None)
            continue
        parts = cells(forest, room)
        kept = _outwards(situation, forest, parts, grid, _cell(parts, at))
        run = (min(kept), max(kept))
        found[item.id] = parts.ends(run, at)  # type: ignore[arg-type]  # a number's value
        grid = [{**row, item.id: parts.low(cell)} for row in grid for cell in kept]
    return found


def _cell(parts: Cells, value: Value) -> int:
    """Return the cell that holds `value`."""
    return max(place for place in range(len(parts.starts)) if parts.low(place) <= value)  # type: ignore[operator]  # a number's value


def _outwards(
    situation: Situation,
    forest: Forest,
    parts: Cells,
    grid: list[dict[str, Value]],
    start: int,
) -> list[int]:
    """Return the cells from `start` away from the present value that flip beside all of `grid`."""
    name = parts.bounds.item.id
    away = range(start, len(parts.starts)) if parts.above(start) else range(start, -1, -1)
    away = away[: max(1, MOST_TREES // (len(grid) * len(forest.roots)))]
    rows = [{**row, name: parts.low(cell)} for cell in away for row in grid]
    flips = [side is not None for side in sides(situation, forest, rows)]
    kept = []
    for step, cell in enumerate(away):
        if not all(flips[step * len(grid) : (step + 1) * len(grid)]):
            break
        kept.append(cell)
    return kept
