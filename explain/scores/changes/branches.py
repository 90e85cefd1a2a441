"""Branch and bound over inputs whose gains do not depend on each other.

Each step of an input gains something in each of one or more races, all of which have to be won.
The bound is the fractional knapsack of each race: inputs that gain most for their distance come
first (Dantzig, 1957).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from explain.case import Value

SLACK = 1e-9
"""Gains this much too small, as a part of their size, are run again before they are refused."""

MOST_WORK = 3_000_000
"""So many steps are looked at for one number of inputs, where there are several races."""

Gains = tuple[float, ...]
Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Step:
    """One value of an input: how far it is, in whole units of distance, and what it gains."""

    value: Value
    units: int
    gains: Gains


@dataclass(frozen=True)
class Ladder:
    """What one input can gain, the nearest steps first."""

    name: str
    steps: tuple[Step, ...]

    @cached_property
    def most(self) -> Gains:
        """Return the greatest gain in each race: none is below 0, as an input may stay."""
        return tuple(max(0.0, *gains) for gains in zip(*(s.gains for s in self.steps), strict=True))

    @cached_property
    def rates(self) -> Gains:
        """Return the greatest gain for one unit of distance in each race."""
        rates = ([gain / step.units for gain in step.gains] for step in self.steps)
        return tuple(max(0.0, *own) for own in zip(*rates, strict=True))


class OutOfWork(Exception):
    """More steps would have to be looked at than are allowed."""


class Branches:
    """The smallest change found so far; of equally small ones the first one found stays."""

    def __init__(self, flips: Callable[[Mapping[str, Value]], bool], most: int | None) -> None:
        """Look at `most` steps, or at all that is needed where it is `None`."""
        self.flips = flips
        self.left = math.inf if most is None else most
        self.best: Values | None = None
        self.units: float = math.inf

    def among(self, ladders: Sequence[Ladder], needed: Gains) -> None:
        """Look for a smaller change of exactly these inputs. Raises `OutOfWork`."""
        if not _short(_able(ladders, len(needed)), needed):
            ranked = sorted(ladders, key=lambda ladder: -max(ladder.rates))
            self._descend(ranked, needed, 0, {})

    def _descend(self, ladders: Sequence[Ladder], needed: Gains, units: int, taken: Values) -> None:
        first, rest = ladders[0], ladders[1:]
        if not rest:
            self._finish(first, needed, units, taken)
            return
        able = _able(rest, len(needed))
        by_race = [sorted(rest, key=lambda one: -one.rates[race]) for race in range(len(needed))]
        self._spend(len(first.steps))
        for step in reversed(first.steps):
            spent = units + step.units
            if spent >= self.units:
                continue
            left = tuple(need - gain for need, gain in zip(needed, step.gains, strict=True))
            if not _short(able, left) and spent + _least(by_race, left) < self.units:
                self._descend(rest, left, spent, {**taken, first.name: step.value})

    def _finish(self, ladder: Ladder, needed: Gains, units: int, taken: Values) -> None:
        self._spend(len(ladder.steps))
        for step in ladder.steps:
            if units + step.units >= self.units:
                return
            if _short(step.gains, needed):
                continue
            found = {**taken, ladder.name: step.value}
            if self.flips(found):
                self.best, self.units = found, units + step.units
                return

    def _spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise OutOfWork


def _able(ladders: Sequence[Ladder], races: int) -> Gains:
    """Return the most that inputs can gain together in each race."""
    return tuple(math.fsum(ladder.most[race] for ladder in ladders) for race in range(races))


def _short(gains: Gains, needed: Gains) -> bool:
    """Tell whether a race is lost."""
    return any(gain < need for gain, need in zip(gains, needed, strict=True))


def _least(by_race: Sequence[Sequence[Ladder]], needed: Gains) -> float:
    """Return a distance below which these inputs cannot gain what is needed.

    `by_race` has the inputs for each race, the greatest rate first.
    """
    return max(map(_least_of, range(len(needed)), by_race, needed))


def _least_of(race: int, ladders: Sequence[Ladder], needed: float) -> float:
    units = 0.0
    for ladder in ladders:
        part = min(needed, ladder.most[race])
        if part > 0:
            units += part / ladder.rates[race]
            needed -= part
    return units * (1 - SLACK)
