"""The record: canonical bytes, numbers at 12 significant digits."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("402.00"), "402"),
        (Decimal("0.1"), "0.1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333"),
        (-0.0, "0"),
        (Decimal("-0.00"), "0"),
        (1e-20, "0.00000000000000000001"),
        (123456789012345.0, "123456789012000"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_numbers_are_plain_decimal_texts(value: Decimal | float, text: str) -> None:
    """No exponent, no end zeros, no negative zero."""
    assert number_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e30, max_value=1e30))
def test_a_number_reads_back_within_twelve_digits(value: float) -> None:
    """The text is JSON-safe and within half a unit of the twelfth digit."""
    text = json.loads(json.dumps(number_text(value)))
    assert Decimal(text) == pytest.approx(Decimal(repr(value)), rel=Decimal("5e-12"), abs=0)
    assert number_text(Decimal(text)) == text
