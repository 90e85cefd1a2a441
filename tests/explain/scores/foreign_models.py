"""Small models of LightGBM and XGBoost, trained on rows of every kind."""

import contextlib
import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from explain.errors import InvalidFile
from explain.scores.models.columns import Floats, encode_all
from explain.scores.models.forest import Forest
from explain.spec import Input
from tests.explain.scores.score_samples import declared_inputs

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # their own imports, and what pandas says of itself
    import lightgbm
    import pandas as pd
    import xgboost

Row = Sequence[float | str | None]

NAMES = ("income", "rent", "heating", "advised")
HEATINGS = ("gas", "oil", "wood", "none", "heat", "sun")
PANDAS_ORDER = ("heat", "sun", "none", "wood", "oil", "gas")


def inputs(**changes: Any) -> tuple[Input, ...]:
    """Return two amounts, a category and a boolean; `changes` alters one by its id."""
    items: list[dict[str, Any]] = [
        {"id": "income", "type": "amount"},
        {"id": "rent", "type": "number"},
        {"id": "heating", "type": "category", "categories": _named(HEATINGS)},
        {"id": "advised", "type": "boolean"},
    ]
    return declared_inputs([{**item, **changes.get(item["id"], {})} for item in items])


def rows(seed: int, count: int) -> list[Row]:
    """Draw rows with cents and missing values."""
    draw = np.random.default_rng(seed)

    def some(value: Any) -> Any:
        return None if draw.random() < 0.1 else value

    return [
        (
            some(round(draw.normal() * 100, 2)),
            some(float(draw.choice([0.0, 450.1, round(draw.uniform(-200, 1500), 2)]))),
            some(str(draw.choice(HEATINGS))),
            float(draw.integers(0, 2)),
        )
        for _ in range(count)
    ]


def codes(table: Sequence[Row]) -> Floats:
    """Number the categories as declared."""
    numbers = {name: float(place) for place, name in enumerate(HEATINGS)}
    found = [[numbers.get(str(value), value) for value in row] for row in table]
    return np.array(found, dtype=np.float64)


def frame(table: Sequence[Row]) -> Any:
    """Return a table of pandas with its columns, and its categories, in orders of their own."""
    made = pd.DataFrame(table, columns=list(NAMES))
    made["heating"] = pd.Categorical(made["heating"], categories=list(PANDAS_ORDER))
    made = made[["advised", "heating", "rent", "income"]]
    return made.astype({"rent": float, "income": float})


def targets(table: Sequence[Row], seed: int, classes: int = 0) -> Floats:
    """Draw what is to be predicted: a number, or one of `classes`."""
    draw = np.random.default_rng(seed)
    found = np.nan_to_num(codes(table)) @ [0.01, 0.001, 0.3, 1.0]
    found += 2.0 * np.isin(codes(table)[:, 2], [1, 4]) + draw.normal(size=len(table))
    if not classes:
        return found
    return np.digitize(found, np.quantile(found, np.arange(1, classes) / classes)).astype(float)


def light(table: Any, target: Floats, **settings: Any) -> Any:
    """Train a booster of LightGBM."""
    named: dict[str, Any] = {"feature_name": list(NAMES), "categorical_feature": [2]}
    if not isinstance(table, np.ndarray):
        named = {}
    named |= {key: settings.pop(key) for key in list(settings) if key in named}
    plain = {"verbose": -1, "num_threads": 1, "min_data_per_group": 5, "max_depth": 4}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = lightgbm.Dataset(table, target, **named)
        return lightgbm.train({**plain, **settings}, data, settings.pop("rounds", 8))


KINDS = ("q", "q", "c", "q")


def matrix(table: Any, target: Floats | None = None, kinds: Sequence[str] = KINDS) -> Any:
    """Return what XGBoost trains on and predicts from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not isinstance(table, np.ndarray):
            return xgboost.DMatrix(table, target, enable_categorical=True)
        named = {"feature_names": NAMES, "feature_types": list(kinds)}
        return xgboost.DMatrix(table, target, **named, enable_categorical=True)


def extreme(table: Any, target: Floats, **settings: Any) -> Any:
    """Train a booster of XGBoost."""
    plain = {"nthread": 1, "max_depth": 4, "max_cat_to_onehot": 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = matrix(table, target, settings.pop("kinds", KINDS))
        return xgboost.train({**plain, **settings}, data, settings.pop("rounds", 8))


def encoded(forest: Forest, table: Sequence[Row]) -> Floats:
    """Return rows as the columns of `forest`."""
    return encode_all(forest.columns, dict(zip(NAMES, zip(*table, strict=True), strict=True)))


def on_ties(forest: Forest, table: Sequence[Row], seed: int) -> list[Row]:
    """Put thresholds of `forest`, and their neighbours in 32 and 64 bits, into `table`."""
    draw = np.random.default_rng(seed)
    found = [list(row) for row in table]
    for place, column in enumerate(forest.columns):
        limits = forest.threshold[(forest.column == place) & (forest.categories == -1)]
        where = NAMES.index(column.input)
        if where > 1 or not len(limits):
            continue
        for row in found:
            row[where] = float(_beside(draw, float(draw.choice(limits))))
    return [tuple(row) for row in found]


def refusals(read: Callable[..., Forest], *arguments: Any) -> list[str]:
    """Return the codes with which a model is refused."""
    try:
        read(*arguments)
    except InvalidFile as error:
        return [issue.code.id for issue in error.issues]
    return []


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Leave out what the libraries say when they predict."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _beside(draw: np.random.Generator, limit: float) -> float:
    end = draw.choice([-math.inf, math.inf])
    narrow = np.float32(limit)
    halfway = (float(narrow) + float(np.nextafter(narrow, np.float32(end)))) / 2
    return float(draw.choice([limit, np.nextafter(limit, end), float(narrow), halfway]))


def _named(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": name, "label": name} for name in names]
