"""Points are what the declaration says, and the printed ones add up."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from explain.scores import display as reading
from explain.scores.spec import Display
from tests.explain.scores import score_samples as samples

ONE = Decimal(1)


def shown(**changes: object) -> Display:
    return Display.model_validate(samples.display(**changes))


def decimals(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=6)


@given(st.floats(-50, 50))
def test_points_are_the_declared_map_to_twelve_digits(output: float) -> None:
    exact = Fraction(50) + 10 * Fraction(output)
    points = Fraction(reading.points(shown(), output))
    assert abs(points - exact) <= abs(exact) * Fraction(1, 10**11)


@given(decimals(-1000, 1000), st.integers(0, 3))
def test_printing_never_crosses_the_threshold(score: Decimal, places: int) -> None:
    display = shown(decimals=places)
    printed = reading.printed(display, score)
    assert reading.reaches(display, printed) == reading.reaches(display, score)
    assert abs(printed - score) < reading.step_of(display)


def test_a_score_just_below_the_threshold_does_not_print_as_reaching_it() -> None:
    assert reading.printed(shown(), Decimal("49.9999")) == 49
    assert reading.printed(shown(decimals=1), Decimal("49.9999")) == Decimal("49.9")
    assert reading.printed(shown(), Decimal("48.6")) == 49
    assert reading.printed(shown(), Decimal(50)) == 50


@given(st.lists(decimals(-30, 30), min_size=1, max_size=20), decimals(-60, 60))
def test_printed_shares_add_up_to_the_printed_total(shares: list[Decimal], base: Decimal) -> None:
    display = shown()
    score = base + sum(shares)
    total = reading.printed(display, score) - reading.printed(display, base)
    rounded = reading.adding_up(total, shares, ONE)
    assert sum(rounded) == total
    assert all(r == 0 for r, s in zip(rounded, shares, strict=True) if s == 0)
    assert all(abs(r - s) < 2 for r, s in zip(rounded, shares, strict=True))


@given(st.lists(decimals(-30, 30), min_size=6, max_size=20), decimals(-60, 60))
def test_no_share_changes_its_sign(shares: list[Decimal], base: Decimal) -> None:
    score = base + sum(shares)
    total = reading.printed(shown(), score) - reading.printed(shown(), base)
    rounded = reading.adding_up(total, shares, ONE)
    if all(abs(share) >= 1 for share in shares):
        assert all(r * s >= 0 for r, s in zip(rounded, shares, strict=True))


def test_no_negative_zero_is_printed() -> None:
    assert str(reading.printed(shown(threshold=None), Decimal("-0.2"))) == "0"
    assert [str(x) for x in reading.adding_up(Decimal(0), [Decimal("-0.2")], ONE)] == ["0"]


def test_a_score_without_threshold_reaches_nothing() -> None:
    assert reading.reaches(shown(threshold=None), Decimal(3)) is None
