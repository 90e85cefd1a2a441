"""Ranges around a change of several inputs in which one class is decided throughout.

The values for which a sum of terms is greater than others make a convex region: where the
corners of a box of numbers lie in it, so does the box. So each number in turn goes as far as it
may at every corner of the ranges found before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from explain.case import Value
from explain.scores.background import Column
from explain.scores.changes.bounds import Bounds, bounds
from explain.scores.changes.cells import Cells, span
from explain.scores.changes.combination import Ends
from explain.scores.changes.linear import cells
from explain.scores.changes.situation import Situation, raw
from explain.scores.models.linear import NumberTerm, Sums, Term
from explain.spec import Input


def widened(
    situation: Situation,
    model: Sums,
    inputs: tuple[Input, ...],
    columns: tuple[Column, ...],
    values: Mapping[str, Value],
) -> Ends:
    """Return the range of each number of `values`; it starts at the value, the nearest one.

    `situation` looks for one class. A number of which some class has bands keeps to its cell, in
    which no term tells a difference.
    """
    found: dict[str, tuple[Value | None, Value | None]] = {}
    corners: list[dict[str, Value]] = [dict(values)]
    terms = zip(*(one.terms for one in model.sums), strict=True)
    for item, own, column in zip(inputs, terms, columns, strict=True):
        at = values.get(item.id)
        room = bounds(item, column, situation.values[item.id])
        if not isinstance(at, Decimal) or room is None:
            continue
        straight = all(isinstance(term, NumberTerm) for term in own)
        runs = [_run(_moved(situation, corner), own, room, at, straight) for corner in corners]
        low, high = max(run[0] for run in runs), min(run[1] for run in runs)
        first, last = span(room)
        parts = Cells(room, tuple(sorted({first, low} | ({high + 1} - {last + 1}))), last)
        place = parts.starts.index(low)
        found[item.id] = parts.ends((place, place), at)
        ends = (parts.low(place), parts.high(place))
        corners = [{**corner, item.id: end} for corner in corners for end in {at, *ends}]
    return found


def _moved(situation: Situation, values: Mapping[str, Value]) -> Situation:
    """Return the situation with other values in their places."""
    changed = {name: raw(value) for name, value in values.items()}
    return replace(situation, values={**situation.values, **changed})


def _run(
    situation: Situation,
    terms: Sequence[Term],
    room: Bounds,
    at: Decimal,
    straight: bool,  # noqa: FBT001 - private
) -> tuple[int, int]:
    """Return the first and the last grain from `at` away from the present value that will do."""
    name = room.item.id
    parts = cells(situation, terms, replace(room, present=float(at)))
    start = max(place for place in range(len(parts.starts)) if parts.low(place) <= at)
    ends = [*parts.starts[1:], parts.end + 1]
    up = float(at) > room.present
    near = int(at / room.finest)
    away = range(start, len(ends)) if up else range(start, -1, -1)
    far = near
    for place in away if straight else away[:1]:
        edge = parts.low(place) if up else parts.high(place)
        if place != start and not situation.flips({name: edge}):
            break
        far = ends[place] - 1 if up else parts.starts[place]
    return (near, far) if up else (far, near)
