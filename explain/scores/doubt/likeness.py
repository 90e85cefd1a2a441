"""Which cases of the background are like this one, and which choices it never saw together."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from explain.scores.background import Column
from explain.scores.doubt.record import Combination
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans
from explain.scores.models.linear import Raw
from explain.scores.tallies import LEAST
from explain.spec import Input

MOST_SIMILAR = 50
"""How many cases are called similar, where that is no more than a tenth of the background."""

NOTABLE = 5.0
"""A combination that would be rarer than that by chance alone is not worth a remark."""


def distances(
    inputs: Sequence[Input], columns: Sequence[Column], values: Mapping[str, Raw]
) -> Floats:
    """Return how far each row of the background is from the case: see `record.Similar`."""
    total = np.zeros(len(columns[0].values))
    for item, column in zip(inputs, columns, strict=True):
        total += _distance(item, column, values[item.id])
    return total


def similar(far: Floats) -> Booleans | None:
    """Mark the rows most like the case; `None` where the background is too small to tell.

    Rows as far as the last one are all in, so the order of the file does not matter.
    """
    number = min(MOST_SIMILAR, len(far) // 10)
    if number < LEAST:
        return None
    marked: Booleans = far <= np.partition(far, number - 1)[number - 1]
    return marked


def unseen_together(
    inputs: Sequence[Input], columns: Sequence[Column], values: Mapping[str, Raw]
) -> tuple[Combination, ...]:
    """Return the pairs of this case's choices that no row has, the most surprising first.

    Choices are categories, yes or no, and the absence of a value. Pairs that chance alone
    would give to fewer than `NOTABLE` rows are left out.
    """
    has = {
        item.id: np.array([value == values[item.id] for value in column.values])
        for item, column in zip(inputs, columns, strict=True)
        if item.type in {"category", "boolean"} or values[item.id] is None
    }
    found = []
    for (one, ours), (other, theirs) in combinations(has.items(), 2):
        expected = int(ours.sum()) * int(theirs.sum()) / len(ours)
        if expected >= NOTABLE and not (ours & theirs).any():
            found.append(Combination(ids=(one, other), expected=expected))
    return tuple(sorted(found, key=lambda pair: -pair.expected))


def _distance(item: Input, column: Column, own: Raw) -> Floats:
    if item.type in {"category", "boolean"} or not column.spread or not isinstance(own, float):
        return np.array([value != own for value in column.values], dtype=np.float64)
    numbers = np.array(column.values, dtype=np.float64)
    away = np.abs(numbers - own) / column.spread
    return np.where(np.isnan(away), 1.0, away)
