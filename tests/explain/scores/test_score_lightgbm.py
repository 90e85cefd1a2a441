"""LightGBM's text models, read without LightGBM, predict what LightGBM predicts."""

import contextlib
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.errors import ExplainError
from explain.scores.conversion.lightgbm import lightgbm_predictor, read_lightgbm
from tests.explain.scores import foreign_models as models

TRAINING = models.rows(1, 400)
ASKED = models.rows(2, 300)


def text(booster: Any) -> bytes:
    return str(booster.model_to_string()).encode()


def small(**settings: Any) -> str:
    target = models.targets(TRAINING, 3, settings.pop("classes", 0))
    return text(models.light(models.codes(TRAINING), target, rounds=2, **settings)).decode()


REGRESSION = small(objective="regression")


@pytest.mark.parametrize("made", [models.codes, models.frame])
@pytest.mark.parametrize("boosting", ["gbdt", "rf", "dart"])
@pytest.mark.parametrize("objective", ["regression", "quantile", "binary", "multiclass"])
def test_the_forest_predicts_what_lightgbm_predicts(
    objective: str, boosting: str, made: Callable[[Any], Any]
) -> None:
    classes = {"binary": 2, "multiclass": 3}.get(objective, 0)
    settings: dict[str, Any] = {"objective": objective, "boosting": boosting}
    if objective == "multiclass":
        settings["num_class"] = 3
    if objective == "binary":
        settings["sigmoid"] = 1.7
    settings |= {"bagging_freq": 1, "bagging_fraction": 0.7}
    target = models.targets(TRAINING, 3, classes)
    booster = models.light(made(TRAINING), target, **settings)
    forest = read_lightgbm(text(booster), "model.txt", models.inputs())
    asked = [*ASKED, *models.on_ties(forest, ASKED, 4)]
    ours = forest.predict(models.encoded(forest, asked))
    with models.quiet():
        theirs = lightgbm_predictor(text(booster))(models.encoded(forest, asked))
        printed = booster.predict(made(asked)).reshape(len(asked), -1)
    assert np.abs(ours - theirs).max() <= 1e-12
    assert np.abs(linked(ours, objective) - printed).max() <= 1e-12


def linked(scores: Any, objective: str) -> Any:
    """Bring additive scores to what LightGBM prints."""
    if objective == "binary":
        return 1 / (1 + np.exp(-scores))
    if objective == "multiclass":
        powers = np.exp(scores)
        return powers / powers.sum(axis=1, keepdims=True)
    return scores


def test_columns_without_names_stand_in_the_order_of_the_inputs() -> None:
    names = [f"Column_{place}" for place in range(4)]
    table, target = models.codes(TRAINING), models.targets(TRAINING, 3)
    booster = models.light(table, target, feature_name=names, objective="regression")
    forest = read_lightgbm(text(booster), "model.txt", models.inputs())
    assert [column.input for column in forest.columns] == list(models.NAMES)


def test_a_missing_number_is_zero_where_training_saw_none_missing() -> None:
    table, target = np.nan_to_num(models.codes(TRAINING)), models.targets(TRAINING, 3)
    booster = models.light(table, target, objective="regression")
    forest = read_lightgbm(text(booster), "model.txt", models.inputs())
    with_zeros = np.nan_to_num(models.codes(ASKED))
    with_gaps = np.where(models.codes(ASKED)[:, :2] == 0, np.nan, models.codes(ASKED)[:, :2])
    asked = np.column_stack([with_gaps, models.codes(ASKED)[:, 2:]])
    with models.quiet():
        theirs = booster.predict(asked)
    assert np.abs(forest.predict(asked)[:, 0] - theirs).max() <= 1e-12
    numbers = np.column_stack([with_zeros[:, :2], models.codes(ASKED)[:, 2:]])
    assert (forest.predict(asked) == forest.predict(numbers)).all()


def test_a_test_for_missing_values_alone_has_no_threshold() -> None:
    table = models.codes(TRAINING)
    booster = models.light(table, np.isnan(table[:, 0]) * 1.0, objective="regression", rounds=3)
    assert "threshold=inf" in booster.model_to_string()
    forest = read_lightgbm(text(booster), "model.txt", models.inputs())
    asked = models.codes([*ASKED, (sys.float_info.max, -sys.float_info.max, "gas", 1.0)])
    with models.quiet():
        theirs = booster.predict(asked)
    assert np.abs(forest.predict(asked)[:, 0] - theirs).max() <= 1e-12


def test_a_model_that_reads_zero_as_missing_is_refused_where_it_matters() -> None:
    sure = small(objective="regression", zero_as_missing=True)
    assert models.refusals(read_lightgbm, sure.encode(), "m", models.inputs()) == ["E625"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"objective": "poisson", "classes": 3}, "E622"),
        ({"objective": "regression", "reg_sqrt": True}, "E622"),
        ({"objective": "multiclassova", "num_class": 3, "classes": 3}, "E622"),
        ({"objective": "regression", "linear_tree": True, "categorical_feature": []}, "E490"),
    ],
)
def test_what_cannot_be_explained_exactly_is_refused(settings: dict[str, Any], code: str) -> None:
    assert models.refusals(read_lightgbm, small(**settings).encode(), "m", models.inputs()) == [
        code
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tree\n", "trees\n"),
        ("end of trees", ""),
        ("Tree=1", "Tree=2"),
        ("num_leaves=", "leaves="),
        (r"(leaf_value=)\S+ ", r"\1"),
        (r"(leaf_value=)\S+", r"\1nan"),
        (r"(threshold=)\S+", r"\1-inf"),
        (r"(left_child=)\S+", r"\g<1>x"),
        (r"(decision_type=)\S+", r"\g<1>12"),
        (r"(num_cat=)\S+", r"\g<1>0"),
        (r"(shrinkage=\S+)", r"\1\n\1"),
        ("num_tree_per_iteration=1", "num_tree_per_iteration=3"),
        ("max_feature_idx=3", "max_feature_idx=4"),
        (r"pandas_categorical:.*", "pandas_categorical:[[["),
        (r"pandas_categorical:.*", "pandas_categorical:{}"),
    ],
)
def test_a_damaged_file_is_not_read(old: str, new: str) -> None:
    damaged = re.sub(old, new, REGRESSION, count=1)
    assert damaged != REGRESSION
    assert models.refusals(read_lightgbm, damaged.encode(), "m", models.inputs()) == ["E620"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"(left_child=)\S+", r"\g<1>0"),
        (r"(left_child=)\S+", r"\g<1>99"),
        (r"(right_child=)(\S+) (\S+)", r"\1\2 \2"),
        (r"(split_feature=)\S+", r"\g<1>9"),
        (r"(split_feature=)\S+", r"\g<1>9999999999"),
    ],
)
def test_nodes_that_form_no_trees_are_refused(old: str, new: str) -> None:
    damaged = re.sub(old, new, REGRESSION, count=1)
    assert models.refusals(read_lightgbm, damaged.encode(), "m", models.inputs()) == ["E602"]


@given(st.integers(0, len(REGRESSION) - 1), st.sampled_from("0123456789-=. \nxT"))
def test_a_file_altered_anywhere_is_read_or_refused(place: int, letter: str) -> None:
    altered = REGRESSION[:place] + letter + REGRESSION[place + 1 :]
    with contextlib.suppress(ExplainError):
        forest = read_lightgbm(altered.encode(), "m", models.inputs())
        assert np.isfinite(forest.predict(models.encoded(forest, ASKED[:20]))).all()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"income": {"id": "revenue"}}, "E623"),
        ({"heating": {"type": "number", "categories": []}}, "E474"),
        ({"rent": {"type": "category", "categories": [{"id": "a", "label": "a"}]}}, "E474"),
        ({"income": {"type": "date"}}, "E474"),
        ({"heating": {"categories": [{"id": "gas", "label": "Gas"}]}}, "E624"),
    ],
)
def test_inputs_that_are_not_those_of_the_model_are_refused(
    changes: dict[str, Any], code: str
) -> None:
    inputs = models.inputs(**changes)
    assert models.refusals(read_lightgbm, REGRESSION.encode(), "m", inputs) == [code]


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ('[["gas", "oil", "wood", "none", "heat"]]', "E475"),
        ('[["gas", "oil", "wood", "none", "heat", "sun", "coal"]]', "E476"),
        ('[["gas"], ["no", "yes"]]', "E624"),
    ],
)
def test_categories_that_are_not_those_declared_are_refused(lists: str, code: str) -> None:
    altered = re.sub("pandas_categorical:.*", f"pandas_categorical:{lists}", REGRESSION)
    assert models.refusals(read_lightgbm, altered.encode(), "m", models.inputs()) == [code]
