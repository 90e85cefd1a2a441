"""scikit-learn's HistGradientBoosting as a `Forest`.

A row is compared in 64-bit floats, at most goes left; a category goes left where its bit
is set, and one that training never saw goes where a missing value does
(`sklearn/ensemble/_hist_gradient_boosting/_predictor.pyx`). The learning rate is already
inside the leaves.
"""

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.arrays import Grown, planted
from explain.scores.conversion.assembling import Reading
from explain.scores.conversion.declaration import refuse
from explain.scores.conversion.sklearn_columns import Made, Preprocessing
from explain.scores.models.columns import Column
from explain.scores.models.forest import LEAF, Booleans, Forest, Space

HISTOGRAMS = (HistGradientBoostingClassifier, HistGradientBoostingRegressor)

_LOSSES = {"log_loss", "squared_error", "absolute_error", "quantile"}
_CODES = 256
_SETS = N_("a number of a column or of a set of categories is out of range")


def own_columns(estimator: Any, reader: Preprocessing, columns: list[Made]) -> list[Made]:
    """Return the columns after the estimator's own encoder: categories first, then numbers."""
    if estimator._preprocessor is None:  # noqa: SLF001 - the library has no public way
        return columns
    chosen = estimator.is_categorical_
    encoder = estimator._preprocessor.named_transformers_["encoder"]  # noqa: SLF001 - as above
    pairs = list(zip(columns, chosen, strict=True))
    coded = reader.after(encoder, [column for column, is_coded in pairs if is_coded])
    return [*coded, *(column for column, is_coded in pairs if not is_coded)]


def read_histograms(
    estimator: Any, columns: tuple[Column, ...], classes: tuple[str, ...], file: str
) -> Forest:
    """Read a fitted estimator. `classes` are named if there are three or more.

    Raises `InvalidFile`.
    """
    if estimator.loss not in _LOSSES:
        name = f"{type(estimator).__name__}(loss={estimator.loss!r})"
        raise refuse(issues.STEP_UNKNOWN, file, step=name, allowed=", ".join(sorted(_LOSSES)))
    space: Space = "value"
    if type(estimator) is HistGradientBoostingClassifier:
        space = "log-probability" if classes else "log-odds"
    outputs = max(1, len(classes))
    grown = [
        _grown(tree, output, outputs, file)
        for stage in estimator._predictors  # noqa: SLF001 - the library has no public way
        for output, tree in enumerate(stage)
    ]
    start = tuple(float(value) for value in np.ravel(estimator._baseline_prediction))  # noqa: SLF001 - as above
    reading = Reading(columns, "float64", "at_most", space, classes, start)
    return planted(grown, reading, file)


def _grown(tree: Any, output: int, outputs: int, file: str) -> Grown:
    nodes = tree.nodes
    values = np.zeros((len(nodes), outputs))
    values[:, output] = nodes["value"]
    inner = nodes["is_leaf"] == 0
    coded = inner & (nodes["is_categorical"] != 0)
    members = _members(tree.raw_left_cat_bitsets)
    if coded.any() and nodes["bitset_idx"][coded].max() >= len(members):
        raise refuse(issues.TREES_BROKEN, file, name=file, problem=_SETS)
    return Grown(
        column=np.where(inner, nodes["feature_idx"], LEAF),
        threshold=np.where(coded, 0.0, nodes["num_threshold"]),
        left=nodes["left"].astype(np.int64),
        right=nodes["right"].astype(np.int64),
        missing_left=nodes["missing_go_to_left"] != 0,
        values=values,
        categories=np.where(coded, nodes["bitset_idx"].astype(np.int64), LEAF),
        members=members,
    )


def _members(bitsets: Any) -> Booleans:
    """Return sets x 256 codes: bit `code % 32` of the word `code // 32` of each set."""
    words = np.asarray(bitsets, dtype=np.uint32).reshape(-1, _CODES // 32)
    bits = (words[:, :, np.newaxis] >> np.arange(32, dtype=np.uint32)) & 1
    return np.asarray(bits.reshape(len(words), _CODES), dtype=np.bool_)
