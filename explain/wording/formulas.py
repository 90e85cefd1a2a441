"""Formulas as people read them: with names in words, or with the numbers in their place."""

from collections.abc import Callable, Mapping
from datetime import date

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
LOOSE, JUNCTION, COMPARISON, TIGHT = 0, 1, 2, 5
"""How tightly what surrounds a part binds; a part that binds less stands in brackets."""
STRENGTH: Mapping[str, int] = {"+": 3, "-": 3, "*": 4, "/": 4}
FUNCTIONS: Mapping[str, str] = {
    "min": N_("the smallest of (%(list)s)"),
    "max": N_("the largest of (%(list)s)"),
    "abs": N_("the size of (%(list)s)"),
    "percent_of": N_("%(first)s of %(second)s"),
    "per_year": N_("%(list)s over a year"),
    "per_month": N_("%(list)s over a month"),
    "number": "%(list)s",
    "years_between": N_("whole years from %(first)s to %(second)s"),
    "months_between": N_("whole months from %(first)s to %(second)s"),
    "days_between": N_("days from %(first)s to %(second)s"),
    "add_years": N_("%(first)s plus %(second)s"),
    "add_months": N_("%(first)s plus %(second)s"),
    "add_days": N_("%(first)s plus %(second)s"),
    "year_of": N_("the year of %(first)s"),
    "month_of": N_("the month of %(first)s"),
}
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

    def __init__(self, words: Words, naming: Naming, categories: Mapping[str, str]) -> None:
        """Keep how names and categories are written."""
        self.words = words
        self.naming = naming
        self.categories = categories

    def write(self, expression: Expression, around: int = LOOSE) -> str:
        """Write one formula; `around` is how tightly what surrounds it binds."""
        match expression:
            case Constant() | Name() | Field():
                return self._atom(expression)
            case Negative() | Not():
                return self._opposite(expression)
            case Arithmetic():
                return self._arithmetic(expression, around)
            case Call() | Over():
                return self._call(expression)
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
            label = self.categories.get(constant.value, constant.value)
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
        return self.words.text("not (%(condition)s)", condition=self.write(expression.operand))

    def _arithmetic(self, expression: Arithmetic, around: int) -> str:
        strength = STRENGTH[expression.operator]
        left = self.write(expression.left, strength)
        right = self.write(expression.right, strength + (expression.operator in "-/"))
        return _bracketed(f"{left} {SIGNS[expression.operator]} {right}", strength < around)

    def _logic(self, expression: Comparison | Junction | Choice, around: int) -> str:
        if isinstance(expression, Comparison):
            left = self.write(expression.left, COMPARISON + 1)
            right = self.write(expression.right, COMPARISON + 1)
            text = f"{left} {SIGNS[expression.operator]} {right}"
            return _bracketed(text, around > COMPARISON)
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

    def _call(self, expression: Call | Over) -> str:
        if isinstance(expression, Over):
            return self._over(expression)
        parts = [self.write(part) for part in expression.arguments]
        values = {"list": self.words.listed(parts), "first": parts[0], "second": parts[-1]}
        return self.words.text(FUNCTIONS[expression.function], **values)


def in_words(formula: str, words: Words) -> str:
    """Write a formula with the label of each name in quotation marks."""
    return capital(
        replaced(formula, words, lambda name: words.text("“%(label)s”", label=words.label(name)))
    )


def replaced(formula: str, words: Words, naming: Naming) -> str:
    """Write a formula with `naming` in the place of its names."""
    tree = parse(formula)
    used = names(tree)
    fields_of = {name: _fields(words, name) for name in used}
    known = _categories(words, used)
    for name, fields in fields_of.items():
        known |= _categories(words, tuple(f"{name}.{field}" for field in fields))
    return FormulaWords(words, naming, known).write(with_fields(tree, fields_of))


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
