"""The plain exact path of trees: against all coalitions, evaluated in plain Python."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from explain.scores.attribution import exact
from tests.explain.scores.plain_trees import KINDS, Game, Kind, against, evaluate, game, truth


def explained(game: Game, output: int = 0) -> list[float]:
    found = exact.contributions(
        game.forest, game.players, game.count, game.row, game.background, output
    )
    values: list[float] = found.tolist()
    return values


@pytest.mark.parametrize("name", KINDS)
def test_contributions_are_those_of_all_coalitions(name: str, *, deep: bool) -> None:
    for seed in range(100 if deep else 6):
        made = game(KINDS[name], seed)
        last = KINDS[name].outputs - 1
        assert explained(made, last) == pytest.approx(truth(made, last), abs=1e-12)


def test_each_background_row_is_explained_alone() -> None:
    made = game(KINDS["all at once"], 3)
    found = exact.by_row(made.forest, made.players, made.count, made.row, made.background, output=0)
    for place, other in enumerate(made.background.tolist()):
        expected = [float(value) for value in against(made, other)]
        assert found[place].tolist() == pytest.approx(expected, abs=1e-13)


def test_contributions_add_up_to_the_distance_from_the_mean() -> None:
    for name, seed in product(KINDS, range(5)):
        made = game(replace(KINDS[name], columns=12, depth=9, trees=3), seed)
        others = [evaluate(made.forest, other, 0) for other in made.background.tolist()]
        distance = evaluate(made.forest, made.row.tolist(), 0) - sum(others) / len(others)
        assert sum(explained(made)) == pytest.approx(float(distance), abs=1e-12)


def test_the_order_of_the_background_changes_nothing() -> None:
    made = game(KINDS["cents and ties"], 1)
    assert explained(made) == explained(replace(made, background=made.background[::-1]))


def test_a_background_too_large_for_one_piece_is_walked_in_parts() -> None:
    made = game(Kind(depth=14, columns=10, trees=1, rows=10), 2)
    many = replace(made, background=np.tile(made.background, (300, 1)))
    assert len(made.forest.column) * len(many.background) > exact.TESTS_AT_ONCE
    assert explained(many) == pytest.approx(explained(made), abs=1e-13)


def test_a_player_whom_no_tree_asks_gets_exactly_nothing() -> None:
    made = game(KINDS["plain"], 0)
    wider = np.column_stack([made.background, made.background[:, 0]])
    row = np.append(made.row, 7.0)
    found = exact.contributions(made.forest, (*made.players, 5), 6, row, wider, 0)
    assert found[5] == 0.0
