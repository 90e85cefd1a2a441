"""What would have changed the outcome of a score, whichever the model."""

from dataclasses import dataclass

from explain.explanation import Change
from explain.scores import display as reading
from explain.scores.background import Column
from explain.scores.changes import linear
from explain.scores.changes.situation import Situation
from explain.scores.models.linear import LinearModel
from explain.spec import Input

MOST = 3
"""How many changes are shown: the nearest ones."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one input that flip an unfavourable outcome, nearest first."""

    alone: tuple[Change, ...] = ()


def changes_of(
    situation: Situation, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Changes:
    """Return the smallest changes that bring the favourable outcome.

    `columns` are those of the background, in the order of the `inputs`. Nothing is found
    where the outcome is favourable already or where the score has no threshold. The distance of
    a number counts in standard deviations of the background; that of a choice is 1.
    """
    display = situation.display
    if display.threshold is None or situation.good(reading.points(display, situation.output)):
        return Changes()
    model = situation.model
    if isinstance(model, LinearModel):
        found = linear.changes(situation, model, inputs, columns)
    else:
        from explain.scores.changes import trees  # noqa: PLC0415 - needs NumPy

        found = trees.changes(situation, model, inputs, columns)
    nearest = sorted(found, key=lambda pair: pair[0])[:MOST]
    return Changes(alone=tuple(change for _, change in nearest))
