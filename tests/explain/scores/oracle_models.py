"""Random models of every library, with rows of every kind, and the library's own answer.

A `Problem` asks for a model; `case` trains it, converts it and draws a person and a
background. `Case.predict` is the original's own additive prediction and nothing of ours.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.lightgbm import read_lightgbm
from explain.scores.conversion.sklearn_model import read_estimator
from explain.scores.conversion.xgboost import read_xgboost
from explain.scores.models.columns import Floats, NumberColumn
from explain.scores.models.forest import Forest
from explain.scores.models.linear import Sums
from explain.spec import Input
from tests.explain.scores.score_samples import declared_inputs

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # their own imports
    import lightgbm
    import xgboost

Family = Literal["linear", "tree", "gb", "histgb", "forest", "extra", "lightgbm", "xgboost"]
Kind = Literal["plain", "ties", "missing", "categories"]
Task = Literal["number", "yes or no", "classes"]
Row = tuple[float | str | None, ...]
Predict = Callable[[Sequence[Row]], Floats]

FAMILIES: tuple[Family, ...] = (
    "linear",
    "tree",
    "gb",
    "histgb",
    "forest",
    "extra",
    "lightgbm",
    "xgboost",
)
KINDS: tuple[Kind, ...] = ("plain", "ties", "missing", "categories")
CHOICES = ("gas", "oil", "wood", "sun")
TRAINING_ROWS = 150


@dataclass(frozen=True)
class Problem:
    """What is drawn at random: the same problem gives the same case."""

    family: Family
    kind: Kind
    seed: int

    @property
    def task(self) -> Task:
        tasks: tuple[Task, ...] = ("number", "yes or no", "classes")
        return tasks[self.seed % 3]

    @property
    def draw(self) -> np.random.Generator:
        return np.random.default_rng(
            [FAMILIES.index(self.family), KINDS.index(self.kind), self.seed]
        )


@dataclass(frozen=True, eq=False)
class Case:
    """A model and its original, a person and a background, and the output that is explained.

    `players` are sets of inputs, by their places: most often each input is one.
    """

    inputs: tuple[Input, ...]
    model: Forest | Sums
    predict: Predict
    person: Row
    background: tuple[Row, ...]
    players: tuple[tuple[int, ...], ...]
    output: int


@cache
def case(problem: Problem) -> Case:
    """Train, convert and draw."""
    draw = problem.draw
    inputs = _inputs(problem, draw)
    training = [_row(problem, draw, inputs) for _ in range(TRAINING_ROWS)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries say when they train
        model, predict = _trained(problem, draw, inputs, training)
    rows = [_row(problem, draw, inputs) for _ in range(int(draw.integers(11, 60)))]
    if problem.kind == "ties" and isinstance(model, Forest):
        rows = [_on_ties(model, draw, inputs, row) for row in rows]
    person, *background = rows
    scores = predict([person])[0]
    output = int(np.argmax(scores)) if len(scores) > 1 else 0
    return Case(inputs, model, predict, person, tuple(background), _players(draw, inputs), output)


def _inputs(problem: Problem, draw: np.random.Generator) -> tuple[Input, ...]:
    choices = [{"id": name, "label": name} for name in CHOICES]
    numbers = [{"id": f"n{place}", "type": "number"} for place in range(draw.integers(3, 6))]
    if problem.kind != "categories":
        return declared_inputs(numbers)
    coded: list[dict[str, Any]] = [
        {"id": "heating", "type": "category", "categories": choices},
        {"id": "period", "type": "category", "categories": choices[: int(draw.integers(2, 5))]},
        {"id": "advised", "type": "boolean"},
    ]
    return declared_inputs([*numbers[:2], *coded])


def _row(problem: Problem, draw: np.random.Generator, inputs: tuple[Input, ...]) -> Row:
    return tuple(_value(problem, draw, item) for item in inputs)


def _value(problem: Problem, draw: np.random.Generator, item: Input) -> float | str | None:
    if item.type == "boolean":
        return float(draw.integers(0, 2))
    native = problem.family in {"lightgbm", "xgboost"}
    if item.type == "category" and native and draw.random() < 0.1:
        return None
    if item.type == "category":
        return item.categories[int(draw.integers(0, len(item.categories)))].id
    if problem.kind == "missing" and draw.random() < 0.2:
        return None
    if problem.kind == "ties" and draw.random() < 0.5:
        return float(draw.choice([0.1, 0.35, 12.3, 12.31, 999.99]))
    value = float(draw.normal() * 10)
    return round(value, 2) if problem.kind in {"ties", "categories"} else value


def _on_ties(forest: Forest, draw: np.random.Generator, inputs: tuple[Input, ...], row: Row) -> Row:
    """Put some numbers on a threshold of the forest, or just beside it."""
    found = list(row)
    for place, item in enumerate(inputs):
        columns = [
            number
            for number, column in enumerate(forest.columns)
            if column == NumberColumn(item.id)
        ]
        limits = forest.threshold[np.isin(forest.column, columns) & (forest.categories == -1)]
        if len(limits) and draw.random() < 0.6:
            found[place] = _beside(draw, float(draw.choice(limits)))
    return tuple(found)


def _beside(draw: np.random.Generator, limit: float) -> float:
    end = draw.choice([-math.inf, math.inf])
    narrow = np.float32(limit)
    halfway = (float(narrow) + float(np.nextafter(narrow, np.float32(end)))) / 2
    return float(draw.choice([limit, limit, math.nextafter(limit, end), float(narrow), halfway]))


def _players(draw: np.random.Generator, inputs: tuple[Input, ...]) -> tuple[tuple[int, ...], ...]:
    """Make each input a player; one time in four, two of them are one."""
    each = [(place,) for place in range(len(inputs))]
    if draw.random() < 0.25:
        return ((0, len(inputs) - 1), *each[1:-1])
    return tuple(each)


def _target(problem: Problem, draw: np.random.Generator, training: Sequence[Row]) -> Floats:
    codes = {name: float(place) for place, name in enumerate(CHOICES)}
    numbers = [[codes.get(str(value), value) or 0.0 for value in row] for row in training]
    table = np.array(numbers, dtype=np.float64)
    table /= np.maximum(table.std(axis=0), 1e-9)
    found = table @ draw.normal(size=table.shape[1]) + table[:, 0] * table[:, 1]
    found = found + draw.normal(size=len(table))
    parts = {"number": 0, "yes or no": 2, "classes": 3}[problem.task]
    if not parts:
        return np.asarray(found, dtype=np.float64)
    return np.digitize(found, np.quantile(found, np.arange(1, parts) / parts)).astype(np.float64)


def _trained(
    problem: Problem, draw: np.random.Generator, inputs: tuple[Input, ...], training: list[Row]
) -> tuple[Forest | Sums, Predict]:
    target = _target(problem, draw, training)
    if problem.family == "lightgbm":
        return _light(problem, inputs, training, target)
    if problem.family == "xgboost":
        return _extreme(problem, inputs, training, target)
    estimator = _pipeline(problem, draw, inputs)
    table = _objects if isinstance(estimator, Pipeline) else _numbers
    labels = target if problem.task == "number" else target.astype(np.int64)
    estimator.fit(table(training), labels)
    own = getattr(estimator, "decision_function", None) or getattr(
        estimator, "predict_proba", estimator.predict
    )

    def predict(rows: Sequence[Row]) -> Floats:
        found = np.asarray(own(table(rows)), dtype=np.float64).reshape(len(rows), -1)
        return found[:, 1:] if found.shape[1] == 2 else found  # probabilities of no and yes

    return read_estimator(estimator, Declaration(inputs, training)), predict


def _pipeline(problem: Problem, draw: np.random.Generator, inputs: tuple[Input, ...]) -> Any:
    seed = int(draw.integers(0, 2**31))
    if problem.kind == "categories":
        places = [place for place, item in enumerate(inputs) if item.categories]
        others = [place for place in range(len(inputs)) if place not in places]
        as_codes = problem.family == "histgb" or (problem.family != "linear" and seed % 2)
        encode = OrdinalEncoder() if as_codes else OneHotEncoder()
        native = {"categorical_features": [0, 1]} if problem.family == "histgb" else {}
        steps = [("coded", encode, places), ("numbers", "passthrough", others)]
        return Pipeline([("c", ColumnTransformer(steps)), ("e", _estimator(problem, seed, native))])
    before: list[Any] = []
    if problem.kind == "missing" and problem.family in {"linear", "gb"}:
        before.append(("fill", SimpleImputer(add_indicator=bool(seed % 2))))
    if problem.family == "linear" or (seed % 3 == 0 and problem.kind != "ties"):
        before.append(("scale", StandardScaler()))
    estimator = _estimator(problem, seed, {})
    if not before and problem.family != "linear":
        return estimator
    if problem.family == "linear":
        every = list(range(len(inputs)))
        before = [("c", ColumnTransformer([("all", Pipeline(before), every)]))]
    return Pipeline([*before, ("e", estimator)])


def _estimator(problem: Problem, seed: int, more: dict[str, Any]) -> Any:
    number = problem.task == "number"
    if problem.family == "linear":
        return LinearRegression() if number else LogisticRegression()
    single: dict[str, Any] = {"max_depth": 3 + seed % 3, "random_state": seed}
    several = {**single, "n_estimators": 6 + seed % 7}
    match problem.family:
        case "tree":
            kind = DecisionTreeRegressor if number else DecisionTreeClassifier
            return kind(**{**single, "max_depth": None if seed % 2 else 6})
        case "gb":
            return (GradientBoostingRegressor if number else GradientBoostingClassifier)(**several)
        case "forest":
            deep = {**several, "max_depth": None if seed % 2 else 8}
            return (RandomForestRegressor if number else RandomForestClassifier)(**deep)
        case "extra":
            deep = {**several, "max_depth": None if seed % 2 else 8}
            return (ExtraTreesRegressor if number else ExtraTreesClassifier)(**deep)
    kind = HistGradientBoostingRegressor if number else HistGradientBoostingClassifier
    return kind(**single, **more, max_iter=6 + seed % 7, min_samples_leaf=5)


def _light(
    problem: Problem, inputs: tuple[Input, ...], training: list[Row], target: Floats
) -> tuple[Forest, Predict]:
    objectives = {"number": "regression", "yes or no": "binary", "classes": "multiclass"}
    settings: dict[str, Any] = {
        "objective": objectives[problem.task],
        "num_class": 3 if problem.task == "classes" else 1,
        "max_depth": 3 + problem.seed % 4,
        "min_data_in_leaf": 5,
        "min_data_per_group": 5,
        "max_cat_to_onehot": 1 + problem.seed % 4,
        "verbose": -1,
        "num_threads": 1,
        "seed": problem.seed,
    }
    coded = [place for place, item in enumerate(inputs) if item.categories]
    names = [item.id for item in inputs]
    table = lightgbm.Dataset(
        _codes(training, inputs), target, feature_name=names, categorical_feature=coded
    )
    booster = lightgbm.train(settings, table, 6 + problem.seed % 25)

    def predict(rows: Sequence[Row]) -> Floats:
        found = booster.predict(_codes(rows, inputs), raw_score=True, num_threads=1)
        return np.asarray(found, dtype=np.float64).reshape(len(rows), -1)

    return read_lightgbm(booster.model_to_string().encode(), "model.txt", inputs), predict


def _extreme(
    problem: Problem, inputs: tuple[Input, ...], training: list[Row], target: Floats
) -> tuple[Forest, Predict]:
    """Start from 0, so that the margin of one tree alone is the exact value of its leaf."""
    objectives = {
        "number": ("reg:squarederror", 0.0),
        "yes or no": ("binary:logistic", 0.5),
        "classes": ("multi:softprob", 0.0),
    }
    objective, start = objectives[problem.task]
    settings: dict[str, Any] = {
        "objective": objective,
        "base_score": start,
        "max_depth": 3 + problem.seed % 3,
        "max_cat_to_onehot": 1 + problem.seed % 4,
        "seed": problem.seed,
        "nthread": 1,
    }
    if problem.task == "classes":
        settings["num_class"] = 3
    names = [item.id for item in inputs]
    kinds = ["c" if item.categories else "q" for item in inputs]

    def matrix(rows: Sequence[Row], labels: Floats | None = None) -> Any:
        table = _codes(rows, inputs)
        named = {"feature_names": names, "feature_types": kinds}
        return xgboost.DMatrix(table, labels, **named, enable_categorical=True, nthread=1)

    booster = xgboost.train(settings, matrix(training, target), 6 + problem.seed % 7)

    def predict(rows: Sequence[Row]) -> Floats:
        asked = matrix(rows)
        rounds = [(place, place + 1) for place in range(booster.num_boosted_rounds())]
        only = {"output_margin": True, "strict_shape": True}
        each = [booster.predict(asked, **only, iteration_range=chosen) for chosen in rounds]
        return np.asarray(np.array(each, dtype=np.float64).sum(axis=0))

    return read_xgboost(bytes(booster.save_raw("json")), "model.json", inputs), predict


def _numbers(rows: Sequence[Row]) -> Floats:
    return np.array(rows, dtype=np.float64)


def _objects(rows: Sequence[Row]) -> Any:
    found = [[math.nan if value is None else value for value in row] for row in rows]
    mixed = any(isinstance(value, str) for value in found[0])
    return np.array(found, dtype=object if mixed else np.float64)


def _codes(rows: Sequence[Row], inputs: tuple[Input, ...]) -> Floats:
    """Number the categories of each input as they are declared."""
    orders = [{c.id: float(place) for place, c in enumerate(item.categories)} for item in inputs]
    found = [
        [order.get(str(value), value) for value, order in zip(row, orders, strict=True)]
        for row in rows
    ]
    return np.array(found, dtype=np.float64)
