"""What would have changed the outcome: one input at a time, everything else equal.

For a linear predictor the values of one input that flip the outcome form a half-line,
known in closed form. It is cut to the declared range and rounded inwards to a value that
people use; its near end must lie within what the background has seen, and not too far.
Every value that is shown is run through the model again first. Sensitive inputs and inputs that a
person cannot change are never shown; an input that changes over time only grows, and a choice
that does so is left out.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from explain.case import Case, Value
from explain.explanation import Change
from explain.scores import display as reading
from explain.scores.background import Column
from explain.scores.models.linear import LinearModel, NumberTerm, Raw, Term, number
from explain.scores.spec import Display
from explain.spec import Input

MOST = 3
"""How many changes are shown: the nearest ones."""

FARTHEST = 3.0
"""How far a number may move, in standard deviations of the background."""

_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Situation:
    """A case and what runs it again."""

    case: Case
    values: Mapping[str, Raw]
    output: float
    model: LinearModel
    display: Display

    def again(self, name: str, value: Value) -> Decimal:
        """Return the points of the case with another `value` of the input `name`."""
        return reading.points(self.display, self.model.output({**self.values, name: raw(value)}))

    def good(self, score: Decimal) -> bool:
        """Tell whether `score` is on the favourable side of the threshold."""
        return reading.reaches(self.display, score) == (self.display.favourable == "above")


def raw(value: Value) -> Raw:
    """Return a case's value as the model reads it."""
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]  # no dates


def nearest_changes(
    situation: Situation, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> tuple[Change, ...]:
    """Return the changes of one input that flip an unfavourable outcome, nearest first.

    The distance of a number counts in standard deviations of the background; that of a
    choice is 1. Empty where the outcome is favourable already or nothing flips it alone.
    """
    display = situation.display
    score = reading.points(display, situation.output)
    if display.threshold is None or situation.good(score):
        return ()
    found: list[tuple[float, Change]] = []
    for item, term, column in zip(inputs, situation.model.terms, columns, strict=True):
        if item.actionable != "no" and not item.sensitive:
            found += _of_one(situation, item, term, column)
    found.sort(key=lambda pair: pair[0])
    return tuple(change for _, change in found[:MOST])


def _of_one(
    situation: Situation, item: Input, term: Term, column: Column
) -> list[tuple[float, Change]]:
    if isinstance(term, NumberTerm) and item.type != "boolean":
        span = _Span(situation, item, term, column).found()
        return [span] if span else []
    if item.actionable == "over_time":
        return []
    present = situation.case.values[item.id]
    choices: list[Value] = [choice.id for choice in item.categories] or [not present]
    return [
        (1.0, _change(situation, item, (choice, None), choice))
        for choice in choices
        if choice != present and situation.good(situation.again(item.id, choice))
    ]


@dataclass(frozen=True, slots=True)
class _Span:
    """The half-line of one number that flips the outcome."""

    situation: Situation
    item: Input
    term: NumberTerm
    column: Column

    def found(self) -> tuple[float, Change] | None:
        near = self.near()
        if near is None or not self.allowed(near) or self.distance(near) > FARTHEST:
            return None
        far = self.item.maximum if self.upward() else self.item.minimum
        if far is not None and not self.flips(far):
            return None
        low, high = (near, far) if self.upward() else (far, near)
        return self.distance(near), _change(self.situation, self.item, (low, high), near)

    def distance(self, near: Decimal) -> float:
        """Return how far `near` is, in standard deviations of the background."""
        present = self.situation.values[self.item.id]
        return abs(float(near) - number(present)) / (self.column.spread or math.inf)

    def step(self) -> Decimal:
        """Return the precision of what is shown: a tenth of the spread, rounded to 1, 10, ..."""
        if self.item.type == "integer" or not self.column.spread:
            return Decimal(1)
        return Decimal(1).scaleb(Decimal(self.column.spread).adjusted() - 1)

    def upward(self) -> bool:
        """Tell whether the outcome gets better as the input grows."""
        display = self.situation.display
        rising = (self.term.coefficient > 0) == (display.scale > 0)
        return rising == (display.favourable == "above")

    def near(self) -> Decimal | None:
        """Return the nearest value that flips, a whole number of steps from zero."""
        display = self.situation.display
        if self.term.slope == 0 or display.threshold is None:
            return None
        target = float((display.threshold - display.offset) / display.scale)
        present = number(self.situation.values[self.item.id])
        exact = present + (target - self.situation.output) / self.term.slope
        if not abs(exact) < reading.LARGEST:
            return None
        step = self.step()
        inward = ROUND_CEILING if self.upward() else ROUND_FLOOR
        steps = (Decimal(exact) / step).to_integral_value(inward, _WIDE)
        value = (steps * step).quantize(min(step, Decimal(1)))
        if self.flips(value):
            return value
        # On the threshold itself, or rounded in the last bit: the next step decides.
        value += step if self.upward() else -step
        return value if self.flips(value) else None

    def allowed(self, near: Decimal) -> bool:
        present = self.situation.values[self.item.id]
        if self.item.actionable == "over_time" and float(near) < number(present):
            return False
        below = self.item.maximum is None or near <= self.item.maximum
        above = self.item.minimum is None or near >= self.item.minimum
        low, high = self.column.low, self.column.high
        seen = low is not None and high is not None and low <= float(near) <= high
        return below and above and seen

    def flips(self, value: Decimal) -> bool:
        return self.situation.good(self.situation.again(self.item.id, value))


def _change(
    situation: Situation, item: Input, bounds: tuple[Value | None, Value | None], at: Value
) -> Change:
    score = situation.again(item.id, at)
    display = situation.display
    return Change(
        id=item.id,
        low=bounds[0],
        high=bounds[1],
        at=at,
        outcome=reading.printed(display, score),
        reached=reading.reaches(display, score),
    )
