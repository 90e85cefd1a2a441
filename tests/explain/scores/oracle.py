"""The oracle: Shapley values from all coalitions, through the original model's own predict.

`answers` gives what each method of ours says, and `truth` what the original says when its
inputs are replaced, coalition by coalition, by those of every background row.
"""

from itertools import product
from math import comb, fsum

import numpy as np

from explain.scores.attribution import exact
from explain.scores.attribution.closed_form import closed_form
from explain.scores.attribution.deep import tables as deep
from explain.scores.attribution.shallow import tables
from explain.scores.models.columns import Floats, encode_all
from explain.scores.models.forest import Forest
from explain.scores.players import Player
from tests.explain.scores.oracle_models import Case, Row


def truth(case: Case) -> list[float]:
    """Return the Shapley value of each player (Shapley, 1953)."""
    count = len(case.players)
    coalitions = list(product([False, True], repeat=count))
    rows = [row for coalition in coalitions for row in _mixed(case, coalition)]
    scores = case.predict(rows)[:, case.output].reshape(len(coalitions), -1)
    worth = dict(zip(coalitions, [fsum(some) / len(some) for some in scores.tolist()], strict=True))
    return [_value(worth, player, count) for player in range(count)]


def _mixed(case: Case, coalition: tuple[bool, ...]) -> list[Row]:
    """Return the background with the inputs of the coalition taken from the person."""
    taken = {
        place
        for member, player in zip(coalition, case.players, strict=True)
        if member
        for place in player
    }
    return [
        tuple(case.person[place] if place in taken else value for place, value in enumerate(row))
        for row in case.background
    ]


def _value(worth: dict[tuple[bool, ...], float], player: int, count: int) -> float:
    return fsum(
        (worth[(*coalition[:player], True, *coalition[player + 1 :])] - value)
        / (count * comb(count - 1, sum(coalition)))
        for coalition, value in worth.items()
        if not coalition[player]
    )


def encoded(case: Case, forest: Forest) -> tuple[Floats, Floats, tuple[int, ...]]:
    """Return the person, the background and the player of each column."""
    names = [item.id for item in case.inputs]
    rows = [case.person, *case.background]
    table = encode_all(forest.columns, dict(zip(names, zip(*rows, strict=True), strict=True)))
    owners = {
        names[place]: number for number, player in enumerate(case.players) for place in player
    }
    return table[0], table[1:], tuple(owners[column.input] for column in forest.columns)


def answers(case: Case) -> dict[str, list[float]]:
    """Return the contributions by each method that can explain the model."""
    if not isinstance(case.model, Forest):
        return {"closed form": _closed(case)}
    forest, count = case.model, len(case.players)
    person, background, owners = encoded(case, forest)
    asked = (forest, owners, count)
    found = {"exact": exact.contributions(*asked, person, background, case.output)}
    for name, kind in METHODS.items():
        made = kind.build(*asked, background, case.output)
        found[name] = made.contributions(person)
        if hasattr(made, "batch"):
            several = np.stack([person, *background[:3], person])
            found[f"{name}, many"] = made.batch(several)[-1]
    return {name: values.tolist() for name, values in found.items()}


METHODS = {"tables": tables, "deep tables": deep}


def _closed(case: Case) -> list[float]:
    assert not isinstance(case.model, Forest)
    names = [item.id for item in case.inputs]
    players = tuple(
        Player(f"p{number}", "", tuple(names[place] for place in player))
        for number, player in enumerate(case.players)
    )
    columns = list(zip(*case.background, strict=True))
    made = closed_form(case.model, players, columns)
    person = dict(zip(names, case.person, strict=True))
    return list(made.contributions(person, case.output).values)


def error(case: Case) -> dict[str, float]:
    """Return the largest difference from the truth, for each method."""
    expected = truth(case)
    return {
        name: max(abs(one - other) for one, other in zip(values, expected, strict=True))
        for name, values in answers(case).items()
    }
