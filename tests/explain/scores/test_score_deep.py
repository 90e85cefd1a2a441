"""The tables of deep forests: against all coalitions, the plain path and scikit-learn itself."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import product
from math import factorial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier

from explain.scores.attribution import exact
from explain.scores.attribution.deep import tables as deep
from explain.scores.attribution.deep.building import ROWS
from explain.scores.attribution.deep.counts import count_rows, leaf_tables, scale
from explain.scores.attribution.deep.counts import exact as exact_sums
from explain.scores.attribution.deep.tables import DeepTables
from explain.scores.attribution.nodes import TooDeep
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.sklearn_model import read_estimator
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from tests.explain.scores.brute_force import shapley
from tests.explain.scores.plain_trees import KINDS, Game, Kind, game, truth
from tests.explain.scores.score_samples import declared_inputs

LARGE = Kind(columns=14, depth=9, trees=8, rows=60, missing=True, categories=True)


def built(game: Game, output: int = 0) -> DeepTables:
    return deep.build(game.forest, game.players, game.count, game.background, output)


def explained(game: Game, output: int = 0) -> Floats:
    return built(game, output).contributions(game.row)


def plainly(game: Game, output: int = 0) -> Floats:
    return exact.contributions(
        game.forest, game.players, game.count, game.row, game.background, output
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
        Kind(columns=20, depth=13, trees=1, rows=300),
        Kind(columns=3, depth=12, trees=3, rows=40),
        Kind(columns=2, depth=1, trees=40, rows=30),
    ],
    ids=["large", "grouped", "thirteen players on a path", "few columns", "stumps"],
)
def test_contributions_are_those_of_the_plain_path(kind: Kind) -> None:
    made = game(kind, 5)
    found = built(made)
    for row in (made.row, *made.background[:3]):
        expected = plainly(replace(made, row=row))
        assert np.abs(found.contributions(row) - expected).max() < 1e-12


def ever_smaller(made: Game) -> Iterator[DeepTables]:
    """Yield the tables for less and less memory, until it does not suffice."""
    memory = deep.MEMORY
    with suppress(TooDeep):
        while True:
            found = deep.build(
                made.forest, made.players, made.count, made.background, memory=memory
            )
            assert found.table.nbytes <= memory
            memory = found.table.nbytes - 1
            yield found


def test_less_memory_gives_smaller_blocks_and_the_same_contributions() -> None:
    made = game(LARGE, 6)
    expected, blocks = plainly(made), []
    for found in ever_smaller(made):
        assert np.abs(found.contributions(made.row) - expected).max() < 1e-12
        blocks.append(len(found.layout.trees))
    assert blocks == sorted(set(blocks))
    assert blocks[-1] > 1.5 * blocks[0]


def test_trees_that_do_not_change_an_output_take_no_room_in_its_tables() -> None:
    made = game(replace(LARGE, outputs=2), 7)
    values = made.forest.values.copy()
    values[: made.forest.roots[3], 1] = 0.25
    changed = replace(made, forest=replace(made.forest, values=values))
    assert built(changed, 1).size < built(changed, 0).size
    assert np.abs(explained(changed, 1) - plainly(changed, 1)).max() < 1e-12


def test_trees_that_no_table_holds_are_refused_before_anything_is_built() -> None:
    made = game(Kind(columns=40, depth=1, trees=1), 1)
    forest = made.forest
    inner = np.arange(30, dtype=np.int32)
    long = replace(
        forest,
        roots=np.array([0], dtype=np.int32),
        column=np.where(np.arange(61) < 30, np.arange(61), -1).astype(np.int32),
        threshold=np.zeros(61),
        left=np.concatenate([inner + 31, np.full(31, -1)]).astype(np.int32),
        right=np.concatenate([inner + 1, np.full(31, -1)]).astype(np.int32),
        missing_left=np.zeros(61, dtype=np.bool_),
        categories=np.full(61, -1, dtype=np.int32),
        values=np.arange(61.0)[:, np.newaxis],
    )
    with pytest.raises(TooDeep):
        deep.build(long, made.players, made.count, made.background)


def test_a_tree_that_is_one_leaf_gives_nothing() -> None:
    made = game(Kind(depth=0, trees=2), 1)
    found = built(made)
    assert found.contributions(made.row).tolist() == [0.0] * made.count
    assert found.batch(np.repeat(made.background, 60, axis=0)).any() == np.False_
    mixed = game(Kind(depth=3, trees=30), 4)
    assert (mixed.forest.column[mixed.forest.roots] == -1).any()
    assert np.abs(explained(mixed) - plainly(mixed)).max() < 1e-12


def test_a_batch_gives_exactly_what_its_rows_give_one_by_one() -> None:
    made = game(replace(LARGE, trees=5), 1)
    found = deep.from_arrays(made.forest, built(made).arrays())
    many = np.vstack([made.background] * 10)
    expected = np.array([found.contributions(row) for row in made.background])
    assert (found.batch(many) == np.vstack([expected] * 10)).all()
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


# scikit-learn itself -----------------------------------------------------------------

INPUTS = declared_inputs([{"id": f"n{place}", "type": "number"} for place in range(6)])
NAMES = ("low", "middle", "high")


def amounts(draw: np.random.Generator, rows: int) -> Floats:
    """Return cents that 32 bits do not hold, small whole numbers, and one column twice."""
    table = np.round(draw.uniform(0, 400000, size=(rows, 6)), 2)
    table[:, 2] = draw.integers(0, 6, size=rows)
    table[:, 5] = table[:, 0]
    return table


def fitted(kind: type[Any], seed: int) -> tuple[Any, Forest, Floats]:
    draw = np.random.default_rng(seed)
    table = amounts(draw, 400)
    scores = table[:, 0] / 1e5 + table[:, 2] * (table[:, 1] > 2e5) - table[:, 3] / 2e5
    classes = NAMES if kind is RandomForestClassifier else ()
    wanted = np.array(NAMES)[np.digitize(scores, [1.0, 3.0])] if classes else scores
    model = kind(5, max_depth=10, random_state=seed).fit(table, wanted)
    forest = read_estimator(model, Declaration(INPUTS, table.tolist(), classes=classes))
    assert isinstance(forest, Forest)
    return model, forest, table


def on_thresholds(forest: Forest, person: Floats) -> Floats:
    """Return the person with each number on a threshold of the forest, or just beside it."""
    moved = person.copy()
    for column in range(0, 6, 2):
        limit = forest.threshold[forest.column == column][column]
        moved[column : column + 2] = limit, np.nextafter(np.float32(limit), np.float32(np.inf))
    return moved


def predicted(model: Any, place: int, rows: Floats) -> Any:
    ask = model.predict_proba if hasattr(model, "predict_proba") else model.predict
    return ask(rows).reshape(len(rows), -1)[:, place]


@pytest.mark.parametrize("kind", [RandomForestClassifier, ExtraTreesRegressor])
def test_contributions_are_those_of_all_coalitions_through_scikit_learn(
    kind: type[Any], *, deep: bool
) -> None:
    for seed in range(20 if deep else 1):
        model, forest, table = fitted(kind, seed)
        order = [list(model.classes_).index(name) for name in forest.classes] or [0]
        background = table[:30]
        for output, person in product(
            range(len(order)), (table[50], on_thresholds(forest, table[51]))
        ):
            asked = Game(forest, tuple(range(6)), 6, person, background)
            predict = partial(predicted, model, order[output])
            expected = shapley(predict, person.tolist(), background)
            assert explained(asked, output).tolist() == pytest.approx(expected, abs=1e-12)


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


def test_the_mean_over_two_halves_of_a_background_is_the_whole() -> None:
    made = game(LARGE, 9)
    halves = [replace(made, background=made.background[part::2]) for part in (0, 1)]
    mean = sum(explained(half) for half in halves) / 2
    assert np.abs(explained(made) - mean).max() < 1e-12


def test_the_order_of_the_background_changes_nothing() -> None:
    made = game(LARGE, 10)
    turned = replace(made, background=made.background[::-1])
    assert built(made).table.tobytes() == built(turned).table.tobytes()


# Whole numbers -----------------------------------------------------------------------


def weight(unsatisfied: int, failed: int) -> Fraction:
    whole = factorial(unsatisfied - 1) * factorial(failed)
    return Fraction(whole, factorial(unsatisfied + failed))


@pytest.mark.parametrize("size", [1, 4, 5, 6, 9])
def test_what_leaves_count_are_exactly_the_sums_over_the_background(size: int) -> None:
    draw = np.random.default_rng(size)
    failed = draw.integers(0, 1 << size, size=(2, 30), dtype=np.int32)
    sizes = np.array([size, size], dtype=np.int32)
    found = leaf_tables(count_rows(failed, sizes), sizes)
    for leaf, codes in enumerate(failed.tolist()):
        for mine in draw.integers(1, 1 << size, size=20).tolist():
            # Rows that fail something, and nothing that this one fails.
            others = [code.bit_count() for code in codes if code and not code & mine]
            place, count = found.starts[leaf] + mine, mine.bit_count()
            some = [sum(weight(other, count - back) for other in others) for back in (0, 1)]
            gap = Fraction(codes.count(0), count)
            told = Fraction(found.with_x[place] - found.without[place])
            assert told == scale(size) * (some[0] - some[1] - gap)


def test_a_background_too_large_for_one_piece_is_counted_in_parts() -> None:
    made = game(replace(LARGE, trees=2), 12)
    many = replace(made, background=np.tile(made.background, (ROWS // 60 + 2, 1)))
    assert len(many.background) > ROWS
    assert np.abs(explained(many) - explained(made)).max() < 1e-13


def test_backgrounds_whose_sums_would_be_rounded_are_refused() -> None:
    for size in range(1, 30):
        most = scale(size) * (1 + sum(Fraction(1, part) for part in range(1, size + 1)))
        rows = int((2**53 - 1) // most)
        assert exact_sums(size, rows)
        assert not exact_sums(size, rows + 1)


# The same bytes everywhere -----------------------------------------------------------

DIGEST = """
import hashlib
from explain.scores.attribution.deep import tables as deep
from tests.explain.scores.plain_trees import Kind, game
made = game(Kind(columns=14, depth=9, trees=8, rows=60, missing=True, categories=True), 11)
found = deep.build(made.forest, made.players, made.count, made.background)
parts = [array.tobytes() for array in found.arrays().values()]
print(hashlib.sha256(b"".join([*parts, found.contributions(made.row).tobytes()])).hexdigest())
"""


def test_two_processes_build_the_same_bytes_however_many_threads_they_have(root: Path) -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
            env={"OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2")
    ]
    assert printed[0] == printed[1]
