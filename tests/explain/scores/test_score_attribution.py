"""Contributions equal Shapley values from their definition, and obey the axioms."""

import dataclasses
import math
import random

import pytest

from explain.scores.attribution.closed_form import closed_form
from explain.scores.attribution.contributions import Contributions
from explain.scores.conversion import convert
from explain.scores.models.linear import CategoryTerm, LinearModel, NumberTerm
from explain.scores.models.linear_file import read_model
from explain.scores.players import Player
from tests.explain.scores import sklearn_models as models
from tests.explain.scores.brute_force import shapley

Rows = list[list[float | str]]


def players(model: LinearModel) -> tuple[Player, ...]:
    return tuple(Player(term.input, term.input, (term.input,)) for term in model.terms)


def explained(model: LinearModel, rows: Rows, person: list[float | str]) -> Contributions:
    values = {term.input: value for term, value in zip(model.terms, person, strict=True)}
    return closed_form(model, players(model), list(zip(*rows, strict=True))).contributions(values)


def random_model(seed: int) -> tuple[LinearModel, Rows]:
    """Draw a model of five numbers and a choice, and a background."""
    draw = random.Random(seed)  # noqa: S311 - test data
    numbers = [
        NumberTerm(name, draw.gauss(0, 9), draw.uniform(0.1, 5), draw.gauss(0, 2))
        for name in "abcde"
    ]
    choice = CategoryTerm("f", {name: draw.gauss(0, 2) for name in ("x", "y", "z")})
    rows: Rows = [
        [*(round(draw.gauss(0, 9), 2) for _ in range(5)), draw.choice(["x", "y", "z"])]
        for _ in range(40)
    ]
    return LinearModel("logistic", draw.gauss(0, 1), (*numbers, choice)), rows


def assert_close(found: tuple[float, ...], expected: list[float]) -> None:
    size = max(1.0, *(abs(value) for value in expected))
    assert all(abs(f - e) <= 1e-12 * size for f, e in zip(found, expected, strict=True))


@pytest.mark.parametrize("kind", ["logistic", "linear"])
@pytest.mark.parametrize("drop", [None, "first"])
def test_contributions_equal_brute_force_through_the_original_pipeline(
    kind: str, drop: str | None, *, deep: bool
) -> None:
    for seed in range(100 if deep else 4):
        rows = models.rows(seed, 36)
        pipeline = models.fitted(seed, rows, kind, drop)
        model = read_model(convert(pipeline, models.inputs(), rows), "m", models.inputs())
        person = models.rows(seed + 1000, 4)[seed % 4]
        found = explained(model.sums[0], rows, person)
        expected = shapley(models.predict(pipeline), person, models.array(rows))
        assert_close(found.values, expected)


@pytest.mark.parametrize("seed", range(20))
def test_base_and_contributions_add_up_to_the_output(seed: int) -> None:
    model, rows = random_model(seed)
    for person in rows:
        found = explained(model, rows, person)
        assert abs(math.fsum((found.base, *found.values)) - found.output) <= 1e-12


def test_the_base_is_the_mean_output_over_all_rows() -> None:
    model, rows = random_model(1)
    outputs = [explained(model, rows, row).output for row in rows]
    assert abs(explained(model, rows, rows[0]).base - math.fsum(outputs) / len(rows)) <= 1e-12


def test_an_input_without_weight_contributes_exactly_nothing() -> None:
    model, rows = random_model(2)
    terms = list(model.terms)
    terms[0] = NumberTerm("a", 3.3, 1.7, 0.0)
    terms[5] = CategoryTerm("f", {"x": 0.0, "y": 0.0, "z": 0.0})
    muted = dataclasses.replace(model, terms=tuple(terms))
    found = [explained(muted, rows, row).values for row in rows]
    assert {(values[0], values[5]) for values in found} == {(0.0, 0.0)}


def test_two_inputs_with_the_same_role_contribute_the_same() -> None:
    model, rows = random_model(3)
    terms = list(model.terms)
    terms[1] = dataclasses.replace(terms[0], input="b")
    twins = dataclasses.replace(model, terms=tuple(terms))
    same: Rows = [[row[0], row[0], *row[2:]] for row in rows]
    assert all(
        values[0] == values[1] for values in (explained(twins, same, row).values for row in same)
    )


def test_contributions_to_a_sum_of_models_are_sums() -> None:
    (first, rows), (second, _) = random_model(4), random_model(5)

    def summed(table: Rows) -> list[float]:
        return [explained(first, rows, r).output + explained(second, rows, r).output for r in table]

    for person in rows[:3]:
        pairs = zip(*(explained(m, rows, person).values for m in (first, second)), strict=True)
        expected = shapley(summed, person, models.array(rows))
        assert_close(tuple(a + b for a, b in pairs), expected)


def test_contributions_average_over_parts_of_the_background() -> None:
    model, rows = random_model(6)
    for person in rows[:5]:
        whole = explained(model, rows, person).values
        halves = [explained(model, half, person).values for half in (rows[:20], rows[20:])]
        assert_close(whole, [(a + b) / 2 for a, b in zip(*halves, strict=True)])


def test_the_order_of_rows_and_inputs_does_not_matter() -> None:
    model, rows = random_model(7)
    turned = dataclasses.replace(model, terms=model.terms[::-1])
    back = [row[::-1] for row in reversed(rows)]
    for person in rows[:5]:
        found = explained(turned, back, person[::-1])
        assert found.values[::-1] == explained(model, rows, person).values
        assert found.base == explained(model, rows, person).base
