"""scikit-learn's trees, forests and gradient boosting as a `Forest`.

They narrow a row to 32-bit floats and compare it with 64-bit thresholds: at most goes
left (`sklearn/tree/_tree.pyx`, `_apply_dense`). A forest averages its trees; boosting adds
`learning_rate * value` to what its first estimator gives everybody.
"""

from typing import Any

import numpy as np
from sklearn.base import is_classifier
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreeClassifier,
    ExtraTreeRegressor,
)

from explain.scores import issues
from explain.scores.conversion.arrays import Grown, planted
from explain.scores.conversion.assembling import Reading
from explain.scores.conversion.declaration import refuse
from explain.scores.models.columns import Column, Floats
from explain.scores.models.forest import LEAF, Forest, Space

SINGLE = (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreeClassifier,
    ExtraTreeRegressor,
)
AVERAGED = (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
BOOSTED = (GradientBoostingClassifier, GradientBoostingRegressor)

_LOSSES = {"log_loss", "squared_error", "absolute_error", "huber", "quantile"}
_STEADY = {"prior", "most_frequent", "constant", "mean", "median", "quantile"}


def read_trees(
    estimator: Any, columns: tuple[Column, ...], classes: tuple[str, ...], file: str
) -> Forest:
    """Read a fitted estimator of one of the types above. `classes` are named if three or more.

    Raises `InvalidFile`.
    """
    if type(estimator) in BOOSTED:
        return _boosted(estimator, columns, classes, file)
    trees = [estimator] if type(estimator) in SINGLE else list(estimator.estimators_)
    space: Space = "probability" if is_classifier(estimator) else "value"
    outputs = max(1, len(classes))
    grown = [
        _grown(tree.tree_, _leaf_values(tree.tree_, space, outputs) / len(trees)) for tree in trees
    ]
    reading = Reading(columns, "float32", "at_most", space, classes, (0.0,) * outputs)
    return planted(grown, reading, file)


def _leaf_values(tree: Any, space: Space, outputs: int) -> Floats:
    """Return nodes x outputs: the value, the probability of yes, or of each class."""
    values = np.asarray(tree.value, dtype=np.float64)[:, 0, :]
    return values[:, 1:2] if space == "probability" and outputs == 1 else values[:, :outputs]


def _boosted(
    estimator: Any, columns: tuple[Column, ...], classes: tuple[str, ...], file: str
) -> Forest:
    if estimator.loss not in _LOSSES:
        name = f"{type(estimator).__name__}(loss={estimator.loss!r})"
        raise refuse(issues.STEP_UNKNOWN, file, step=name, allowed=", ".join(sorted(_LOSSES)))
    space: Space = "value"
    if type(estimator) is GradientBoostingClassifier:
        space = "log-probability" if classes else "log-odds"
    outputs = max(1, len(classes))
    grown = []
    for stage in estimator.estimators_:
        for output, tree in enumerate(stage):
            values = np.zeros((tree.tree_.node_count, outputs))
            values[:, output] = estimator.learning_rate * tree.tree_.value[:, 0, 0]
            grown.append(_grown(tree.tree_, values))
    reading = Reading(columns, "float32", "at_most", space, classes, _start(estimator, file))
    return planted(grown, reading, file)


def _start(estimator: Any, file: str) -> tuple[float, ...]:
    """Return what the first estimator gives everybody. Raises `InvalidFile` for another one."""
    first = estimator.init_
    dummy = type(first) in {DummyClassifier, DummyRegressor} and first.strategy in _STEADY
    if not (dummy or (isinstance(first, str) and first == "zero")):
        name = f"GradientBoosting(init={type(first).__name__})"
        raise refuse(issues.STEP_UNKNOWN, file, step=name, allowed="init=None, init='zero'")
    row = np.zeros((1, estimator.n_features_in_), dtype=np.float32)
    return tuple(float(value) for value in estimator._raw_predict_init(row)[0])  # noqa: SLF001 - the library has no public way


def _grown(tree: Any, values: Floats) -> Grown:
    count = tree.node_count
    leaves = tree.children_left == LEAF
    return Grown(
        column=np.where(leaves, LEAF, tree.feature),
        threshold=np.asarray(tree.threshold, dtype=np.float64),
        left=np.asarray(tree.children_left),
        right=np.asarray(tree.children_right),
        missing_left=np.asarray(tree.missing_go_to_left, dtype=np.bool_),
        values=values,
        categories=np.full(count, LEAF),
        members=np.zeros((0, 0), dtype=np.bool_),
    )
