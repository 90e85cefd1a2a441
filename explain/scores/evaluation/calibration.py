"""Whether what the model predicts happens as often as it says."""

import math
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from explain.canonical import number_text
from explain.scores import sides
from explain.scores.evaluation.record import Band
from explain.scores.evaluation.telling import divided
from explain.scores.evaluation.withholding import Cell
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans
from explain.scores.spec import Display

BANDS = 10


def probabilities(space: str, outputs: Floats) -> Floats | None:
    """Return the predicted probability for each additive output, where the space gives one."""
    if space == "log-odds":
        return np.array([_logistic(output) for output in outputs.tolist()])
    return outputs if space == "probability" else None


def of_given(space: str, outputs: Floats, given: NDArray[np.intp]) -> Floats | None:
    """Return the predicted probability of the class that was given, where the space gives one.

    `outputs` is rows x classes. Log-probabilities are known up to a number that all classes
    share (softmax).
    """
    own = outputs[np.arange(len(outputs)), given]
    if space == "probability":
        return own
    if space != "log-probability":
        return None
    less = outputs - own[:, np.newaxis]
    return np.array([1 / math.fsum(map(math.exp, row)) for row in less.tolist()])


def by_tenths(predicted: Floats, happened: Booleans, reached: Booleans) -> list[Band]:
    """Compare predicted and observed frequency by tenths of the predicted probability.

    Tenths in which there is no case are left out.
    """
    tenth = np.clip(np.floor(predicted * BANDS), 0, BANDS - 1).astype(np.intp)
    edges: list[str | None] = [number_text(Decimal(edge) / BANDS) for edge in range(BANDS + 1)]
    return _bands(tenth, edges, happened, reached, predicted)


def by_points(
    display: Display, outputs: Floats, happened: Booleans, reached: Booleans
) -> list[Band]:
    """Give the observed frequency by bands of printed points, with about as many cases each."""
    points = np.round(sides.points(display, outputs), display.decimals)
    cuts = np.unique(np.quantile(points, np.arange(1, BANDS) / BANDS, method="lower"))
    edges = [None, *(number_text(cut) for cut in cuts.tolist()), None]
    return _bands(np.searchsorted(cuts, points, "right"), edges, happened, reached)


def _bands(
    place: NDArray[np.intp],
    edges: Sequence[str | None],
    happened: Booleans,
    reached: Booleans,
    predicted: Floats | None = None,
) -> list[Band]:
    there = np.unique(place).tolist()
    rows = [place == band for band in there]
    cells = [Cell(int((some & happened).sum()), int(some.sum())) for some in rows]
    # Below and above the threshold the whole is known, where no band lies across it.
    blocks = [
        [spot for spot, some in enumerate(rows) if not (some & ~side).any()]
        for side in (reached, ~reached)
    ]
    return [
        Band(
            low=edges[band],
            high=edges[band + 1],
            predicted=None if predicted is None or rate.of is None else _mean(predicted[some]),
            observed=rate,
        )
        for band, some, rate in zip(there, rows, divided(cells, blocks), strict=True)
    ]


def _mean(numbers: Floats) -> str:
    return number_text(math.fsum(numbers.tolist()) / len(numbers))


def _logistic(output: float) -> float:
    if output < 0:
        raised = math.exp(output)
        return raised / (1 + raised)
    return 1 / (1 + math.exp(-output))
