"""The tables of shallow trees: against all coalitions, the plain path and the axioms."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explain.scores.attribution import exact
from explain.scores.attribution.nodes import TooDeep
from explain.scores.attribution.shallow import tables
from explain.scores.attribution.shallow.planning import plan
from explain.scores.attribution.shallow.tables import Tables
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from tests.explain.scores.plain_trees import KINDS, Game, Kind, chains, game, truth

LARGE = Kind(columns=14, depth=5, trees=30, rows=40, missing=True, categories=True)


def built(game: Game, output: int = 0) -> Tables:
    return tables.build(game.forest, game.players, game.count, game.background, output)


def explained(game: Game, output: int = 0) -> Floats:
    return built(game, output).contributions(game.row)


def plainly(game: Game, output: int = 0) -> Floats:
    return exact.contributions(
        game.forest, game.players, game.count, game.row, game.background, output
    )


def scaled(forest: Forest, by: float) -> Forest:
    return replace(forest, values=forest.values * by)


def joined(first: Forest, second: Forest) -> Forest:
    """Return the trees of both, whose columns and sets are the same."""

    def both(name: str, shift: int = 0) -> Any:
        later = getattr(second, name)
        moved = np.where(later < 0, later, later + shift) if shift else later
        return np.concatenate([getattr(first, name), moved])

    return replace(
        first,
        roots=both("roots", len(first.column)),
        column=both("column"),
        threshold=both("threshold"),
        left=both("left", len(first.column)),
        right=both("right", len(first.column)),
        missing_left=both("missing_left"),
        categories=both("categories"),
        values=both("values"),
    )


@pytest.mark.parametrize("name", KINDS)
def test_contributions_are_those_of_all_coalitions(name: str, *, deep: bool) -> None:
    for seed in range(100 if deep else 6):
        made = game(KINDS[name], seed)
        last = KINDS[name].outputs - 1
        assert explained(made, last).tolist() == pytest.approx(truth(made, last), abs=1e-12)


@pytest.mark.parametrize(
    "kind",
    [
        LARGE,
        replace(LARGE, grouped=True, precision="float32", test="below"),
        Kind(columns=12, depth=9, trees=3, rows=40),
        Kind(columns=3, depth=8, trees=5, rows=30),
        Kind(columns=20, depth=5, trees=400, rows=8, cents=False),
    ],
    ids=["large", "grouped", "nine players on a path", "few columns", "several groups"],
)
def test_contributions_are_those_of_the_plain_path(kind: Kind) -> None:
    made = game(kind, 5)
    made_tables = built(made)
    for row in (made.row, made.background[0]):
        expected = plainly(replace(made, row=row))
        assert np.abs(made_tables.contributions(row) - expected).max() < 1e-12


def test_a_batch_gives_exactly_what_its_rows_give_one_by_one() -> None:
    made = game(LARGE, 1)
    found = built(made)
    many = np.vstack([made.background, made.background[::-1], made.background])
    expected = np.array([found.contributions(row) for row in many])
    assert (found.batch(many) == expected).all()
    assert (found.batch(many[:3]) == expected[:3]).all()
    assert found.batch(many[:0]).shape == (0, made.count)


def test_values_at_and_beyond_every_threshold_are_told_apart() -> None:
    for test in ("at_most", "below"):
        made = game(Kind(test=test, columns=3, depth=3, trees=2, rows=6), 4)
        found = built(made)
        limits = made.forest.threshold[made.forest.column >= 0]
        for limit in (*limits, np.inf, -np.inf, np.nan, 0.0, -0.0):
            for value in (limit, np.nextafter(limit, np.inf), np.nextafter(limit, -np.inf)):
                moved = replace(made, row=np.full(3, value))
                assert np.abs(found.contributions(moved.row) - plainly(moved)).max() < 1e-13


def test_codes_between_below_and_beyond_the_known_ones_are_told_apart() -> None:
    made = game(Kind(categories=True, columns=3, depth=4, trees=4, rows=6), 4)
    found = built(made)
    for code in (-1.0, -0.5, 0.0, 0.5, 1.0, 3.99, 4.0, 4.5, 5.0, 6.0, 1e9, np.inf, np.nan):
        moved = replace(made, row=np.array([code, code, made.row[2]]))
        assert np.abs(found.contributions(moved.row) - plainly(moved)).max() < 1e-13


# The axioms --------------------------------------------------------------------------


def test_contributions_add_up_to_the_distance_from_the_mean() -> None:
    made = game(LARGE, 2)
    outputs = made.forest.predict(made.background)[:, 0]
    output = made.forest.predict(made.row[np.newaxis, :])[0, 0]
    assert explained(made).sum() == pytest.approx(output - outputs.mean(), abs=1e-12)


def test_a_player_whom_no_tree_asks_gets_exactly_nothing() -> None:
    made = game(LARGE, 3)
    background = np.column_stack([made.background, made.background[:, 0]])
    wider = Game(made.forest, (*made.players, 14), 16, np.append(made.row, 3.0), background)
    assert explained(wider)[14:].tolist() == [0.0, 0.0]


def test_columns_that_the_trees_treat_alike_get_the_same() -> None:
    made = game(Kind(columns=4, depth=4, trees=10, rows=30), 6)
    swapped = made.forest.column.copy()
    swapped[made.forest.column == 0], swapped[made.forest.column == 1] = 1, 0
    both = joined(made.forest, replace(made.forest, column=swapped))
    row, background = made.row.copy(), made.background.copy()
    row[1], background[:, 1] = row[0], background[:, 0]
    found = explained(replace(made, forest=both, row=row, background=background))
    assert found[0] == pytest.approx(found[1], abs=1e-13)
    assert abs(found[0]) > 0.01


def test_the_contributions_of_two_forests_add_up() -> None:
    first = game(LARGE, 7)
    other = replace(game(LARGE, 8).forest, members=first.forest.members)
    second = replace(first, forest=scaled(other, -3.0))
    both = replace(first, forest=joined(first.forest, second.forest))
    assert np.abs(explained(both) - explained(first) - explained(second)).max() < 1e-12


def test_the_mean_over_two_halves_of_a_background_is_the_whole() -> None:
    made = game(LARGE, 9)
    halves = [replace(made, background=made.background[part::2]) for part in (0, 1)]
    mean = sum(explained(half) for half in halves) / 2
    assert np.abs(explained(made) - mean).max() < 1e-12


def test_the_order_of_background_and_columns_changes_nothing() -> None:
    made = game(LARGE, 10)
    expected = explained(made)
    assert (explained(replace(made, background=made.background[::-1])) == expected).all()
    column = np.where(made.forest.column < 0, -1, 13 - made.forest.column)
    turned = Game(
        replace(made.forest, column=column.astype(np.int32)),
        made.players[::-1],
        made.count,
        made.row[::-1].copy(),
        made.background[:, ::-1].copy(),
    )
    assert np.abs(explained(turned) - expected).max() < 1e-12


# The same bytes everywhere -----------------------------------------------------------

DIGEST = """
import hashlib
from tests.explain.scores.test_score_tables import LARGE, built
from tests.explain.scores.plain_trees import game
made = game(LARGE, 11)
found = built(made)
parts = [array.tobytes() for array in found.arrays().values()]
print(hashlib.sha256(b"".join([*parts, found.contributions(made.row).tobytes()])).hexdigest())
"""


def test_two_processes_build_the_same_bytes(root: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", DIGEST], cwd=root, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert len({run.stdout for run in runs}) == 1


def test_no_sum_of_entries_can_overflow() -> None:
    made = game(LARGE, 12)
    found = built(made)
    highest = [0] * made.count
    for group in found.groups:
        for start, end, owners in zip(group.bases, group.ends, group.slots, strict=True):
            for slot, player in enumerate(owners):
                part = group.entries[start:end, slot].tolist()
                assert player >= 0 or not any(part)
                highest[player] += max(map(abs, part))
    assert all(2**61 < total * 2 <= 2**63 for total in highest)


def test_tables_come_back_from_their_arrays() -> None:
    made = game(LARGE, 13)
    found = built(made)
    again = tables.from_arrays(made.forest, found.arrays())
    assert (again.contributions(made.row) == found.contributions(made.row)).all()
    assert again.size == found.size


# What tables are not for -------------------------------------------------------------


def test_trees_with_too_many_players_on_a_path_are_left_to_other_tables() -> None:
    made = game(Kind(columns=30, depth=12, trees=1), 1)
    with pytest.raises(TooDeep):
        built(made)


@pytest.mark.parametrize(("length", "trees"), [(17, 1), (16, 40)])
def test_trees_whose_tables_would_be_too_large_are_left_to_other_tables(
    length: int, trees: int
) -> None:
    made = game(Kind(columns=length, rows=2), 1)
    chain = chains(made.forest, length, trees)
    with pytest.raises(TooDeep):
        tables.build(chain, (0,) * length, 1, made.background, 0)


def test_the_planned_size_is_that_of_the_tables() -> None:
    made = game(LARGE, 14)
    (planned,) = plan(made.forest, made.players)
    assert planned.size == pytest.approx(built(made).size, rel=0.1)


def test_trees_that_are_single_leaves_contribute_nothing() -> None:
    made = game(Kind(depth=0, trees=3), 0)
    assert explained(made).tolist() == [0.0] * 5
    assert built(made).batch(np.tile(made.row, (100, 1))).tolist() == [[0.0] * 5] * 100
