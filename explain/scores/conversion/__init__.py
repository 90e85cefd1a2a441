"""From a trained model of another library to an artefact that holds no code, or to a refusal.

Nothing here imports another library before a function is called.
"""

from collections.abc import Sequence
from typing import Any

from explain.scores.conversion.declaration import Declaration
from explain.scores.models.linear import Raw
from explain.spec import Input

__all__ = ["Declaration", "convert", "convert_estimator"]


def convert_estimator(estimator: Any, declared: Declaration) -> dict[str, bytes]:
    """Return the files of a fitted scikit-learn estimator or pipeline, by name.

    They are `model.json`, and `model.npz` for trees. Needs scikit-learn (extra `build`).
    Raises `InvalidFile` where the estimator holds what cannot be converted, where its
    inputs are not those declared, or where the converted model predicts otherwise on any
    row of the background, drawn at random, or on a threshold.
    """
    from explain.scores.conversion import sklearn_model  # noqa: PLC0415 - heavy

    return sklearn_model.convert_estimator(estimator, declared)


def convert(
    pipeline: Any, inputs: tuple[Input, ...], rows: Sequence[Sequence[Raw]], seed: int = 0
) -> bytes:
    """Return the artefact of a fitted linear or logistic `pipeline`: see `convert_estimator`.

    `rows` is the background, as `Declaration` describes it.
    """
    from explain.scores.conversion import sklearn_model  # noqa: PLC0415 - heavy

    declared = Declaration(inputs, rows, seed=seed)
    return sklearn_model.convert_sum(pipeline, declared)
