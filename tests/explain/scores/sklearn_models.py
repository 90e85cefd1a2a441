"""Random scikit-learn pipelines over inputs of every kind, fitted on random rows."""

import random
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from explain.spec import Input
from tests.explain.scores.score_samples import declared_inputs

HEATINGS = ("gas", "oil", "wood")
PERIODS = ("before", "between", "after", "unknown")


def inputs() -> tuple[Input, ...]:
    """Return six inputs: two amounts, an integer, a boolean, two categories."""
    return declared_inputs(
        [
            {"id": "income", "type": "amount", "minimum": 0, "maximum": 90000},
            {"id": "heating", "type": "category", "categories": _named(HEATINGS)},
            {"id": "children", "type": "integer", "minimum": 0, "maximum": 9},
            {"id": "advised", "type": "boolean"},
            {"id": "period", "type": "category", "categories": _named(PERIODS)},
            {"id": "rent", "type": "amount"},
        ]
    )


def rows(seed: int, count: int) -> list[list[float | str]]:
    """Draw rows with cents, ties and every choice."""
    draw = random.Random(seed)  # noqa: S311 - test data
    drawn: list[list[float | str]] = [
        [
            round(draw.uniform(0, 90000), 2),
            HEATINGS[place % 3],
            float(draw.randrange(6)),
            float(draw.random() < 0.4),
            PERIODS[place % 4],
            draw.choice([0.0, 450.1, round(draw.uniform(200, 1500), 2)]),
        ]
        for place in range(count)
    ]
    draw.shuffle(drawn)
    return drawn


def fitted(seed: int, table: list[list[float | str]], kind: str, drop: str | None) -> Any:
    """Fit a pipeline on random targets."""
    draw = np.random.default_rng(seed)
    columns = ColumnTransformer(
        [
            ("choose", OneHotEncoder(drop=drop, sparse_output=seed % 2 == 0), [1, 4]),
            ("scale", StandardScaler(with_mean=seed % 3 != 0), [0, 5]),
            ("keep", "passthrough", [3]),
            ("scale too", StandardScaler(with_std=seed % 3 != 1), [2]),
        ]
    )
    if kind == "logistic":
        target = draw.integers(0, 2, len(table))
        return Pipeline([("c", columns), ("m", LogisticRegression())]).fit(array(table), target)
    return Pipeline([("c", columns), ("m", LinearRegression())]).fit(
        array(table), draw.normal(size=len(table))
    )


def array(table: list[list[float | str]]) -> Any:
    return np.array(table, dtype=object)


def predict(pipeline: Any) -> Any:
    """Return the pipeline's own additive prediction."""
    return getattr(pipeline, "decision_function", None) or pipeline.predict


def _named(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"id": name, "label": name} for name in names]
