"""Between which numbers a step can lie: bounds that are surely wide enough.

Interval arithmetic (Moore, "Interval Analysis", 1966) over formulas and tables: each
operation gives the least and the greatest of what its parts may give, as if these had
nothing to do with each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any

from explain.rules.bodies import Body, Row
from explain.rules.evaluation import CONTEXT
from explain.rules.syntax import (
    Arithmetic,
    Call,
    Choice,
    Constant,
    Expression,
    Field,
    Name,
    Negative,
    Over,
)
from explain.spec import Question

_INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, which may be infinite; only whole ones where `whole`."""

    low: Decimal = -_INFINITY
    high: Decimal = _INFINITY
    whole: bool = False


ANY = Range()
_WHOLE = Range(whole=True)
_POSITIVE = Range(low=Decimal(0))
Find = Callable[[str], Range]
"""Returns the range of a name, or of what is said of each person (`list.field`)."""


def of_question(item: Question) -> Range:
    """Return the range of an input, or of what is asked about each person."""
    low = -_INFINITY if item.minimum is None else item.minimum
    high = _INFINITY if item.maximum is None else item.maximum
    return Range(low, high, item.type in {"integer", "duration"})


def of_body(body: Body, find: Find, rounded_to: Decimal | None = None) -> Range:
    """Return the range of a step, rounded to a multiple of `rounded_to` where that is given."""
    given = [_of(row.gives, find) for row in body.rows]
    if body.hit == "collect_sum":
        given = [_sum(_perhaps(row, one) for row, one in zip(body.rows, given, strict=True))]
    found = _hull([*given, *(_of(row.gives, find) for row in body.exceptions)])
    if rounded_to is None:
        return found
    whole = rounded_to == int(rounded_to)
    return Range(_edge(found.low, rounded_to, ROUND_FLOOR), _edge(found.high, rounded_to), whole)


def _edge(end: Decimal, size: Decimal, mode: str = ROUND_CEILING) -> Decimal:
    if end.is_infinite():
        return end
    return CONTEXT.multiply(CONTEXT.divide(end, size).to_integral_value(mode), size)


def _perhaps(row: Row, given: Range) -> Range:
    """Return what a row adds: nothing, where it does not apply."""
    return _hull([given, _point(Decimal(0))]) if row.when else given


def _point(value: Decimal) -> Range:
    return Range(value, value, value == value.to_integral_value())


def _hull(ranges: Iterable[Range]) -> Range:
    found = list(ranges)
    return Range(
        min(one.low for one in found),
        max(one.high for one in found),
        all(one.whole for one in found),
    )


def _sum(ranges: Iterable[Range]) -> Range:
    total = _point(Decimal(0))
    for one in ranges:
        total = _plus(total, one)
    return total


def _plus(left: Range, right: Range) -> Range:
    return Range(left.low + right.low, left.high + right.high, left.whole and right.whole)


def _negative(of: Range) -> Range:
    return Range(-of.high, -of.low, of.whole)


def _times(left: Range, right: Range) -> Range:
    ends = [
        Decimal(0) if not one or not other else one * other
        for one in (left.low, left.high)
        for other in (right.low, right.high)
    ]
    return Range(min(ends), max(ends), left.whole and right.whole)


def _over(left: Range, right: Range) -> Range:
    """Divide; numbers as near to zero as one likes make the result as large as one likes."""
    if right.low <= 0 <= right.high:
        positive = left.low >= 0 and right.low >= 0
        return _POSITIVE if positive else ANY
    ends = [Decimal(0) if end.is_infinite() else 1 / end for end in (right.low, right.high)]
    found = _times(left, Range(min(ends), max(ends)))
    return Range(found.low, found.high)


def _of(node: Expression, find: Find) -> Range:
    """Return the range of a number; `ANY` of anything else."""
    with localcontext(CONTEXT) as context:
        context.clear_traps()
        reader = _RANGES.get(type(node))
        found = ANY if reader is None else reader(node, find)
    return ANY if found.low.is_nan() or found.high.is_nan() else found


def _constant(node: Constant, _find: Find) -> Range:
    return _point(node.value) if isinstance(node.value, Decimal) else ANY


def _arithmetic(node: Arithmetic, find: Find) -> Range:
    left, right = _of(node.left, find), _of(node.right, find)
    if node.operator == "*":
        return _times(left, right)
    if node.operator == "/":
        return _over(left, right)
    return _plus(left, right if node.operator == "+" else _negative(right))


def _choice(node: Choice, find: Find) -> Range:
    return _hull([_of(node.chosen, find), _of(node.otherwise, find)])


def _call(node: Call, find: Find) -> Range:
    if node.function in _CALLS:
        return _CALLS[node.function]([_of(part, find) for part in node.arguments])
    return _WHOLE if node.function.endswith("_between") else ANY


def _each(node: Over, find: Find) -> Range:
    how_many = find(node.of)
    if node.function == "count":
        return Range(Decimal(0), how_many.high, whole=True)
    one = _of(node.body, find)
    return _hull([_point(Decimal(0)), _times(how_many, one)]) if node.function == "sum" else one


def _absolute(ranges: list[Range]) -> Range:
    (one,) = ranges
    far = max(abs(one.low), abs(one.high))
    near = Decimal(0) if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
    return Range(near, far, one.whole)


def _extreme(choose: Callable[[Iterable[Decimal]], Decimal]) -> Callable[[list[Range]], Range]:
    return lambda ranges: Range(
        choose(one.low for one in ranges),
        choose(one.high for one in ranges),
        all(one.whole for one in ranges),
    )


_CALLS: Mapping[str, Callable[[list[Range]], Range]] = {
    "min": _extreme(min),
    "max": _extreme(max),
    "abs": _absolute,
    "percent_of": lambda ranges: _over(_times(*ranges), _point(Decimal(100))),
    "per_year": lambda ranges: _times(ranges[0], _point(Decimal(12))),
    "per_month": lambda ranges: _over(ranges[0], _point(Decimal(12))),
    "number": lambda ranges: ranges[0],
    "year_of": lambda _: Range(Decimal(1), Decimal(9999), whole=True),
    "month_of": lambda _: Range(Decimal(1), Decimal(12), whole=True),
}
_RANGES: Mapping[type[Any], Callable[[Any, Find], Range]] = {
    Constant: _constant,
    Name: lambda node, find: find(node.id),
    Field: lambda node, find: find(node.key),
    Negative: lambda node, find: _negative(_of(node.operand, find)),
    Arithmetic: _arithmetic,
    Choice: _choice,
    Call: _call,
    Over: _each,
}
