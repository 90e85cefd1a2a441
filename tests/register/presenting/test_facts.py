"""A fact on a page is the answer with its sources, or the honest reason why there is none."""

from datetime import date
from decimal import Decimal

import pytest

from register.entry.known import Unknown
from register.entry.parts import Contact, Yearly
from register.i18n import LanguageCode, language
from register.pages.entry_views import Fact
from register.presenting.facts import Facts, when
from register.presenting.forms import said, written
from register.presenting.units import unit_name
from register.trials import DAY
from tests.register.published import edition

FACTS = Facts(language("fr"), {"loi": 2, "decret": 1}, {"purpose": ("loi", "decret")})


def test_an_answer_carries_the_numbers_of_its_sources_in_order() -> None:
    assert FACTS.fact("purpose", "Aider") == Fact(text="Aider", sources=(1, 2))
    assert FACTS.fact("cost", "Aider") == Fact(text="Aider", sources=())


def test_a_gap_keeps_its_reason_its_ground_and_its_note() -> None:
    gap = Unknown(unknown="secret", legal_ground="L311-5", note="Demandé en 2025.")
    assert FACTS.fact("purpose", gap) == Fact(
        gap="secret", ground="L311-5", note="Demandé en 2025.", sources=(1, 2)
    )


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2019", "2019", "2019"),
        ("2019-04", "avril 2019", "April 2019"),
        ("2019-05-01", "1er mai 2019", "1 May 2019"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(
    value: str, french: str, english: str
) -> None:
    assert when(language("fr"), value) == french
    assert when(language("en"), value) == english


def test_numbers_of_decisions_and_contacts_are_written_for_people() -> None:
    assert FACTS.yearly(Yearly(count=7427, year=2022)) == "7\u202f427 en 2022"
    contact = Contact(email="a@b.example", url="https://b.example", post="1 rue X")
    assert FACTS.contact(contact) == "a@b.example · https://b.example · 1 rue X"
    assert (FACTS.flag(True), FACTS.flag(False)) == ("Oui", "Non")  # noqa: FBT003 - what is written


@pytest.mark.parametrize(
    ("unit", "code", "name"),
    [
        ("EUR/year", "fr", "€ par an"),
        ("EUR/year", "en", "€ a year"),
        ("persons", "fr", "personnes"),
        ("persons", "en", "people"),
        ("percent", "fr", "%"),
        ("number", "fr", None),
        (None, "fr", None),
    ],
)
def test_a_unit_stands_alone_beside_a_field(
    unit: str | None, code: LanguageCode, name: str | None
) -> None:
    assert unit_name(unit, language(code)) == name


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (Decimal("13200.50"), "13200,50", "13200.50"),
        (4, "4", "4"),
        (True, "true", "true"),
        (False, "false", "false"),
        ("classe_d", "classe_d", "classe_d"),
    ],
)
def test_an_example_is_typed_as_people_type(value: object, french: str, english: str) -> None:
    assert written(value, language("fr")) == french
    assert written(value, language("en")) == english


def test_every_text_of_an_issue_that_a_form_may_show_is_short_and_translated() -> None:
    from explain.issues import CASE_MISSING, CASE_TYPE, N_, Issue

    missing = Issue(CASE_MISSING, field="x", values={"label": "X", "field": "x"})
    assert said(missing, language("fr")) == "Répondez à cette question."
    values = {"label": "X", "field": "x", "value": "abc", "expected": N_("a whole number")}
    assert said(Issue(CASE_TYPE, field="x", values=values), language("fr")) == (
        "Écrivez un nombre entier."
    )


def test_no_input_of_the_sample_can_take_the_name_of_our_own_fields() -> None:
    for algorithms in edition().algorithms.values():
        for algorithm in algorithms.values():
            assert DAY not in {item.id for item in algorithm.spec.inputs}
    assert "-" in DAY


def test_the_day_of_a_publication_is_that_of_the_register() -> None:
    holding = edition().shelf.entry("parcoursup")
    assert holding.publication(1) is not None
    assert holding.publication(99) is None
    assert holding.day == date(2026, 11, 23)


def test_a_form_whose_questions_may_be_left_out_asks_for_one_answer() -> None:
    from pathlib import Path

    from explain.engines import load
    from explain.issues import CASE_MISSING, Issue
    from register.presenting.forms import Questions, form

    entries = Path(__file__).resolve().parents[3] / "entries"
    rules = (entries / "tarification-solidaire-eau" / "2" / "rules.yaml").read_bytes()
    spec = load({"rules.yaml": rules}, "rules.yaml").spec
    missing = tuple(Issue(CASE_MISSING, field=item.id) for item in spec.inputs)
    asked = Questions(spec=spec, answers={}, issues=missing)
    made = form(asked, language("fr"), action="/", examples=())
    errors = {field.error for group in made.groups for field in group.fields if field.error}
    assert errors == {"Répondez au moins à une question."}
