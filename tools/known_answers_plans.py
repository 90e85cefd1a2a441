"""The models of the known answers: how each is drawn, trained and saved."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import skops.io
import xgboost
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from explain.scores.models.columns import Floats

SEED = 20261123
DRAWN = 2000
SHOWN = 5
OLD, POOR, LATE = 62, 18000, 300
HEATINGS = ("gas", "oil", "wood", "sun")

Train = Callable[[Floats, Floats], tuple[str, bytes]]
"""Trains on rows and targets; returns the ending of the file's name, and the file."""


@dataclass(frozen=True)
class Plan:
    """A case to make: its data, how a model is trained, and what is explained."""

    id: str
    about: str
    library: str
    train: Train
    draw: Callable[[np.random.Generator, int], Floats]
    target: Callable[[Floats, np.random.Generator], Floats]
    inputs: tuple[str, ...] = ("income", "rent", "arrears", "age", "people")
    background: int = 40
    players: tuple[tuple[str, ...], ...] = ()
    output: int = 0
    data: tuple[Floats, Floats, Floats] | None = None
    """Training rows, background and persons, where they are not drawn."""


# Data --------------------------------------------------------------------------------


def cents(draw: np.random.Generator, count: int) -> Floats:
    """Draw income a year, rent a month, arrears, age, people: euros with cents."""
    arrears = np.round(draw.gamma(1.5, 400, count), 2)
    return np.column_stack(
        [
            np.round(draw.gamma(4, 6000, count), 2),
            np.round(draw.uniform(180, 1400, count), 2),
            np.where(draw.integers(0, 2, count), 0, arrears),
            np.round(draw.uniform(18, 90, count), 1),
            draw.integers(1, 7, count),
        ]
    )


def with_gaps(draw: np.random.Generator, count: int) -> Floats:
    """Draw income, rent and heating (a category), some incomes and rents missing."""
    table = cents(draw, count)[:, :2]
    table[draw.integers(0, 7, table.shape) == 0] = np.nan
    return np.column_stack([table, draw.integers(0, len(HEATINGS), count)])


def eighths(draw: np.random.Generator, count: int) -> Floats:
    """Draw three numbers that 32 bits hold exactly, as their sixteenths."""
    return np.round(draw.normal(size=(count, 3)) * 32) / 8


def need(table: Floats, draw: np.random.Generator) -> Floats:
    """Return who needs a benefit: yes (1) or no (0), with some noise."""
    income, rent, arrears, age, people = table.T
    found = (rent * 12 - 0.35 * income) / 4000 + arrears / 500 + 0.8 * (age > OLD)
    found -= 0.3 * (people - 3) * (income < POOR)
    found += draw.normal(size=len(table)) * 0.5
    return np.asarray(found > 0, dtype=np.float64)


def three(table: Floats, draw: np.random.Generator) -> Floats:
    """Return one of three classes of need."""
    return need(table, draw) + (table[:, 2] > LATE)


def heated(table: Floats, draw: np.random.Generator) -> Floats:
    """Return a number that depends on the heating and on what is missing."""
    known = np.nan_to_num(table)
    found = known[:, 1] / 400 - known[:, 0] / 30000 + np.isin(table[:, 2], [1, 3])
    return found + np.isnan(table[:, 0]) + draw.normal(size=len(table)) * 0.1


def product_of_two(table: Floats, draw: np.random.Generator) -> Floats:
    """Return a number in which the inputs act together."""
    return table[:, 0] + table[:, 1] * table[:, 2] + draw.normal(size=len(table)) * 0.1


# Models ------------------------------------------------------------------------------


def light(rounds: int, coded: tuple[int, ...] = (), **settings: Any) -> Train:
    """Return how to train LightGBM."""

    def train(table: Floats, target: Floats) -> tuple[str, bytes]:
        data = lightgbm.Dataset(table, target, categorical_feature=list(coded))
        given = {"verbose": -1, "num_threads": 1, "num_leaves": 8, **settings}
        return "txt", lightgbm.train(given, data, rounds).model_to_string().encode()

    return train


def extreme(table: Floats, target: Floats) -> tuple[str, bytes]:
    """Train XGBoost."""
    settings = {"objective": "binary:logistic", "max_depth": 3, "nthread": 1}
    booster = xgboost.train(settings, xgboost.DMatrix(table, target), 20)
    return "json", bytes(booster.save_raw("json")) + b"\n"


def fitted(kind: type, **settings: Any) -> Train:
    """Return how to fit an estimator of scikit-learn; a regression scales its inputs first."""

    def train(table: Floats, target: Floats) -> tuple[str, bytes]:
        exact = target if set(target) - {0, 1, 2} else target.astype(np.int64)
        estimator = kind(random_state=1, **settings)
        if kind is LogisticRegression:
            estimator = make_pipeline(StandardScaler(), estimator)
        estimator.fit(table, exact)
        file = io.BytesIO()
        skops.io.dump(estimator, file, compression=zipfile.ZIP_DEFLATED)
        return "skops", file.getvalue()

    return train


TIE = np.column_stack([np.tile([45.79, 45.81], 30), np.tile([1.0, 2.0, 3.0], 20)])
"""Training rows between which the only test is at the next float after 45.80."""

PLANS = (
    Plan(
        "lightgbm-tie",
        "One tree, one test, by hand: a rent of 45.80 lies on the threshold.",
        "LightGBM",
        light(1, min_data_in_leaf=1, min_data_in_bin=1, learning_rate=1.0, num_leaves=2),
        cents,
        lambda table, _: (table[:, 0] > 45.8).astype(np.float64),  # noqa: PLR2004 - between the two
        ("rent", "floor"),
        data=(
            TIE,
            np.array([[45.81, 1.0], [45.79, 2.0], [60.25, 3.0], [99.9, 1.0]]),
            np.array([[45.8, 2.0], [45.79, 1.0], [45.81, 1.0]]),
        ),
    ),
    Plan(
        "lightgbm-cents",
        "Gradient boosting on euros and cents.",
        "LightGBM",
        light(30, objective="binary"),
        cents,
        need,
    ),
    Plan(
        "histgb-cents",
        "Histogram gradient boosting on euros and cents.",
        "scikit-learn",
        fitted(HistGradientBoostingClassifier, max_iter=40, max_depth=4),
        cents,
        need,
    ),
    Plan(
        "gb-cents",
        "Gradient boosting on euros and cents; inputs are narrowed to 32 bits.",
        "scikit-learn",
        fitted(GradientBoostingClassifier, n_estimators=60),
        cents,
        need,
    ),
    Plan(
        "forest-classes",
        "A random forest with three classes; the third is explained.",
        "scikit-learn",
        fitted(RandomForestClassifier, n_estimators=6, max_depth=4),
        cents,
        three,
        output=2,
    ),
    Plan(
        "logistic-classes",
        "Multinomial logistic regression on scaled numbers; the third of three classes.",
        "scikit-learn",
        fitted(LogisticRegression),
        cents,
        three,
        output=2,
    ),
    Plan(
        "xgboost-cents",
        "Gradient boosting on euros and cents; everything is narrowed to 32 bits.",
        "XGBoost",
        extreme,
        cents,
        need,
    ),
    Plan(
        "lightgbm-gaps",
        "Missing values, and a category that is split as such.",
        "LightGBM",
        light(15, (2,), min_data_per_group=5, max_cat_to_onehot=1),
        with_gaps,
        heated,
        ("income", "rent", "heating"),
    ),
    Plan(
        "lightgbm-together",
        "Two inputs that count as one: income and rent are one player.",
        "LightGBM",
        light(15, objective="binary"),
        cents,
        need,
        players=(("income", "rent"), ("arrears",), ("age",), ("people",)),
    ),
    Plan(
        "lightgbm-thousand",
        "A background of 1,000 rows, on numbers that 32 bits hold exactly.",
        "LightGBM",
        light(10),
        eighths,
        product_of_two,
        ("first", "second", "third"),
        background=1000,
    ),
)


# Files -------------------------------------------------------------------------------
