"""On which side of the threshold many scores are, exactly as one score is told."""

from bisect import bisect_left

import numpy as np

from explain.scores import display as reading
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans
from explain.scores.spec import Display


def points(display: Display, outputs: Floats) -> Floats:
    """Return the points of additive `outputs`, in floats: to compare, not to print."""
    return float(display.offset) + float(display.scale) * outputs


def reached(display: Display, outputs: Floats) -> Booleans:
    """Tell for each of the additive `outputs` whether its score reaches the threshold.

    Points rise or fall with the output, so the place where the answer changes is found by
    asking `display.reaches` about a few of them. Raises `ValueError` without a threshold.
    """
    if display.threshold is None:
        raise ValueError(display)
    rising = display.scale > 0
    ranked = np.unique(outputs)
    turn = bisect_left(ranked, 1, key=lambda one: int(_reaches(display, float(one)) is rising))
    if turn == len(ranked):
        return np.full(len(outputs), not rising)
    above: Booleans = outputs >= ranked[turn]
    return above if rising else ~above


def _reaches(display: Display, output: float) -> bool | None:
    return reading.reaches(display, reading.points(display, output))
