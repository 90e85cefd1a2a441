"""A score in sentences: what is printed adds up, and nothing more is said than is known."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.account import Account
from explain.details import Attribution
from explain.explanation import Altered, Change, Combination, Operation, Search, Searched
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.wording import account
from explain.wording.plain import check_account
from tests.explain.wording.score_samples import scored, spec

POINTS = st.lists(st.integers(-40, 40).map(Decimal), min_size=1, max_size=20)
NUMBER = re.compile(r"[−+]?\d+(?:[.,\u202f]\d+)*")
MINUS = ("retire", "removes")


def told(points: list[Decimal], code: LanguageCode = "en", **more: object) -> Account:
    return account(scored(points, **more), spec(), language(code))  # type: ignore[arg-type]  # passed on


def number(text: str) -> Decimal:
    found = NUMBER.search(text)
    assert found, text
    return Decimal(found[0].replace("−", "-").replace("\u202f", "").replace(",", "."))


def effect(sentence: str) -> Decimal:
    """Read a sentence back as a signed number."""
    if not NUMBER.search(sentence):
        return Decimal(0)
    sign = -1 if any(word in sentence for word in MINUS) else 1
    return sign * number(sentence)


@given(POINTS, st.sampled_from(LANGUAGES))
def test_reasons_and_the_rest_add_up_to_the_total(
    points: list[Decimal], code: LanguageCode
) -> None:
    found = told(points, code)
    read = [effect(reason.sentence) for reason in found.reasons]
    read.append(effect(found.others) if found.others else Decimal(0))
    assert sum(read) == sum(points)


@given(POINTS, st.sampled_from(LANGUAGES))
def test_the_column_of_the_table_adds_up(points: list[Decimal], code: LanguageCode) -> None:
    first, *rows, last = [number(fact.value) for fact in told(points, code).table]
    assert first + sum(rows) == last
    assert len(rows) == len(points)


@given(POINTS)
def test_there_are_at_most_four_reasons_and_they_are_the_largest(points: list[Decimal]) -> None:
    found = [abs(effect(reason.sentence)) for reason in told(points).reasons]
    assert found == sorted((abs(value) for value in points if value), reverse=True)[:4]


@given(POINTS, st.sampled_from(LANGUAGES))
def test_every_score_is_told_in_plain_words(points: list[Decimal], code: LanguageCode) -> None:
    assert [item for item in check_account(told(points, code)) if item.rule != "lix"] == []


@given(POINTS)
def test_bars_have_the_side_and_the_length_of_their_numbers(points: list[Decimal]) -> None:
    chart = told(points).chart
    assert chart
    values = [number(bar.text) for bar in chart.bars]
    longest = max(map(abs, values), default=Decimal(0))
    for bar, value in zip(chart.bars, values, strict=True):
        assert bar.share == pytest.approx(float(value / longest) if longest else 0.0)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        (Decimal(-5), "The total is below it: 50 − 41 = 9 points."),
        (Decimal(3), "The total is below it: 50 − 49 = 1 point."),
        (Decimal(4), "The total is exactly on the threshold: that is enough to reach it."),
        (Decimal(9), "The total is above it: 55 − 50 = 5 points."),
    ],
)
def test_the_distance_to_the_threshold_is_said(points: Decimal, sentence: str) -> None:
    assert sentence in told([points]).summary


def test_without_a_threshold_none_is_mentioned() -> None:
    assert not any("threshold" in text for text in told([Decimal(3)], threshold=None).summary)


def test_the_start_says_of_what_it_is_the_mean() -> None:
    summary = told([Decimal(3)]).summary
    assert "The calculation starts from 46 points (“Mean of 2025”)." in summary
    assert "That is the mean of 1,000 examples." in summary


def test_points_are_said_to_be_rounded_where_they_are() -> None:
    sentence = "The points are rounded, up or down, so that they add up."
    whole = scored([Decimal(3), Decimal(-1)])
    assert sentence not in account(whole, spec(), language("en")).summary
    assert isinstance(whole.detail, Attribution)
    first, second = whole.detail.shares
    detail = replace(whole.detail, shares=(replace(first, value=2.6), second))
    assert sentence in account(replace(whole, detail=detail), spec(), language("en")).summary


def test_the_other_information_is_shown_to_add_up() -> None:
    points = [Decimal(value) for value in (-9, 4, 3, -2, 1, -1, 2)]
    assert told(points).others == (
        "Other information: the calculation adds 2 points in total. "
        "In full: 46 − 9 + 4 + 3 − 2 + 2 = 44 points."
    )


def test_what_is_missing_is_named_before_the_changes() -> None:
    change = Change(
        id="input_0",
        low=Decimal(9),
        high=Decimal(9),
        at=Decimal(9),
        outcome=Decimal(50),
        reached=True,
    )
    found = scored([Decimal(-5), Decimal(1), Decimal(1)], changes=(change,))
    first, *others = found.data
    gone = replace(found, data=(first, *(replace(datum, value=None) for datum in others)))
    missing, then = account(gone, spec(), language("en")).changes
    assert missing == (
        "“Input 1” is missing. “Input 2” is missing. "
        "Giving what is missing may change the result: this is not tried here."
    )
    assert then.startswith("With “Input 0")


def test_what_is_missing_has_no_source_yet() -> None:
    found = scored([Decimal(-5), Decimal(1)])
    first, second = found.data
    rows = account(
        replace(found, data=(first, replace(second, value=None))), spec(), language("en")
    )
    assert [row.aside for row in rows.data] == ["Tax notice", "To be found in: Tax notice"]


def test_inputs_that_count_as_one_are_all_named() -> None:
    found = scored([Decimal(-5), Decimal(1)])
    assert isinstance(found.detail, Attribution)
    first, _ = found.detail.shares
    both = replace(first, id="home", label="The home", inputs=("input_0", "input_1"))
    grouped = replace(found, detail=replace(found.detail, shares=(both,), total=Decimal(41)))
    assert account(grouped, spec(), language("en")).table[1].label == "The home (Input 0; Input 1)"


def test_the_comparison_with_the_threshold_comes_after_the_total() -> None:
    found = scored([Decimal(-5), Decimal(1)])
    compared = Operation(id="threshold", label="Threshold", value=False)
    asked = replace(found, operations=(compared, *found.operations))
    stages = account(asked, spec(), language("en")).operations
    assert [stage.result for stage in stages] == ["46 points", "42 points", "no"]


def test_a_change_is_told_as_a_range_with_an_example_on_its_side_of_the_threshold() -> None:
    change = Change(
        id="input_0",
        low=Decimal(0),
        high=Decimal(12400),
        at=Decimal(12400),
        outcome=Decimal("50.000000001"),
        reached=True,
    )
    (text,) = told([Decimal(-5)], changes=(change,)).changes
    assert text == (
        "“Input 0” between €0 a year and €12,400 a year: the threshold would be reached. "
        "For example, with €12,400 a year, the calculation would give 50 points."
    )


def test_a_change_that_stays_below_is_not_rounded_up_to_the_threshold() -> None:
    change = Change(
        id="input_0",
        low=None,
        high=Decimal(9),
        at=Decimal(9),
        outcome=Decimal("49.96"),
        reached=False,
    )
    (text,) = told([Decimal(9)], changes=(change,)).changes
    assert text.endswith("the calculation would give 49 points.")


def test_french_is_written_with_its_own_marks() -> None:
    found = told([Decimal("-6.5")], "fr", decimals=1)
    (reason,) = found.reasons
    assert reason.value == "31\u202f200\u00a0€ par an"
    assert reason.sentence == "Le calcul retire 6,5 points."
    assert found.outcome == "Points\u00a0: le calcul donne 39,5 points."


def combined(**more: Any) -> Search:
    found = Combination(
        changes=(
            Altered(id="input_0", low=Decimal(0), high=Decimal(12400), at=Decimal(12400)),
            Altered(id="input_1", low=Decimal(800), high=None, at=Decimal(800)),
        ),
        outcome=Decimal("50.000000001"),
        reached=True,
        **{"distance": 1.5, "proof": "optimal", "fewest": 2, **more},
    )
    return Search(result="found", method="cp-sat", bounds="sha256:0", found=found)


def test_changes_that_are_enough_together_are_listed_with_an_example() -> None:
    assert told([Decimal(-5), Decimal(1)], together=combined()).together == (
        "Among what can change, no single piece of information is enough.",
        "With these 2 changes together, the threshold would be reached:",
        "“Input 0” between €0 a year and €12,400 a year.",
        "“Input 1” from €800 a year.",
        "For example, with the nearest of these values, the calculation would give 50 points.",
        "This is proved to be the smallest such change.",
    )


def test_a_change_that_is_not_proved_to_be_the_smallest_says_so() -> None:
    best = combined(proof="best_found", fewest=1)
    *_, found, smaller, fewest = told([Decimal(-5), Decimal(1)], together=best).together
    assert found == "This is the best change found in the time."
    assert smaller == "There may be a smaller one."
    assert fewest == "It would need at least 1 piece of information."


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("result", ["nothing", "out_of_time", "no_solver", "busy", "too_large"])
def test_what_was_not_found_is_said_in_plain_words(result: Searched, code: LanguageCode) -> None:
    search = Search(result=result, method="cp-sat", bounds="sha256:0", ruled_out=3)
    found = told([Decimal(-5)], code, together=search)
    assert len(found.together) >= 2
    assert [item for item in check_account(found) if item.rule != "lix"] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_changes_together_are_told_in_plain_words(code: LanguageCode) -> None:
    for search in (combined(), combined(proof="best_found", gap=0.2)):
        found = told([Decimal(-5), Decimal(1)], code, together=search)
        assert [item for item in check_account(found) if item.rule != "lix"] == []
