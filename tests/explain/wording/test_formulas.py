"""A formula written for people still says the same calculation."""

import ast
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.i18n import language
from explain.reading import read_yaml
from explain.rules.expressions import parse
from explain.spec import Spec
from explain.texts import with_texts
from explain.validation import validate
from explain.wording.formulas import FormulaWords, in_words
from explain.wording.words import words
from tests.explain.wording.score_samples import HEAD

SPEC = validate(Spec, read_yaml(HEAD.encode(), "score.yaml"))
VALUES = {"a": Decimal(7), "b": Decimal("2.5"), "c": Decimal(3)}
READ = validate(
    Spec,
    read_yaml(
        HEAD.split("inputs:")[0].encode()
        + b"""inputs:
- {id: age, label: Age, type: integer, unit: days, source: Form, actionable: "no"}
- {id: alone, label: Alone, type: boolean, source: Form, actionable: "no"}
- {id: born, label: Born, type: date, source: Form, actionable: "no"}
- {id: moved, label: Moved, type: date, source: Form, actionable: "no"}
- id: work
  label: Work
  type: category
  source: Form
  actionable: "no"
  categories: [{id: nurse, label: Nurse}]
outcome: {id: total, label: Total, type: number, unit: points}
limits: [{id: rest, label: Nothing else is known.}]
""",
        "score.yaml",
    ),
)
FRENCH = {
    "age": "Âge",
    "alone": "Seul",
    "born": "Naissance",
    "moved": "Arrivée",
    "work": "Travail",
    "work.nurse": "Soins",
}
LABELS = {"a": "“Water”", "b": "“Price”", "c": "“People”"}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def leaf() -> st.SearchStrategy[str]:
    return st.sampled_from([*VALUES, "4", "0.5"])


FORMULAS = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda text: f"(-{text})"),
        inner.map(lambda text: f"number({text})"),
        st.tuples(inner, inner).map(lambda two: f"percent_of({two[0]}, {two[1]})"),
    ),
    max_leaves=12,
)


def exact(node: ast.expr) -> Fraction:
    """Calculate a parsed text in fractions: an independent reader."""
    if isinstance(node, ast.UnaryOp):
        return -exact(node.operand)
    if isinstance(node, ast.Call):
        parts = [exact(part) for part in node.args]
        return parts[0] * parts[1] / 100 if len(parts) > 1 else parts[0]
    if isinstance(node, ast.BinOp):
        left, right = exact(node.left), exact(node.right)
        if isinstance(node.op, ast.MatMult):  # “of”, as it is read below
            return left * right / 100
        sign = OPERATORS[type(node.op)]
        if sign == "/":
            return left / right
        return {"+": left + right, "-": left - right, "*": left * right}[sign]
    assert isinstance(node, ast.Constant)
    return Fraction(str(node.value))


def calculated(text: str) -> Fraction | None:
    try:
        return exact(ast.parse(text, mode="eval").body)
    except ZeroDivisionError:
        return None


def written(formula: str, naming: dict[str, str], code: str = "en") -> str:
    said = words(SPEC, language("fr" if code == "fr" else "en"))
    return FormulaWords(said, naming.__getitem__, {}).write(parse(formula))


@given(FORMULAS)
def test_the_numbers_with_their_brackets_give_the_same_result(formula: str) -> None:
    numbers = {name: str(value) for name, value in VALUES.items()}
    shown = written(formula, numbers)
    plain = shown.replace("×", "*").replace("÷", "/").replace("−", "-").replace(" of ", " @ ")
    original = formula
    for name, value in numbers.items():
        original = re.sub(rf"\b{name}\b", value, original)
    assert calculated(plain) == calculated(original)


@pytest.mark.parametrize(
    ("formula", "english"),
    [
        ("a * b", "“Water” × “Price”"),
        ("(a - b) * c", "(“Water” − “Price”) × “People”"),
        ("a - b - c", "“Water” − “Price” − “People”"),
        ("a - (b - c)", "“Water” − (“Price” − “People”)"),
        ("max(0, a - b)", "the largest of (0; “Water” − “Price”)"),
        ("percent_of(b, a)", "“Price” of “Water”"),
        ("a if b > 3 else 0", "“Water” if “Price” > 3, otherwise 0"),
        ("a >= 2 and not (b == 1)", "“Water” ≥ 2 and not (“Price” = 1)"),
        ("per_month(a) + 1", "(“Water” over a month) + 1"),
        ("percent_of(100 - b, a)", "(100 − “Price”) of “Water”"),
        ("c * number(a + b)", "“People” × (“Water” + “Price”)"),
        ("a >= percent_of(b, c)", "“Water” ≥ “Price” of “People”"),
        ("true", "yes"),
    ],
)
def test_formulas_read_as_words(formula: str, english: str) -> None:
    assert written(formula, LABELS) == english


def test_french_has_its_own_words() -> None:
    shown = written("min(a, 1.5) if a != 2 else b", LABELS, "fr")
    assert shown == "le plus petit de (“Water”\u00a0; 1,5) si “Water” ≠ 2, sinon “Price”"


@pytest.mark.parametrize(
    ("condition", "english", "french"),
    [
        ("age >= 18", "“Age” is at least 18 days", "« Âge » atteint au moins 18 jours"),
        ("age < 18", "“Age” is less than 18 days", "« Âge » n’atteint pas 18 jours"),
        ("18 <= age", "18 days is at most “Age”", "18 jours ne dépasse pas « Âge »"),
        ("age > 18", "“Age” is more than 18 days", "« Âge » dépasse 18 jours"),
        ("age == 18", "“Age” equals 18 days", "« Âge » vaut 18 jours"),
        ("age != 18", "“Age” does not equal 18 days", "« Âge » ne vaut pas 18 jours"),
        ('work == "nurse"', "“Work” is “Nurse”", "« Travail » est « Soins »"),
        ('work != "nurse"', "“Work” is not “Nurse”", "« Travail » n’est pas « Soins »"),
        ("not alone", "The answer to “Alone” is no", "La réponse à « Seul » est non"),
        ("born > moved", "“Born” > “Moved”", "« Naissance » > « Arrivée »"),
        ("max(age, 2) > 1", "The largest of (“Age”; 2) is more than 1", None),
        ("days_between(born, moved) > 1", "Days from “Born” to “Moved” is more than 1", None),
    ],
)
def test_a_condition_can_be_read_aloud(condition: str, english: str, french: str | None) -> None:
    assert in_words(condition, words(READ, language("en"))) == english
    if french is not None:
        spoken = in_words(condition, words(with_texts(READ, FRENCH), language("fr")))
        assert spoken.replace("\u00a0", " ") == french
