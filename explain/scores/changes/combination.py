"""From values that flip the outcome together to what the record says of them."""

import json
from collections.abc import Mapping
from itertools import product

from explain.canonical import digest
from explain.case import Value
from explain.explanation import Altered, Combination
from explain.scores.background import Column
from explain.scores.changes.bounds import (
    CHOICE_DISTANCE,
    DISTANCE_DECIMALS,
    bounds,
    changeable,
    choices,
    is_number,
)
from explain.scores.changes.situation import Situation
from explain.spec import Input

Values = Mapping[str, Value]
Ends = Mapping[str, tuple[Value | None, Value | None]]
"""For each number the range that flips beside all others, from low to high; `None` is open."""


def combination(
    situation: Situation,
    inputs: tuple[Input, ...],
    columns: tuple[Column, ...],
    values: Values,
    ends: Ends,
) -> Combination:
    """Return a change that is proved to be the smallest one, run again.

    Where a corner of the ranges does not flip, the values alone are told.
    """
    if not all(situation.flips(corner) for corner in _corners(values, ends)):
        ends = {name: (value, value) for name, value in values.items()}
    pairs = zip(inputs, columns, strict=True)
    altered = [
        (_altered(item, values[item.id], ends), _distance(situation, item, column, values[item.id]))
        for item, column in pairs
        if item.id in values
    ]
    outcome, reached = situation.outcome(values)
    return Combination(
        changes=tuple(change for change, _ in altered),
        outcome=outcome,
        reached=reached,
        distance=round(sum(distance for _, distance in altered), DISTANCE_DECIMALS),
        proof="optimal",
        fewest=len(altered),
    )


def bounds_digest(
    situation: Situation, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> str:
    """Return the digest of what may change in one case, and how far."""
    found: dict[str, list[str]] = {}
    for item, column in zip(inputs, columns, strict=True):
        present = situation.values[item.id]
        if not changeable(item, present):
            continue
        if not is_number(item):
            found[item.id] = [str(value) for value in choices(item, situation.case.values[item.id])]
        elif room := bounds(item, column, present):
            told = (room.low, room.high, room.spread, room.step, room.finest)
            found[item.id] = [str(value) for value in told]
    return digest(json.dumps(found, ensure_ascii=False, sort_keys=True).encode())


def _corners(values: Values, ends: Ends) -> list[dict[str, Value]]:
    """Return every combination of the ends of all ranges, open ends left out."""
    sides = [
        {end for end in (*ends.get(name, ()), value) if end is not None}
        for name, value in values.items()
    ]
    return [dict(zip(values, corner, strict=True)) for corner in product(*sides)]


def _altered(item: Input, value: Value, ends: Ends) -> Altered:
    if not is_number(item):
        return Altered(id=item.id, low=value, high=None, at=value)
    low, high = ends[item.id]
    return Altered(id=item.id, low=low, high=high, at=value)


def _distance(situation: Situation, item: Input, column: Column, value: Value) -> float:
    room = bounds(item, column, situation.values[item.id])
    if not is_number(item) or room is None:
        return CHOICE_DISTANCE
    return room.distance(value)  # type: ignore[arg-type]  # a number's value
