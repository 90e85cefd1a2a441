"""Shapley values from their definition: every coalition, through a model's own predict.

The worth of a coalition is the mean prediction over all rows of the background, with the
coalition's inputs taken from the person (Shapley, 1953; interventional, as in Janzing et
al., 2020). Nothing here knows that a model is linear.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb, fsum
from typing import Any

Table = Any
Predict = Callable[[Table], Sequence[float]]


def shapley(predict: Predict, person: Sequence[object], background: Table) -> list[float]:
    """Return the value of each column of `person` against all rows of `background`."""
    players = range(len(person))
    worth = {
        coalition: _worth(predict, person, background, coalition)
        for size in range(len(person) + 1)
        for coalition in combinations(players, size)
    }
    return [_value(player, worth, len(person)) for player in players]


def _worth(
    predict: Predict, person: Sequence[object], background: Table, coalition: tuple[int, ...]
) -> float:
    table = background.copy()
    for player in coalition:
        table[:, player] = person[player]
    predictions = [float(prediction) for prediction in predict(table)]
    return fsum(predictions) / len(predictions)


def _value(player: int, worth: dict[tuple[int, ...], float], players: int) -> float:
    return fsum(
        (worth[tuple(sorted((*coalition, player)))] - value)
        / (players * comb(players - 1, len(coalition)))
        for coalition, value in worth.items()
        if player not in coalition
    )
