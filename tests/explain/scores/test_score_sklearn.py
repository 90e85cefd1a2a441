"""What scikit-learn predicts, our files predict: every kind of estimator, missing values, ties."""

import os
from collections.abc import Iterator, Sequence
from operator import add, mul, sub, truediv
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from threadpoolctl import threadpool_limits

from explain.errors import InvalidFile
from explain.scores.conversion import Declaration, convert_estimator
from explain.scores.models.columns import NumberColumn
from explain.scores.models.forest import LEAF, Forest
from explain.scores.models.linear import Raw
from explain.scores.models.outputs import Model, outputs
from explain.scores.models.reading import read_model
from tests.explain.scores import estimator_samples as samples
from tests.explain.scores import sklearn_models as models

DEEP = os.environ.get("GRANDJOUR_DEEP") == "1"
SEEDS = range(20 if DEEP else 1)
EVERY = list(samples.ESTIMATORS)
INPUTS = models.inputs()
NAMES = [item.id for item in INPUTS]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other cost more than such small models."""
    with threadpool_limits(1):
        yield


def converted(estimator: Any, rows: samples.Table, missing: Sequence[str] = ()) -> Model:
    files = convert_estimator(estimator, Declaration(INPUTS, rows[:50], tuple(missing)))
    return read_model(files, "model.json", INPUTS)


def largest_error(model: Model, estimator: Any, rows: samples.Table) -> float:
    columns: dict[str, Sequence[Raw]] = dict(zip(NAMES, zip(*rows, strict=True), strict=True))
    theirs = samples.predictions(estimator, rows)
    errors = np.abs(outputs(model, columns) - theirs) / np.maximum(1.0, np.abs(theirs))
    return float(errors.max())


def on_thresholds(model: Model, rows: samples.Table) -> list[list[Raw]]:
    """Move numbers of rows onto thresholds, as far as the way back to the input is exact."""
    if not isinstance(model, Forest):
        return []
    draw = np.random.default_rng(5)
    moved = []
    for place, column in enumerate(model.columns):
        limits = model.threshold[(model.column == place) & (model.categories == LEAF)]
        if not isinstance(column, NumberColumn) or not len(limits):
            continue
        for limit in draw.choice(limits, min(len(limits), 20)):
            row = list(rows[int(draw.integers(len(rows)))])
            back = {"add": sub, "subtract": add, "multiply": truediv, "divide": mul}
            value = float(limit)
            for operation, by in reversed(column.operations):
                value = back[operation](value, by)
            row[NAMES.index(column.input)] = value
            moved.append(row)
    return moved


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("seed", SEEDS)
def test_rows_without_gaps(name: str, seed: int) -> None:
    rows = samples.people(seed, 150)
    estimator = samples.fitted(name, rows, samples.scaled())
    model = converted(estimator, rows)
    asked = samples.people(seed + 1000, 300)
    assert largest_error(model, estimator, asked) <= 1e-12
    tied = on_thresholds(model, asked)
    assert not tied or largest_error(model, estimator, tied) <= 1e-12


@pytest.mark.parametrize("name", EVERY if DEEP else EVERY[::3])
@pytest.mark.parametrize("seed", SEEDS)
def test_rows_with_gaps_that_the_pipeline_fills(name: str, seed: int) -> None:
    rows = samples.people(seed, 150, missing=True)
    estimator = samples.fitted(name, rows, samples.imputed())
    model = converted(estimator, rows, samples.MISSING)
    asked = samples.people(seed + 1000, 300, missing=True)
    assert largest_error(model, estimator, asked) <= 1e-12


TREES_THAT_READ_GAPS = [
    name for name in samples.ESTIMATORS if name.startswith(("tree", "forest", "random", "hist"))
]


@pytest.mark.parametrize("name", TREES_THAT_READ_GAPS if DEEP else TREES_THAT_READ_GAPS[::2])
def test_rows_with_gaps_that_the_trees_read(name: str) -> None:
    rows = samples.people(7, 150, missing=True)
    estimator = samples.fitted(name, rows, samples.coded())
    model = converted(estimator, rows, samples.MISSING)
    asked = samples.people(8, 300, missing=True)
    assert largest_error(model, estimator, asked) <= 1e-12


@pytest.mark.parametrize("kind", ["yes or no", "classes", "number"])
def test_categories_that_histograms_read_themselves(kind: str) -> None:
    rows = samples.people(3, 200, missing=True)
    made: Any = (
        HistGradientBoostingRegressor if kind == "number" else HistGradientBoostingClassifier
    )
    estimator = made(max_iter=20, categorical_features=[1, 3, 4])
    estimator.fit(samples.array(rows), samples.target(rows, kind))
    model = converted(estimator, rows, samples.MISSING)
    assert isinstance(model, Forest)
    assert (model.categories != LEAF).any()
    assert largest_error(model, estimator, samples.people(4, 400, missing=True)) <= 1e-12
    assert model.classes == (("class_0", "class_1", "class_2") if kind == "classes" else ())


def frame(rows: samples.Table, order: Sequence[str] = NAMES) -> Any:
    table = pd.DataFrame(samples.array(rows), columns=NAMES)
    numbers = [item.id for item in INPUTS if not item.categories]
    return table.astype(dict.fromkeys(numbers, np.float64))[list(order)]


def test_columns_that_training_named_in_another_order() -> None:
    rows = samples.people(3, 150, missing=True)
    table = frame(rows, sorted(NAMES))
    columns = ColumnTransformer(
        [
            ("choose", OneHotEncoder(handle_unknown="ignore"), ["period", "heating"]),
            ("scale", StandardScaler(), ["rent"]),
        ],
        remainder="passthrough",
    )
    estimator = make_pipeline(columns, DecisionTreeRegressor(max_depth=7))
    estimator.fit(table, samples.target(rows, "number"))
    model = converted(estimator, rows, samples.MISSING)
    asked = samples.people(4, 300, missing=True)
    values: dict[str, Sequence[Raw]] = dict(zip(NAMES, zip(*asked, strict=True), strict=True))
    theirs = estimator.predict(frame(asked, sorted(NAMES)))
    assert np.abs(outputs(model, values)[:, 0] - theirs).max() <= 1e-12


def test_booleans_of_a_table_that_are_encoded() -> None:
    rows = samples.people(3, 150)
    table = frame(rows).astype({"advised": bool})
    columns = ColumnTransformer(
        [("choose", OneHotEncoder(drop="if_binary"), ["advised", "heating", "period"])],
        remainder="passthrough",
    )
    estimator = make_pipeline(columns, DecisionTreeRegressor(max_depth=5))
    estimator.fit(table, samples.target(rows, "number"))
    model = converted(estimator, rows)
    values: dict[str, Sequence[Raw]] = dict(zip(NAMES, zip(*rows, strict=True), strict=True))
    assert np.abs(outputs(model, values)[:, 0] - estimator.predict(table)).max() <= 1e-12


@pytest.mark.parametrize("told", ["from_dtype", ["heating", "period"]])
def test_columns_of_the_pandas_type_category(told: Any) -> None:
    rows = samples.people(3, 150, missing=True)
    kinds = {"heating": "category", "period": "category"}
    table = frame(rows).astype(kinds)
    estimator = HistGradientBoostingClassifier(max_iter=9, categorical_features=told)
    estimator.fit(table, samples.target(rows, "classes"))
    model = converted(estimator, rows, samples.MISSING)
    asked = samples.people(4, 300, missing=True)
    values: dict[str, Sequence[Raw]] = dict(zip(NAMES, zip(*asked, strict=True), strict=True))
    theirs = estimator.decision_function(frame(asked).astype(kinds))
    assert np.abs(outputs(model, values) - theirs).max() <= 1e-12


def test_a_missing_category_that_training_called_none() -> None:
    rows = samples.people(3, 150, missing=True)
    table = np.array(rows, dtype=object)
    choices = make_pipeline(
        SimpleImputer(missing_values=None, strategy="constant", fill_value="none"), OneHotEncoder()
    )
    columns = ColumnTransformer([("c", choices, [1, 4])], remainder="passthrough")
    estimator = make_pipeline(columns, HistGradientBoostingRegressor(max_iter=9))
    estimator.fit(table, samples.target(rows, "number"))
    model = converted(estimator, rows, samples.MISSING)
    values: dict[str, Sequence[Raw]] = dict(zip(NAMES, zip(*rows, strict=True), strict=True))
    assert np.abs(outputs(model, values)[:, 0] - estimator.predict(table)).max() <= 1e-12


def test_classes_with_names_keep_them_and_numbers_take_those_of_the_outcome() -> None:
    rows = samples.people(1, 200)
    numbers = samples.target(rows, "classes")
    named = np.array(["low", "middle", "high"])[numbers]
    classes = ("refused", "to_see", "granted")
    found = []
    for labels in (named, numbers):
        estimator = make_pipeline(samples.scaled(), DecisionTreeClassifier(max_depth=3))
        estimator.fit(samples.array(rows), labels)
        files = convert_estimator(estimator, Declaration(INPUTS, rows, classes=classes))
        model = read_model(files, "model.json", INPUTS)
        assert isinstance(model, Forest)
        found.append(model.classes)
    assert found == [("high", "low", "middle"), classes]


def test_the_same_estimator_gives_the_same_bytes() -> None:
    rows = samples.people(1, 200)
    estimator = samples.fitted("forest", rows, samples.scaled())
    declared = Declaration(INPUTS, rows)
    assert convert_estimator(estimator, declared) == convert_estimator(estimator, declared)


# Refusals ----------------------------------------------------------------------------


def refusal(estimator: Any, rows: samples.Table, **about: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(InvalidFile) as raised:
        convert_estimator(estimator, Declaration(**{"inputs": INPUTS, "rows": rows, **about}))
    issue = raised.value.issues[0]
    return issue.code.id, dict(issue.values)


ROWS = samples.people(1, 120)
GAPS = samples.people(1, 120, missing=True)
YES_NO = samples.target(ROWS, "yes or no")


def pipeline(columns: list[Any], model: Any = None, rows: samples.Table = ROWS) -> Any:
    transformer = ColumnTransformer(columns, remainder="passthrough")
    last = DecisionTreeClassifier(max_depth=3) if model is None else model
    made = make_pipeline(transformer, last)
    return made.fit(samples.array(rows), samples.target(rows, "yes or no"))


CHOICES = ("choices", OrdinalEncoder(), [1, 4])


def test_a_model_that_was_never_trained_is_refused() -> None:
    assert refusal(DecisionTreeClassifier(), ROWS)[0] == "E609"


def test_another_number_of_inputs_is_refused() -> None:
    code, values = refusal(pipeline([CHOICES]), ROWS, inputs=INPUTS[:5])
    assert (code, values["features"]) == ("E623", "6")


def test_other_names_of_inputs_are_refused() -> None:
    table = frame(ROWS).rename(columns={"rent": "loyer"}).drop(columns=["heating", "period"])
    estimator = DecisionTreeClassifier().fit(table, YES_NO)
    code, values = refusal(estimator, ROWS)
    assert code == "E623"
    assert "loyer" in values["features"]


def test_a_choice_that_training_never_saw_is_refused() -> None:
    rows = [row for row in ROWS if row[1] != "wood"]
    code, values = refusal(pipeline([CHOICES], rows=rows), rows)
    assert (code, values["category"]) == ("E475", "wood")


def test_a_choice_that_histograms_would_read_as_missing_is_refused() -> None:
    rows = [row for row in GAPS if row[1] != "wood"]
    estimator = HistGradientBoostingClassifier(max_iter=2, categorical_features=[1, 4])
    estimator.fit(samples.array(rows), samples.target(rows, "yes or no"))
    code, values = refusal(estimator, rows, missing=samples.MISSING)
    assert (code, values["category"]) == ("E475", "wood")


def test_a_choice_that_training_was_told_to_ignore_is_read_as_it_reads_it() -> None:
    rows = [row for row in ROWS if row[1] != "wood"]
    ignoring = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    estimator = pipeline([("choices", ignoring, [1, 4])], rows=rows)
    assert largest_error(converted(estimator, rows), estimator, ROWS) <= 1e-12


def test_a_number_encoded_like_a_category_is_refused() -> None:
    columns = [CHOICES, ("count", OneHotEncoder(handle_unknown="ignore"), [2])]
    code, values = refusal(pipeline(columns), ROWS)
    assert (code, values["input"]) == ("E606", "children")


def test_filling_gaps_after_scaling_is_refused() -> None:
    late = make_pipeline(StandardScaler(), SimpleImputer())
    code, values = refusal(pipeline([CHOICES, ("late", late, [0])]), ROWS)
    assert (code, values["input"]) == ("E607", "income")


def test_a_gap_that_the_estimator_refuses_is_refused() -> None:
    boosting = GradientBoostingClassifier(n_estimators=2)
    code, values = refusal(pipeline([CHOICES], boosting), ROWS, missing=("rent",))
    assert (code, values["input"]) == ("E663", "rent")


def test_a_class_that_cannot_be_an_identifier_is_refused() -> None:
    labels = np.array(["très bien", "bien", "assez bien"])[samples.target(ROWS, "classes")]
    estimator = make_pipeline(samples.scaled(), DecisionTreeClassifier(max_depth=2))
    code, values = refusal(estimator.fit(samples.array(ROWS), labels), ROWS)
    assert (code, values["name"]) == ("E608", "assez bien")


def test_more_classes_than_the_outcome_has_choices_are_refused() -> None:
    estimator = samples.fitted("tree of classes", ROWS, samples.scaled())
    assert refusal(estimator, ROWS, classes=("yes", "no"))[0] == "E610"


def test_two_targets_are_refused() -> None:
    estimator = make_pipeline(samples.scaled(), DecisionTreeRegressor(max_depth=2))
    estimator.fit(samples.array(ROWS), np.column_stack([YES_NO, YES_NO]))
    assert refusal(estimator, ROWS) == ("E492", {"count": 2})


def test_a_first_estimator_of_its_own_is_refused() -> None:
    boosting = GradientBoostingClassifier(n_estimators=2, init=LogisticRegression())
    assert refusal(pipeline([CHOICES], boosting), ROWS)[0] == "E490"


def test_a_first_estimator_that_draws_lots_is_refused() -> None:
    chance = DummyClassifier(strategy="stratified", random_state=0)
    boosting = GradientBoostingClassifier(n_estimators=2, init=chance)
    assert refusal(pipeline([CHOICES], boosting), ROWS)[0] == "E490"


def test_outputs_that_are_no_sum_are_refused() -> None:
    counting = HistGradientBoostingRegressor(loss="poisson", max_iter=2)
    assert refusal(pipeline([CHOICES], counting), ROWS)[0] == "E490"
    exponential = GradientBoostingClassifier(loss="exponential", n_estimators=2)
    assert refusal(pipeline([CHOICES], exponential), ROWS)[0] == "E490"


def test_text_that_no_step_encodes_is_refused() -> None:
    estimator = HistGradientBoostingClassifier(max_iter=2, categorical_features=[1, 4])
    estimator.fit(samples.array(ROWS), YES_NO)
    estimator._preprocessor = None  # noqa: SLF001 - as a damaged file would have it
    assert refusal(estimator, ROWS)[0] == "E605"


def test_names_of_columns_after_another_step_are_refused() -> None:
    table = frame(ROWS).drop(columns=["heating", "period"])
    scaler = StandardScaler().set_output(transform="pandas")
    columns = ColumnTransformer([("some", "passthrough", ["rent", "income"])])
    estimator = make_pipeline(scaler, columns, DecisionTreeClassifier()).fit(table, YES_NO)
    inputs = tuple(item for item in INPUTS if not item.categories)
    rows = [[row[place] for place in (0, 2, 3, 5)] for row in ROWS]
    assert refusal(estimator, rows, inputs=inputs)[0] == "E491"


def test_a_scaler_that_clips_is_refused() -> None:
    from sklearn.preprocessing import MinMaxScaler

    code, values = refusal(pipeline([CHOICES, ("r", MinMaxScaler(clip=True), [0])]), ROWS)
    assert (code, values["step"]) == ("E490", "MinMaxScaler(clip=True)")
