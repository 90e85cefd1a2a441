"""The smallest change of several inputs that flips a sum of terms: exact, without a solver.

What one input gains does not depend on the others. So the fewest inputs are those with the
greatest gains together; among as many inputs, branch and bound finds the smallest distance.
Its bound is the fractional knapsack: inputs that gain most for their distance come first
(Dantzig, 1957).
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, takewhile

from explain.case import Value
from explain.explanation import Search
from explain.scores.background import Column
from explain.scores.changes.bounds import (
    CHOICE_DISTANCE,
    DISTANCE_DECIMALS,
    Bounds,
    bounds,
    changeable,
    choices,
    is_number,
    rounded,
)
from explain.scores.changes.cells import Cells
from explain.scores.changes.combination import bounds_digest, combination
from explain.scores.changes.linear import bands, upward
from explain.scores.changes.situation import Situation, raw
from explain.scores.changes.target import better, target
from explain.scores.models.linear import BandsTerm, LinearModel, NumberTerm, Term
from explain.spec import Input

_SLACK = 1e-9
"""Gains this much too small, as a part of their size, are run again before they are refused."""

Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Step:
    """One value of an input: how far it is, in whole units of distance, and what it gains."""

    value: Value
    units: int
    gain: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """What one input can gain: farther steps gain more. `rate` is the most per unit."""

    name: str
    steps: tuple[Step, ...]

    @property
    def most(self) -> float:
        """Return the greatest gain."""
        return self.steps[-1].gain

    @property
    def rate(self) -> float:
        """Return the greatest gain for one unit of distance."""
        return max(step.gain / step.units for step in self.steps)


def changes(
    situation: Situation, model: LinearModel, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Search:
    """Look for the smallest change of several inputs that flips the outcome."""
    values = smallest(situation, model, inputs, columns)
    found = None
    if values is not None:
        ends = _widened(situation, model, inputs, columns, values)
        found = combination(situation, inputs, columns, values, ends)
    return Search(
        result="nothing" if found is None else "found",
        method="branch-and-bound",
        bounds=bounds_digest(situation, inputs, columns),
        found=found,
    )


def smallest(
    situation: Situation, model: LinearModel, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Values | None:
    """Return the smallest change of two inputs or more that flips; `None` where none does."""
    ladders = [
        ladder
        for item, term, column in zip(inputs, model.terms, columns, strict=True)
        if (ladder := _ladder(situation, term, item, column)) is not None
    ]
    missing = better(situation) * (target(situation) - Fraction(situation.output))
    needed = float(missing) - _SLACK * max(1.0, abs(situation.output))
    greatest = sorted((ladder.most for ladder in ladders), reverse=True)
    for count in range(2, len(ladders) + 1):
        if math.fsum(greatest[:count]) < needed:
            continue
        search = _Branches(situation.flips)
        for chosen in combinations(ladders, count):
            search.among(chosen, needed)
        if search.best is not None:
            return search.best
    return None


def _widened(
    situation: Situation,
    model: LinearModel,
    inputs: tuple[Input, ...],
    columns: tuple[Column, ...],
    values: Values,
) -> dict[str, tuple[Value | None, Value | None]]:
    """Return the range of each number within which it gains as much or more."""
    found: dict[str, tuple[Value | None, Value | None]] = {}
    for item, term, column in zip(inputs, model.terms, columns, strict=True):
        at = values.get(item.id)
        room = bounds(item, column, situation.values[item.id])
        if not isinstance(at, Decimal) or room is None:
            continue
        if isinstance(term, NumberTerm):
            up = upward(situation, term)
            found[item.id] = (at, item.maximum) if up else (item.minimum, at)
        elif isinstance(term, BandsTerm):
            found[item.id] = _bands(better(situation), term, bands(term, room), at)
    return found


def _bands(
    sign: int, term: BandsTerm, cells: Cells, at: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """Return the bands from that of `at` outwards which are worth as much or more."""
    places = range(len(cells.starts))
    worths = [sign * term.worth(raw(cells.low(place))) for place in places]
    first = max(place for place in places if cells.low(place) <= at)
    away = places[first:] if cells.above(first) else places[first::-1]
    kept = list(takewhile(lambda place: worths[place] >= worths[first], away))
    return cells.ends((min(kept), max(kept)), at)


class _Branches:
    """Branch and bound; of equally small changes the first one found stays."""

    def __init__(self, flips: Callable[[Mapping[str, Value]], bool]) -> None:
        self.flips = flips
        self.best: Values | None = None
        self.units: float = math.inf

    def among(self, ladders: Sequence[Ladder], needed: float) -> None:
        """Look for a smaller change of exactly these inputs."""
        if math.fsum(ladder.most for ladder in ladders) >= needed:
            self._descend(sorted(ladders, key=lambda ladder: -ladder.rate), needed, 0, {})

    def _descend(self, ladders: Sequence[Ladder], needed: float, units: int, taken: Values) -> None:
        first, rest = ladders[0], ladders[1:]
        if not rest:
            self._finish(first, needed, units, taken)
            return
        able = math.fsum(ladder.most for ladder in rest)
        for step in reversed(first.steps):
            left = needed - step.gain
            if left > able:
                break
            spent = units + step.units
            if spent + _least(rest, left) < self.units:
                self._descend(rest, left, spent, {**taken, first.name: step.value})

    def _finish(self, ladder: Ladder, needed: float, units: int, taken: Values) -> None:
        for step in ladder.steps:
            if units + step.units >= self.units:
                return
            found = {**taken, ladder.name: step.value}
            if step.gain >= needed and self.flips(found):
                self.best, self.units = found, units + step.units
                return


def _least(ladders: Sequence[Ladder], needed: float) -> float:
    """Return a distance below which these inputs cannot gain what is needed."""
    units = 0.0
    for ladder in ladders:  # the greatest rate first
        part = min(needed, ladder.most)
        if part > 0:
            units += part / ladder.rate
            needed -= part
    return units * (1 - _SLACK)


def _ladder(situation: Situation, term: Term, item: Input, column: Column) -> Ladder | None:
    present = situation.values[item.id]
    if not changeable(item, present):
        return None
    sign, worth = better(situation), term.worth(present)
    kept: list[Step] = []
    for value, distance in sorted(_values(situation, term, item, column), key=lambda pair: pair[1]):
        gain = sign * (term.worth(raw(value)) - worth)
        units = round(distance * 10**DISTANCE_DECIMALS)
        if gain > (kept[-1].gain if kept else 0.0) and units:
            kept.append(Step(value, units, gain))
    return Ladder(item.id, tuple(kept)) if kept else None


def _values(
    situation: Situation, term: Term, item: Input, column: Column
) -> Iterator[tuple[Value, float]]:
    """Yield the values that an input may go to, each with its distance."""
    if not is_number(item):
        for choice in choices(item, situation.case.values[item.id]):
            yield choice, CHOICE_DISTANCE
        return
    room = bounds(item, column, situation.values[item.id])
    if room is None:
        return
    if isinstance(term, NumberTerm):
        yield from _steps(situation, term, room)
    elif isinstance(term, BandsTerm):
        cells = bands(term, room)
        for place in range(len(cells.starts)):
            near = (
                cells.nearest((place, place)) if cells.above(place) or cells.below(place) else None
            )
            if near is not None:
                yield near, room.distance(near)


def _steps(situation: Situation, term: NumberTerm, room: Bounds) -> Iterator[tuple[Value, float]]:
    up = upward(situation, term)
    value = rounded(Decimal(room.present), room.step, upward=up)
    while room.low <= float(value) <= room.high:
        yield value, room.distance(value)
        value += room.step if up else -room.step
