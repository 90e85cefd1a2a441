"""One person's case: every issue at once, nothing guessed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from explain.case import Case, from_form, read_case, require_known, validate_case
from explain.errors import InvalidCase, InvalidFile
from explain.reading import read_yaml
from explain.spec import Spec
from explain.validation import validate

NUMBER = {"type": "number"}
SPEC = validate(
    Spec,
    read_yaml(
        b"""
format: 1
engine: rules/1
contribution: {degree: Entier, mode: Le calcul fixe le montant.}
inputs:
  - {id: revenu, label: Revenu, type: amount, unit: EUR/year, minimum: 0, maximum: 500000,
     source: Avis, actionable: over_time}
  - {id: personnes, label: Personnes, type: integer, unit: persons, minimum: 1, source: CAF,
     actionable: "no"}
  - {id: boursier, label: Boursier, type: boolean, source: CROUS, actionable: "no"}
  - {id: logement, label: Logement, type: category, source: Vous, actionable: "no",
     categories: [{id: maison, label: Maison}, {id: appartement, label: Appartement}]}
  - {id: naissance, label: Naissance, type: date, source: Vous, actionable: "no"}
outcome: {id: aide, label: Aide, type: amount, unit: EUR/year}
limits: [{id: erreur, label: Ne dit pas si une information est fausse.}]
""",
        "spec.yaml",
    ),
)
DAY = date(2026, 11, 1)
GOOD: dict[str, Any] = {
    "revenu": Decimal("13200.50"),
    "personnes": 4,
    "boursier": True,
    "logement": "maison",
    "naissance": "1980-02-29",
}


def codes(inputs: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Return the code and field of every issue of a case."""
    with pytest.raises(InvalidCase) as caught:
        validate_case(SPEC, inputs, DAY, **more)
    return [(issue.code.id, issue.field) for issue in caught.value.issues]


def test_a_good_case_keeps_exact_values() -> None:
    """Numbers become Decimal without passing through floats; dates become dates."""
    assert validate_case(SPEC, GOOD, DAY) == Case(
        DAY,
        {
            "revenu": Decimal("13200.50"),
            "personnes": Decimal(4),
            "boursier": True,
            "logement": "maison",
            "naissance": date(1980, 2, 29),
        },
    )


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("revenu", "13200", "E303"),
        ("revenu", True, "E303"),
        ("revenu", -1, "E304"),
        ("revenu", Decimal("500000.01"), "E304"),
        ("revenu", float("nan"), "E303"),
        ("revenu", float("inf"), "E303"),
        ("revenu", int("9" * 25), "E303"),
        ("personnes", Decimal("1.5"), "E303"),
        ("personnes", 0, "E304"),
        ("boursier", "yes", "E303"),
        ("boursier", 1, "E303"),
        ("logement", "chateau", "E305"),
        ("logement", 3, "E303"),
        ("naissance", "31/01/1980", "E303"),
        ("naissance", "1981-02-29", "E303"),
        ("naissance", "19800228", "E303"),
        ("naissance", "1980-W09-5", "E303"),
        ("naissance", 19800229, "E303"),
        ("naissance", ["1980-02-29"], "E303"),
    ],
)
def test_a_bad_value_is_named_by_its_label(name: str, value: object, code: str) -> None:
    """One issue, on that input."""
    assert codes(GOOD | {name: value}) == [(code, name)]


def test_all_issues_come_at_once() -> None:
    """Missing, extra and wrong values are reported together."""
    assert codes({"revenu": -1, "boursier": False, "couleur": "bleu"}) == [
        ("E302", "couleur"),
        ("E304", "revenu"),
        ("E301", "personnes"),
        ("E301", "logement"),
        ("E301", "naissance"),
    ]


def test_unknown_is_undetermined_and_never_zero() -> None:
    """What nobody knows stays None, and an engine that needs it refuses the case."""
    known = {name: value for name, value in GOOD.items() if name != "revenu"}
    case = validate_case(SPEC, known, DAY, unknown=("revenu",))
    assert case.values["revenu"] is None
    with pytest.raises(InvalidCase) as caught:
        require_known(SPEC, case)
    assert [issue.code.id for issue in caught.value.issues] == ["E306"]


def test_a_value_that_is_also_said_to_be_unknown_is_a_contradiction() -> None:
    """Nobody guesses which of the two was meant."""
    assert codes(GOOD, unknown=("revenu",)) == [("E308", "revenu")]


def test_a_form_understands_numbers_as_people_type_them() -> None:
    """French and English spellings; a blank is missing; nonsense keeps its label."""
    form = {
        "revenu": " 13\u202f200,50 ",
        "personnes": "4",
        "boursier": "true",
        "logement": "maison",
        "naissance": "1980-02-29",
    }
    assert from_form(SPEC, form) == GOOD
    assert codes(from_form(SPEC, form | {"revenu": "beaucoup", "personnes": " "})) == [
        ("E303", "revenu"),
        ("E301", "personnes"),
    ]
    assert codes(from_form(SPEC, form | {"personnes": "9" * 400})) == [("E303", "personnes")]
    assert codes(from_form(SPEC, form | {"couleur": "bleu"})) == [("E302", "couleur")]
    assert from_form(SPEC, form | {"couleur": " "}) == GOOD


@pytest.mark.parametrize("name", ["revenu", "personnes"])
@pytest.mark.parametrize("typed", ["13,000", "13.000", "1,200,000"])
def test_a_form_does_not_guess_what_separates_three_digits(name: str, typed: str) -> None:
    """Read as a decimal sign, it would divide what an English reader means by a thousand."""
    form = {key: str(value) for key, value in GOOD.items()} | {"boursier": "true"}
    assert codes(from_form(SPEC, form | {name: typed})) == [("E303", name)]


def test_a_comma_before_three_digits_is_a_decimal_sign_in_french_alone() -> None:
    spec = SPEC.model_copy(update={"inputs": (SPEC.inputs[0].model_copy(update=NUMBER),)})
    name = spec.inputs[0].id
    french, english = (from_form(spec, {name: "1,200"}, code) for code in ("fr", "en"))
    assert french == {name: Decimal("1.200")}
    with pytest.raises(InvalidCase):
        validate_case(spec, english, DAY)
    assert from_form(spec, {name: "1,5"}, "en") == {name: Decimal("1.5")}


def test_issues_of_a_case_file_carry_its_lines() -> None:
    """A registrar is sent to the line to correct."""
    data = b"format: 1\ninputs:\n  personnes: 0\n  revenu: 10\nexpect: {outcome: 1}\n"
    case, document = read_case(data, "cases/a.yaml")
    with pytest.raises(InvalidCase) as caught:
        validate_case(SPEC, case.inputs, DAY, document=document)
    first = caught.value.issues[0]
    assert (first.place, first.code.id) == ("cases/a.yaml:3", "E304")


def test_a_case_file_refuses_fields_it_does_not_know() -> None:
    """A misspelt field is reported, not ignored."""
    with pytest.raises(InvalidFile) as caught:
        read_case(b"format: 1\ninput: {}\n", "a.yaml")
    assert {issue.code.id for issue in caught.value.issues} == {"E201", "E202"}
