"""Numbers, dates and lists as people write them in each language."""

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as some

from explain.i18n import Language, language
from explain.units import UNITS

FRENCH = language("fr")
ENGLISH = language("en")


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 11, 1), "1er novembre 2026", "1 November 2026"),
        (date(2026, 11, 21), "21 novembre 2026", "21 November 2026"),
        (date(2021, 8, 11), "11 août 2021", "11 August 2021"),
    ],
)
def test_a_date_is_written_in_full(day: date, french: str, english: str) -> None:
    """The first of a month is an ordinal in French."""
    assert FRENCH.day(day) == french
    assert ENGLISH.day(day) == english


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (Decimal("13200.5"), 2, "13\u202f200,50", "13,200.50"),
        (Decimal("-3.25"), None, "−3,25", "−3.25"),
        (4, None, "4", "4"),
        (Decimal("0.000001"), None, "0,000001", "0.000001"),
        (Decimal("402.00"), None, "402", "402"),
        (Decimal("-0.001"), 2, "0,00", "0.00"),
        (Decimal("-0.0000001"), None, "0", "0"),
        (Decimal("1E+30"), 2, "1" + "\u202f000" * 10 + ",00", "1" + ",000" * 10 + ".00"),
    ],
)
def test_a_number_follows_the_language(
    value: Decimal | int, decimals: int | None, french: str, english: str
) -> None:
    """Groups, decimal sign and minus sign."""
    assert FRENCH.number(value, decimals) == french
    assert ENGLISH.number(value, decimals) == english


@given(
    some.decimals(-(10**12), 10**12, places=6),
    some.sampled_from([FRENCH, ENGLISH]),
    some.none() | some.integers(0, 6),
)
def test_every_number_is_written_as_the_cldr_says(
    value: Decimal, tongue: Language, decimals: int | None
) -> None:
    """Babel writes the same from the pattern that the CLDR gives."""
    pattern = "#,##0." + ("######" if decimals is None else "0" * decimals)
    expected = format_decimal(value, format=pattern.rstrip("."), locale=tongue.code)
    if not any(digit in expected for digit in "123456789"):
        expected = expected.removeprefix("-")
    assert tongue.number(value, decimals) == expected.replace("-", "−")


@pytest.mark.parametrize(
    ("value", "unit", "english"),
    [
        (Decimal(402), "EUR", "€402.00"),
        (Decimal(-3), "EUR", "−€3.00"),
        (1, "points", "1 point"),
        (Decimal("1.5"), "points", "1.5 points"),
        (0, "points", "0 points"),
        (25, "percent", "25%"),
        (Decimal("0.00173"), "kg/km", "0.00173 kg per km"),
        (12, None, "12"),
    ],
)
def test_a_quantity_carries_its_unit(value: Decimal | int, unit: str | None, english: str) -> None:
    """Money always has two decimals; counts agree with their noun."""
    assert ENGLISH.quantity(value, unit) == english


@pytest.mark.parametrize("tongue", [FRENCH, ENGLISH])
def test_a_noun_has_the_form_that_the_catalogue_gives_its_count(tongue: Language) -> None:
    """Only two forms are looked up, whatever the count."""
    for code, unit in UNITS.items():
        for count in (*range(120), 10**6, 10**6 + 1):
            form = tongue.catalogue.ngettext(unit.one, unit.many, count)
            assert tongue.plural(unit.one, unit.many, count, number=count) == form % {
                "number": count
            }
            if unit.decimals is None:
                assert tongue.quantity(count, code) == form % {"number": tongue.number(count)}


def test_a_list_ends_with_and() -> None:
    """The conjunction is the language's own."""
    assert FRENCH.join(["a", "b", "c"]) == "a, b et c"
    assert ENGLISH.join(["a", "b"]) == "a and b"
