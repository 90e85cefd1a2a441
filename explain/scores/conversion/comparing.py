"""The last word on a conversion: the artefact predicts like the original, or is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.errors import InvalidFile
from explain.scores import issues
from explain.scores.conversion.declaration import Declaration, Row, refuse
from explain.scores.conversion.trying import known_rows, missing_rows
from explain.scores.models.columns import Floats, encode_all
from explain.scores.models.forest import Forest
from explain.scores.models.forest_file import JSON_FILE, Origin, write_forest
from explain.scores.models.linear import ClassSums, Sums
from explain.scores.models.linear_file import write_model
from explain.scores.models.outputs import Model, outputs
from explain.scores.models.reading import read_model

TOLERANCE = 1e-12
"""The largest difference of predictions, relative to their size when that exceeds 1."""

Predict = Callable[[Sequence[Row]], Any]
"""The original's additive prediction: rows, or rows x outputs. `ValueError` where it has none."""


def _close(ours: Floats, theirs: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.abs(ours - theirs) <= TOLERANCE * np.maximum(1.0, np.abs(theirs)))


def by_columns(
    forest: Forest, predict: Callable[[Floats], Floats], declared: Declaration
) -> Predict:
    """Return as a function of rows a library's prediction that takes the forest's columns."""
    return lambda rows: predict(encode_all(forest.columns, declared.columns(rows)))


def proved(
    model: Model, origin: Origin, predict: Predict, declared: Declaration
) -> dict[str, bytes]:
    """Return the files of `model` once, read back, they predict like the original.

    Classes that the library only numbers get the names of the outcome's choices, in order.
    Raises `InvalidFile` where the predictions differ, naming the row and its values, and
    where the files do not fit what is declared.
    """
    if isinstance(model, Forest):
        tried = replace(model, classes=_named(model, declared), missing=declared.missing)
        files = write_forest(tried, origin)
    else:
        files = {JSON_FILE: write_model(_with_names(model, declared))}
    again = read_model(files, JSON_FILE, declared.inputs)
    rows = known_rows(again, declared)
    _compare(again, predict, declared, rows)
    for name, some in missing_rows(rows, declared).items():
        try:
            _compare(again, predict, declared, some)
        except ValueError:
            raise refuse(issues.MISSING_NOT_HANDLED, declared.file, input=name) from None
    return files


def _with_names(model: Sums, declared: Declaration) -> Sums:
    names = _named(model, declared)
    return replace(model, classes=names) if isinstance(model, ClassSums) else model


def _named(model: Model, declared: Declaration) -> tuple[str, ...]:
    numbers = tuple(f"class_{place}" for place in range(len(model.classes)))
    if model.classes != numbers or not declared.classes or not numbers:
        return model.classes
    if len(numbers) != len(declared.classes):
        about = {"count": len(numbers), "expected": len(declared.classes)}
        raise refuse(issues.CLASSES_DIFFER, declared.file, **about)
    return declared.classes


def _compare(model: Model, predict: Predict, declared: Declaration, rows: Sequence[Row]) -> None:
    ours = outputs(model, declared.columns(rows))
    theirs = np.asarray(predict(rows), dtype=np.float64).reshape(len(rows), -1)
    if ours.shape != theirs.shape:
        raise refuse(issues.NOT_ONE_OUTPUT, declared.file, count=theirs.shape[1])
    wrong = np.flatnonzero(~_close(ours, theirs).all(axis=1))
    if len(wrong):
        place = int(wrong[0])
        raise _differs(declared, rows[place], place, (ours[place], theirs[place]))


def _differs(
    declared: Declaration, row: Row, place: int, found: tuple[Floats, Floats]
) -> InvalidFile:
    names = [item.id for item in declared.inputs]
    values: Mapping[str, object] = dict(zip(names, row, strict=True))
    ours, theirs = (", ".join(map(repr, item.tolist())) for item in found)
    about = {"row": place + 1, "ours": ours, "theirs": theirs, "values": values}
    return refuse(issues.PREDICTIONS_DIFFER, declared.file, **about)
