"""The smallest change of several inputs that flips sums of terms: exact, without a solver.

What one input gains does not depend on the others. So the fewest inputs are those with the
greatest gains together; among as many inputs, branch and bound finds the smallest distance.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
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
from explain.scores.changes.branches import (
    MOST_WORK,
    SLACK,
    Branches,
    Gains,
    Ladder,
    OutOfWork,
    Step,
    Values,
)
from explain.scores.changes.cells import Cells
from explain.scores.changes.combination import Ends, bounds_digest, combination
from explain.scores.changes.linear import cells, upward
from explain.scores.changes.regions import widened
from explain.scores.changes.situation import Situation, raw
from explain.scores.changes.target import Race, better, races
from explain.scores.models.linear import BandsTerm, NumberTerm, Sums, Term
from explain.spec import Input

Terms = tuple[Term, ...]
"""The terms of one input, one for each sum."""


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest change found, towards which side, and whether that is proved.

    Fewer than `fewest` inputs are not enough.
    """

    values: Values | None
    side: int = 0
    proved: bool = True
    fewest: int = 2


def changes(
    situation: Situation, model: Sums, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Search:
    """Look for the smallest change of several inputs that flips the outcome."""
    smallest = smallest_change(situation, model, inputs, columns)
    found = None
    if smallest.values is not None:
        own = situation.towards(smallest.side)
        wider = widened if situation.classes else _widened
        ends = wider(own, model, inputs, columns, smallest.values)
        found = combination(own, inputs, columns, smallest.values, ends)
        if not smallest.proved:
            found = replace(found, proof="best_found", fewest=smallest.fewest)
    stopped = found is None and not smallest.proved
    return Search(
        result="out_of_time" if stopped else "nothing" if found is None else "found",
        method="branch-and-bound",
        bounds=bounds_digest(situation, inputs, columns),
        found=found,
        ruled_out=smallest.fewest - 1 if stopped else None,
        limit=float(MOST_WORK) if situation.classes else None,
    )


def smallest_change(
    situation: Situation, model: Sums, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Smallest:
    """Return the smallest change of two inputs or more that flips, to whichever side is nearest.

    Towards a class the work is limited, by a count that is the same on any machine.
    """
    terms = list(zip(*(one.terms for one in model.sums), strict=True))
    games = [
        _Game.of(situation.towards(side), terms, inputs, columns) for side in situation.sides()
    ]
    for count in range(2, len(inputs) + 1):
        best, proved = Smallest(None), True
        units = math.inf
        for side, game in zip(situation.sides(), games, strict=True):
            search, whole = game.search(count, units)
            proved = proved and whole
            if search.best is not None:
                best, units = Smallest(search.best, side), search.units
        if best.values is not None or not proved:
            return replace(best, proved=proved, fewest=count)
    return Smallest(None)


@dataclass(frozen=True, slots=True)
class _Game:
    """One side: what each input can gain, and what is needed."""

    situation: Situation
    ladders: tuple[Ladder, ...]
    needed: Gains

    @classmethod
    def of(
        cls,
        situation: Situation,
        terms: list[Terms],
        inputs: tuple[Input, ...],
        columns: tuple[Column, ...],
    ) -> "_Game":
        run = races(situation)
        ladders = (
            _ladder(situation, run, own, item, column)
            for item, own, column in zip(inputs, terms, columns, strict=True)
        )
        outputs = situation.again({})
        size = SLACK * max(1.0, *map(abs, outputs))
        needed = tuple(float(-race.lead(outputs)) - size for race in run)
        return cls(situation, tuple(filter(None, ladders)), needed)

    def search(self, count: int, units: float) -> tuple[Branches, bool]:
        """Look for a change of `count` inputs nearer than `units`; tell whether all were tried."""
        search = Branches(self.situation.flips, MOST_WORK if self.situation.classes else None)
        search.units = units
        if not self.ladders or not self._enough(count):
            return search, True
        try:
            for chosen in combinations(self.ladders, count):
                search.among(chosen, self.needed)
        except OutOfWork:
            return search, False
        return search, True

    def _enough(self, count: int) -> bool:
        """Tell whether the greatest gains of `count` inputs can win each race by itself."""
        by_race = zip(*(one.most for one in self.ladders), strict=True)
        greatest = (math.fsum(sorted(gains, reverse=True)[:count]) for gains in by_race)
        return all(gain >= need for gain, need in zip(greatest, self.needed, strict=True))


def _widened(
    situation: Situation,
    model: Sums,
    inputs: tuple[Input, ...],
    columns: tuple[Column, ...],
    values: Mapping[str, Value],
) -> Ends:
    """Return the range of each number within which it gains as much or more."""
    found: dict[str, tuple[Value | None, Value | None]] = {}
    for item, term, column in zip(inputs, model.sums[0].terms, columns, strict=True):
        at = values.get(item.id)
        room = bounds(item, column, situation.values[item.id])
        if not isinstance(at, Decimal) or room is None:
            continue
        if isinstance(term, NumberTerm):
            up = upward(situation, term)
            found[item.id] = (at, item.maximum) if up else (item.minimum, at)
        elif isinstance(term, BandsTerm):
            parts = cells(situation, (term,), room)
            found[item.id] = _bands(better(situation), term, parts, at)
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


def _ladder(
    situation: Situation, run: tuple[Race, ...], terms: Terms, item: Input, column: Column
) -> Ladder | None:
    present = situation.values[item.id]
    if not changeable(item, present):
        return None
    before = [race.worth([term.worth(present) for term in terms]) for race in run]
    kept: list[Step] = []
    pairs = _values(situation, terms, item, column)
    for value, distance in sorted(pairs, key=lambda pair: pair[1]):
        after = [term.worth(raw(value)) for term in terms]
        gains = tuple(race.worth(after) - own for race, own in zip(run, before, strict=True))
        units = round(distance * 10**DISTANCE_DECIMALS)
        if units and _useful(gains, kept):
            kept.append(Step(value, units, gains))
    return Ladder(item.id, tuple(kept)) if kept else None


def _useful(gains: Gains, nearer: list[Step]) -> bool:
    """Tell whether a step may be needed: in one race, whether it gains more than nearer ones."""
    if len(gains) == 1 and nearer:
        return gains[0] > nearer[-1].gains[0]
    return max(gains) > 0


def _values(
    situation: Situation, terms: Terms, item: Input, column: Column
) -> Iterator[tuple[Value, float]]:
    """Yield the values that an input may go to, each with its distance."""
    if not is_number(item):
        for choice in choices(item, situation.case.values[item.id]):
            yield choice, CHOICE_DISTANCE
        return
    room = bounds(item, column, situation.values[item.id])
    if room is None:
        return
    if not any(isinstance(term, NumberTerm) for term in terms):
        yield from _of_bands(cells(situation, terms, room), room)
    elif situation.classes:
        yield from _steps(room, upward=True)
        yield from _steps(room, upward=False)
    elif isinstance(terms[0], NumberTerm):
        yield from _steps(room, upward=upward(situation, terms[0]))


def _of_bands(parts: Cells, room: Bounds) -> Iterator[tuple[Value, float]]:
    for place in range(len(parts.starts)):
        if parts.above(place) or parts.below(place):
            near = parts.nearest((place, place))
            if near is not None:
                yield near, room.distance(near)


def _steps(room: Bounds, *, upward: bool) -> Iterator[tuple[Value, float]]:
    value = rounded(Decimal(room.present), room.step, upward=upward)
    while room.low <= float(value) <= room.high:
        yield value, room.distance(value)
        value += room.step if upward else -room.step
