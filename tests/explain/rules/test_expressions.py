"""Formulas: what passes, what is refused and how it is said."""

from decimal import Decimal

import pytest

from explain.errors import InvalidFile
from explain.i18n import language
from explain.rules.expressions import parse
from explain.rules.syntax import (
    Arithmetic,
    Choice,
    Comparison,
    Constant,
    Expression,
    Junction,
    Name,
    Negative,
    names,
)

A, B, C = Name("a"), Name("b"), Name("c")
ONE = Constant(Decimal(1))

REFUSED = {
    # Reaching outside the formula
    "__import__('os').system('id')": "E403",
    "().__class__.__bases__[0].__subclasses__()": "E403",
    "a.__class__": "E403",
    "a.real": "E403",
    "open('x')": "E405",
    "eval('a')": "E405",
    "exec('a')": "E405",
    "getattr(a, 'b')": "E405",
    "globals()": "E405",
    "print(a)": "E405",
    "breakpoint()": "E405",
    "__builtins__": "E403",
    "_": "E403",
    "(lambda: a)()": "E403",
    "(lambda)": "E402",
    "min.real(a)": "E403",
    "min(a, b)(c)": "E403",
    "min": "E403",
    # Constructs that build, loop, assign or wait
    "a[0]": "E403",
    "[a, b]": "E403",
    "[x for x in a]": "E403",
    "(x for x in a)": "E403",
    "min(x for x in a)": "E403",
    "{a: b}": "E403",
    "{a}": "E403",
    "a, b": "E403",
    "(a, b)": "E403",
    "()": "E403",
    "min(*a)": "E403",
    "min(**a)": "E403",
    "min(a, b=c)": "E403",
    "min(a, b, key=c)": "E403",
    "(a := 1)": "E403",
    "a = 1": "E402",
    "a; b": "E453",
    "import os": "E402",
    "yield a": "E402",
    "(yield a)": "E403",
    "await a": "E403",
    "del a": "E402",
    "a # comment": "E403",
    "a if b": "E402",
    "f'{a}'": "E403",
    'f"a"': "E403",
    "b'a'": "E403",
    "u'a'": "E403",
    "r'a'": "E403",
    "'a' 'b'": "E403",
    "'''a'''": "E403",
    "'A'": "E403",
    "''": "E403",
    "'a b'": "E403",
    "'\\x61'": "E403",
    # Operators outside the list
    "a ** b": "E403",
    "9**9**9**9": "E403",
    "a // b": "E403",
    "a % b": "E403",
    "a @ b": "E403",
    "a & b": "E403",
    "a | b": "E403",
    "a ^ b": "E403",
    "~a": "E403",
    "a << b": "E403",
    "1 << 999999999": "E403",
    "a >> b": "E403",
    "+a": "E403",
    "a is b": "E403",
    "a is not b": "E403",
    "a in b": "E403",
    "a not in b": "E403",
    "a <> b": "E402",
    "a && b": "E403",
    "not": "E402",
    # Names and numbers
    "A": "E403",
    "é": "E454",
    "\uff41": "E454",
    "a\u200bb": "E403",
    "True": "E403",
    "None": "E403",
    "...": "E403",
    "1e9": "E404",
    "1e999999999": "E404",
    "0x10": "E404",
    "0b1": "E404",
    "1_000": "E404",
    "1j": "E404",
    "1if a else 2": "E404",
    ".5": "E404",
    "5.": "E404",
    "007": "E402",
    "00": "E404",
    "9" * 26: "E404",
    "12a": "E404",
    "nan()": "E405",
    "3,5": "E451",
    "min(a - b, 12,50)": "E451",
    "max(a * 0,5 - b, 0)": "E451",
    # French habits
    "si a alors b sinon c": "E452",
    "a et b": "E452",
    "SI(a, b, c)": "E452",
    "a × b": "E453",
    "a – b": "E453",
    "a ≥ b": "E453",
    # Calls
    "min()": "E406",
    "min(a)": "E406",
    "abs(a, b)": "E406",
    "percent_of(a)": "E406",
    "number()": "E406",
    "round(a, 2)": "E405",
    # Size
    "a" * 501: "E401",
    "1" + "+1" * 249: "E401",
    "+".join(["a"] * 51): "E401",
    "-" * 60 + "a": "E401",
    "not " * 60 + "a": "E401",
    "(" * 249 + "a" + ")" * 249: "E402",
    # Nonsense
    "": "E402",
    "a b": "E402",
    "a +": "E402",
    "(a": "E402",
    "a)": "E402",
    "a == ": "E402",
    "\x00": "E403",
    "if a: b": "E403",
    "a else b": "E402",
    "a $ b": "E403",
    "${a}": "E403",
    "{{ a }}": "E403",
    "a\\\nb": "E403",
}


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_is_not_a_plain_calculation_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidFile) as refusal:
        parse(text)
    (issue,) = refusal.value.issues
    assert issue.code.id == code
    assert language("en").message(issue)
    assert language("en").hint(issue)


def test_the_list_of_refusals_is_long() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("  a \n + b ", Arithmetic("+", A, B)),
        ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
        ("a + b * c", Arithmetic("+", A, Arithmetic("*", B, C))),
        ("-a * b", Arithmetic("*", Negative(A), B)),
        ("a < b <= c", Junction("and", (Comparison("<", A, B), Comparison("<=", B, C)))),
        ("a and b or c", Junction("or", (Junction("and", (A, B)), C))),
        ("a if b else c", Choice(condition=B, chosen=A, otherwise=C)),
        ("true and false", Junction("and", (Constant(value=True), Constant(value=False)))),
        ("a == 'b'", Comparison("==", A, Constant("b"))),
        ('a == "b"', Comparison("==", A, Constant("b"))),
    ],
)
def test_a_calculation_reads_as_in_a_school_book(text: str, tree: Expression) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize("text", ["0.1", "3.350", "0", "1234567890123456789012345"])
def test_numbers_stay_exactly_as_written(text: str) -> None:
    constant = parse(text)
    assert isinstance(constant, Constant)
    assert str(constant.value) == text


def test_names_come_once_in_reading_order() -> None:
    assert names(parse("max(c, b) if a > c else min(d, b)")) == ("c", "b", "a", "d")


def test_parentheses_alone_cost_nothing() -> None:
    assert parse("(" * 150 + "a" + ")" * 150) == A


def test_the_limits_are_reached_before_they_refuse() -> None:
    """A sum of fifty terms and a formula of five hundred characters pass."""
    assert names(parse("+".join(["a"] * 50))) == ("a",)
    assert names(parse("a" * 64 + " " * 400 + "+ b")) == ("a" * 64, "b")
    assert names(parse(f"max({', '.join(['a'] * 160)})")) == ("a",)


def test_a_refusal_says_what_to_write_instead() -> None:
    with pytest.raises(InvalidFile) as refusal:
        parse("a ** 2")
    (issue,) = refusal.value.issues
    assert language("en").message(issue) == "“**” is not allowed in a formula."
    assert "min, max, abs" in language("en").hint(issue)
