"""Changes that make another class win: as few and as near as brute force finds."""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from explain.case import Case, Value
from explain.explanation import Change
from explain.scores.background import Column
from explain.scores.changes import linear, trees
from explain.scores.changes.finding import Changes, changes_of
from explain.scores.changes.problem import Problem, problem
from explain.scores.changes.search import search
from explain.scores.changes.situation import Situation, raw
from explain.scores.conversion import Declaration
from explain.scores.conversion.sklearn_model import read_estimator
from explain.scores.models.forest import Forest
from explain.scores.models.linear import (
    BandsTerm,
    CategoryTerm,
    ClassSums,
    LinearModel,
    NumberTerm,
    Raw,
    Sums,
)
from tests.explain.scores import change_samples as samples
from tests.explain.scores.change_samples import Walk, random_forest
from tests.explain.scores.score_samples import DAY
from tests.explain.scores.test_score_changes_together import ROOM, distance

CLASSES = ("refused", "helped", "examined")
VALUES: dict[str, Raw] = {name: raw(value) for name, value in samples.PRESENT.items()}

Decide = Callable[[Mapping[str, Value]], int]
"""The class that other values bring, by a second calculation."""

SEEDS = range(5)
DEEP_SEEDS = [pytest.param(seed, marks=pytest.mark.deep) for seed in range(5, 60)]


def sums(seed: int) -> ClassSums:
    """Draw three sums whose numbers are slopes or bands; the first class is often ahead."""
    chance = random.Random(seed)  # noqa: S311 - a test repeats itself

    def weight() -> float:
        return chance.randint(-20, 20) / 10

    def points() -> tuple[float, ...]:
        return tuple(weight() for _ in range(4))

    def one(intercept: float) -> LinearModel:
        children = (
            BandsTerm("children", (1.0, 2.0, 4.0), points())
            if chance.random() < 0.7
            else NumberTerm("children", 1.0, 1.5, weight())
        )
        terms = (
            NumberTerm("saving", 4.0, 2.0, weight()),
            children,
            NumberTerm("years", 0.0, 4.0, weight()),
            NumberTerm("advised", 0.0, 1.0, weight()),
            CategoryTerm("heating", {name: weight() for name in ("gas", "oil", "wood")}),
            BandsTerm("rooms", (3.5, 5.0, 7.25), points()),
            NumberTerm("age", 0.0, 10.0, weight()),
        )
        return LinearModel("logistic", intercept, terms)

    ahead = chance.randint(0, 50) / 10
    return ClassSums(CLASSES, (one(ahead), one(0.0), one(0.0)))


def first_greatest(outputs: Sequence[float]) -> int:
    return outputs.index(max(outputs))


def by_fractions(model: ClassSums) -> Decide:
    """Decide by exact fractions, each sum rounded once."""

    def decide(values: Mapping[str, Value]) -> int:
        everything = {**VALUES, **{name: raw(value) for name, value in values.items()}}
        outputs = []
        for one in model.sums:
            worths = (Fraction(term.worth(everything[term.input])) for term in one.terms)
            outputs.append(float(sum(worths, Fraction(one.intercept))))
        return first_greatest(outputs)

    return decide


def by_walks(forest: Forest) -> Decide:
    walks = [Walk(forest, place) for place in range(len(forest.classes))]

    def decide(values: Mapping[str, Value]) -> int:
        everything = {**VALUES, **{name: raw(value) for name, value in values.items()}}
        return first_greatest([walk.output(everything) for walk in walks])

    return decide


def situation_of(model: Sums | Forest, decide: Decide) -> Situation:
    place = decide({})
    wanted = tuple(other for other in range(len(CLASSES)) if other != place)
    shown = samples.display(Decimal(0)).model_copy(
        update={"threshold": None, "threshold_label": None, "favourable": None}
    )
    case = Case(DAY, samples.PRESENT)
    one = Situation(case, VALUES, 0.0, model, shown, place, CLASSES, wanted)
    return Situation(case, VALUES, one.again({})[place], model, shown, place, CLASSES, wanted)


def of_seed(seed: int, kind: str) -> tuple[Situation, Decide]:
    """Return a person and a model of either kind."""
    if kind == "sums":
        model = sums(seed)
        return situation_of(model, by_fractions(model)), by_fractions(model)
    forest = random_forest(seed, trees=5, depth=3, classes=CLASSES)
    return situation_of(forest, by_walks(forest)), by_walks(forest)


def alone(situation: Situation) -> list[tuple[float, Change]]:
    """Return every change of one input, however far."""
    told = samples.inputs(), samples.background()
    if isinstance(situation.model, Forest):
        return list(trees.changes(situation, situation.model, *told))
    return list(linear.changes(situation, situation.model, *told))


def nearest_alone(situation: Situation, decide: Decide) -> dict[tuple[str, str], float]:
    """Try every value that people use: the nearest for each input and class."""
    found: dict[tuple[str, str], float] = {}
    for name, values in ROOM.items():
        for value in values:
            place = decide({name: value})
            if place != situation.place:
                key = name, CLASSES[place]
                found[key] = min(found.get(key, math.inf), distance({name: value}))
    return found


def between(change: Change) -> Iterator[Value]:
    """Yield values of a range, its ends included."""
    if not isinstance(change.at, Decimal):
        yield change.at
        return
    low, high = (change.at if end is None else end for end in (change.low, change.high))
    assert isinstance(low, Decimal)
    assert isinstance(high, Decimal)
    whole = change.id != "saving"
    for step in range(13):
        value = low + (high - low) * step / 12
        yield round(value) * Decimal(1) if whole else value


@pytest.mark.parametrize("kind", ["sums", "trees"])
@pytest.mark.parametrize("seed", [*SEEDS, *DEEP_SEEDS])
def test_one_input_goes_no_farther_than_brute_force_finds(seed: int, kind: str) -> None:
    situation, decide = of_seed(seed, kind)
    shown: dict[tuple[str, str], float] = {}
    for far, change in alone(situation):
        assert change.reached is None
        assert decide({change.id: change.at}) == CLASSES.index(str(change.outcome))
        key = change.id, str(change.outcome)
        shown[key] = min(shown.get(key, math.inf), far)
    for key, far in nearest_alone(situation, decide).items():
        assert shown[key] <= far + 1e-9


@pytest.mark.parametrize("kind", ["sums", "trees"])
@pytest.mark.parametrize("seed", [*SEEDS, *DEEP_SEEDS])
def test_a_range_brings_the_same_class_throughout(seed: int, kind: str) -> None:
    situation, decide = of_seed(seed, kind)
    for _, change in alone(situation):
        places = {decide({change.id: value}) for value in between(change)}
        assert places == {CLASSES.index(str(change.outcome))}


def smallest(decide: Decide, place: int, most: int) -> dict[str, Value] | None:
    """Try all values of one input, of two, ...: return the nearest that bring another class."""
    for size in range(1, most + 1):
        able = (
            dict(zip(names, values, strict=True))
            for names in combinations(ROOM, size)
            for values in product(*(ROOM[name] for name in names))
            if decide(dict(zip(names, values, strict=True))) != place
        )
        best = min(able, key=distance, default=None)
        if best is not None:
            return best
    return None


def found(situation: Situation) -> Changes:
    return changes_of(situation, samples.inputs(), samples.background())


def ahead(seed: int, kind: str, by: float) -> tuple[Situation, Decide]:
    """Return a person for whom no single input is enough, most often."""
    situation, _ = of_seed(seed, kind)
    place, model = situation.place, situation.model
    if isinstance(model, Forest):
        starts = model.intercepts.copy()
        starts[place] += by
        forest = Forest(
            **{
                name: getattr(model, name)
                for name in Forest.__dataclass_fields__
                if name != "intercepts"
            },
            intercepts=starts,
        )
        walks = [Walk(forest, at) for at in range(len(CLASSES))]

        def decided(values: Mapping[str, Value]) -> int:
            everything = {**VALUES, **{name: raw(value) for name, value in values.items()}}
            outputs = [walk.output(everything) for walk in walks]
            return first_greatest([o + s for o, s in zip(outputs, starts.tolist(), strict=True)])

        return situation_of(forest, decided), decided
    assert isinstance(model, ClassSums)
    raised = [
        LinearModel(one.kind, one.intercept + (by if at == place else 0.0), one.terms)
        for at, one in enumerate(model.sums)
    ]
    moved = ClassSums(CLASSES, tuple(raised))
    return situation_of(moved, by_fractions(moved)), by_fractions(moved)


@pytest.mark.parametrize("kind", ["sums", "trees"])
@pytest.mark.parametrize("seed", [*SEEDS, *DEEP_SEEDS])
def test_several_inputs_are_as_few_and_as_near_as_brute_force_finds(seed: int, kind: str) -> None:
    situation, decide = ahead(seed, kind, 3.25)
    changes = found(situation)
    expected = smallest(decide, situation.place, 2)
    assert not (changes.alone and changes.together)
    if changes.together is None:
        assert expected is None or len(expected) == 1 or changes.alone
        return
    told = changes.together
    assert told.repeatable
    if expected is None:
        assert told.found is None or len(told.found.changes) > 2
        return
    assert told.found is not None
    assert len(told.found.changes) == len(expected) == 2
    assert told.found.distance <= distance(expected) + 1e-9


@pytest.mark.parametrize("kind", ["sums", "trees"])
@pytest.mark.parametrize("seed", [*SEEDS, *DEEP_SEEDS])
def test_ranges_of_several_inputs_bring_the_same_class_throughout(seed: int, kind: str) -> None:
    situation, decide = ahead(seed, kind, 3.25)
    together = found(situation).together
    if together is None or together.found is None:
        return
    place = CLASSES.index(str(together.found.outcome))
    assert place != situation.place
    changes = [
        Change(id=one.id, low=one.low, high=one.high, at=one.at, outcome="")
        for one in together.found.changes
    ]
    sides = [list(between(change))[:: 12 if len(changes) > 3 else 4] for change in changes]
    for values in product(*sides):
        assert decide(dict(zip([c.id for c in changes], values, strict=True))) == place


def chosen(posed: Problem, options: Sequence[int]) -> dict[str, Value]:
    pairs = zip(posed.choices, options, strict=True)
    values = {choice.name: choice.options[option].value for choice, option in pairs}
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize("seed", SEEDS)
def test_trying_everything_and_the_solver_agree(seed: int) -> None:
    situation, _ = ahead(seed, "trees", 3.25)
    forest = situation.model
    assert isinstance(forest, Forest)
    for side in situation.wanted:
        own = situation.towards(side)
        posed = problem(own, forest, samples.inputs(), samples.background())

        def flips(options: Sequence[int], own: Situation = own, posed: Problem = posed) -> bool:
            return own.flips(chosen(posed, options))

        first, second = (search(posed, flips, 60, most) for most in (10**9, 0))
        assert (first.result, first.options) == (second.result, second.options)


def test_changes_turn_the_original_of_another_library() -> None:
    draw = np.random.default_rng(5)
    inputs = tuple(item for item in samples.inputs() if item.id in {"saving", "heating", "years"})
    rows = [
        (round(float(draw.uniform(0, 9)), 2), float(year), str(draw.choice(["gas", "oil", "wood"])))
        for year in draw.integers(0, 20, 300)
    ]
    target = [
        int(np.argmax([2.0, saving / 2, years / 4]) + draw.integers(0, 2)) % 3
        for saving, years, _ in rows
    ]
    steps = ColumnTransformer([("n", StandardScaler(), [0, 1]), ("c", OneHotEncoder(), [2])])
    original = Pipeline([("before", steps), ("model", LogisticRegression())])
    original.fit(np.array(rows, dtype=object), target)
    declared = Declaration(inputs, rows)
    model = read_estimator(original, declared)
    assert isinstance(model, ClassSums)
    names = [item.id for item in inputs]
    columns = tuple(
        Column(
            (),
            float(np.mean(column)),
            float(min(column)),
            float(max(column)),
            float(np.std(column)),
        )
        if name != "heating"
        else Column(tuple(column))
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    )
    turned = 0
    for row in rows[:60]:
        present = {
            name: value if isinstance(value, str) else Decimal(repr(value))
            for name, value in zip(names, row, strict=True)
        }
        values: dict[str, Raw] = dict(zip(names, row, strict=True))
        place = int(original.predict(np.array([row], dtype=object))[0])
        wanted = tuple(other for other in range(3) if other != place)
        shown = samples.display(Decimal(0))
        situation = Situation(
            Case(DAY, present), values, 0.0, model, shown, place, model.classes, wanted
        )
        for change in changes_of(situation, inputs, columns).alone:
            again = {**values, change.id: raw(change.at)}
            table = np.array([[again[name] for name in names]], dtype=object)
            assert f"class_{original.predict(table)[0]}" == change.outcome
            turned += 1
    assert turned > 40
