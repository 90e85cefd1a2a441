"""What a formula becomes when one number moves a little: a straight line, and where it bends.

With every other input fixed, rules made of sums, constant factors, comparisons, `min`,
`max` and choices are piecewise affine in one number. `Beside` follows a formula just
beside a point and notes every place where a comparison would turn: between two such
places nothing changes course. Fractions keep it exact.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from explain.case import Persons
from explain.rules.bodies import Body, Row
from explain.rules.evaluation import CONTEXT, Known, Undetermined, evaluate
from explain.rules.syntax import (
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Constant,
    Expression,
    Junction,
    Name,
    Negative,
    Not,
    Over,
)

_ZERO = Fraction(0)


class NotAffine(Exception):
    """The rules do not follow straight lines in this number; never leaves `explain.rules`."""


@dataclass(frozen=True, slots=True)
class Line:
    """`constant + slope * x`."""

    constant: Fraction
    slope: Fraction = _ZERO

    def plus(self, other: "Line") -> "Line":
        """Return the sum."""
        slope = self.slope + other.slope if other.slope else self.slope
        return Line(self.constant + other.constant, slope)

    def minus(self, other: "Line") -> "Line":
        """Return the difference."""
        slope = self.slope - other.slope if other.slope else self.slope
        return Line(self.constant - other.constant, slope)

    def times(self, factor: Fraction) -> "Line":
        """Return the product with a constant."""
        return Line(self.constant * factor, self.slope * factor if self.slope else _ZERO)


@lru_cache(maxsize=1024)
def fraction(value: Decimal) -> Fraction:
    """Return a decimal as a fraction: the numbers of one calculation are met again and again."""
    return Fraction(value)


Moving = Line | bool | str | date | Persons
Lookup = Callable[[str], Moving]


@dataclass(slots=True)
class Beside:
    """Follows formulas just after the point `x`, or just before it where `side` is -1.

    `turns` collects the values of the moving number at which a comparison met on the way
    would turn.
    """

    x: Fraction
    side: int
    turns: set[Fraction] = field(default_factory=set)

    def follow(self, expression: Expression, lookup: Lookup) -> Moving:
        """Return what `expression` is beside `x`. Raises `NotAffine`."""
        return _FOLLOW[type(expression)](self, expression, lookup)

    def step(self, body: Body, lookup: Lookup) -> Moving:
        """Return what a step gives beside `x`. Raises `NotAffine`."""
        for row in body.exceptions:
            if self.applies(row, lookup):
                return self.follow(row.gives, lookup)
        if body.hit == "collect_sum":
            return self.summed(body.rows, lookup)
        if body.hit in {"unique", "any"}:
            return self.alone(body.rows, lookup)
        for row in body.rows:
            if self.applies(row, lookup):
                return self.follow(row.gives, lookup)
        raise NotAffine

    def summed(self, rows: tuple[Row, ...], lookup: Lookup) -> Line:
        """Add up what the rows that apply give."""
        total = Line(_ZERO)
        for row in rows:
            if self.applies(row, lookup):
                total = total.plus(_line(self, row.gives, lookup))
        return total

    def alone(self, rows: tuple[Row, ...], lookup: Lookup) -> Moving:
        """Follow the first row that applies, and note where another comes or goes beside it.

        Where rows are in conflict the calculation itself gives nothing.
        """
        given = [self.follow(row.gives, lookup) for row in rows if self.applies(row, lookup)]
        if not given:
            raise NotAffine
        first = given[0]
        for other in given[1:]:
            if isinstance(first, Line) and isinstance(other, Line):
                self.sign(other.minus(first))
        return first

    def applies(self, row: Row, lookup: Lookup) -> bool:
        """Tell whether every condition of a row holds beside `x`."""
        return all(self.follow(condition, lookup) is True for condition in row.when)

    def sign(self, line: Line) -> int:
        """Return the sign of `line` beside `x`, and note where it turns."""
        if not line.slope:
            return _sign(line.constant)
        turn = -(line.constant / line.slope)
        self.turns.add(turn)
        beyond = _sign(self.x - turn) or self.side
        return beyond * _sign(line.slope)


def _sign(value: Fraction) -> int:
    """Return -1, 0 or 1."""
    numerator = value.numerator
    return (numerator > 0) - (numerator < 0)


def _constant(_beside: Beside, node: Constant, _lookup: Lookup) -> Moving:
    return Line(fraction(node.value)) if isinstance(node.value, Decimal) else node.value


def _name(_beside: Beside, node: Name, lookup: Lookup) -> Moving:
    return lookup(node.id)


def _negative(beside: Beside, node: Negative, lookup: Lookup) -> Moving:
    return _line(beside, node.operand, lookup).times(Fraction(-1))


def _opposite(beside: Beside, node: Not, lookup: Lookup) -> Moving:
    return not beside.follow(node.operand, lookup)


def _line(beside: Beside, node: Expression, lookup: Lookup) -> Line:
    """Follow a formula that gives a number."""
    found = beside.follow(node, lookup)
    if not isinstance(found, Line):
        raise NotAffine
    return found


def _arithmetic(beside: Beside, node: Arithmetic, lookup: Lookup) -> Moving:
    left, right = _line(beside, node.left, lookup), _line(beside, node.right, lookup)
    if node.operator in {"+", "-"}:
        return left.plus(right) if node.operator == "+" else left.minus(right)
    return _product(left, right) if node.operator == "*" else _quotient(left, right)


def _comparison(beside: Beside, node: Comparison, lookup: Lookup) -> Moving:
    left, right = beside.follow(node.left, lookup), beside.follow(node.right, lookup)
    compare = _COMPARE[node.operator]
    if isinstance(left, Line) and isinstance(right, Line):
        return compare(beside.sign(left.minus(right)), 0)
    return compare(left, right)


def _junction(beside: Beside, node: Junction, lookup: Lookup) -> Moving:
    decisive = node.operator == "or"
    found = any(beside.follow(operand, lookup) is decisive for operand in node.operands)
    return decisive if found else not decisive


def _choice(beside: Beside, node: Choice, lookup: Lookup) -> Moving:
    chosen = beside.follow(node.condition, lookup)
    return beside.follow(node.chosen if chosen else node.otherwise, lookup)


def _call(beside: Beside, node: Call, lookup: Lookup) -> Moving:
    if node.function not in _FUNCTIONS:
        return _calculated(beside, node, lookup)
    lines = [_line(beside, argument, lookup) for argument in node.arguments]
    return _FUNCTIONS[node.function](beside, lines)


def _extreme(beside: Beside, lines: list[Line], wanted: int) -> Line:
    best = lines[0]
    for line in lines[1:]:
        if beside.sign(line.minus(best)) == wanted:
            best = line
    return best


def _absolute(beside: Beside, lines: list[Line]) -> Line:
    return lines[0].times(Fraction(-1)) if beside.sign(lines[0]) < 0 else lines[0]


def _product(left: Line, right: Line) -> Line:
    if left.slope and right.slope:
        raise NotAffine
    return left.times(right.constant) if right.slope == 0 else right.times(left.constant)


def _quotient(left: Line, right: Line) -> Line:
    if right.slope or not right.constant:
        raise NotAffine
    return left.times(1 / right.constant)


def _calculated(_beside: Beside, node: Expression, lookup: Lookup) -> Moving:
    """Calculate what stands still: days, and what is counted over persons."""

    def still(name: str) -> Known:
        value = lookup(name)
        if not isinstance(value, Line):
            return value
        if value.slope:
            raise NotAffine
        return CONTEXT.divide(
            Decimal(value.constant.numerator), Decimal(value.constant.denominator)
        )

    try:
        found = evaluate(node, still)
    except ArithmeticError:
        raise NotAffine from None
    if isinstance(found, Undetermined):
        raise NotAffine
    return Line(Fraction(found)) if isinstance(found, Decimal) else found


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FUNCTIONS: Mapping[str, Callable[[Beside, list[Line]], Line]] = {
    "min": lambda beside, lines: _extreme(beside, lines, -1),
    "max": lambda beside, lines: _extreme(beside, lines, 1),
    "abs": _absolute,
    "percent_of": lambda _, lines: _product(*lines).times(Fraction(1, 100)),
    "per_year": lambda _, lines: lines[0].times(Fraction(12)),
    "per_month": lambda _, lines: lines[0].times(Fraction(1, 12)),
    "number": lambda _, lines: lines[0],
}
_FOLLOW: Mapping[type[Any], Callable[[Beside, Any, Lookup], Moving]] = {
    Constant: _constant,
    Name: _name,
    Negative: _negative,
    Not: _opposite,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Junction: _junction,
    Choice: _choice,
    Call: _call,
    Over: _calculated,
}
