"""The rows on which a converted model must predict what the original predicts.

Every row of the background; rows drawn over the declared ranges, their ends and every
category included; values exactly on the thresholds of trees and one step on either side
of them, in 64-bit and where the library narrows in 32-bit floats too; missing values.
"""

import random
from collections.abc import Iterator, Sequence

import numpy as np

from explain.scores.conversion.declaration import Declaration, Row
from explain.scores.models.columns import Floats, NumberColumn
from explain.scores.models.forest import LEAF, Forest
from explain.scores.models.outputs import Model
from explain.spec import Input

RANDOM_ROWS = 1000
THRESHOLDS = 150
"""The most thresholds tried for one column; more are sampled."""

_LARGEST = 1e30
"""Beyond it 32-bit floats end; only a threshold that nothing exceeds lies there."""

_OPPOSITE = {"add": "subtract", "subtract": "add", "multiply": "divide", "divide": "multiply"}


def known_rows(model: Model, declared: Declaration) -> list[Row]:
    """Return rows in which nothing is missing but what is missing in the background."""
    draw = random.Random(declared.seed)  # noqa: S311 - test rows, not secrets
    seen = _seen(declared)
    drawn: list[Row] = [
        tuple(_draw(draw, item, seen[item.id]) for item in declared.inputs)
        for _ in range(RANDOM_ROWS)
    ]
    ties = _ties(model, declared.seed) if isinstance(model, Forest) else {}
    return [*map(tuple, declared.rows), *drawn, *_on_ties(draw, ties, declared, drawn)]


def missing_rows(known: Sequence[Row], declared: Declaration) -> dict[str, list[Row]]:
    """Return, for each input that may be missing, rows in which it is; others may be as well."""
    draw = random.Random(declared.seed + 1)  # noqa: S311 - test rows, not secrets
    names = [item.id for item in declared.inputs]
    found: dict[str, list[Row]] = {}
    for name in declared.missing:
        rows = draw.choices(known, k=min(len(known), RANDOM_ROWS // 4))
        others = set(declared.missing) - {name}
        found[name] = [
            tuple(
                None
                if item == name or (item in others and place % 3 and draw.random() < 0.3)  # noqa: PLR2004 - some
                else value
                for item, value in zip(names, row, strict=True)
            )
            for place, row in enumerate(rows)
        ]
    return found


def _seen(declared: Declaration) -> dict[str, tuple[float, float]]:
    """Return the range of each number: the declared one, else the background's."""
    columns = declared.columns(declared.rows)
    found = {}
    for item in declared.inputs:
        numbers = [value for value in columns[item.id] if isinstance(value, float | int)]
        low, high = min(numbers, default=0.0), max(numbers, default=1.0)
        found[item.id] = (
            low if item.minimum is None else float(item.minimum),
            high if item.maximum is None else float(item.maximum),
        )
    return found


def _draw(draw: random.Random, item: Input, seen: tuple[float, float]) -> float | str:
    if item.type == "category":
        return draw.choice([category.id for category in item.categories])
    if item.type == "boolean":
        return draw.choice([0.0, 1.0])
    value = draw.choice([*seen, draw.uniform(*seen), round(draw.uniform(*seen), 2)])
    return float(round(value)) if item.type == "integer" else float(value)


def _on_ties(
    draw: random.Random, ties: dict[str, list[float]], declared: Declaration, drawn: list[Row]
) -> Iterator[Row]:
    """Yield rows that together hold every tie, first by itself, then among others."""
    count = max(map(len, ties.values()), default=0)
    if not count:
        return
    others = [*map(tuple, declared.rows), *drawn]
    numbers = {item.id: place for place, item in enumerate(declared.inputs)}
    for place in range(count):
        alone, together = list(draw.choice(others)), list(draw.choice(others))
        chosen = draw.choice(list(ties))
        for name, values in ties.items():
            together[numbers[name]] = values[place % len(values)]
        alone[numbers[chosen]] = draw.choice(ties[chosen])
        yield tuple(together)
        yield tuple(alone)


def _ties(forest: Forest, seed: int) -> dict[str, list[float]]:
    """Return values of each numeric input that lie on or beside the trees' thresholds."""
    draw = np.random.default_rng(seed)
    found: dict[str, list[float]] = {}
    for place, column in enumerate(forest.columns):
        here = (forest.column == place) & (forest.categories == LEAF)
        limits = np.unique(forest.threshold[here])
        if not isinstance(column, NumberColumn) or not len(limits):
            continue
        if len(limits) > THRESHOLDS:
            limits = draw.choice(limits, THRESHOLDS, replace=False)
        with np.errstate(over="ignore"):  # a threshold may be the largest number there is
            values = _undone(column, _beside(limits, forest))
        values = values[np.abs(values) < _LARGEST]
        found[column.input] = found.get(column.input, []) + draw.permutation(values).tolist()
    return {name: values for name, values in found.items() if values}


def _beside(limits: Floats, forest: Forest) -> Floats:
    near = _steps(limits)
    if forest.precision == "float64":
        return near
    narrow = limits.astype(np.float32)
    steps = _steps(narrow).astype(np.float64)
    halves = (steps + narrow.astype(np.float64).repeat(3)) / 2
    return np.concatenate((near, steps, _steps(halves)))


def _steps(values: np.ndarray[tuple[int], np.dtype[np.floating]]) -> Floats:
    """Return each value between its two neighbours, at its own precision."""
    low, high = (np.nextafter(values, values.dtype.type(end)) for end in (-np.inf, np.inf))
    return np.stack((low, values, high), axis=1).ravel()


def _undone(column: NumberColumn, values: Floats) -> Floats:
    """Return values of the input that the column's operations bring to `values`, or close."""
    if not column.operations:
        return values
    for operation, by in reversed(column.operations):
        values = getattr(np, _OPPOSITE[operation])(values, by)
    return _steps(values)
