"""A trained pipeline is converted exactly, or refused with a reason."""

import json
from typing import Any

import numpy as np
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

from explain.errors import InvalidFile
from explain.scores.conversion.sklearn_linear import convert
from explain.scores.models.linear_file import read_model, write_model
from explain.spec import Input
from tests.explain.scores import sklearn_models as models
from tests.explain.scores.score_samples import declared_inputs

TWO = declared_inputs([{"id": "a", "type": "number"}, {"id": "b", "type": "number"}])
ROWS: list[list[float | str]] = [[1.5, 2.0], [2.25, 7.0], [3.0, 1.0], [0.1, 4.0]]
YES_NO = [0, 1, 1, 0]


class Doubling(StandardScaler):  # type: ignore[misc]  # the library has no types
    """A scaler that does not do what its name says."""

    def transform(self, X: Any) -> Any:  # noqa: N803 - the name is the library's
        return super().transform(X) * 2


def pipeline(step: Any, model: Any = None, target: Any = YES_NO) -> Pipeline:
    columns = ColumnTransformer([("s", step, [0, 1])])
    return Pipeline([("c", columns), ("m", model or LogisticRegression())]).fit(
        models.array(ROWS), target
    )


def refusal(fitted: Pipeline, inputs: tuple[Input, ...] = TWO, rows: Any = ROWS) -> str:
    with pytest.raises(InvalidFile) as raised:
        convert(fitted, inputs, rows)
    return raised.value.issues[0].code.id


@pytest.mark.parametrize("kind", ["logistic", "linear"])
@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
def test_the_converted_model_predicts_like_the_original(kind: str, drop: str | None) -> None:
    for seed in range(5):
        rows = models.rows(seed, 60)
        fitted = models.fitted(seed, rows, kind, drop)
        model = read_model(convert(fitted, models.inputs(), rows), "m", models.inputs())
        theirs = models.predict(fitted)(models.array(rows))
        names = [item.id for item in models.inputs()]
        ours = [model.output(dict(zip(names, row, strict=True))) for row in rows]
        assert np.max(np.abs(theirs - ours)) <= 1e-12
        assert model.kind == kind


def test_the_artefact_reads_back_to_the_same_bytes() -> None:
    rows = models.rows(1, 60)
    artefact = convert(models.fitted(1, rows, "logistic", None), models.inputs(), rows)
    model = read_model(artefact, "model.json", models.inputs())
    assert write_model(model) == artefact
    assert json.loads(artefact)["format"] == 1


def test_another_scaler_is_refused() -> None:
    assert refusal(pipeline(MinMaxScaler())) == "E490"


def test_another_model_is_refused() -> None:
    assert refusal(pipeline(StandardScaler(), DecisionTreeClassifier(max_depth=2))) == "E490"


def test_a_third_step_is_refused() -> None:
    fitted = pipeline(StandardScaler())
    assert refusal(Pipeline([("first", StandardScaler()), *fitted.steps])) == "E490"


def test_merged_rare_categories_are_refused() -> None:
    inputs = (models.inputs()[1],)
    names = ["gas"] * 8 + ["oil"] * 8 + ["wood"]
    rows: list[list[float | str]] = [[name] for name in names]
    columns = ColumnTransformer([("c", OneHotEncoder(min_frequency=3), [0])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    fitted.fit(models.array(rows), [0, 1] * 8 + [1])
    assert refusal(fitted, inputs, rows) == "E490"


def test_an_input_that_no_step_reads_is_refused() -> None:
    columns = ColumnTransformer([("s", StandardScaler(), [0])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    assert refusal(fitted.fit(models.array(ROWS), YES_NO)) == "E491"


def test_an_input_read_twice_is_refused() -> None:
    columns = ColumnTransformer([("s", StandardScaler(), [0, 1]), ("again", StandardScaler(), [1])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    assert refusal(fitted.fit(models.array(ROWS), YES_NO)) == "E491"


def test_three_outputs_are_refused() -> None:
    assert refusal(pipeline(StandardScaler(), target=[0, 1, 2, 0])) == "E492"


def test_a_pipeline_that_predicts_otherwise_is_refused_with_the_row() -> None:
    with pytest.raises(InvalidFile) as raised:
        convert(pipeline(Doubling()), TWO, ROWS)
    issue = raised.value.issues[0]
    assert issue.code.id == "E493"
    assert issue.values["row"] == 1
    assert issue.values["values"] == {"a": 1.5, "b": 2.0}


def test_a_choice_that_training_never_saw_is_refused() -> None:
    rows = [row for row in models.rows(1, 60) if row[1] != "wood"]
    fitted = models.fitted(1, rows, "logistic", None)
    assert refusal(fitted, models.inputs(), rows) == "E475"
