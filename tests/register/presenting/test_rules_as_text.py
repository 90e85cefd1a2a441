"""Rules as text: everything that the file of the rules holds can be read on the page."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from explain import engines
from explain.i18n import LANGUAGES, LanguageCode
from explain.matching.admission.spec import GridAdmission
from explain.rules.model import RulesFile
from explain.spec import Spec
from register.i18n import language
from register.pages.rule_views import RulesView
from register.presenting.rules import rules_view
from tests.explain.rules.rule_files import item, rules
from tests.explain.rules.rule_files import step as a_step
from tests.register.published import edition

TODAY = date(2026, 11, 23)


def rules_of(spec: Spec) -> Spec:
    """Return the rules themselves, where a matching takes its points from them."""
    return spec.grid if isinstance(spec, GridAdmission) else spec


def versions() -> Iterator[tuple[str, int]]:
    for slug, algorithms in edition().algorithms.items():
        for number, algorithm in algorithms.items():
            if isinstance(rules_of(algorithm.spec), RulesFile):
                yield slug, number


def test_rules_that_give_the_points_of_a_matching_are_among_them() -> None:
    assert {("affelnet-paris", 1), ("affelnet-paris", 2), ("place-en-creche-pessac", 3)} <= {
        *versions()
    }


def shown(slug: str, number: int, code: LanguageCode) -> tuple[RulesView, RulesFile]:
    held = edition()
    algorithm = held.algorithms[slug][number]
    whole = held.shelf.entry(slug).version(number).spec_in(code, algorithm.spec)
    view = rules_view(algorithm, whole, language(code), TODAY)
    spec = rules_of(whole)
    assert view is not None
    assert isinstance(spec, RulesFile)
    return view, spec


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_step_row_and_reference_of_each_version_can_be_read(code: LanguageCode) -> None:
    for slug, number in versions():
        view, spec = shown(slug, number, code)
        assert [step.label for step in view.steps] == [step.label for step in spec.steps]
        for told, step in zip(view.steps, spec.steps, strict=True):
            assert (told.written.text, told.written.href) == (
                step.reference.title,
                step.reference.url,
            )
            assert bool(told.unit) == bool(step.unit)
            rows = step.table.rows if step.table else ()
            assert [row.label for row in told.rows] == [row.label or "" for row in rows]
            own = [row.reference.title if row.reference else None for row in rows]
            assert [row.written.text if row.written else None for row in told.rows] == own
            assert bool(told.rounding) == bool(step.rounding)
        judged = [item.decided_by for item in spec.inputs if item.decided_by]
        assert len(view.judgements) == len(judged)
        for sentence, who in zip(view.judgements, judged, strict=True):
            assert who in sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_value_of_each_parameter_is_told_once_with_its_days_and_its_text(
    code: LanguageCode,
) -> None:
    words = language(code)
    for slug, number in versions():
        view, spec = shown(slug, number, code)
        told = [
            (period.when.lower(), value.label, value.value, period.written.text)
            for history in view.histories
            for period in history.periods
            for value in period.values
        ]
        known = [
            (item, value)
            for item in spec.parameters
            for value in item.values
            if isinstance(value.value, Decimal)
        ]
        expected = [
            (item.label, words.quantity(value.value, item.unit), value.reference.title)  # type: ignore[arg-type]  # known
            for item, value in known
        ]
        assert sorted(line[1:] for line in told) == sorted(expected)
        for when, label, *_ in told:
            days = [
                words.day(value.valid_from).lower() for item, value in known if item.label == label
            ]
            assert any(day in when for day in days)


def test_an_unknown_value_says_why_and_never_has_a_number() -> None:
    view, _ = shown("tarification-solidaire-eau", 3, "en")
    price = next(h for h in view.histories if h.label == "Reference price of water")
    gaps = [period for period in price.periods if period.gap]
    assert [period.gap for period in gaps] == ["not verified"] * 3
    assert not any(period.values for period in gaps)
    assert [span.known for span in price.spans] == [not period.gap for period in price.periods]
    starts = [span.start for span in price.spans]
    assert starts == sorted(starts)
    assert all(span.start >= 0 and span.start + span.width <= 100.6 for span in price.spans)


def test_parameters_that_change_together_are_told_together() -> None:
    view, spec = shown("place-en-creche-pessac", 1, "fr")
    (history,) = view.histories
    assert history.label == "17 paramètres qui changent aux mêmes dates"
    assert len(history.periods[1].values) == len(spec.parameters) == 17


def test_a_row_says_what_its_parameter_is_worth_today_and_a_judgement_stays_a_judgement() -> None:
    view, _ = shown("place-en-creche-pessac", 1, "en")
    assert view.steps[0].rows[0].text == (
        "If “The family lives in Pessac”: “Points for living in Pessac”, that is 300 points today"
    )
    refusal = next(row for row in view.steps[0].rows if "refus" in row.text.lower())
    assert refusal.text.endswith("that is −20 points today")
    (judgement,) = view.judgements
    assert judgement == (
        "Points given for social and medical follow-up: A human judgement, from 0 to 100 points. "
        "It is made by: Professionals of the PMI, the MDS or the city."
    )


def test_exceptions_and_rounding_are_told_with_their_texts() -> None:
    exception = {
        "id": "many",
        "label": "Many points",
        "when": "points > 9",
        "gives": "20",
        "reference": {"title": "Article 7"},
    }
    rounding = {"mode": "down", "step": 5, "reference": {"title": "Article 8"}}
    only = a_step("twice", "points * 2", unit="points", exceptions=[exception], rounding=rounding)
    file = rules([item("points", unit="points")], [only], outcome={"unit": "points"})
    algorithm = engines.load({"rules.yaml": json.dumps(file).encode()}, "rules.yaml")
    view = rules_view(algorithm, algorithm.spec, language("en"), TODAY)
    assert view is not None
    (told,) = view.steps
    assert told.exceptions[0].label == "Exception: Many points"
    assert told.exceptions[0].text == "If “POINTS” is more than 9 points: 20 points"
    assert told.exceptions[0].written is not None
    assert told.exceptions[0].written.text == "Article 7"
    assert told.rounding == "The result is rounded towards zero, to 5 points."
    assert told.rounding_written is not None
    assert told.rounding_written.text == "Article 8"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_category_that_a_row_gives_is_told_by_its_label(code: LanguageCode) -> None:
    view, spec = shown("priorisation-vaccination-covid", 1, code)
    labels = {category.id: category.label for category in spec.outcome.categories}
    told = [row.text for step in view.steps for row in step.rows]
    assert told
    assert not [text for text in told if any(name in text for name in labels)]
    assert all(any(label in text for label in labels.values()) for text in told)


def test_a_score_has_no_rules() -> None:
    algorithm = edition().algorithms["signaux-faibles"][1]
    assert rules_view(algorithm, algorithm.spec, language("fr"), TODAY) is None
