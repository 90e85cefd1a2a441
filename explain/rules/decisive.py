"""Which names decided what a formula gave: those of the branches that were taken.

Of `min` and `max` the chosen one counts, of a choice the condition and its branch, of
`and` and `or` the first part that settles it, of a product with zero the zero, of a table the
rows that apply. Changing anything else alone, a little, changes nothing.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from explain.rules.bodies import Applied, Body
from explain.rules.evaluation import Known, Lookup, evaluate
from explain.rules.expressions import (
    Arithmetic,
    Call,
    Choice,
    Expression,
    Junction,
    Name,
    Over,
    children,
    names,
)


def decisive(body: Body, applied: Applied, lookup: Lookup) -> frozenset[str]:
    """Return the names that decided what `body` gave; `lookup` must know those it used."""
    if applied.exception is not None:
        row = applied.exception.row
        return _all((*row.when, row.gives), lookup)
    if body.hit == "formula":
        return frozenset(_names(body.rows[0].gives, lookup))
    found: set[str] = set()
    for looked in applied.rows:
        if looked.state == "applied" and looked.value != 0:
            found |= _all((*looked.row.when, looked.row.gives), lookup)
    return frozenset(found)


def _all(parts: tuple[Expression, ...], lookup: Lookup) -> frozenset[str]:
    return frozenset(name for part in parts for name in _names(part, lookup))


def _names(node: Expression, lookup: Lookup) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.id
    elif isinstance(node, Over):
        yield from names(node)
    else:
        for part in _taken(node, lookup):
            yield from _names(part, lookup)


def _taken(node: Expression, lookup: Lookup) -> tuple[Expression, ...]:
    """Return the parts of a node that its value rests on."""
    match node:
        case Choice():
            branch = node.chosen if evaluate(node.condition, lookup) is True else node.otherwise
            return (node.condition, branch)
        case Junction():
            return _settling(node.operands, node.operator == "or", lookup) or node.operands
        case Call(function="min" | "max"):
            return _settling(node.arguments, evaluate(node, lookup), lookup)
        case Arithmetic(operator="*"):
            parts = (node.left, node.right)
            return _settling(parts, Decimal(0), lookup) or parts
    return children(node)


def _settling(
    parts: tuple[Expression, ...], wanted: Known, lookup: Lookup
) -> tuple[Expression, ...]:
    """Return the first part that has the value `wanted`, if any; later ones are not looked at."""
    found = (part for part in parts if evaluate(part, lookup) == wanted)
    return tuple(islice(found, 1))
