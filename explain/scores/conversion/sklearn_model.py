"""From a fitted scikit-learn estimator or pipeline to the files of a model, or to a refusal.

It takes an object that lives in this process. `Pipeline([..., estimator])` with the
preprocessing of `sklearn_columns` before LogisticRegression, LinearRegression,
DecisionTree, ExtraTree(s), RandomForest, GradientBoosting or HistGradientBoosting, as
classifier or regressor. Nothing of it is run before its arrays are known to be trees.
"""

import re
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline

from explain.scores import issues
from explain.scores.conversion.comparing import Predict, proved
from explain.scores.conversion.declaration import Declaration, Row, refuse
from explain.scores.conversion.sklearn_columns import (
    Preprocessing,
    finished,
    first_columns,
)
from explain.scores.conversion.sklearn_hist import HISTOGRAMS, own_columns, read_histograms
from explain.scores.conversion.sklearn_sums import SUMS, read_sum
from explain.scores.conversion.sklearn_trees import AVERAGED, BOOSTED, SINGLE, read_trees
from explain.scores.models.forest_file import JSON_FILE, Origin
from explain.scores.models.outputs import Model

_TREES = (*SINGLE, *AVERAGED, *BOOSTED)
_KNOWN = (*SUMS, *_TREES, *HISTOGRAMS)
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


def convert_estimator(
    estimator: Any, declared: Declaration, sha256: str | None = None
) -> dict[str, bytes]:
    """Return the files of a fitted estimator: `model.json`, and `model.npz` for trees.

    `sha256` is the digest of the file that it was read from. Raises `InvalidFile` where it
    holds what cannot be converted, where its inputs are not those declared, or where the
    converted model predicts otherwise on any row that is tried.
    """
    model = read_estimator(estimator, declared)
    origin = Origin(
        library="scikit-learn",
        version=sklearn.__version__,
        model=type(_last(estimator)).__name__,
        sha256=sha256,
    )
    return proved(model, origin, predictor(estimator, declared), declared)


def convert_sum(estimator: Any, declared: Declaration) -> bytes:
    """Return the file of a linear or logistic model. Raises `InvalidFile` for any other."""
    _known(estimator, SUMS, declared)
    return convert_estimator(estimator, declared)[JSON_FILE]


def read_estimator(estimator: Any, declared: Declaration) -> Model:
    """Return what a fitted estimator calculates. Raises `InvalidFile`."""
    _known(estimator, _KNOWN, declared)
    last = _last(estimator)
    names = _names(estimator, declared)
    reader = Preprocessing(declared, names)
    order = names or tuple(item.id for item in declared.inputs)
    columns = first_columns(declared, order, _absent(estimator))
    if last is not estimator:
        columns = reader.after(estimator[:-1], columns)
    if type(last) in HISTOGRAMS:
        columns = own_columns(last, reader, columns)
    read = finished(columns, declared.file)
    classes = _classes(last, declared)
    if type(last) in SUMS:
        return read_sum(last, read, classes, declared)
    kind = read_histograms if type(last) in HISTOGRAMS else read_trees
    return kind(last, read, classes, declared.file)


def predictor(estimator: Any, declared: Declaration) -> Predict:
    """Return the estimator's own additive prediction as a function of rows.

    It is `decision_function`, else the probability of yes or of each class, else `predict`.
    """
    names = _names(estimator, declared)
    absent = _absent(estimator)

    def predict(rows: Sequence[Row]) -> Any:
        table = _table(rows, declared, names, absent, coded=type(estimator) in HISTOGRAMS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # choices that an encoder was told to ignore
            if hasattr(estimator, "decision_function"):
                return estimator.decision_function(table)
            if hasattr(estimator, "predict_proba"):
                found = estimator.predict_proba(table)
                return found[:, 1] if found.shape[1] == 2 else found  # noqa: PLR2004 - yes and no
            return estimator.predict(table)

    return predict


def _known(estimator: Any, kinds: tuple[type, ...], declared: Declaration) -> None:
    last = _last(estimator)
    if type(last) in kinds and not hasattr(last, "n_features_in_"):
        raise refuse(issues.NOT_FITTED, declared.file, step=type(last).__name__)
    if type(last) not in kinds:
        allowed = ", ".join(kind.__name__ for kind in kinds)
        raise refuse(issues.STEP_UNKNOWN, declared.file, step=type(last).__name__, allowed=allowed)


def _last(estimator: Any) -> Any:
    return estimator.steps[-1][1] if type(estimator) is Pipeline else estimator


def _names(estimator: Any, declared: Declaration) -> tuple[str, ...] | None:
    """Return the names of the columns it was trained on. Raises `InvalidFile`."""
    inputs = [item.id for item in declared.inputs]
    names = getattr(estimator, "feature_names_in_", None)
    if names is None:
        count = estimator.n_features_in_
        if count != len(inputs):
            about = {"features": str(count), "inputs": ", ".join(inputs)}
            raise refuse(issues.FEATURES_DIFFER, declared.file, **about)
        return None
    found = tuple(map(str, names))
    if sorted(found) != sorted(inputs):
        about = {"features": ", ".join(found)[:200], "inputs": ", ".join(inputs)}
        raise refuse(issues.FEATURES_DIFFER, declared.file, **about)
    return found


def _classes(estimator: Any, declared: Declaration) -> tuple[str, ...]:
    """Return the identifiers of the classes where there are three or more."""
    if getattr(estimator, "n_outputs_", 1) != 1:
        raise refuse(issues.NOT_ONE_OUTPUT, declared.file, count=estimator.n_outputs_)
    labels = getattr(estimator, "classes_", None)
    if labels is None or len(labels) == 2:  # noqa: PLR2004 - yes and no
        return ()
    if len(labels) < 2:  # noqa: PLR2004 - as above
        raise refuse(issues.NOT_ONE_OUTPUT, declared.file, count=len(labels))
    return tuple(_class(str(label), declared) for label in labels.tolist())


def _class(label: str, declared: Declaration) -> str:
    name = label if _ID.fullmatch(label) else f"class_{label}"
    if not _ID.fullmatch(name):
        raise refuse(issues.CLASS_NAME, declared.file, name=label[:80])
    return name


def _absent(step: Any) -> float | None:
    """Return what stands for a missing category: `None` if any step says so, else NaN."""
    return None if _knows_none(step) else float("nan")


def _knows_none(step: Any) -> bool:
    if isinstance(step, Pipeline):
        return any(_knows_none(inner) for _, inner in step.steps)
    if isinstance(step, ColumnTransformer):
        return any(_knows_none(inner) for _, inner, _ in step.transformers_)
    if isinstance(step, SimpleImputer) and step.missing_values is None:
        return True
    lists = getattr(step, "categories_", ())
    return any(value is None for names in lists for value in names)


def _table(
    rows: Sequence[Row],
    declared: Declaration,
    names: tuple[str, ...] | None,
    absent: float | None,
    *,
    coded: bool,
) -> Any:
    """Return rows as the estimator was trained on them: an array, or a table with names.

    `coded`: categories are of pandas' type `category`.
    """
    columns = declared.columns(rows)
    made = {item.id: _column(columns[item.id], item.categories, absent) for item in declared.inputs}
    if names is None:
        mixed = any(item.categories for item in declared.inputs)
        return np.array(list(made.values()), dtype=object if mixed else np.float64).T
    import pandas as pd  # noqa: PLC0415 - only where training used it

    series = {name: pd.Series(made[name], dtype=made[name].dtype) for name in names}
    for item in declared.inputs:
        if coded and item.categories:
            series[item.id] = series[item.id].astype("category")
    return pd.DataFrame(series)


def _column(values: Sequence[Any], categories: Any, absent: float | None) -> Any:
    if not categories:
        found = [float("nan") if value is None else value for value in values]
        return np.array(found, dtype=np.float64)
    return np.array([absent if value is None else value for value in values], dtype=object)
