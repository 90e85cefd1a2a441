"""Why a condition holds or not in one case: said as it is, with the values that settle it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from explain.case import Given
from explain.details import Number
from explain.rules.expressions import parse
from explain.rules.syntax import Comparison, Constant, Expression, Junction, Name, Not, names
from explain.wording.formulas import Naming, said
from explain.wording.words import Words

_OPPOSITES: Mapping[str, str] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
Values = Mapping[str, Given | Number | None]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Says conditions of one case: `label` writes a name, `value` what it is in this case."""

    words: Words
    label: Naming
    value: Callable[[str, Values], str]

    def stated(self, condition: str) -> str:
        """Write a condition in words."""
        return said(parse(condition), self.words, self.label, aloud=True)

    def numbers(self, condition: str, values: Values) -> str:
        """Write the comparisons of numbers in a condition, with their numbers; else nothing."""
        return self._numbers(parse(condition), values)

    def failed(self, condition: str, values: Values) -> str:
        """Say what holds in this case instead of `condition`, with its numbers."""
        tree = _shown(opposite(parse(condition)), values)
        text = said(tree, self.words, self.label, aloud=True)
        numbers = self._numbers(tree, values)
        if not numbers:
            return text
        return self.words.text("%(condition)s (%(numbers)s)", condition=text, numbers=numbers)

    def _numbers(self, tree: Expression, values: Values) -> str:
        known = (part for part in _compared(tree) if _known(part, values))
        texts = (said(part, self.words, lambda name: self.value(name, values)) for part in known)
        return self.words.listed(texts)


def opposite(tree: Expression) -> Expression:
    """Return the condition that holds where `tree` does not."""
    if isinstance(tree, Comparison):
        return replace(tree, operator=_OPPOSITES[tree.operator])
    if isinstance(tree, Not):
        return tree.operand
    if isinstance(tree, Junction):
        other = "or" if tree.operator == "and" else "and"
        return Junction(other, tuple(opposite(part) for part in tree.operands))
    return Not(tree)


def _shown(tree: Expression, values: Values) -> Expression:
    """Say which category was chosen, where a condition only says which one was not."""
    if isinstance(tree, Junction):
        parts = tuple(dict.fromkeys(_shown(part, values) for part in tree.operands))
        return parts[0] if len(parts) == 1 else replace(tree, operands=parts)
    if isinstance(tree, Comparison) and tree.operator == "!=" and isinstance(tree.left, Name):
        chosen = values.get(tree.left.id)
        if isinstance(chosen, str) and isinstance(tree.right, Constant):
            return replace(tree, operator="==", right=Constant(chosen))
    return tree


def _compared(tree: Expression) -> Iterator[Comparison]:
    """Yield the comparisons of a condition, but those of categories."""
    if isinstance(tree, Junction):
        for part in tree.operands:
            yield from _compared(part)
    elif isinstance(tree, Comparison):
        sides = (tree.left, tree.right)
        if not any(isinstance(side, Constant) and isinstance(side.value, str) for side in sides):
            yield tree


def _known(tree: Expression, values: Values) -> bool:
    return all(values.get(name) is not None for name in names(tree))
