"""Calculate a formula exactly, with names whose value may be undetermined.

Numbers are decimals of 34 digits (IEEE 754 decimal128); a result that would not fit is an
error, never an infinity. What nobody knows stays *undetermined* through every operation
that needs it: `false and unknown` is false, `unknown + 1` is undetermined (Kleene's strong
three-valued logic).
"""

import operator
from collections.abc import Callable, Mapping
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

from explain.case import Value
from explain.rules.expressions import (
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


Known = Value | Undetermined
Lookup = Callable[[str], Known]


def evaluate(expression: Expression, lookup: Lookup) -> Known:
    """Calculate `expression`; `lookup` gives the value of a name when it is needed.

    The formula must have passed `explain.rules.kinds`. Raises `decimal.DivisionByZero`,
    `InvalidOperation`, `Overflow` or `Underflow` where there is no exact result.
    """
    return _EVALUATORS[type(expression)](expression, lookup)


def round_to(value: Decimal, step: Decimal, mode: str) -> Decimal:
    """Round `value` to a multiple of `step` in one of `ROUNDINGS`."""
    multiple = CONTEXT.divide(value, step).to_integral_value(ROUNDINGS[mode])
    return CONTEXT.multiply(multiple, step)


def _constant(node: Constant, _lookup: Lookup) -> Known:
    return node.value


def _name(node: Name, lookup: Lookup) -> Known:
    return lookup(node.id)


def _negative(node: Negative, lookup: Lookup) -> Known:
    return _apply(CONTEXT.minus, evaluate(node.operand, lookup))


def _not(node: Not, lookup: Lookup) -> Known:
    return _apply(operator.not_, evaluate(node.operand, lookup))


def _arithmetic(node: Arithmetic, lookup: Lookup) -> Known:
    left, right = evaluate(node.left, lookup), evaluate(node.right, lookup)
    return _apply(_ARITHMETIC[node.operator], left, right)


def _comparison(node: Comparison, lookup: Lookup) -> Known:
    left, right = evaluate(node.left, lookup), evaluate(node.right, lookup)
    return _apply(_COMPARISONS[node.operator], left, right)


def _junction(node: Junction, lookup: Lookup) -> Known:
    """Stop at the first operand that decides: false for `and`, true for `or`."""
    decisive = node.operator == "or"
    missing: frozenset[str] = frozenset()
    for operand in node.operands:
        value = evaluate(operand, lookup)
        if isinstance(value, Undetermined):
            missing |= value.missing
        elif value is decisive:
            return decisive
    return Undetermined(missing) if missing else not decisive


def _choice(node: Choice, lookup: Lookup) -> Known:
    condition = evaluate(node.condition, lookup)
    if isinstance(condition, Undetermined):
        return condition
    return evaluate(node.chosen if condition else node.otherwise, lookup)


def _call(node: Call, lookup: Lookup) -> Known:
    values = [evaluate(argument, lookup) for argument in node.arguments]
    return _apply(_FUNCTIONS[node.function], *values)


def _apply(function: Callable[..., Value], *values: Known) -> Known:
    """Call `function`, or say which inputs are missing for it."""
    missing = [value.missing for value in values if isinstance(value, Undetermined)]
    if missing:
        return Undetermined(frozenset().union(*missing))
    return function(*values)


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
}
_EVALUATORS: Mapping[type[Any], Callable[[Any, Lookup], Known]] = {
    Constant: _constant,
    Name: _name,
    Negative: _negative,
    Not: _not,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Junction: _junction,
    Choice: _choice,
    Call: _call,
}
