"""Which names decided what a formula gave: those of the branches that were taken.

Of `min` and `max` the chosen one counts, of a choice the condition and its branch, of
`and` and `or` the first part that settles it. Whatever else changes, the formula gives the
same, as long as what lost in a `min` or a `max` loses again. `explain.rules.bodies` says
which rows of a table settle a step.
"""

from collections.abc import Callable, Sequence

from explain.rules.evaluation import Known, Lookup, compiled
from explain.rules.syntax import Call, Choice, Expression, Junction, Over, children, names

Taker = Callable[[Lookup], frozenset[str]]
"""Returns the names that decided; the lookup must know those that the formula used."""


def taker(parts: Sequence[Expression]) -> Taker:
    """Return a function that names what decided the values of formulas."""
    if not any(map(_branches, parts)):
        always = frozenset(name for part in parts for name in names(part))
        return lambda _lookup: always
    takers = tuple(map(_of_one, parts))
    return lambda lookup: frozenset().union(*(take(lookup) for take in takers))


def _branches(node: Expression) -> bool:
    if isinstance(node, Over):
        return False
    branches = isinstance(node, Choice | Junction) or _chooses(node)
    return branches or any(map(_branches, children(node)))


def _chooses(node: Expression) -> bool:
    return isinstance(node, Call) and node.function in {"min", "max"}


def _of_one(node: Expression) -> Taker:
    if isinstance(node, Choice):
        return _choice(node)
    if isinstance(node, Junction):
        settled: Known = node.operator == "or"
        return _first(node.operands, lambda _lookup: settled)
    if isinstance(node, Call) and _chooses(node):
        return _first(node.arguments, compiled(node))
    return taker(children(node)) if _branches(node) else taker([node])


def _choice(node: Choice) -> Taker:
    condition, holds = taker([node.condition]), compiled(node.condition)
    chosen, otherwise = taker([node.chosen]), taker([node.otherwise])

    def take(lookup: Lookup) -> frozenset[str]:
        branch = chosen if holds(lookup) is True else otherwise
        return condition(lookup) | branch(lookup)

    return take


def _first(parts: Sequence[Expression], wanted: Callable[[Lookup], Known]) -> Taker:
    """Take the first part that has the value that is wanted; all, where none has."""
    each = tuple((compiled(part), taker([part])) for part in parts)

    def take(lookup: Lookup) -> frozenset[str]:
        value = wanted(lookup)
        for run, names_of in each:
            if run(lookup) == value:
                return names_of(lookup)
        return frozenset().union(*(names_of(lookup) for _, names_of in each))

    return take
