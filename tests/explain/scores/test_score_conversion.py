"""A trained pipeline is converted exactly, or refused with a reason."""

import json
from typing import Any

import numpy as np
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    PolynomialFeatures,
    RobustScaler,
    StandardScaler,
)
from sklearn.tree import DecisionTreeClassifier

from explain.errors import InvalidFile
from explain.scores.conversion import Declaration, convert, convert_estimator
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


def doubling() -> Pipeline:
    """Return a pipeline whose scaler does not do what its type says."""
    fitted = pipeline(StandardScaler())
    scaler = fitted.steps[0][1].transformers_[0][1]
    kept = scaler.transform
    scaler.transform = lambda table: kept(table) * 2
    return fitted


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
        ours = [model.sums[0].output(dict(zip(names, row, strict=True))) for row in rows]
        assert np.max(np.abs(theirs - ours)) <= 1e-12
        assert model.kind == kind


def test_the_artefact_reads_back_to_the_same_bytes() -> None:
    rows = models.rows(1, 60)
    artefact = convert(models.fitted(1, rows, "logistic", None), models.inputs(), rows)
    model = read_model(artefact, "model.json", models.inputs())
    assert write_model(model) == artefact
    assert json.loads(artefact)["format"] == 1


def test_a_step_that_is_not_known_is_refused() -> None:
    assert refusal(pipeline(PolynomialFeatures())) == "E490"


def test_a_class_derived_from_a_known_one_is_refused() -> None:
    assert refusal(pipeline(Doubling())) == "E490"


def test_another_model_is_refused() -> None:
    assert refusal(pipeline(StandardScaler(), DecisionTreeClassifier(max_depth=2))) == "E490"
    assert refusal(pipeline(StandardScaler(), Ridge())) == "E490"


def test_rare_categories_that_share_a_column_weigh_the_same() -> None:
    inputs = (models.inputs()[1],)
    rows: list[list[float | str]] = [[name] for name in ["gas"] * 8 + ["oil"] + ["wood"]]
    columns = ColumnTransformer([("c", OneHotEncoder(min_frequency=3), [0])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    fitted.fit(models.array(rows), [0] * 7 + [1] * 3)
    (term,) = read_model(convert(fitted, inputs, rows), "model.json", inputs).sums[0].terms
    assert term.worth("oil") == term.worth("wood") != term.worth("gas")


def test_an_input_that_no_step_reads_is_refused() -> None:
    columns = ColumnTransformer([("s", StandardScaler(), [0])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    assert refusal(fitted.fit(models.array(ROWS), YES_NO)) == "E472"


@pytest.mark.parametrize("scaler", [MinMaxScaler(), MaxAbsScaler(), RobustScaler()])
def test_an_input_read_twice_is_one_term(scaler: Any) -> None:
    columns = ColumnTransformer([("s", StandardScaler(), [0, 1]), ("again", scaler, [1])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    fitted.fit(models.array(ROWS), YES_NO)
    model = read_model(convert(fitted, TWO, ROWS), "model.json", TWO)
    assert [term.input for term in model.sums[0].terms] == ["a", "b"]


def test_what_is_filled_in_is_worth_what_the_original_gives() -> None:
    rows: list[list[float | str | None]] = [[1.5, None], [None, 7.0], [3.0, 1.0], [0.1, 4.0]]
    steps = Pipeline([("i", SimpleImputer(add_indicator=True)), ("s", StandardScaler())])
    columns = ColumnTransformer([("c", steps, [0, 1])])
    fitted = Pipeline([("c", columns), ("m", LogisticRegression())])
    table = np.array(rows, dtype=np.float64)
    fitted.fit(table, YES_NO)
    files = convert_estimator(fitted, Declaration(TWO, rows, ("a", "b")))
    model = read_model(files["model.json"], "model.json", TWO)
    ours = [model.sums[0].output({"a": a, "b": b}) for a, b in rows]
    assert np.max(np.abs(fitted.decision_function(table) - ours)) <= 1e-12


def test_a_missing_value_that_the_original_refuses_is_refused() -> None:
    with pytest.raises(InvalidFile) as raised:
        convert_estimator(pipeline(StandardScaler()), Declaration(TWO, ROWS, ("b",)))
    (issue,) = raised.value.issues
    assert (issue.code.id, issue.values["input"]) == ("E663", "b")


def test_several_numbers_at_once_are_refused() -> None:
    several = [[0.0, 1.0], [1.0, 2.0], [2.0, 0.5], [0.0, 3.0]]
    assert refusal(pipeline(StandardScaler(), LinearRegression(), several)) == "E492"


def test_a_pipeline_that_predicts_otherwise_is_refused_with_the_row() -> None:
    with pytest.raises(InvalidFile) as raised:
        convert(doubling(), TWO, ROWS)
    issue = raised.value.issues[0]
    assert issue.code.id == "E493"
    assert issue.values["row"] == 1
    assert issue.values["values"] == {"a": 1.5, "b": 2.0}


def test_a_choice_that_training_never_saw_is_refused() -> None:
    rows = [row for row in models.rows(1, 60) if row[1] != "wood"]
    fitted = models.fitted(1, rows, "logistic", None)
    assert refusal(fitted, models.inputs(), rows) == "E475"
