"""Which cases to try so that a decision table is tried in every way that can differ.

Conditions that compare names with constants cut the values of each name into stretches
inside which no condition turns. One value stands for each stretch: a *cell* is one
choice for each name. A step that only compares is itself constant inside a cell, so it is
calculated there; any other step is *free*: it may have every value of its range, as if it
had nothing to do with the rest.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product
from math import prod

from explain.case import Given, Value
from explain.rules.bodies import Body, calculation
from explain.rules.evaluation import Known, Lookup, Undetermined, compiled, round_to
from explain.rules.expressions import DECISION_DAY
from explain.rules.kinds import Kind, Kinds
from explain.rules.model import RuleStep
from explain.rules.ranges import ANY, Range, of_body, of_question
from explain.rules.syntax import Comparison, Constant, Expression, Name, Over, children
from explain.rules.validity import Period
from explain.spec import Input

MOST_POSSIBLE = 2000
"""Cells that are tried to find which values a formula may have."""


class NoValue(ArithmeticError):
    """A step has no value in a cell; never leaves `explain.rules`."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a table: inputs, steps and what they calculate, kinds of names."""

    inputs: Mapping[str, Input]
    steps: Mapping[str, RuleStep]
    bodies: Mapping[str, Body]
    kinds: Kinds


@dataclass(slots=True)
class Cells:
    """The cells of some conditions, in a time in which no parameter changes.

    `cuts` holds what each name is compared with, `settled` the steps that are calculated in
    each cell, in order, and `free` those that are not.
    """

    around: Surroundings
    period: Period
    cuts: dict[str, set[Value]] = field(default_factory=dict)
    settled: dict[str, None] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    values: dict[Expression, frozenset[Value] | None] = field(default_factory=dict)

    def settle(self, node: Expression) -> bool:
        """Cut so that `node` has one value in each cell; false, and no cut, where that fails."""
        before = self._kept()
        if self._settle(node):
            return True
        self.cuts, self.settled = before
        return False

    def _settle(self, node: Expression) -> bool:
        match node:
            case Constant():
                return True
            case Name():
                return self._name(node.id)
            case Over():
                return False
            case Comparison(left=Name() as name) if self._cut(name.id, node.right):
                return True
            case Comparison(right=Name() as name) if self._cut(name.id, node.left):
                return True
        return all(self._settle(part) for part in children(node))

    def _name(self, name: str) -> bool:
        if name in self.period.values or name in self.settled:
            return True
        if name in self.around.bodies and self._step(name):
            return True
        if self.around.kinds[name].type == "boolean":
            self.cuts.setdefault(name, set()).add(_TRUE)
            return True
        return False

    def _step(self, name: str) -> bool:
        """Settle a step by settling everything in it, or note that it is free."""
        if name in self.free:
            return False
        before = self._kept()
        if all(self._settle(part) for part in self.around.bodies[name].expressions()):
            self.settled[name] = None
            return True
        self.cuts, self.settled = before
        self.free.add(name)
        return False

    def _kept(self) -> tuple[dict[str, set[Value]], dict[str, None]]:
        return {name: set(cut) for name, cut in self.cuts.items()}, dict(self.settled)

    def _cut(self, name: str, other: Expression) -> bool:
        """Cut the values of a name where it is compared with what is settled."""
        if name in self.period.values or self.around.kinds[name].type == "boolean":
            return False
        if name in self.around.bodies and self._step(name):
            return False
        values = self.possible(other)
        if values is None or not self.settle(other):
            return False
        self.cuts.setdefault(name, set()).update(values)
        return True

    def possible(self, node: Expression) -> frozenset[Value] | None:
        """Return every value that a formula may have; `None` where that is not known."""
        if node not in self.values:
            cells = Cells(self.around, self.period, free=self.free, values=self.values)
            known = cells.settle(node) and cells.count() <= MOST_POSSIBLE
            self.values[node] = frozenset(_each(node, cells)) if known else None
        return self.values[node]

    def count(self) -> int:
        """Return how many cells there are."""
        return prod(len(values) for values in self.stretches().values())

    def stretches(self) -> dict[str, list[Value]]:
        """Return for each name one value of each stretch."""
        return {name: self._stretches(name, cut) for name, cut in self.cuts.items()}

    def _stretches(self, name: str, constants: set[Value]) -> list[Value]:
        kind: Kind = self.around.kinds[name]
        if kind.type == "boolean":
            return [False, True]
        if kind.type == "category":
            return sorted(kind.categories)
        if kind.type == "date":
            days = sorted(day for day in constants if type(day) is date)
            return self._days(name, days)
        return _numbers(sorted(c for c in constants if isinstance(c, Decimal)), self.range(name))

    def _days(self, name: str, days: list[date]) -> list[Value]:
        one = timedelta(days=1)
        found = {day + step * one for day in days for step in (-1, 0, 1)}
        if name != DECISION_DAY:
            return sorted(found)
        first, last = self.period.first, self.period.last
        found |= {day for day in (first, last) if day is not None}
        return sorted(d for d in found if (first or d) <= d <= (last or d))

    def range(self, name: str) -> Range:
        """Return between which numbers a name, or what is said of each person, can lie."""
        if name in self.period.values:
            return Range(self.period.values[name], self.period.values[name])
        if name in self.around.bodies:
            rounding = self.around.steps[name].rounding
            size = None if rounding is None else rounding.step
            return of_body(self.around.bodies[name], self.range, size)
        of, dot, asked = name.partition(".")
        item = self.around.inputs.get(of)
        if item is None:
            return ANY
        if dot:
            return next(of_question(one) for one in item.fields if one.id == asked)
        found = of_question(item)
        return Range(max(found.low, Decimal(0)), found.high) if item.type == "persons" else found

    def __iter__(self) -> Iterator[dict[str, Given]]:
        """Yield the names of each cell with their values; a step without value is left out."""
        stretches = self.stretches()
        steps = [self.around.steps[name] for name in self.settled]
        ready = [(step, calculation(self.around.bodies[step.id])) for step in steps]
        for combination in product(*stretches.values()):
            case: dict[str, Given] = dict(self.period.values)
            case |= zip(stretches, combination, strict=True)
            for step, calculate in ready:
                with suppress(ArithmeticError):
                    case[step.id] = _value(step, calculate(looking(case)).value)
            yield case


def looking(case: Mapping[str, Given]) -> Lookup:
    """Return what looks names up in a cell. It raises `NoValue`."""

    def look(name: str) -> Known:
        if name not in case:
            raise NoValue
        return case[name]

    return look


def _value(step: RuleStep, found: Known) -> Given:
    if isinstance(found, Undetermined):
        raise NoValue
    if step.rounding is None or not isinstance(found, Decimal):
        return found
    return round_to(found, step.rounding.step, step.rounding.mode)


def _each(node: Expression, cells: Cells) -> Iterator[Value]:
    run = compiled(node)
    for case in cells:
        with suppress(ArithmeticError):
            found = run(looking(case))
            if not isinstance(found, Undetermined | tuple):
                yield found


_TRUE: Value = True


def _numbers(constants: list[Decimal], within: Range) -> list[Value]:
    """Return the constants, and one number of each stretch beside them, that lie `within`."""
    between = [(low + high) / 2 for low, high in pairwise(constants)]
    found = [*constants, *between, constants[0] - 1, constants[-1] + 1]
    found += [end for end in (within.low, within.high) if end.is_finite()]
    if within.whole:
        found = [Decimal(int(value)) for value in found]
        found += [c + step for c in constants for step in (-1, 1) if c == int(c)]
    return sorted({value for value in found if within.low <= value <= within.high})
