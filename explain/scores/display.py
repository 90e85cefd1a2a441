"""From the additive space to the points that people read.

Points are `offset + scale * x`, computed to 60 digits, then kept at the 12 significant digits
of the record; the threshold is compared with that number, so that whoever holds the
record can repeat the comparison. Printed points are rounded so that they add up, and so
that no score prints on the other side of the threshold.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal

from explain.canonical import SIGNIFICANT_DIGITS
from explain.scores.spec import Display

_EXACT = Context(prec=60)
_KEPT = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_EVEN)

LARGEST = Decimal(10) ** 15
"""Values of this size or more are refused: floats would not hold them exactly."""


def points(display: Display, output: float) -> Decimal:
    """Return the points of an additive `output`, at the digits of the record."""
    return _KEPT.plus(_EXACT.add(display.offset, _scaled(display, output)))


def worth(display: Display, contribution: float) -> Decimal:
    """Return the points that a `contribution` on the additive space adds."""
    return _KEPT.plus(_scaled(display, contribution))


def reaches(display: Display, score: Decimal) -> bool | None:
    """Tell whether `score`, in points, is at or above the threshold, if there is one."""
    return None if display.threshold is None else score >= display.threshold


def printed(display: Display, score: Decimal) -> Decimal:
    """Round `score` to the declared decimals, on its own side of the threshold."""
    step = step_of(display)
    rounded = _nearest(score, step)
    if reaches(display, rounded) != reaches(display, score):
        return rounded - step
    return rounded


def adding_up(total: Decimal, shares: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Round `shares` to multiples of `step` whose sum is `total`.

    Each goes to the nearest multiple; then those that it costs least give or take one
    step. A share of exactly zero stays zero, and none changes its sign where another can
    give way.
    """
    rounded = [_nearest(share, step) for share in shares]
    missing = int((total - sum(rounded)) / step)
    move = step if missing > 0 else -step

    def cost(place: int) -> tuple[bool, Decimal, int]:
        moved = rounded[place] + move
        return moved * shares[place] < 0, abs(moved - shares[place]), place

    movable = [place for place, share in enumerate(shares) if share != 0]
    for _ in range(abs(missing)):
        rounded[min(movable, key=cost)] += move
    return rounded


def largest(display: Display) -> Decimal:
    """Return the size from which points would need more digits than the record keeps."""
    return step_of(display).scaleb(SIGNIFICANT_DIGITS)


def step_of(display: Display) -> Decimal:
    """Return the smallest difference that printed points can have."""
    return Decimal(1).scaleb(-display.decimals)


def _scaled(display: Display, value: float) -> Decimal:
    return _EXACT.multiply(display.scale, Decimal(value))


def _nearest(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_EVEN, _EXACT) + 0  # no negative zero
