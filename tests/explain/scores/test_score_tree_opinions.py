"""shap and woodelf as second opinions on models of trees, on the same background, all rows.

Both hold numbers in 32 bits. They are asked where that loses nothing: data in eighths, so
that thresholds lie on sixteenths, and differences beyond rounding would be a fault.
"""

import io
import warnings
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)

from explain.scores.attribution import exact
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.lightgbm import read_lightgbm
from explain.scores.conversion.sklearn_model import read_estimator
from explain.scores.conversion.xgboost import read_xgboost
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from tests.explain.scores.score_samples import declared_inputs

WIDTH = 5
INPUTS = declared_inputs([{"id": f"n{place}", "type": "number"} for place in range(WIDTH)])
SINGLE = 2e-7
"""The relative precision of 32 bits, and a little."""


def eighths(draw: np.random.Generator, count: int) -> Floats:
    return np.round(draw.normal(size=(count, WIDTH)) * 32) / 8


def trained(library: str, draw: np.random.Generator) -> tuple[Any, Forest]:
    model: Any
    table = eighths(draw, 300)
    target = table @ draw.normal(size=WIDTH) + table[:, 0] * table[:, 1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        match library:
            case "lightgbm":
                import lightgbm

                data = lightgbm.Dataset(table, target)
                model = lightgbm.train({"verbose": -1, "num_threads": 1}, data, 12)
                return model, read_lightgbm(model.model_to_string().encode(), "m", INPUTS)
            case "xgboost":
                import xgboost

                model = xgboost.train({"nthread": 1}, xgboost.DMatrix(table, target), 12)
                return model, read_xgboost(bytes(model.save_raw("json")), "m", INPUTS)
            case "gb":
                kind = GradientBoostingClassifier(n_estimators=12)
                model = kind.fit(table, (target > 0).astype(int))
            case "forest":
                kind = RandomForestRegressor(n_estimators=12, max_depth=6, random_state=1)
                model = kind.fit(table, target)
            case _:
                model = HistGradientBoostingRegressor(max_iter=12).fit(table, target)
    forest = read_estimator(model, Declaration(INPUTS, table.tolist()))
    assert isinstance(forest, Forest)
    return model, forest


def shap_values(model: Any, rows: Floats, background: Floats) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

        masker = shap.maskers.Independent(background, max_samples=len(background))
        explainer = shap.TreeExplainer(model, masker, feature_perturbation="interventional")
        return explainer.shap_values(rows)


def woodelf_values(model: Any, rows: Floats, background: Floats) -> Any:
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        import pandas as pd
        from woodelf import WoodelfExplainer

        names = [item.id for item in INPUTS]
        explainer = WoodelfExplainer(model, pd.DataFrame(background, columns=names))
        return explainer.shap_values(pd.DataFrame(rows, columns=names))


@pytest.mark.parametrize("library", ["gb", "histgb", "forest", "lightgbm", "xgboost"])
def test_shap_and_woodelf_agree_where_32_bits_are_enough(library: str) -> None:
    draw = np.random.default_rng(7)
    model, forest = trained(library, draw)
    background, rows = eighths(draw, 150), eighths(draw, 6)
    players = tuple(range(WIDTH))
    ours = np.array(
        [exact.contributions(forest, players, WIDTH, row, background, 0) for row in rows]
    )
    size = np.abs(ours).max()
    for other in (shap_values, woodelf_values):
        theirs = np.asarray(other(model, rows, background))
        assert np.abs(theirs - ours).max() <= SINGLE * size
