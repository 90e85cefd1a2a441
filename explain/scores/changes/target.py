"""What has to be overtaken: the threshold, taken back to the additive space, or other classes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from explain.scores.changes.situation import Situation

_KEPT = Fraction(5, 10**12)
"""How far, at most, the 12 digits of the record move points, as a part of their size."""


@dataclass(frozen=True, slots=True)
class Race:
    """The outputs, each times its sign, must add up to `goal` at least.

    There is a sign (1, 0 or -1) for each output. That is necessary and, but for a tie and for
    rounding, enough.
    """

    signs: tuple[int, ...]
    goal: Fraction

    def lead(self, outputs: Sequence[float]) -> Fraction:
        """Return how much the outputs add up to beyond the goal: exactly, below 0 if short."""
        return self.exactly(outputs) - self.goal

    def exactly(self, outputs: Sequence[float]) -> Fraction:
        """Return what outputs, or parts of them, count in the race."""
        pairs = zip(self.signs, outputs, strict=True)
        return sum((sign * Fraction(output) for sign, output in pairs if sign), Fraction(0))

    def worth(self, outputs: Sequence[float]) -> float:
        """Return the same, rounded."""
        pairs = zip(self.signs, outputs, strict=True)
        return math.fsum(sign * output for sign, output in pairs if sign)


def races(situation: Situation) -> tuple[Race, ...]:
    """Return what must hold for the one side that is looked for: one race, or one a rival."""
    if not situation.classes:
        sign = better(situation)
        return (Race((sign,), sign * target(situation)),)
    (side,) = situation.wanted
    places = range(len(situation.classes))
    return tuple(
        Race(tuple((place == side) - (place == rival) for place in places), Fraction(0))
        for rival in places
        if rival != side
    )


def better(situation: Situation) -> int:
    """Return 1 where a greater output is better for the person, -1 where a smaller one is."""
    display = situation.display
    return 1 if (display.scale > 0) == (display.favourable == "above") else -1


def target(situation: Situation) -> Fraction:
    """Return an output that no favourable one falls short of, whatever is rounded."""
    display = situation.display
    threshold = Fraction(display.threshold or 0)
    if display.favourable == "above":
        threshold -= abs(threshold) * _KEPT
    return (threshold - Fraction(display.offset)) / Fraction(display.scale)
