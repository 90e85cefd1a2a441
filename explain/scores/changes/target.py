"""From the threshold of the points back to the additive space."""

from fractions import Fraction

from explain.scores.changes.situation import Situation

_KEPT = Fraction(5, 10**12)
"""How far, at most, the 12 digits of the record move points, as a part of their size."""


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
