"""Fitted scikit-learn estimators of every kind that can be converted, over made-up people."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import clone
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
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from explain.scores.models.linear import Raw
from tests.explain.scores import sklearn_models as models

Table = Sequence[Sequence[Raw]]

MISSING = ("income", "rent", "heating")
"""The inputs that may be missing in the rows of `people(..., missing=True)`."""

ESTIMATORS: dict[str, tuple[Any, str]] = {
    "logistic": (LogisticRegression(solver="newton-cholesky"), "yes or no"),
    "logistic of classes": (LogisticRegression(solver="newton-cholesky"), "classes"),
    "linear": (LinearRegression(), "number"),
    "tree": (DecisionTreeClassifier(random_state=0), "yes or no"),
    "tree of classes": (DecisionTreeClassifier(max_leaf_nodes=20, random_state=0), "classes"),
    "tree of numbers": (DecisionTreeRegressor(max_depth=6, random_state=0), "number"),
    "forest": (RandomForestClassifier(9, random_state=0), "yes or no"),
    "forest of classes": (RandomForestClassifier(9, max_depth=5, random_state=0), "classes"),
    "forest of numbers": (RandomForestRegressor(9, max_depth=6, random_state=0), "number"),
    "random thresholds": (ExtraTreesClassifier(9, max_depth=6, random_state=0), "yes or no"),
    "random thresholds of numbers": (ExtraTreesRegressor(9, random_state=0), "number"),
    "boosting": (GradientBoostingClassifier(n_estimators=20, random_state=0), "yes or no"),
    "boosting from zero": (
        GradientBoostingClassifier(n_estimators=9, init="zero", random_state=0),
        "yes or no",
    ),
    "boosting of classes": (
        GradientBoostingClassifier(n_estimators=9, learning_rate=0.3, random_state=0),
        "classes",
    ),
    "boosting of numbers": (GradientBoostingRegressor(n_estimators=20, random_state=0), "number"),
    "boosting of quantiles": (
        GradientBoostingRegressor(loss="quantile", n_estimators=9, random_state=0),
        "number",
    ),
    "histograms": (HistGradientBoostingClassifier(max_iter=20), "yes or no"),
    "histograms of classes": (HistGradientBoostingClassifier(max_iter=9), "classes"),
    "histograms of numbers": (HistGradientBoostingRegressor(max_iter=20), "number"),
}
"""Estimators by name, each with its kind of target."""


def scaled() -> ColumnTransformer:
    """Return preprocessing for rows in which nothing is missing."""
    return ColumnTransformer(
        [
            ("one hot", OneHotEncoder(sparse_output=False, drop="if_binary"), [1, 3]),
            ("rank", OrdinalEncoder(), [4]),
            ("scale", StandardScaler(), [0]),
            ("range", MinMaxScaler(), slice(5, 6)),
            ("gone", "drop", []),
        ],
        remainder="passthrough",
    )


def imputed() -> ColumnTransformer:
    """Return preprocessing that fills in what is missing, in branches of several steps."""
    choices = make_pipeline(
        SimpleImputer(strategy="most_frequent"),
        OneHotEncoder(drop="first", handle_unknown="ignore", min_frequency=0.05),
    )
    apart = make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder())
    median = SimpleImputer(strategy="median", add_indicator=True)
    return ColumnTransformer(
        [
            ("choices", choices, [1, 4]),
            ("apart", apart, [1]),
            ("median", make_pipeline(median, RobustScaler()), [0]),
            ("mean", make_pipeline(SimpleImputer(), MaxAbsScaler(), FunctionTransformer()), [5]),
            ("flag", SimpleImputer(strategy="constant", fill_value=-1), [3]),
        ],
        remainder="passthrough",
    )


def coded() -> ColumnTransformer:
    """Return preprocessing that leaves what is missing to the trees."""
    ranks = OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=np.nan
    )
    return ColumnTransformer(
        [("ranks", ranks, [1, 4]), ("scale", StandardScaler(), [0, 5])], remainder="passthrough"
    )


def people(seed: int, count: int, *, missing: bool = False) -> list[list[Raw]]:
    """Draw rows with cents and ties; `missing` leaves some of `MISSING` out."""
    rows: list[list[Raw]] = [list(row) for row in models.rows(seed, count)]
    if missing:
        draw = np.random.default_rng(seed)
        places = [place for place, item in enumerate(models.inputs()) if item.id in MISSING]
        for row in rows:
            for place in places:
                if draw.random() < 0.15:
                    row[place] = None
    return rows


def array(rows: Table) -> Any:
    """Return rows as the library reads them: NaN for what is missing."""
    return np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=object)


def target(rows: Table, kind: str, seed: int = 0) -> Any:
    """Return what is to be learned: it depends on several inputs, and on chance."""
    draw = np.random.default_rng(seed)
    sums = np.array([_odds(row) for row in rows]) + draw.normal(size=len(rows))
    if kind == "number":
        return np.round(sums, 3)
    limits = np.quantile(sums, [0.5] if kind == "yes or no" else [0.3, 0.6])
    return np.digitize(sums, limits)


def fitted(name: str, rows: Table, preprocessing: Any = None) -> Any:
    """Return the estimator `name` fitted on `rows`, behind `preprocessing` if there is some."""
    estimator, kind = ESTIMATORS[name]
    pipeline = clone(estimator)
    if preprocessing is not None:
        pipeline = Pipeline([("columns", preprocessing), ("model", pipeline)])
    return pipeline.fit(array(rows), target(rows, kind))


def predictions(estimator: Any, rows: Table) -> Any:
    """Return the library's own additive prediction: rows x outputs."""
    table = array(rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if hasattr(estimator, "decision_function"):
            found = estimator.decision_function(table)
        elif hasattr(estimator, "predict_proba"):
            found = estimator.predict_proba(table)
            found = found[:, 1] if found.shape[1] == 2 else found
        else:
            found = estimator.predict(table)
    return np.asarray(found).reshape(len(rows), -1)


def _odds(row: Sequence[Raw]) -> float:
    income, heating, children, advised, period, rent = row
    known = 0.5 if income is None else float(income) / 30000
    cold = {"gas": 0.0, "oil": 1.0, "wood": -0.5, None: 2.0}[heating]  # type: ignore[index]  # a category is text
    housed = 0.0 if rent is None else float(rent) / 1000
    return (
        known
        + cold
        + float(children or 0) / 3
        - float(advised or 0)
        + housed
        + len(str(period)) / 5
    )
