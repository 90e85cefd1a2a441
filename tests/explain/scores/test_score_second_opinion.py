"""shap's linear explainer as a second opinion, on the same background."""

import warnings
from typing import Any

import pytest

from explain.scores.attribution.closed_form import closed_form
from explain.scores.conversion import convert
from explain.scores.models.linear_file import read_model
from explain.scores.players import Player
from tests.explain.scores import sklearn_models as models


def shap_values(pipeline: Any, rows: Any, persons: Any) -> Any:
    """Return shap's values for each transformed column."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's own deprecations, on import
        import shap
    transformer, model = pipeline[0], pipeline[-1]
    dense = transformer.transform(models.array(rows))
    dense = dense.toarray() if hasattr(dense, "toarray") else dense
    masker = shap.maskers.Independent(dense.astype(float), max_samples=len(rows))
    weights = (model.coef_.reshape(-1), float(model.intercept_.reshape(-1)[0]))
    explainer = shap.LinearExplainer(weights, masker)
    asked = transformer.transform(models.array(persons))
    asked = asked.toarray() if hasattr(asked, "toarray") else asked
    return explainer.shap_values(asked.astype(float))


@pytest.mark.parametrize("seed", [1, 3])
def test_shap_agrees_when_its_columns_are_summed_by_input(seed: int) -> None:
    inputs, rows = models.inputs(), models.rows(seed, 120)
    pipeline = models.fitted(seed, rows, "logistic", None)
    model = read_model(convert(pipeline, inputs, rows), "m", inputs)
    players = tuple(Player(item.id, item.label, (item.id,)) for item in inputs)
    attributor = closed_form(model, players, list(zip(*rows, strict=True)))
    persons = models.rows(seed + 50, 20)
    # The transformed columns: three heatings, four periods, income, rent, advised, children.
    order = ["heating"] * 3 + ["period"] * 4 + ["income", "rent", "advised", "children"]
    for person, values in zip(persons, shap_values(pipeline, rows, persons), strict=True):
        said = dict(zip([item.id for item in inputs], person, strict=True))
        ours = attributor.contributions(said).values
        for item, mine in zip(inputs, ours, strict=True):
            pairs = zip(order, values, strict=True)
            theirs = sum(value for name, value in pairs if name == item.id)
            assert abs(mine - theirs) <= 1e-9
