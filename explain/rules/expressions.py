"""Formulas: from the text of a rule to a small tree that can do nothing but calculate.

Python's own parser reads the text; only the constructs below pass, each translated into a
frozen node of ours. Nothing is ever executed. Numbers stay exactly as written. A text is
bounded in length, number of nodes and depth, so that no formula can run for long.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn

from explain.issues import N_
from explain.rules import issues
from explain.rules.syntax import (
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
    Over,
    refuse,
)

MAXIMUM_CHARACTERS = 500
MAXIMUM_NODES = 200
MAXIMUM_DEPTH = 50
MAXIMUM_DIGITS = 25

FUNCTIONS: Mapping[str, str] = {
    "min": "min(a, b, …)",
    "max": "max(a, b, …)",
    "abs": "abs(a)",
    "percent_of": "percent_of(rate, base)",
    "per_year": "per_year(a)",
    "per_month": "per_month(a)",
    "number": "number(a)",
    "date": "date(year, month, day)",
    "years_between": "years_between(first_day, last_day)",
    "months_between": "months_between(first_day, last_day)",
    "days_between": "days_between(first_day, last_day)",
    "add_years": "add_years(day, a)",
    "add_months": "add_months(day, a)",
    "add_days": "add_days(day, a)",
    "year_of": "year_of(day)",
    "month_of": "month_of(day)",
}
"""Every function of the language, and how it is written."""

OVER: Mapping[str, str] = {
    "count": "count(persons) or count(persons, condition)",
    "any": "any(persons, condition)",
    "all": "all(persons, condition)",
    "sum": "sum(persons, a)",
    "smallest": "smallest(persons, a)",
    "largest": "largest(persons, a)",
}
"""Every function that goes through a list of persons, and how it is written."""

DECISION_DAY = "decision_day"
"""The name of the day of the decision."""

ALLOWED = ", ".join((*FUNCTIONS, *OVER))
WORDS = frozenset({"true", "false", DECISION_DAY, *FUNCTIONS, *OVER})
"""Words that name something already, besides Python's keywords."""


_STRANGE = re.compile(r"""[^A-Za-z0-9_ .,()+\-*/<>=!"']""")
_GLUED = re.compile(r"(?<![A-Za-z0-9_])[0-9][0-9_.]*[A-Za-z_][A-Za-z0-9_.]*")
_DECIMAL_COMMA = re.compile(r"(?<![A-Za-z0-9_.])[0-9]+,[0-9]+")
_FRENCH = re.compile(r"(?<![A-Za-z0-9_])(?:si|alors|sinon|et|ou)(?![A-Za-z0-9_])", re.IGNORECASE)
_INSTEAD: Mapping[str, str] = {
    "–": "-",
    "−": "-",
    "×": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    ";": ",",
    "’": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
}
"""Signs that a text editor or a habit puts in the place of those of formulas."""
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_TEXT = re.compile(r"""(["'])[a-z][a-z0-9_]{0,63}\1""")
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")

_ARITHMETIC: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_FORBIDDEN_WORDS: Mapping[type[ast.AST], str] = {
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.UAdd: "+",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.BitAnd: "&",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.Attribute: ".",
    ast.Tuple: ",",
    ast.Starred: "*",
    ast.Lambda: "lambda",
    ast.Await: "await",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
    ast.GeneratorExp: "for",
}


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Return a formula on one line, with single spaces."""
    return " ".join(text.split())


def parse(text: str) -> Expression:
    """Read a formula of at most 500 characters, 200 nodes and 50 levels.

    Raises `InvalidFile` with one issue, which names no file: the caller knows it.
    """
    text = normal(text)
    _bounded(len(text), MAXIMUM_CHARACTERS, N_("characters"))
    if strange := _STRANGE.search(text):
        _refuse_character(strange[0])
    if comma := _DECIMAL_COMMA.search(text):
        refuse(issues.DECIMAL_COMMA, found=comma[0])
    if glued := _GLUED.search(text):
        refuse(issues.BAD_NUMBER, found=glued[0])
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        if french := _FRENCH.search(text):
            refuse(issues.FRENCH_WORD, found=french[0])
        refuse(issues.FORMULA_SYNTAX)
    return _Reader(text).read(tree.body, 1)


def _refuse_character(found: str) -> NoReturn:
    if found in _INSTEAD:
        refuse(issues.OTHER_SIGN, found=found, instead=_INSTEAD[found])
    if found.isalpha():
        refuse(issues.NOT_IN_A_NAME, found=found)
    refuse(issues.FORBIDDEN, found=found, allowed=ALLOWED)


def _bounded(size: int, limit: int, measure: str) -> None:
    if size > limit:
        refuse(issues.TOO_COMPLEX, size=size, limit=limit, measure=measure)


@dataclass(slots=True)
class _Reader:
    """Translates one parsed text, counting its nodes."""

    text: str
    nodes: int = 0

    def read(self, node: ast.expr, depth: int) -> Expression:
        self.nodes += 1
        _bounded(self.nodes, MAXIMUM_NODES, N_("parts"))
        _bounded(depth, MAXIMUM_DEPTH, N_("levels"))
        reader = _READERS.get(type(node))
        if reader is None:
            self.forbid(node)
        return reader(self, node, depth + 1)

    def forbid(self, node: ast.AST, inside: ast.expr | None = None) -> NoReturn:
        found = _FORBIDDEN_WORDS.get(type(node)) or self.written(inside or node)
        refuse(issues.FORBIDDEN, found=found, allowed=ALLOWED)

    def written(self, node: ast.AST) -> str:
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None)
        text = self.text[start:end]
        return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - fits one line

    def constant(self, node: ast.Constant, _depth: int) -> Expression:
        written = self.text[node.col_offset : node.end_col_offset]
        if isinstance(node.value, str) and _TEXT.fullmatch(written):
            return Constant(node.value)
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            refuse(issues.FORBIDDEN, found=written, allowed=ALLOWED)
        if not _NUMBER.fullmatch(written) or len(written) > MAXIMUM_DIGITS:
            refuse(issues.BAD_NUMBER, found=self.written(node))
        return Constant(Decimal(written))

    def name(self, node: ast.Name, _depth: int) -> Expression:
        if node.id in {"true", "false"}:
            return Constant(node.id == "true")
        if not _ID.fullmatch(node.id) or node.id in {*FUNCTIONS, *OVER}:
            self.forbid(node)
        return Name(node.id)

    def unary(self, node: ast.UnaryOp, depth: int) -> Expression:
        if not isinstance(node.op, ast.USub | ast.Not):
            self.forbid(node.op, node)
        operand = self.read(node.operand, depth)
        return Not(operand) if isinstance(node.op, ast.Not) else Negative(operand)

    def binary(self, node: ast.BinOp, depth: int) -> Expression:
        operator = _ARITHMETIC.get(type(node.op))
        if operator is None:
            self.forbid(node.op, node)
        return Arithmetic(operator, self.read(node.left, depth), self.read(node.right, depth))

    def comparison(self, node: ast.Compare, depth: int) -> Expression:
        """Read `a < b <= c` as `a < b and b <= c`."""
        operands = [self.read(part, depth) for part in (node.left, *node.comparators)]
        found: list[Expression] = []
        for index, operator in enumerate(node.ops):
            if type(operator) not in _COMPARISONS:
                self.forbid(operator, node)
            sign = _COMPARISONS[type(operator)]
            found.append(Comparison(sign, operands[index], operands[index + 1]))
        return found[0] if len(found) == 1 else Junction("and", tuple(found))

    def junction(self, node: ast.BoolOp, depth: int) -> Expression:
        word = "and" if isinstance(node.op, ast.And) else "or"
        return Junction(word, tuple(self.read(part, depth) for part in node.values))

    def choice(self, node: ast.IfExp, depth: int) -> Expression:
        return Choice(
            condition=self.read(node.test, depth),
            chosen=self.read(node.body, depth),
            otherwise=self.read(node.orelse, depth),
        )

    def call(self, node: ast.Call, depth: int) -> Expression:
        if not isinstance(node.func, ast.Name):
            self.forbid(node.func)
        function = node.func.id
        if function in OVER:
            return self.over(node, depth)
        if _FRENCH.fullmatch(function):
            refuse(issues.FRENCH_WORD, found=function)
        if function not in FUNCTIONS:
            refuse(issues.UNKNOWN_FUNCTION, found=function, allowed=ALLOWED)
        if node.keywords:
            refuse(issues.FORBIDDEN, found="=", allowed=ALLOWED)
        arguments = tuple(self.read(part, depth) for part in node.args)
        self.counted(function, len(arguments))
        return self.day(node, arguments) if function == "date" else Call(function, arguments)

    def day(self, node: ast.Call, arguments: tuple[Expression, ...]) -> Expression:
        """Read `date(2024, 12, 31)` as the day itself."""
        parts = [item.value for item in arguments if isinstance(item, Constant)]
        whole = [int(part) for part in parts if type(part) is Decimal and part == int(part)]
        try:
            year, month, day = whole
            return Constant(date(year, month, day))
        except (ValueError, OverflowError):
            refuse(issues.BAD_DAY, found=self.written(node))

    def over(self, node: ast.Call, depth: int) -> Expression:
        """Read `count(children, age < 3)`."""
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if node.keywords:
            refuse(issues.FORBIDDEN, found="=", allowed=ALLOWED)
        least = 1 if function == "count" else 2
        if not least <= len(node.args) <= 2:  # noqa: PLR2004 - the list, and what of each
            usage = OVER[function]
            refuse(issues.WRONG_ARGUMENTS, function=function, count=len(node.args), usage=usage)
        of = self.read(node.args[0], depth)
        if not isinstance(of, Name):
            refuse(issues.NOT_A_LIST, function=function, found=self.written(node.args[0]))
        body = self.read(node.args[1], depth) if len(node.args) > 1 else Constant(value=True)
        return Over(function, of.id, body)

    def counted(self, function: str, count: int) -> None:
        several = "…" in FUNCTIONS[function]
        expected = FUNCTIONS[function].count(",") + 1
        if (several and count < 2) or (not several and count != expected):  # noqa: PLR2004 - two
            usage = FUNCTIONS[function]
            refuse(issues.WRONG_ARGUMENTS, function=function, count=count, usage=usage)


_READERS: Mapping[type[ast.expr], Callable[[_Reader, Any, int], Expression]] = {
    ast.Constant: _Reader.constant,
    ast.Name: _Reader.name,
    ast.UnaryOp: _Reader.unary,
    ast.BinOp: _Reader.binary,
    ast.Compare: _Reader.comparison,
    ast.BoolOp: _Reader.junction,
    ast.IfExp: _Reader.choice,
    ast.Call: _Reader.call,
}
