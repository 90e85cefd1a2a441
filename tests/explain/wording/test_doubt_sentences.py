"""Doubts and evaluations in sentences: every variant is said, briefly, in both languages."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from explain.details import Outside
from explain.explanation import Explanation
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.scores.doubt.record import Combination, Doubt, Nearness, Similar, Stability
from explain.scores.evaluation.record import Errors, Rate
from explain.scores.tallies import Tally, tally
from explain.wording.doubt import doubts
from explain.wording.evaluation import NOTHING, told
from explain.wording.plain import check
from tests.explain.scores.test_score_doubt import ROWS, doubted, explained, loaded
from tests.explain.scores.test_score_evaluation import (
    FOUND,
    NUMBER,
    REAL,
    cases,
    declared,
    evaluated,
)

MADE = loaded(ROWS)
CASE: Explanation = explained(MADE)[0]
DOUBT = doubted(MADE)
STABLE = Stability(resamples=200, seed=1, reasons=("income",), first=150, same=90)


def said(found: Doubt, code: LanguageCode = "en") -> str:
    return " ".join(
        sentence
        for question in doubts(found, CASE, MADE.spec, language(code))
        for sentence in (question.title, *question.answer)
    )


def with_counts(one: Tally) -> Doubt:
    return replace(
        DOUBT,
        nearness=Nearness(gap=Decimal(3), closer=one),
        similar=Similar(farthest=1.0, alike=one),
    )


VARIANTS: dict[str, Doubt] = {
    "as it is": DOUBT,
    "few": with_counts(tally(2, 50)),
    "almost all": with_counts(tally(48, 50)),
    "too few to tell": with_counts(tally(1, 3)),
    "on the threshold": replace(DOUBT, nearness=Nearness(gap=Decimal(0), closer=None)),
    "private": doubted(MADE, private=True),
    "no reasons": replace(DOUBT, stability=replace(STABLE, reasons=())),
    "not asked": replace(DOUBT, stability=None, nearness=None, similar=None),
    "strange": replace(
        DOUBT,
        outside=(
            Outside(id="income", label="income", low=1000.0, high=2000.5),
            Outside(id="heating", label="heating", low=None, high=None),
        ),
        combinations=(Combination(ids=("advised", "heating"), expected=9.0),) * 5,
    ),
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("found", VARIANTS.values(), ids=VARIANTS)
def test_a_doubt_is_told_in_short_sentences(found: Doubt, code: LanguageCode) -> None:
    answers = [
        sentence
        for question in doubts(found, CASE, MADE.spec, language(code))
        for sentence in question.answer
    ]
    problems = [item for item in check(answers, code) if item.rule != "lix"]
    assert problems == []
    assert not any("%(" in sentence for sentence in answers)


def test_counts_are_said_as_natural_frequencies_or_not_at_all() -> None:
    assert "Of 50 reference cases like this one, 20 reach" in said(with_counts(tally(20, 50)))
    assert "fewer than 5 reach the threshold" in said(VARIANTS["few"])
    assert "all but a few are closer" in said(VARIANTS["almost all"])
    silent = said(VARIANTS["too few to tell"])
    assert "reach the threshold" not in silent
    assert "are not public" in said(VARIANTS["private"])


def test_what_is_strange_is_named_with_its_value() -> None:
    text = said(VARIANTS["strange"])
    assert "go from €1,000 to €2,000.50" in text or "go from 1,000 to 2,000.5" in text
    assert "“heating: oil”: no reference case has this." in text
    assert text.count("no reference case has both") == 3
    assert "less sure" in text


def test_the_first_reason_is_named() -> None:
    text = said(replace(DOUBT, stability=STABLE))
    assert "“income” stayed the first reason in 150 draws out of 200." in text
    assert "still no reason" in said(VARIANTS["no reasons"])


def evaluation_texts(found: Any, code: LanguageCode, **changes: Any) -> tuple[str, ...]:
    return told(found, declared(**changes).program.spec, language(code)).summary


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_evaluation_is_told_in_short_sentences(code: LanguageCode) -> None:
    for texts in (
        evaluation_texts(FOUND, code),
        evaluation_texts(evaluated(cases(happened=REAL), **NUMBER), code, **NUMBER),
    ):
        assert [item for item in check(texts, code) if item.rule != "lix"] == []


def test_errors_are_said_for_a_hundred_and_for_whom_they_are() -> None:
    texts = " ".join(evaluation_texts(FOUND, "en"))
    assert FOUND.missed is not None
    assert FOUND.missed.rate is not None
    rate = round(100 * float(FOUND.missed.rate.value))
    assert f"“Accord”: yes for {FOUND.missed.of} cases" in texts
    assert f"That is about {rate} in 100 (" in texts
    assert texts.index("to their disadvantage") < texts.index("to their advantage")


def test_few_errors_are_not_counted() -> None:
    few = FOUND.model_copy(update={"missed": Rate(of=40, side="few"), "alarms": Rate()})
    texts = " ".join(evaluation_texts(few, "en"))
    assert "yes for 40 cases, and a few are below" in texts
    assert "in 100" not in texts
    counts = told(few, declared().program.spec, language("en")).grids[0]
    assert counts.rows[0] == ("Reaches the threshold", NOTHING, NOTHING)
    assert counts.rows[2] == ("Total", "40", NOTHING)


def test_every_row_of_a_table_has_its_cells_and_what_is_withheld_a_dash() -> None:
    places = ["sea" if place < 6 else "south" for place in range(len(REAL))]
    for found, changes in (
        (evaluated(cases(places=places)), {}),
        (evaluated(cases(happened=REAL, places=places), **NUMBER), NUMBER),
    ):
        grids = told(found, declared(**changes).program.spec, language("fr")).grids
        assert {len(row) - len(grid.heads) for grid in grids for row in grid.rows} == {0}
        assert not any("%(" in cell for grid in grids for row in grid.rows for cell in row)
        assert {grid.caption.split("\u00a0")[0] for grid in grids if "Lieu" in grid.caption}


def test_a_difference_keeps_the_decimal_that_says_whether_it_may_be_chance() -> None:
    grids = told(FOUND, declared().program.spec, language("en")).grids
    gaps = [row[-1] for grid in grids[2:] for row in grid.rows if row[-1] != NOTHING]
    assert gaps
    assert all(gap.count(".") == 3 for gap in gaps)


def test_hidden_errors_leave_nothing_to_say() -> None:
    nothing = FOUND.model_copy(update={"missed": None, "alarms": None, "errors": Errors()})
    assert len(evaluation_texts(nothing, "en")) == 2
