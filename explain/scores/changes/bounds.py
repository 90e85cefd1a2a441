"""What a person may be asked to change, and how far.

Sensitive inputs and inputs that a person cannot change are left alone, and so is a value
that is missing. A number goes to a value that people use: a multiple of a tenth of the
background's spread, rounded down to 1, 10, ...; where no such value counts, to one of up to
two digits more. Its near end lies within what the background has seen, within the declared
range, and at most three standard deviations away; an input that changes over time only
grows, one with a declared `direction` only goes that way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from explain.case import Value
from explain.scores.background import Column
from explain.scores.models.linear import Raw
from explain.spec import Input

FARTHEST = 3.0
"""How far a number may move, in standard deviations of the background."""

FINER = 2
"""How many digits more than those that people use a value may have, where it must."""

CHOICE_DISTANCE = 1.0
"""The distance of another choice: as far as one standard deviation of a number."""

DISTANCE_DECIMALS = 4
"""Distances are rounded to this many decimals, so that they add up exactly."""

WIDE = Context(prec=60)


def changeable(item: Input, present: Raw) -> bool:
    """Tell whether a person may be asked to change the input at all."""
    if item.actionable == "no" or item.sensitive or present is None:
        return False
    return is_number(item) or (item.type in {"boolean", "category"} and item.actionable == "yes")


def is_number(item: Input) -> bool:
    """Tell whether the input is a number, an amount or a whole number."""
    return item.type in {"number", "integer", "amount"}


def choices(item: Input, present: object) -> list[Value]:
    """Return the other choices of a category or of a boolean, which may go one way only."""
    every: list[Value] = [choice.id for choice in item.categories] or [False, True]
    if item.direction is not None:
        every = [item.direction == "up"]
    return [choice for choice in every if choice != present]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far one number may go: from `low` to `high`, both included, in the input's unit.

    `step` is the grain of values that people use, `finest` that of the finest values that
    are ever shown; `spread` is the standard deviation over the background.
    """

    item: Input
    present: float
    low: float
    high: float
    spread: float
    step: Decimal
    finest: Decimal

    def distance(self, value: Decimal) -> float:
        """Return how far `value` is, in standard deviations of the background."""
        return round(abs(float(value) - self.present) / self.spread, DISTANCE_DECIMALS)

    def within(self, value: Decimal) -> bool:
        """Tell whether a change may go to `value`."""
        return self.low <= float(value) <= self.high

    def grains(self) -> Iterator[Decimal]:
        """Yield the grains of values, those that people use first."""
        grain = self.step
        while grain >= self.finest:
            yield grain
            grain = grain.scaleb(-1)


def bounds(item: Input, column: Column, present: Raw) -> Bounds | None:
    """Return how far a number may go; `None` where the background knows no such number."""
    known = column.low is not None and column.high is not None
    if not known or not column.spread or not isinstance(present, float):
        return None
    reach = FARTHEST * column.spread
    lows = [column.low or 0.0, present - reach]
    highs = [column.high or 0.0, present + reach]
    if item.minimum is not None:
        lows.append(float(item.minimum))
    if item.maximum is not None:
        highs.append(float(item.maximum))
    if item.actionable == "over_time" or item.direction == "up":
        lows.append(present)
    if item.direction == "down":
        highs.append(present)
    step = Decimal(1).scaleb(Decimal(column.spread).adjusted() - 1)
    finest = step.scaleb(-FINER)
    if item.type == "integer":
        step, finest = max(step, Decimal(1)), max(finest, Decimal(1))
    return Bounds(item, present, max(lows), min(highs), column.spread, step, finest)


def rounded(value: Decimal, grain: Decimal, *, upward: bool) -> Decimal:
    """Return the next multiple of `grain` at or beyond `value`, as people write it."""
    direction = ROUND_CEILING if upward else ROUND_FLOOR
    steps = (value / grain).to_integral_value(direction, WIDE)
    return (steps * grain).quantize(min(grain, Decimal(1))) + 0  # no negative zero
