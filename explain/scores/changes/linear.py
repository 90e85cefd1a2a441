"""The changes of one input that flip a sum of terms, in closed form.

The values of one number that flip a linear predictor form a half-line. It is cut to the
declared range and rounded inwards to a value that people use. Bands are tried one by one.
"""

from collections.abc import Iterator
from decimal import Decimal

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
from explain.scores.models.linear import BandsTerm, LinearModel, NumberTerm, Term, number
from explain.spec import Input


def changes(
    situation: Situation, model: LinearModel, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Iterator[tuple[float, Change]]:
    """Yield the changes of one input that flip the outcome, each with its distance."""
    for item, term, column in zip(inputs, model.terms, columns, strict=True):
        present = situation.values[item.id]
        if not changeable(item, present):
            continue
        if not is_number(item):
            yield from of_choices(situation, item)
        elif room := bounds(item, column, present):
            yield from _numbers(situation, term, room)


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


def bands(term: BandsTerm, room: Bounds) -> Cells:
    """Return the bands of a number as cells."""
    first, last = span(room)
    starts = {first}
    for limit in term.limits:
        start = int(rounded(Decimal(limit), room.finest, upward=True) / room.finest)
        # The decimal just below a limit may be read as the limit itself.
        start -= float((start - 1) * room.finest) >= limit
        starts |= {start} if first < start <= last else set()
    return Cells(room, tuple(sorted(starts)), last)


def _numbers(situation: Situation, term: Term, room: Bounds) -> Iterator[tuple[float, Change]]:
    if isinstance(term, NumberTerm):
        yield from _half_line(situation, term, room)
    elif isinstance(term, BandsTerm):
        cells = bands(term, room)
        places = range(len(cells.starts))
        good = [situation.flips({room.item.id: cells.low(place)}) for place in places]
        yield from ranges(situation, cells, good)


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
