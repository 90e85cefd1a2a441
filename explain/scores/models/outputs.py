"""What a model gives for one case or for many, whichever kind it is."""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from explain.scores.models.columns import Floats, encode, encode_all
from explain.scores.models.forest import Forest, Integers
from explain.scores.models.linear import Raw, Sums, greatest

Model = Sums | Forest


def output(model: Model, values: Mapping[str, Raw], place: int = 0) -> float:
    """Return the additive output for one case; `place` is that of a class, else 0."""
    if isinstance(model, Forest):
        return model.output(encode(model.columns, values), place)
    return model.sums[place].output(values)


def outputs(model: Model, values: Mapping[str, Sequence[Raw]]) -> Floats:
    """Return the additive outputs of many cases: rows x outputs.

    `values` has one sequence for each input, all of one length.
    """
    if isinstance(model, Forest):
        return model.predict(encode_all(model.columns, values))
    return np.array([[one.output(row) for one in model.sums] for row in _rows(values)])


def decided(model: Model, values: Mapping[str, Sequence[Raw]]) -> list[int]:
    """Return the place of the class decided for each of many cases.

    Their outputs are correctly rounded, as those of one case are.
    """
    if not isinstance(model, Forest):
        return [greatest([one.output(row) for one in model.sums]) for row in _rows(values)]
    reached = model.leaves(encode_all(model.columns, values))
    return [greatest(outputs_at(model, leaves)) for leaves in reached]


def outputs_at(forest: Forest, leaves: Integers) -> list[float]:
    """Return each output of a row that reaches these `leaves`, correctly rounded (`math.fsum`)."""
    columns = forest.values[leaves].T.tolist()
    pairs = zip(forest.intercepts.tolist(), columns, strict=True)
    return [math.fsum((start, *column)) for start, column in pairs]


def _rows(values: Mapping[str, Sequence[Raw]]) -> Iterator[dict[str, Raw]]:
    return (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))
