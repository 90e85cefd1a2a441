"""The tree of a formula: nodes that can do nothing but calculate, and ways to walk them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from operator import is_not
from typing import Any, NoReturn

from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.rules import issues


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a truth value, the id of a category, or a day."""

    value: Decimal | bool | str | date


@dataclass(frozen=True, slots=True)
class Name:
    """The value of an input, a parameter or a step, or the day of the decision."""

    id: str


@dataclass(frozen=True, slots=True)
class Field:
    """What is said of each person of the list `of`; only inside `Over`."""

    of: str
    id: str

    @property
    def key(self) -> str:
        """Return the name under which the value of one person is looked up."""
        return f"{self.of}.{self.id}"


@dataclass(frozen=True, slots=True)
class Negative:
    """The opposite of a number."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth value."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right`, the operator being one of + - * /."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`, the operator being one of == != < <= > >=."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Junction:
    """Truth values joined by `and` or by `or`."""

    operator: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`chosen if condition else otherwise`."""

    condition: "Expression"
    chosen: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """One of `FUNCTIONS`."""

    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Over:
    """One of `OVER`: `body` for each person of the list `of`, put together.

    `body` is a condition for `count` (always true where none is written), `any` and `all`.
    """

    function: str
    of: str
    body: "Expression"


Expression = (
    Constant
    | Name
    | Field
    | Negative
    | Not
    | Arithmetic
    | Comparison
    | Junction
    | Choice
    | Call
    | Over
)


def names(expression: Expression) -> tuple[str, ...]:
    """Return each name used, once, in the order in which a reader meets it."""
    found = (_named(node) for node in _walk(expression))
    return tuple(dict.fromkeys(name for name in found if name))


def _named(node: Expression) -> str | None:
    return node.id if isinstance(node, Name) else node.of if isinstance(node, Over) else None


def with_fields(expression: Expression, fields_of: Mapping[str, Collection[str]]) -> Expression:
    """Return a formula in which what is said of each person is told from other names.

    `fields_of` gives the fields of each list. Raises `InvalidFile` where one list stands
    inside another.
    """
    if isinstance(expression, Over):
        body = _inside(expression.body, expression.of, fields_of.get(expression.of, ()))
        return replace(expression, body=body)
    return _with(expression, lambda part: with_fields(part, fields_of))


def _inside(expression: Expression, of: str, own: Collection[str]) -> Expression:
    if isinstance(expression, Over):
        refuse(issues.LIST_IN_LIST, function=expression.function)
    if isinstance(expression, Name) and expression.id in own:
        return Field(of, expression.id)
    return _with(expression, lambda part: _inside(part, of, own))


def _with(expression: Expression, change: Callable[["Expression"], "Expression"]) -> Expression:
    """Return a node with each of its parts changed; the node itself where none is another."""
    if isinstance(expression, Constant | Name | Field):
        return expression
    changed: dict[str, Any] = {}
    kind: Any = type(expression)
    for name in _parts(kind):
        part = getattr(expression, name)
        if isinstance(part, tuple):
            items = tuple(map(change, part))
            if any(map(is_not, items, part)):
                changed[name] = items
        elif not isinstance(part, str) and (item := change(part)) is not part:
            changed[name] = item
    return replace(expression, **changed) if changed else expression


def refuse(code: Code, **values: Any) -> NoReturn:
    """Raise `InvalidFile` with one issue that names no file yet."""
    raise InvalidFile([Issue(code, values=values)])


def _walk(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in children(expression):
        yield from _walk(child)


@cache
def _parts(kind: Any) -> tuple[str, ...]:
    """Return the names of what a kind of node is made of."""
    return tuple(field.name for field in fields(kind))


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the parts of a node, in the order in which they are written."""
    if isinstance(expression, Constant | Name | Field):
        return ()
    if isinstance(expression, Choice):
        return (expression.chosen, expression.condition, expression.otherwise)
    found: list[Expression] = []
    kind: Any = type(expression)
    for name in _parts(kind):
        part = getattr(expression, name)
        if isinstance(part, tuple):
            found += part
        elif not isinstance(part, str):
            found.append(part)
    return tuple(found)
