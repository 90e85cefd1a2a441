"""The changes of one input that flip an ensemble of trees, by exact enumeration.

With everything else equal the output is constant in each cell of a number: every cell is
tried, and neighbouring cells that flip make one range.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np

from explain.case import Value
from explain.explanation import Change
from explain.scores import display as reading
from explain.scores.background import Column
from explain.scores.changes.bounds import bounds, changeable, is_number
from explain.scores.changes.cells import Cells, cells
from explain.scores.changes.linear import of_choices
from explain.scores.changes.situation import Situation, raw
from explain.scores.models.columns import Floats, encode
from explain.scores.models.forest import Forest
from explain.spec import Input

Run = tuple[int, int]
"""The first and the last of neighbouring cells."""


def changes(
    situation: Situation, forest: Forest, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Iterator[tuple[float, Change]]:
    """Yield the changes of one input that flip the outcome, each with its distance."""
    for item, column in zip(inputs, columns, strict=True):
        present = situation.values[item.id]
        if not changeable(item, present):
            continue
        if is_number(item):
            room = bounds(item, column, present)
            if room is not None:
                yield from _numbers(situation, forest, cells(forest, room))
        else:
            yield from of_choices(situation, item)


def good_cells(
    situation: Situation, forest: Forest, parts: Cells, others: Mapping[str, Value]
) -> list[bool]:
    """Tell which cells of a number flip the outcome, with `others` changed as well."""
    values = {**situation.values, **{name: raw(value) for name, value in others.items()}}
    name = parts.bounds.item.id
    table = np.repeat(encode(forest.columns, values)[np.newaxis, :], len(parts), axis=0)
    for place, column in enumerate(forest.columns):
        if column.input == name:
            table[:, place] = [
                column.encode(float(parts.value(start))) for start in parts.starts.tolist()
            ]
    return good_rows(situation, forest, table)


def good_rows(situation: Situation, forest: Forest, table: Floats) -> list[bool]:
    """Tell which encoded rows have the favourable outcome, each summed as one case is."""
    reached = forest.values[forest.leaves(table), situation.place]
    start = float(forest.intercepts[situation.place])
    return [
        situation.good(reading.points(situation.display, math.fsum((start, *row))))
        for row in reached.tolist()
    ]


def runs(good: Sequence[bool]) -> Iterator[Run]:
    """Yield the runs of neighbouring cells that flip."""
    for flips, members in groupby(range(len(good)), key=lambda place: good[place]):
        places = list(members)
        if flips:
            yield places[0], places[-1]


def _numbers(situation: Situation, forest: Forest, parts: Cells) -> Iterator[tuple[float, Change]]:
    """Yield the nearest range above the present value, and the nearest below."""
    room = parts.bounds
    found = list(runs(good_cells(situation, forest, parts, {})))
    above = [run for run in found if float(parts.value(int(parts.starts[run[0]]))) > room.present]
    below = [run for run in reversed(found) if run not in above]
    for upward, sides in ((True, above), (False, below)):
        change = next(
            filter(None, (_of_run(situation, parts, run, upward=upward) for run in sides)), None
        )
        if change is not None:
            yield change


def _of_run(
    situation: Situation, parts: Cells, run: Run, *, upward: bool
) -> tuple[float, Change] | None:
    near = parts.nearest(*run, upward=upward)
    if near is None:
        return None
    far = parts.farthest(*run, near, upward=upward)
    name = parts.bounds.item.id
    if not all(situation.flips({name: end}) for end in (near, far) if end is not None):
        return None
    low, high = (near, far) if upward else (far, near)
    return parts.bounds.distance(near), situation.change(name, low, high, near)
