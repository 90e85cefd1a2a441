"""What a model gives for one case or for many, whichever kind it is."""

from collections.abc import Mapping, Sequence

import numpy as np

from explain.scores.models.columns import Floats, encode, encode_all
from explain.scores.models.forest import Forest
from explain.scores.models.linear import LinearModel, Raw

Model = LinearModel | Forest


def output(model: Model, values: Mapping[str, Raw], place: int = 0) -> float:
    """Return the additive output for one case; `place` is that of a class, else 0."""
    if isinstance(model, LinearModel):
        return model.output(values)
    return model.output(encode(model.columns, values), place)


def outputs(model: Model, values: Mapping[str, Sequence[Raw]]) -> Floats:
    """Return the additive outputs of many cases: rows x outputs.

    `values` has one sequence for each input, all of one length.
    """
    if isinstance(model, Forest):
        return model.predict(encode_all(model.columns, values))
    names = list(values)
    rows = zip(*values.values(), strict=True)
    return np.array([[model.output(dict(zip(names, row, strict=True)))] for row in rows])
