"""Which kind of value a formula gives, and in which unit: found before anything runs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from explain import issues as common
from explain.rules import issues
from explain.rules.dimensions import (
    BARE,
    Dimension,
    dimension,
    inverse,
    named,
    product,
)
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
    refuse,
)
from explain.spec import Input, InputType, Question


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is.

    `dimension` is that of a number, `None` where any unit fits (a number written in the
    formula). `categories` are the values that a category may take, `fields` what is said
    of each person of a list.
    """

    type: Literal["number", "boolean", "category", "date", "persons"]
    dimension: Dimension | None = BARE
    categories: frozenset[str] = frozenset()
    fields: tuple[tuple[str, "Kind"], ...] = ()


Kinds = Mapping[str, Kind]
_LITERAL = Kind("number", None)
_TRUTH = Kind("boolean")
_SINGLE = {"number", "boolean", "category", "date"}
"""What a step may give: anything but a list."""

_SAID: Mapping[str, str] = {
    "number": common.N_("a number"),
    "boolean": common.N_("a yes or a no"),
    "category": common.N_("a category"),
    "date": common.N_("a date"),
    "persons": common.N_("a list of persons"),
}


def of_input(item: Question) -> Kind:
    """Return the kind of an input."""
    if isinstance(item, Input) and item.type == "persons":
        fields = tuple((field.id, of_input(field)) for field in item.fields)
        return Kind("persons", BARE, frozenset(), fields)
    return declared(item.type, item.unit, item.categories)


def declared(type_: InputType, unit: str | None, categories: Iterable[Any]) -> Kind:
    """Return the kind of an input or an outcome."""
    if type_ == "boolean":
        return _TRUTH
    if type_ == "category":
        return Kind("category", BARE, frozenset(item.id for item in categories))
    if type_ == "date":
        return Kind("date")
    return Kind("number", dimension(unit))


def said(kind: Kind) -> str:
    """Describe a kind in a message."""
    if kind.type != "number":
        return _SAID[kind.type]
    return named(kind.dimension or BARE)


def infer(expression: Expression, known: Kinds) -> Kind:
    """Return the kind of a formula, given those of its names.

    Raises `InvalidFile` with the first issue found, which names no file.
    """
    return _INFERENCES[type(expression)](expression, known)


def together(kinds: list[Kind], *, summed: bool) -> Kind:
    """Return the kind that all rows of a table share, in the same unit; numbers, if `summed`."""
    found = kinds[0]
    for kind in kinds[1:]:
        found = _common(found, kind, "table")
    if summed:
        return _expect(found, {"number"}, "collect_sum", common.N_("numbers"))
    return _expect(found, _SINGLE, "steps", _SAID["number"])


def fits(found: Kind, wanted: Kind) -> bool:
    """Tell whether a value of kind `found` may stand where `wanted` is declared."""
    if found.type != wanted.type:
        return False
    if found.type == "category":
        return found.categories <= wanted.categories
    return found.type != "number" or found.dimension in {None, wanted.dimension}


def _constant(node: Constant, _known: Kinds) -> Kind:
    if isinstance(node.value, bool):
        return _TRUTH
    if isinstance(node.value, str):
        return Kind("category", BARE, frozenset({node.value}))
    return Kind("date") if isinstance(node.value, date) else _LITERAL


def _name(node: Name, known: Kinds) -> Kind:
    return known[node.id]


def _field(node: Field, known: Kinds) -> Kind:
    return known[node.key]


def _negative(node: Negative, known: Kinds) -> Kind:
    return _number(node.operand, known, "-")


def _not(node: Not, known: Kinds) -> Kind:
    return _truth(node.operand, known, "not")


def _junction(node: Junction, known: Kinds) -> Kind:
    for operand in node.operands:
        _truth(operand, known, node.operator)
    return _TRUTH


def _arithmetic(node: Arithmetic, known: Kinds) -> Kind:
    left = _number(node.left, known, node.operator)
    right = _number(node.right, known, node.operator)
    if node.operator in {"+", "-"}:
        return _common(left, right, node.operator)
    if left.dimension is None and right.dimension is None:
        return _LITERAL
    over = right.dimension or BARE
    factor = over if node.operator == "*" else inverse(over)
    return Kind("number", product(left.dimension or BARE, factor))


def _comparison(node: Comparison, known: Kinds) -> Kind:
    left, right = infer(node.left, known), infer(node.right, known)
    allowed = _SINGLE if node.operator in {"==", "!="} else {"number", "date"}
    for kind in (left, right):
        _expect(kind, allowed, node.operator, common.N_("two numbers or two dates"))
    _common(left, right, node.operator)
    if left.type == "category" and not left.categories & right.categories:
        sides = [", ".join(sorted(kind.categories)) for kind in (left, right)]
        refuse(issues.NEVER_EQUAL, left=sides[0], right=sides[1])
    return _TRUTH


def _choice(node: Choice, known: Kinds) -> Kind:
    _truth(node.condition, known, "if")
    return _common(infer(node.chosen, known), infer(node.otherwise, known), "if … else")


def _call(node: Call, known: Kinds) -> Kind:
    if node.function in _CALENDAR:
        return _days(node, known)
    kinds = [_number(argument, known, node.function) for argument in node.arguments]
    return _FUNCTIONS[node.function](node.function, kinds)


def _days(node: Call, known: Kinds) -> Kind:
    """Check a function of the calendar: each argument is a day, or a number in its unit."""
    units, result = _CALENDAR[node.function]
    for argument, unit in zip(node.arguments, units, strict=True):
        if unit is None:
            found = infer(argument, known)
            _expect(found, {"date"}, node.function, _SAID["date"])
        else:
            found = _number(argument, known, node.function)
            _common(found, Kind("number", dimension(unit)), node.function)
    return result


def _over(node: Over, known: Kinds) -> Kind:
    """Check what is calculated for each person of a list."""
    if known[node.of].type != "persons":
        refuse(issues.NOT_A_LIST, function=node.function, found=node.of)
    inside = {**known, **{f"{node.of}.{name}": kind for name, kind in known[node.of].fields}}
    if node.function in {"count", "any", "all"}:
        _truth(node.body, inside, node.function)
        return Kind("number", dimension("persons")) if node.function == "count" else _TRUTH
    return _number(node.body, inside, node.function)


def _largest(function: str, kinds: list[Kind]) -> Kind:
    found = kinds[0]
    for kind in kinds[1:]:
        found = _common(found, kind, function)
    return found


def _same(_function: str, kinds: list[Kind]) -> Kind:
    return kinds[0]


def _percent_of(function: str, kinds: list[Kind]) -> Kind:
    _common(kinds[0], Kind("number", dimension("percent")), function)
    return kinds[1]


def _bare(_function: str, _kinds: list[Kind]) -> Kind:
    return Kind("number", BARE)


def _per(before: str, after: str) -> Callable[[str, list[Kind]], Kind]:
    def convert(function: str, kinds: list[Kind]) -> Kind:
        found = kinds[0].dimension
        if found is None:
            return _LITERAL
        if (before, -1) not in found:
            refuse(issues.UNIT_CONFLICT, operation=function, left=named(found), right=f"/{before}")
        return Kind("number", product(product(found, ((before, 1),)), ((after, -1),)))

    return convert


def _common(left: Kind, right: Kind, operation: str) -> Kind:
    """Return the kind that two values share, in the same unit."""
    if left.type != right.type:
        found, expected = _SAID[right.type], _SAID[left.type]
        refuse(issues.WRONG_KIND, operation=operation, found=found, expected=expected)
    if left.type == "category":
        return Kind("category", BARE, left.categories | right.categories)
    if left.type != "number" or right.dimension is None:
        return left
    if left.dimension not in {None, right.dimension}:
        sides = {"left": said(left), "right": said(right)}
        refuse(issues.UNIT_CONFLICT, operation=operation, **sides)
    return right


def _number(node: Expression, known: Kinds, operation: str) -> Kind:
    return _expect(infer(node, known), {"number"}, operation, common.N_("numbers"))


def _truth(node: Expression, known: Kinds, operation: str) -> Kind:
    return _expect(infer(node, known), {"boolean"}, operation, common.N_("yes-or-no values"))


def _expect(kind: Kind, allowed: set[str], operation: str, expected: str) -> Kind:
    if kind.type not in allowed:
        found = _SAID[kind.type]
        refuse(issues.WRONG_KIND, operation=operation, found=found, expected=expected)
    return kind


_FUNCTIONS: Mapping[str, Callable[[str, list[Kind]], Kind]] = {
    "min": _largest,
    "max": _largest,
    "abs": _same,
    "percent_of": _percent_of,
    "per_year": _per("month", "year"),
    "per_month": _per("year", "month"),
    "number": _bare,
}
_DAY = Kind("date")
_CALENDAR: Mapping[str, tuple[tuple[str | None, ...], Kind]] = {
    "years_between": ((None, None), Kind("number", dimension("years"))),
    "months_between": ((None, None), Kind("number", dimension("months"))),
    "days_between": ((None, None), Kind("number", dimension("days"))),
    "add_years": ((None, "years"), _DAY),
    "add_months": ((None, "months"), _DAY),
    "add_days": ((None, "days"), _DAY),
    "year_of": ((None,), Kind("number", BARE)),
    "month_of": ((None,), Kind("number", BARE)),
}
"""What each function of the calendar takes (a unit, or `None` for a day) and gives."""

_INFERENCES: Mapping[type[Any], Callable[[Any, Kinds], Kind]] = {
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
