"""The axioms that make the contributions Shapley values, for every method and library.

Efficiency is asked of the original library; the others hold between forests.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from explain.scores.attribution import exact
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from tests.explain.scores import forest_surgery as surgery
from tests.explain.scores.oracle import METHODS, answers, encoded
from tests.explain.scores.oracle_models import FAMILIES, KINDS, Case, Family, Kind, Problem, case

TOLERANCE = 1e-12
TREES = tuple(family for family in FAMILIES if family != "linear")

Method = Callable[[Forest, tuple[int, ...], Floats, Floats, int], Floats]


def by_table(kind: Any) -> Method:
    """Return a method that builds tables and asks them."""

    def ask(
        forest: Forest, owners: tuple[int, ...], person: Floats, background: Floats, output: int
    ) -> Floats:
        made = kind.build(forest, owners, max(owners) + 1, background, output)
        return np.asarray(made.contributions(person))

    return ask


def plainly(
    forest: Forest, owners: tuple[int, ...], person: Floats, background: Floats, output: int
) -> Floats:
    return exact.contributions(forest, owners, max(owners) + 1, person, background, output)


EVERY: dict[str, Method] = {"exact": plainly} | {
    name: by_table(kind) for name, kind in METHODS.items()
}

each_method = pytest.mark.parametrize("ask", EVERY.values(), ids=list(EVERY))


def drawn(*, deep: bool) -> Iterator[Case]:
    """Yield models of every library with rows of every kind; three in the quick run."""
    chosen: list[tuple[Family, Kind]] = [(family, kind) for family in TREES for kind in KINDS]
    if not deep:
        chosen = [("lightgbm", "missing"), ("histgb", "categories"), ("forest", "ties")]
    for family, kind in chosen:
        for seed in range(1000, 1006 if deep else 1001):
            yield case(Problem(family, kind, seed))


def game(one: Case) -> tuple[Forest, tuple[int, ...], Floats, Floats]:
    assert isinstance(one.model, Forest)
    person, background, owners = encoded(one, one.model)
    return one.model, owners, person, background


def close(one: Floats, other: Floats) -> bool:
    return bool(np.abs(one - other).max() <= TOLERANCE)


def test_contributions_lead_from_the_mean_of_the_background_to_the_person(*, deep: bool) -> None:
    for one in drawn(deep=deep):
        scores = one.predict([one.person, *one.background])[:, one.output].tolist()
        way = scores[0] - sum(scores[1:]) / len(one.background)
        assert all(abs(sum(values) - way) <= TOLERANCE for values in answers(one).values())


@each_method
def test_what_no_tree_reads_adds_exactly_nothing(ask: Method, *, deep: bool) -> None:
    for one in drawn(deep=deep):
        forest, owners, person, background = game(one)
        unread = np.arange(len(background) + 1.0)
        wider = np.column_stack([np.vstack([person, background]), unread])
        found = ask(
            surgery.widened(forest), (*owners, max(owners) + 1), wider[0], wider[1:], one.output
        )
        assert found[-1] == 0
        assert close(found[:-1], ask(forest, owners, person, background, one.output))


@each_method
def test_inputs_that_a_model_cannot_tell_apart_add_the_same(ask: Method, *, deep: bool) -> None:
    """The forest and its mirror image are symmetric in the columns that were swapped."""
    for one in drawn(deep=deep):
        forest, _, person, background = game(one)
        width = len(forest.columns)
        mirror = surgery.reordered(forest, [1, 0, *range(2, width)])
        person[1], background[:, 1] = person[0], background[:, 0]
        both = surgery.together(forest, mirror)
        found = ask(both, tuple(range(width)), person, background, one.output)
        assert abs(found[0] - found[1]) <= TOLERANCE


@each_method
def test_contributions_to_a_sum_of_models_are_sums_of_contributions(
    ask: Method, *, deep: bool
) -> None:
    for one in drawn(deep=deep):
        forest, owners, person, background = game(one)
        count = len(forest.roots)
        halves = [list(range(part, count, 2)) for part in range(min(count, 2))]
        whole = ask(forest, owners, person, background, one.output)
        parts = [
            ask(surgery.trees(forest, half), owners, person, background, one.output)
            for half in halves
        ]
        assert close(np.sum(parts, axis=0), whole)
        twice = surgery.together(forest, forest)
        assert close(ask(twice, owners, person, background, one.output), 2 * whole)


@each_method
def test_contributions_are_the_mean_over_parts_of_the_background(
    ask: Method, *, deep: bool
) -> None:
    for one in drawn(deep=deep):
        forest, owners, person, background = game(one)
        whole = ask(forest, owners, person, background, one.output)
        cut = len(background) // 3
        parts = [background[:cut], background[cut:]]
        found = [ask(forest, owners, person, part, one.output) * len(part) for part in parts]
        assert close(np.sum(found, axis=0) / len(background), whole)
        again = np.vstack([background, background[::-1]])
        assert close(ask(forest, owners, person, again, one.output), whole)


@each_method
def test_the_order_of_the_columns_does_not_matter(ask: Method, *, deep: bool) -> None:
    for one in drawn(deep=deep):
        forest, owners, person, background = game(one)
        order = list(range(len(forest.columns)))[::-1]
        other = surgery.reordered(forest, order)
        moved = tuple(owners[place] for place in order)
        found = ask(other, moved, person[order], background[:, order], one.output)
        assert close(found, ask(forest, owners, person, background, one.output))
