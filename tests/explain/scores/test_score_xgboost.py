"""XGBoost's JSON models, read without XGBoost, predict what XGBoost predicts."""

import contextlib
import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.errors import ExplainError
from explain.scores.conversion.xgboost import read_xgboost, xgboost_predictor
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from tests.explain.scores import foreign_models as models

TRAINING = models.rows(1, 400)
ASKED = models.rows(2, 300)

Change = Callable[[Any], Any]


def saved(booster: Any, kind: str = "json") -> bytes:
    return bytes(booster.save_raw(kind))


def small(**settings: Any) -> bytes:
    target = models.targets(TRAINING, 3, settings.pop("classes", 0))
    return saved(models.extreme(models.codes(TRAINING), target, rounds=2, **settings))


REGRESSION = small(objective="reg:squarederror")


def added_in_32_bits(forest: Forest, table: Floats) -> Floats:
    """Add the leaves as XGBoost does: from the base score on, tree after tree."""
    total = np.tile(forest.intercepts.astype(np.float32), (len(table), 1))
    for leaves in forest.leaves(table).T:
        total += forest.values[leaves].astype(np.float32)
    return total.astype(np.float64)


@pytest.mark.parametrize("made", [models.codes, models.frame])
@pytest.mark.parametrize("booster", ["gbtree", "dart"])
@pytest.mark.parametrize(
    "objective", ["reg:squarederror", "reg:absoluteerror", "binary:logistic", "multi:softprob"]
)
def test_the_forest_predicts_what_xgboost_predicts(
    objective: str, booster: str, made: Change
) -> None:
    classes = {"binary:logistic": 2, "multi:softprob": 3}.get(objective, 0)
    settings: dict[str, Any] = {"objective": objective, "booster": booster, "subsample": 0.7}
    if booster == "dart":
        settings["rate_drop"] = 0.3
    if objective == "multi:softprob":
        settings["num_class"] = 3
    trained = models.extreme(made(TRAINING), models.targets(TRAINING, 3, classes), **settings)
    forest = read_xgboost(saved(trained), "model.json", models.inputs())
    asked = [*ASKED, *models.on_ties(forest, ASKED, 4)]
    table = models.encoded(forest, asked)
    with models.quiet():
        margin = trained.predict(models.matrix(made(asked)), output_margin=True, strict_shape=True)
        exact = xgboost_predictor(saved(trained))(table)
    assert np.abs(added_in_32_bits(forest, table) - margin).max() <= np.spacing(np.float32(1))
    assert np.abs(forest.predict(table) - exact).max() <= 1e-12
    assert np.abs(exact - margin).max() <= 1e-5


@pytest.mark.parametrize("score", [1e-5, 0.1, 0.3, 0.412, 0.5, 0.77, 0.999])
@pytest.mark.parametrize("objective", ["binary:logistic", "binary:logitraw"])
def test_the_base_score_is_a_probability_only_where_xgboost_says_so(
    objective: str, score: float
) -> None:
    trained = small(objective=objective, base_score=score, classes=2)
    forest = read_xgboost(trained, "model.json", models.inputs())
    table = models.encoded(forest, ASKED)
    with models.quiet():
        exact = xgboost_predictor(trained)(table)
    assert np.abs(forest.predict(table) - exact).max() <= 1e-12


def test_columns_without_names_stand_in_the_order_of_the_inputs() -> None:
    unnamed = altered("feature_names", [])
    forest = read_xgboost(unnamed, "model.json", models.inputs())
    assert [column.input for column in forest.columns] == list(models.NAMES)


def test_one_base_score_counts_for_every_class() -> None:
    several = json.loads(small(objective="multi:softprob", num_class=3, classes=3))
    several["learner"]["learner_model_param"]["base_score"] = "5E-1"
    forest = read_xgboost(json.dumps(several).encode(), "model.json", models.inputs())
    assert forest.intercepts.tolist() == [0.5, 0.5, 0.5]
    assert forest.classes == ("class_0", "class_1", "class_2")


def test_a_binary_model_is_refused_with_what_to_do() -> None:
    trained = models.extreme(models.codes(TRAINING), models.targets(TRAINING, 3), rounds=1)
    assert models.refusals(read_xgboost, saved(trained, "ubj"), "m", models.inputs()) == ["E621"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"objective": "count:poisson", "classes": 3}, "E622"),
        ({"objective": "reg:logistic", "classes": 2}, "E622"),
        ({"booster": "gblinear", "updater": "coord_descent"}, "E490"),
        (
            {
                "objective": "multi:softprob",
                "multi_strategy": "multi_output_tree",
                "classes": 3,
                "num_class": 3,
            },
            "E490",
        ),
    ],
)
def test_what_cannot_be_explained_exactly_is_refused(settings: dict[str, Any], code: str) -> None:
    trained = small(**settings, kinds=["q"] * 4)
    assert models.refusals(read_xgboost, trained, "m", models.inputs()) == [code]


def test_rounds_after_the_best_one_are_refused_until_the_model_is_cut() -> None:
    trained = models.extreme(models.codes(TRAINING), models.targets(TRAINING, 3), rounds=5)
    trained.set_attr(best_iteration="2")
    assert models.refusals(read_xgboost, saved(trained), "m", models.inputs()) == ["E626"]
    forest = read_xgboost(saved(trained[:3]), "m", models.inputs())
    assert len(forest.roots) == 3


TREE = "gradient_booster.model.trees.0"


def altered(path: str, value: Any) -> bytes:
    """Return the model with one part replaced."""
    model = json.loads(REGRESSION)
    part = model["learner"]
    *parts, last = [int(word) if word.lstrip("-").isdigit() else word for word in path.split(".")]
    for word in parts:
        part = part[word]
    part[last] = value
    return json.dumps(model).encode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("objective", {}),
        ("feature_types", ["q"]),
        ("learner_model_param.base_score", "none"),
        ("learner_model_param.base_score", "[1E0,1E0]"),
        ("gradient_booster.model.tree_info", [0]),
        ("gradient_booster.model.tree_info", [0, 4]),
        ("gradient_booster.model.cats", {"enc": [{"offsets": [0, 1], "values": [-1]}] * 4}),
        (f"{TREE}.left_children", [1]),
        (f"{TREE}.split_conditions.0", "a"),
        (f"{TREE}.split_conditions.0", math.nan),
        (f"{TREE}.split_type", [1]),
        (f"{TREE}.categories_sizes", [1]),
    ],
)
def test_a_damaged_file_is_not_read(path: str, value: Any) -> None:
    assert models.refusals(read_xgboost, altered(path, value), "m", models.inputs()) == ["E620"]


def test_a_base_score_that_is_no_probability_is_refused() -> None:
    trained = json.loads(small(objective="binary:logistic", classes=2))
    trained["learner"]["learner_model_param"]["base_score"] = "1E0"
    data = json.dumps(trained).encode()
    assert models.refusals(read_xgboost, data, "m", models.inputs()) == ["E620"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{" * 10_000, b'{"a": ' * 10_000, b"\xff{}"], ids=len
)
def test_what_is_not_json_is_not_read(data: bytes) -> None:
    assert models.refusals(read_xgboost, data, "m", models.inputs()) == ["E620"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("left_children.0", 0),
        ("left_children.0", 10**12),
        ("right_children.0", 1),
        ("split_indices.0", 9),
        ("split_indices.0", 10**12),
        ("split_conditions.-1", 1e300),
    ],
)
def test_nodes_that_form_no_trees_are_refused(path: str, value: Any) -> None:
    data = altered(f"{TREE}.{path}", value)
    assert models.refusals(read_xgboost, data, "m", models.inputs()) == ["E602"]


@given(st.integers(0, len(REGRESSION) - 1), st.sampled_from('0123456789-=.,: {}[]"xT'))
def test_a_file_altered_anywhere_is_read_or_refused(place: int, letter: str) -> None:
    data = REGRESSION[:place] + letter.encode() + REGRESSION[place + 1 :]
    with contextlib.suppress(ExplainError):
        forest = read_xgboost(data, "m", models.inputs())
        assert np.isfinite(forest.predict(models.encoded(forest, ASKED[:20]))).all()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"income": {"id": "revenue"}}, "E623"),
        ({"heating": {"type": "number", "categories": []}}, "E474"),
        ({"rent": {"type": "category", "categories": [{"id": "a", "label": "a"}]}}, "E474"),
        ({"heating": {"categories": [{"id": "gas", "label": "Gas"}]}}, "E624"),
    ],
)
def test_inputs_that_are_not_those_of_the_model_are_refused(
    changes: dict[str, Any], code: str
) -> None:
    inputs = models.inputs(**changes)
    assert models.refusals(read_xgboost, REGRESSION, "m", inputs) == [code]


def test_names_of_categories_must_be_those_declared() -> None:
    target = models.targets(TRAINING, 3)
    trained = saved(models.extreme(models.frame(TRAINING), target, rounds=1))
    fewer = {"heating": {"categories": [{"id": "gas", "label": "Gas"}]}}
    assert models.refusals(read_xgboost, trained, "m", models.inputs(**fewer)) == ["E476"]
    more = [{"id": name, "label": name} for name in (*models.HEATINGS, "coal")]
    inputs = models.inputs(heating={"categories": more})
    assert models.refusals(read_xgboost, trained, "m", inputs) == ["E475"]
