"""The page that describes the language: its example runs, and it forgets nothing."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from explain.case import validate_case
from explain.engines import explain, load
from explain.i18n import language
from explain.issues import Code
from explain.rules import issues
from explain.rules.evaluation import ROUNDINGS, round_to
from explain.rules.expressions import FUNCTIONS, OVER

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "rules.md").read_text("utf-8")
CODES = [value for value in vars(issues).values() if isinstance(value, Code)]
EXAMPLE = PAGE.partition("```yaml\n")[2].partition("```")[0]


@pytest.mark.parametrize(
    ("day", "days", "income", "fee"),
    [
        (date(2025, 6, 30), 31, 10_000, "420"),
        (date(2025, 6, 30), 10, 10_000, "135.48"),
        (date(2025, 6, 30), 31, 4_000, "320"),
        (date(2026, 6, 30), 31, 4_000, "300"),
    ],
)
def test_the_example_of_the_page_runs(day: date, days: int, income: int, fee: str) -> None:
    """Calculated by hand: 420 x 10 / 31 = 135.48…; 8% and 7.5% of 4,000."""
    algorithm = load({"rules.yaml": EXAMPLE.encode()}, "rules.yaml")
    case = validate_case(algorithm.spec, {"days": days, "income": income}, day)
    assert explain(algorithm, case).outcome.value == Decimal(fee)


@pytest.mark.parametrize("usage", [*FUNCTIONS.values(), *OVER.values()])
def test_the_page_has_every_function(usage: str) -> None:
    assert f"`{usage}`" in PAGE


@pytest.mark.parametrize("mode", ROUNDINGS)
def test_the_page_rounds_as_we_do(mode: str) -> None:
    row = re.search(rf"\| `{mode}`[^|]*\| (\S+) \| (\S+) \| (\S+) \|", PAGE)
    assert row is not None
    shown = [Decimal(text.replace("−", "-")) for text in row.groups()]
    values = (Decimal("2.5"), Decimal("-2.5"), Decimal("2.1"))
    assert shown == [round_to(value, Decimal(1), mode) for value in values]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_every_code_is_on_the_page_and_in_french(code: Code) -> None:
    assert f"| {code.id} |" in PAGE
    french = language("fr").catalogue
    assert french.gettext(code.message) != code.message
    assert french.gettext(code.hint) != code.hint
