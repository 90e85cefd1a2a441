"""Formulas as people read them: with names in words, or with the numbers in their place.

With names, a comparison is written in words, so that it can be read aloud; with numbers, in signs.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from explain.issues import N_
from explain.rules.expressions import parse
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
    names,
    with_fields,
)
from explain.wording.words import Words, capital

SIGNS: Mapping[str, str] = {
    "+": "+",
    "-": "−",
    "*": "×",
    "/": "÷",
    "==": "=",
    "!=": "≠",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
}
ALOUD: Mapping[str, str] = {
    "==": N_("%(left)s equals %(right)s"),
    "!=": N_("%(left)s does not equal %(right)s"),
    "<": N_("%(left)s is less than %(right)s"),
    "<=": N_("%(left)s is at most %(right)s"),
    ">": N_("%(left)s is more than %(right)s"),
    ">=": N_("%(left)s is at least %(right)s"),
}
"""How numbers are compared in words."""
CHOSEN: Mapping[str, str] = {
    "==": N_("%(left)s is %(right)s"),
    "!=": N_("%(left)s is not %(right)s"),
}
"""How a category is compared in words."""
_DAYS = frozenset({"date", "add_years", "add_months", "add_days"})
LOOSE, JUNCTION, COMPARISON, TIGHT = 0, 1, 2, 6
"""How tightly what surrounds a part binds; a part that binds less stands in brackets."""
STRENGTH: Mapping[str, int] = {"+": 4, "-": 4, "*": 5, "/": 5}
FUNCTIONS: Mapping[str, str] = {
    "min": N_("the smallest of (%(list)s)"),
    "max": N_("the largest of (%(list)s)"),
    "abs": N_("the size of (%(list)s)"),
    "percent_of": N_("%(first)s of %(second)s"),
    "per_year": N_("%(list)s over a year"),
    "per_month": N_("%(list)s over a month"),
    "years_between": N_("whole years from %(first)s to %(second)s"),
    "months_between": N_("whole months from %(first)s to %(second)s"),
    "days_between": N_("days from %(first)s to %(second)s"),
    "add_years": N_("%(first)s plus %(second)s"),
    "add_months": N_("%(first)s plus %(second)s"),
    "add_days": N_("%(first)s plus %(second)s"),
    "year_of": N_("the year of %(first)s"),
    "month_of": N_("the month of %(first)s"),
}
_CLOSED = frozenset({"min", "max", "abs"})
"""Functions whose words hold their own brackets."""
OVER: Mapping[str, str] = {
    "count": N_("number of %(list)s for whom (%(body)s)"),
    "any": N_("for at least one of %(list)s: (%(body)s)"),
    "all": N_("for each of %(list)s: (%(body)s)"),
    "sum": N_("sum for %(list)s of (%(body)s)"),
    "smallest": N_("smallest for %(list)s of (%(body)s)"),
    "largest": N_("largest for %(list)s of (%(body)s)"),
}
Naming = Callable[[str], str]


class FormulaWords:
    """Writes formulas. `naming` writes a name: its label, or its value."""

    def __init__(
        self, words: Words, naming: Naming, categories: Mapping[str, str], *, aloud: bool = False
    ) -> None:
        """Keep how names and categories are written; `aloud` writes comparisons in words."""
        self.words = words
        self.naming = naming
        self.categories = categories
        self.aloud = aloud

    def write(self, expression: Expression, around: int = LOOSE) -> str:
        """Write one formula; `around` is how tightly what surrounds it binds."""
        match expression:
            case Constant() | Name() | Field():
                return self._atom(expression)
            case Negative() | Not():
                return self._opposite(expression)
            case Arithmetic():
                return self._arithmetic(expression, around)
            case Over():
                return self._over(expression)
            case Call():
                return self._call(expression, around)
            case Comparison() | Junction() | Choice():
                return self._logic(expression, around)

    def _atom(self, expression: Constant | Name | Field) -> str:
        if isinstance(expression, Name):
            return self.naming(expression.id)
        if isinstance(expression, Field):
            return self._quoted(expression.key)
        return self._constant(expression)

    def _constant(self, constant: Constant) -> str:
        if isinstance(constant.value, bool):
            return self.words.text("yes") if constant.value else self.words.text("no")
        if isinstance(constant.value, str):
            label = self.categories.get(constant.value) or self.words.choices.get(
                constant.value, constant.value
            )
            return self.words.text("“%(label)s”", label=label)
        if isinstance(constant.value, date):
            return self.words.language.day(constant.value)
        return self.words.language.number(constant.value)

    def _quoted(self, name: str) -> str:
        return self.words.text("“%(label)s”", label=self.words.label(name))

    def _over(self, expression: Over) -> str:
        of = self._quoted(expression.of)
        if expression.function == "count" and isinstance(expression.body, Constant):
            return self.words.text("number of %(list)s", list=of)
        body = self.write(expression.body)
        return self.words.text(OVER[expression.function], list=of, body=body)

    def _opposite(self, expression: Negative | Not) -> str:
        if isinstance(expression, Negative):
            return f"−{self.write(expression.operand, TIGHT)}"
        condition = self.write(expression.operand)
        if self.aloud and isinstance(expression.operand, Name | Field):
            return self.words.text("the answer to %(label)s is no", label=condition)
        return self.words.text("not (%(condition)s)", condition=condition)

    def _arithmetic(self, expression: Arithmetic, around: int) -> str:
        strength = STRENGTH[expression.operator]
        left = self.write(expression.left, strength)
        right = self.write(expression.right, strength + (expression.operator in "-/"))
        return _bracketed(f"{left} {SIGNS[expression.operator]} {right}", strength < around)

    def _logic(self, expression: Comparison | Junction | Choice, around: int) -> str:
        if isinstance(expression, Comparison):
            return _bracketed(self._comparison(expression), around > COMPARISON)
        if isinstance(expression, Junction):
            word = self.words.text(N_("and") if expression.operator == "and" else N_("or"))
            parts = [self.write(part, COMPARISON) for part in expression.operands]
            return _bracketed(f" {word} ".join(parts), around > JUNCTION)
        text = self.words.text(
            "%(chosen)s if %(condition)s, otherwise %(otherwise)s",
            chosen=self.write(expression.chosen, JUNCTION),
            condition=self.write(expression.condition, JUNCTION),
            otherwise=self.write(expression.otherwise),
        )
        return _bracketed(text, around > LOOSE)

    def _comparison(self, expression: Comparison) -> str:
        left = self._compared(expression.left, expression.right)
        right = self._compared(expression.right, expression.left)
        text = self._verb(expression)
        if self.aloud and text:
            return self.words.text(text, left=left, right=right)
        return f"{left} {SIGNS[expression.operator]} {right}"

    def _compared(self, part: Expression, other: Expression) -> str:
        """Write one side; a bare number takes the unit of the name that it is compared with."""
        if isinstance(part, Constant) and isinstance(part.value, Decimal):
            unit = self.words.counted.get(_key(other) or "")
            if unit:
                return self.words.quantity(part.value, unit, whole=True)
        return self.write(part, COMPARISON + 1)

    def _verb(self, expression: Comparison) -> str | None:
        """Return the words that compare; none where the two sides may be days."""
        sides = (expression.left, expression.right)
        if any(isinstance(side, Constant) and isinstance(side.value, str) for side in sides):
            return CHOSEN.get(expression.operator)
        return ALOUD[expression.operator] if any(map(self._counts, sides)) else None

    def _counts(self, expression: Expression) -> bool:
        """Tell whether a part is known to be a number."""
        if isinstance(expression, Constant):
            return isinstance(expression.value, Decimal)
        if isinstance(expression, Name | Field):
            return _key(expression) in self.words.counted
        if isinstance(expression, Call):
            inner = expression.function not in {"min", "max"}
            parts = map(self._counts, expression.arguments)
            return expression.function not in _DAYS and (inner or any(parts))
        return isinstance(expression, Arithmetic | Negative)

    def _call(self, expression: Call, around: int) -> str:
        if expression.function == "number":
            return self.write(expression.arguments[0], around)
        closed = expression.function in _CLOSED
        inside = LOOSE if closed else TIGHT
        parts = [self.write(part, inside) for part in expression.arguments]
        values = {"list": self.words.listed(parts), "first": parts[0], "second": parts[-1]}
        text = self.words.text(FUNCTIONS[expression.function], **values)
        return _bracketed(text, not closed and around > COMPARISON + 1)


def in_words(formula: str, words: Words) -> str:
    """Write a formula with the label of each name in quotation marks."""
    return capital(
        replaced(
            formula,
            words,
            lambda name: words.text("“%(label)s”", label=words.label(name)),
            aloud=True,
        )
    )


def replaced(formula: str, words: Words, naming: Naming, *, aloud: bool = False) -> str:
    """Write a formula with `naming` in the place of its names."""
    return said(parse(formula), words, naming, aloud=aloud)


def said(tree: Expression, words: Words, naming: Naming, *, aloud: bool = False) -> str:
    """Write the tree of a formula with `naming` in the place of its names."""
    used = names(tree)
    fields_of = {name: _fields(words, name) for name in used}
    known = _categories(words, used)
    for name, fields in fields_of.items():
        known |= _categories(words, tuple(f"{name}.{field}" for field in fields))
    return FormulaWords(words, naming, known, aloud=aloud).write(with_fields(tree, fields_of))


def _key(expression: Expression) -> str | None:
    """Return the name under which the value of a part is looked up."""
    if isinstance(expression, Name):
        return expression.id
    return expression.key if isinstance(expression, Field) else None


def _fields(words: Words, name: str) -> set[str]:
    """Return the fields of a list of persons; none where `name` is something else."""
    return {key.split(".")[1] for key in words.units if key.startswith(f"{name}.")}


def _categories(words: Words, used: tuple[str, ...]) -> dict[str, str]:
    """Find the labels of the categories that a formula may compare its names with."""
    return {
        key.removeprefix(f"{name}."): label
        for name in used
        for key, label in words.labels.items()
        if key.startswith(f"{name}.")
    }


def _bracketed(text: str, needed: bool) -> str:  # noqa: FBT001 - one positional fact
    return f"({text})" if needed else text
