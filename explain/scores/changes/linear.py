"""The changes of one input that flip sums of terms, in closed form.

The values of one number that bring a linear predictor over a threshold form a half-line. It
is cut to the declared range and rounded inwards to a value that people use. The output of each
of several classes is a line; between the points where two of them cross, one class is
decided. Bands are tried one by one.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import floor

from explain.explanation import Change
from explain.scores import display as reading
from explain.scores.background import Column
from explain.scores.changes.bounds import (
    CHOICE_DISTANCE,
    Bounds,
    bounds,
    changeable,
    choices,
    is_number,
    rounded,
)
from explain.scores.changes.cells import Cells, ranges, span
from explain.scores.changes.situation import Situation
from explain.scores.models.linear import BandsTerm, NumberTerm, Sums, Term, number
from explain.spec import Input


def changes(
    situation: Situation, model: Sums, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Iterator[tuple[float, Change]]:
    """Yield the changes of one input that flip the outcome, each with its distance."""
    terms = zip(*(one.terms for one in model.sums), strict=True)
    for item, own, column in zip(inputs, terms, columns, strict=True):
        present = situation.values[item.id]
        if not changeable(item, present):
            continue
        if not is_number(item):
            yield from of_choices(situation, item)
        elif room := bounds(item, column, present):
            yield from _numbers(situation, own, room)


def of_choices(situation: Situation, item: Input) -> Iterator[tuple[float, Change]]:
    """Yield the other choices of a category or a boolean that flip the outcome."""
    for choice in choices(item, situation.case.values[item.id]):
        if situation.flips({item.id: choice}):
            yield CHOICE_DISTANCE, situation.change(item.id, choice, None, choice)


def upward(situation: Situation, term: NumberTerm) -> bool:
    """Tell whether the outcome gets better as the input grows."""
    display = situation.display
    rising = (term.coefficient > 0) == (display.scale > 0)
    return rising == (display.favourable == "above")


def cells(situation: Situation, terms: Sequence[Term], room: Bounds) -> Cells:
    """Return the cells of one number: within one, no term changes band and no lines cross.

    `terms` are those of the number, one for each sum.
    """
    first, last = span(room)
    bands = (term for term in terms if isinstance(term, BandsTerm))
    limits = {start for term in bands for start in _limits(term, room)}
    starts = sorted({first, *(start for start in limits if first < start <= last)})
    if situation.classes:
        crossings = {
            grain
            for start in starts
            for one, other in combinations(_lines(situation, terms, room, start), 2)
            for grain in _crossing(one, other, room)
        }
        starts = sorted({*starts, *(grain for grain in crossings if first < grain <= last)})
    return Cells(room, tuple(starts), last)


def _limits(term: BandsTerm, room: Bounds) -> Iterator[int]:
    """Yield where bands start, in grains."""
    for limit in term.limits:
        start = int(rounded(Decimal(limit), room.finest, upward=True) / room.finest)
        # The decimal just below a limit may be read as the limit itself.
        yield start - (float((start - 1) * room.finest) >= limit)


_Line = tuple[Fraction, Fraction]
"""An output at 0, and its slope: what one more unit of the input adds."""


def _lines(
    situation: Situation, terms: Sequence[Term], room: Bounds, start: int
) -> Iterator[_Line]:
    """Yield the exact line of each output for values of the number in the band at `start`."""
    for output, term in zip(situation.again({}), terms, strict=True):
        others = Fraction(output) - Fraction(term.worth(room.present))
        if isinstance(term, NumberTerm):
            slope = Fraction(term.coefficient) / Fraction(term.scale)
            yield others - slope * Fraction(term.center), slope
        else:
            yield others + Fraction(term.worth(float(start * room.finest))), Fraction(0)


def _crossing(one: _Line, other: _Line, room: Bounds) -> Iterator[int]:
    """Yield the grains next to the crossing of two lines: rounding may turn these few."""
    slope = one[1] - other[1]
    if slope:
        near = floor((other[0] - one[0]) / slope / Fraction(room.finest))
        yield from range(near - 1, near + 3)


def _numbers(
    situation: Situation, terms: Sequence[Term], room: Bounds
) -> Iterator[tuple[float, Change]]:
    if not situation.classes and isinstance(terms[0], NumberTerm):
        yield from _half_line(situation, terms[0], room)
    elif any(isinstance(term, NumberTerm | BandsTerm) for term in terms):
        parts = cells(situation, terms, room)
        places = range(len(parts.starts))
        sides = [situation.side_with({room.item.id: parts.low(place)}) for place in places]
        yield from ranges(situation, parts, sides)


def _half_line(
    situation: Situation, term: NumberTerm, room: Bounds
) -> Iterator[tuple[float, Change]]:
    near = _near(situation, term, room)
    if near is None or not room.within(near):
        return
    up = upward(situation, term)
    far = room.item.maximum if up else room.item.minimum
    if far is not None and not situation.flips({room.item.id: far}):
        return
    low, high = (near, far) if up else (far, near)
    yield room.distance(near), situation.change(room.item.id, low, high, near)


def _near(situation: Situation, term: NumberTerm, room: Bounds) -> Decimal | None:
    """Return the nearest value that flips, a whole number of steps from zero."""
    display = situation.display
    if term.slope == 0 or display.threshold is None:
        return None
    target = float((display.threshold - display.offset) / display.scale)
    present = number(situation.values[room.item.id])
    exact = present + (target - situation.output) / term.slope
    if not abs(exact) < reading.LARGEST:
        return None
    up = upward(situation, term)
    value = rounded(Decimal(exact), room.step, upward=up)
    if situation.flips({room.item.id: value}):
        return value
    # On the threshold itself, or rounded in the last bit: the next step decides.
    value += room.step if up else -room.step
    return value if situation.flips({room.item.id: value}) else None
