"""The boosted ensembles of the benchmarks: 200 trees of depth 5 over 20 inputs, seeded."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier

from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.lightgbm import read_lightgbm
from explain.scores.conversion.sklearn_model import read_estimator
from explain.scores.conversion.xgboost import read_xgboost
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from explain.spec import Input

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # their own imports
    import lightgbm
    import xgboost

WIDTH, TREES, DEPTH, BACKGROUND = 20, 200, 5, 1000
FAMILIES = ("HistGradientBoosting", "LightGBM", "XGBoost", "GradientBoosting")
INPUTS = tuple(
    Input(id=f"n{place}", label=f"n{place}", type="number", source="drawn", actionable="no")
    for place in range(WIDTH)
)

Native = Callable[[Floats], object]


@dataclass(frozen=True)
class Boosted:
    """A model as trained, the same as a `Forest`, and the library's own contributions."""

    model: Any
    forest: Forest
    native: Native | None


def rows(count: int, seed: int) -> Floats:
    """Return random rows: correlated amounts with cents."""
    draw = np.random.default_rng(seed)
    mixed = draw.normal(size=(count, WIDTH)) + 0.5 * draw.normal(size=(count, 1))
    return np.round(mixed * 1000, 2)


def train(family: str, count: int) -> Boosted:
    """Train a model of yes and no on `count` rows, and convert it."""
    table = rows(count, 1)
    scaled = table / 1000
    truth = scaled[:, :8].sum(axis=1) + scaled[:, 0] * scaled[:, 1] + np.sin(2 * scaled[:, 2])
    noise = np.random.default_rng(2).normal(size=count)
    target = (truth + noise > 0).astype(np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries say when they train
        return _TRAINERS[family](table, target)


def _hist(table: Floats, target: Any) -> Boosted:
    kind = HistGradientBoostingClassifier(
        max_iter=TREES, max_depth=DEPTH, early_stopping=False, random_state=0
    )
    return _sklearn(kind.fit(table, target), table)


def _gradient(table: Floats, target: Any) -> Boosted:
    kind = GradientBoostingClassifier(n_estimators=TREES, max_depth=DEPTH, random_state=0)
    return _sklearn(kind.fit(table, target), table)


def _sklearn(model: Any, table: Floats) -> Boosted:
    read = read_estimator(model, Declaration(INPUTS, table[:BACKGROUND].tolist()))
    return Boosted(model, cast("Forest", read), None)


def _light(table: Floats, target: Any) -> Boosted:
    settings = {"objective": "binary", "max_depth": DEPTH, "num_leaves": 32, "num_threads": 1}
    names = [item.id for item in INPUTS]
    data = lightgbm.Dataset(table, target, feature_name=names)
    model = lightgbm.train({**settings, "verbose": -1, "seed": 0}, data, TREES)
    forest = read_lightgbm(model.model_to_string().encode(), "model.txt", INPUTS)
    return Boosted(model, forest, lambda some: model.predict(some, pred_contrib=True))


def _extreme(table: Floats, target: Any) -> Boosted:
    settings = {"objective": "binary:logistic", "max_depth": DEPTH, "nthread": 1, "seed": 0}
    names = [item.id for item in INPUTS]

    def matrix(some: Floats, labels: Any = None) -> Any:
        return xgboost.DMatrix(some, labels, feature_names=names, nthread=1)

    model = xgboost.train(settings, matrix(table, target), TREES)
    forest = read_xgboost(bytes(model.save_raw("json")), "model.json", INPUTS)
    return Boosted(model, forest, lambda some: model.predict(matrix(some), pred_contribs=True))


_TRAINERS = {
    "HistGradientBoosting": _hist,
    "GradientBoosting": _gradient,
    "LightGBM": _light,
    "XGBoost": _extreme,
}
