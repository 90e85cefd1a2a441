"""What would have changed the outcome of a score, whichever the model."""

from collections.abc import Iterable
from dataclasses import dataclass

from explain.explanation import Change, Search
from explain.scores.background import Column
from explain.scores.changes import additive, linear
from explain.scores.changes.situation import Situation
from explain.scores.models.linear import Sums
from explain.spec import Input

MOST = 3
"""How many changes are shown: the nearest ones."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What flips the outcome: one input `alone`, nearest first, or `together`.

    Several inputs are looked for only where none is enough alone: the fewest come first.
    """

    alone: tuple[Change, ...] = ()
    together: Search | None = None


def changes_of(
    situation: Situation, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Changes:
    """Return the smallest changes that bring the favourable outcome.

    `columns` are those of the background, in the order of the `inputs`. Nothing is found
    where the outcome is favourable already or where the score has no threshold. A choice
    between classes goes to another one, or to a better one where an order is declared. The
    distance of a number counts in standard deviations of the background; that of a choice is 1.
    """
    if not situation.open:
        return Changes()
    model = situation.model
    if isinstance(model, Sums):
        nearest = _nearest(linear.changes(situation, model, inputs, columns), inputs)
        return nearest or Changes(together=additive.changes(situation, model, inputs, columns))
    from explain.scores.changes import several, trees  # noqa: PLC0415 - need NumPy

    nearest = _nearest(trees.changes(situation, model, inputs, columns), inputs)
    return nearest or Changes(together=several.changes(situation, model, inputs, columns))


def _nearest(found: Iterable[tuple[float, Change]], inputs: tuple[Input, ...]) -> Changes | None:
    """Keep the nearest changes: those that a person can make now before those that take years."""
    later = {item.id for item in inputs if item.actionable == "over_time"}
    ranked = sorted(found, key=lambda pair: (pair[1].id in later, pair[0]))[:MOST]
    return Changes(alone=tuple(change for _, change in ranked)) if ranked else None
