"""Calculate a formula exactly, with names whose value may be undetermined.

Numbers are decimals of 34 digits (IEEE 754 decimal128); a result that would not fit is an
error, never an infinity. What nobody knows stays *undetermined* through every operation
that needs it: `false and unknown` is false, `unknown + 1` is undetermined (Kleene's strong
three-valued logic).
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Underflow,
)
from typing import Any

from explain.case import Given, Persons, Value
from explain.rules import calendar
from explain.rules.syntax import (
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Constant,
    Expression,
    Field,
    Junction,
    Name,
    Negative,
    Not,
    Over,
)

PRECISION = 34
CONTEXT = Context(
    prec=PRECISION,
    rounding=ROUND_HALF_EVEN,
    Emin=-99,
    Emax=99,
    traps=[DivisionByZero, InvalidOperation, Overflow, Underflow],
)
ROUNDINGS: Mapping[str, str] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
    "ceiling": ROUND_CEILING,
    "floor": ROUND_FLOOR,
}

_HUNDRED = Decimal(100)
_TWELVE = Decimal(12)


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A value that cannot be known without the inputs named in `missing`."""

    missing: frozenset[str]


class EmptyList(ArithmeticError):
    """The smallest or the largest of nothing; never leaves `explain.rules`."""


Known = Given | Undetermined
Lookup = Callable[[str], Known]
Run = Callable[[Lookup], Known]
"""A formula, ready to be calculated with the values that a lookup gives."""


def evaluate(expression: Expression, lookup: Lookup) -> Known:
    """Calculate `expression`; `lookup` gives the value of a name when it is needed.

    The formula must have passed `explain.rules.kinds`. Raises `decimal.DivisionByZero`,
    `InvalidOperation`, `Overflow` or `Underflow` where there is no exact result, and
    `EmptyList` for the smallest of nothing.
    """
    return compiled(expression)(lookup)


def compiled(expression: Expression) -> Run:
    """Return a function that calculates `expression`: its parts are looked at once, here."""
    return _COMPILERS[type(expression)](expression)


def plain(value: Known) -> Known:
    """Return a value; zero without a sign, which only arithmetic gives it."""
    return CONTEXT.abs(value) if isinstance(value, Decimal) and not value else value


def round_to(value: Decimal, step: Decimal, mode: str) -> Decimal:
    """Round `value` to a multiple of `step` in one of `ROUNDINGS`."""
    multiple = CONTEXT.divide(value, step).to_integral_value(ROUNDINGS[mode])
    return CONTEXT.multiply(multiple, step)


def _constant(node: Constant) -> Run:
    value = node.value
    return lambda _lookup: value


def _name(node: Name) -> Run:
    name = node.id
    return lambda lookup: lookup(name)


def _field(node: Field) -> Run:
    key = node.key
    return lambda lookup: lookup(key)


def _negative(node: Negative) -> Run:
    return _unary(CONTEXT.minus, node.operand)


def _not(node: Not) -> Run:
    return _unary(operator.not_, node.operand)


def _unary(function: Callable[[Any], Value], operand: Expression) -> Run:
    inner = compiled(operand)

    def run(lookup: Lookup) -> Known:
        value = inner(lookup)
        return value if isinstance(value, Undetermined) else function(value)

    return run


def _arithmetic(node: Arithmetic) -> Run:
    return _binary(_ARITHMETIC[node.operator], node.left, node.right)


def _comparison(node: Comparison) -> Run:
    return _binary(_COMPARISONS[node.operator], node.left, node.right)


def _binary(function: Callable[[Any, Any], Value], left: Expression, right: Expression) -> Run:
    first, second = compiled(left), compiled(right)
    if isinstance(right, Constant):
        return _with_constant(function, first, right.value)

    def run(lookup: Lookup) -> Known:
        one, other = first(lookup), second(lookup)
        if isinstance(one, Undetermined) or isinstance(other, Undetermined):
            return _missing((one, other)) or one
        return function(one, other)

    return run


def _with_constant(function: Callable[[Any, Any], Value], first: Run, constant: Value) -> Run:
    """Calculate what most conditions are: `income < 18000`."""

    def run(lookup: Lookup) -> Known:
        one = first(lookup)
        return one if isinstance(one, Undetermined) else function(one, constant)

    return run


def _junction(node: Junction) -> Run:
    decisive = node.operator == "or"
    parts = tuple(compiled(operand) for operand in node.operands)
    return lambda lookup: _together((part(lookup) for part in parts), decisive=decisive)


def _together(values: Iterable[Known], *, decisive: bool) -> Known:
    """Stop at the first value that decides: false for `and`, true for `or`."""
    missing: frozenset[str] = frozenset()
    for value in values:
        if isinstance(value, Undetermined):
            missing |= value.missing
        elif value is decisive:
            return decisive
    return Undetermined(missing) if missing else not decisive


def _choice(node: Choice) -> Run:
    condition, chosen, otherwise = (
        compiled(part) for part in (node.condition, node.chosen, node.otherwise)
    )

    def run(lookup: Lookup) -> Known:
        decided = condition(lookup)
        if isinstance(decided, Undetermined):
            return decided
        return chosen(lookup) if decided else otherwise(lookup)

    return run


def _call(node: Call) -> Run:
    function = _FUNCTIONS[node.function]
    arguments = tuple(compiled(argument) for argument in node.arguments)

    def run(lookup: Lookup) -> Known:
        values = [argument(lookup) for argument in arguments]
        return _missing(values) or function(*values)

    return run


def _over(node: Over) -> Run:
    body, of, gather = compiled(node.body), node.of, _GATHERINGS[node.function]

    def run(lookup: Lookup) -> Known:
        persons = lookup(of)
        if isinstance(persons, Undetermined):
            return persons
        return gather(body(_of_one(lookup, of, person)) for person in _listed(persons))

    return run


def _listed(value: Given) -> Persons:
    assert isinstance(value, tuple)  # noqa: S101 - `kinds` has seen to it
    return value


def _of_one(lookup: Lookup, of: str, person: Mapping[str, Value | None]) -> Lookup:
    """Look up what is said of one person first; what nobody knows of her is missing in `of`."""

    def look(name: str) -> Known:
        owner, dot, field = name.partition(".")
        if not dot or owner != of:
            return lookup(name)
        value = person[field]
        return Undetermined(frozenset({of})) if value is None else value

    return look


def _counted(given: Iterable[Known]) -> Known:
    values = list(given)
    return _missing(values) or Decimal(sum(value is True for value in values))


def _summed(given: Iterable[Known]) -> Known:
    values = list(given)
    missing = _missing(values)
    if missing:
        return missing
    total = Decimal(0)
    for value in values:
        total = CONTEXT.add(total, value)  # type: ignore[arg-type]  # numbers, says `kinds`
    return total


def _extreme(function: Callable[[list[Any]], Value]) -> Callable[[Iterable[Known]], Known]:
    def gather(given: Iterable[Known]) -> Known:
        values = list(given)
        if not values:
            raise EmptyList
        return _missing(values) or function(values)

    return gather


def _missing(values: Iterable[Known]) -> Undetermined | None:
    """Return what is missing for `values`; nothing where all are known."""
    missing = [value.missing for value in values if isinstance(value, Undetermined)]
    return Undetermined(frozenset().union(*missing)) if missing else None


def _divide(left: Decimal, right: Decimal) -> Decimal:
    """Divide; zero over zero is a division by zero too, unlike in IEEE 754."""
    if not right:
        raise DivisionByZero
    return CONTEXT.divide(left, right)


def _percent_of(rate: Decimal, base: Decimal) -> Decimal:
    return CONTEXT.divide(CONTEXT.multiply(rate, base), _HUNDRED)


_ARITHMETIC: Mapping[str, Callable[..., Value]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": _divide,
}
_COMPARISONS: Mapping[str, Callable[..., Value]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "min": min,
    "max": max,
    "abs": CONTEXT.abs,
    "percent_of": _percent_of,
    "per_year": lambda value: CONTEXT.multiply(value, _TWELVE),
    "per_month": lambda value: CONTEXT.divide(value, _TWELVE),
    "number": CONTEXT.plus,
    "years_between": calendar.years_between,
    "months_between": calendar.months_between,
    "days_between": calendar.days_between,
    "add_years": calendar.add_years,
    "add_months": calendar.add_months,
    "add_days": calendar.add_days,
    "year_of": calendar.year_of,
    "month_of": calendar.month_of,
}
_GATHERINGS: Mapping[str, Callable[[Iterable[Known]], Known]] = {
    "count": _counted,
    "any": lambda values: _together(values, decisive=True),
    "all": lambda values: _together(values, decisive=False),
    "sum": _summed,
    "smallest": _extreme(min),
    "largest": _extreme(max),
}
_COMPILERS: Mapping[type[Any], Callable[[Any], Run]] = {
    Constant: _constant,
    Name: _name,
    Field: _field,
    Negative: _negative,
    Not: _not,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Junction: _junction,
    Choice: _choice,
    Call: _call,
    Over: _over,
}
