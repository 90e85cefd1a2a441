"""What differs, said in sentences: every rule, parameter, weight and row by its name."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from register.diff import compare
from register.diff.telling import Told, tell
from register.entry.folder import open_folder
from register.entry.version import read_version
from register.i18n import language
from tests.register.published import ENTRIES, edition
from tests.register.small import SLUG, next_version

TABLE = """  - id: aide_par_repas
    label: Aide pour un repas
    unit: EUR
    table:
      hit: first
      rows:
        - id: bas
          label: Petit quotient
          when: [quotient < 900]
          gives: part_payee
        - id: sinon
          gives: 0
"""
FORMULA = """  - id: aide_par_repas
    label: Aide pour un repas
    unit: EUR
    formula: part_payee if quotient < 900 and commune == "ici" else 0
"""
MIDDLE = """        - id: moyen
          label: Quotient moyen
          when: [quotient < 1200]
          gives: part_payee / 2
        - id: sinon
"""


def told(register: Path, *changes: Mapping[str, str], code: str = "en") -> Told:
    """Make a version for each set of changes to the rules; tell the last step."""
    for change in changes:
        next_version(register, changes={"rules.yaml": change})
    files = open_folder(register).entry(SLUG)
    pair = [read_version(files, len(changes) + step)[0] for step in (0, 1)]
    assert pair[0] is not None
    assert pair[1] is not None
    words = language("en" if code == "en" else "fr")
    return tell(compare(pair[0], pair[1], words), words)


PRICE = "          title: Délibération d’essai\n\nsteps"
NEW_PRICE = """          title: Délibération d’essai
      - value: 2.80
        valid_from: 2026-09-01
        reference:
          title: Nouvelle délibération

steps"""
TOWN = "      - id: ailleurs\n"
CASES: dict[str, tuple[Mapping[str, str], str]] = {
    "value": (
        {"value: 2.50": "value: 3.00"},
        "“Part paid for each meal” went from €2.50 to €3.00 (from 1 September 2025).",
    ),
    "dated value": (
        {PRICE: NEW_PRICE},
        "From 1 September 2026, “Part paid for each meal” is €2.80.",
    ),
    "the same value from another day": (
        {"valid_from: 2025-09-01": "valid_from: 2025-08-01"},
        "Same value, from another day: “Part paid for each meal”.",
    ),
    "formula": (
        {"formula: aide_par_repas * repas": "formula: aide_par_repas * repas / 2"},
        (
            "“Amount of the aid” was calculated so: aide_par_repas * repas."
            " Now: aide_par_repas * repas / 2."
        ),
    ),
    "range": (
        {"maximum: 200": "maximum: 180"},
        "Number of meals in the year – Maximum: “200” becomes “180”.",
    ),
    "choice": (
        {TOWN: f"      - id: voisine\n        label: Voisine\n{TOWN}"},
        "“Place of residence” has one more choice: “Voisine”.",
    ),
    "a text that is translated": (
        {"label: La garde alternée": "label: La garde"},
        "The calculation did not change.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_of_the_rules_is_named(sample: Path, name: str) -> None:
    change, sentence = CASES[name]
    assert told(sample, change).calculation == (sentence,)


def test_a_row_that_came_is_named(sample: Path) -> None:
    found = told(sample, {FORMULA: TABLE}, {"        - id: sinon\n": MIDDLE})
    assert found.calculation == ("In “Aid for one meal”, a row was added: “Quotient moyen”.",)


def test_a_formula_that_becomes_a_table_is_one_change(sample: Path) -> None:
    first, second = told(sample, {FORMULA: TABLE}).calculation
    text = "“Aid for one meal” now depends on a table: its first row that applies counts."
    assert first == text
    assert second == "In “Aid for one meal”, rows were added: “Petit quotient” and “sinon”."


def test_formulas_and_limits_of_a_published_entry_are_told_in_words() -> None:
    holding = edition().shelf.entry("tarification-solidaire-eau")
    asked = edition().compared(holding, 2, 3)
    words = language("fr")
    found = asked.tell(asked.compare(words), words).calculation
    table = (
        "«\u00a0Montant de l’aide\u00a0» dépend maintenant d’un tableau\u00a0:"
        " sa première ligne qui s’applique compte."
    )
    assert table in found
    assert not [line for line in found if "_" in line or "s’appelle" in line]


def test_wording_alone_changes_no_calculation(sample: Path) -> None:
    found = told(sample, {"label: Nombre de repas": "label: Repas"}, code="fr")
    assert found.calculation == (
        "Le calcul n’a pas changé\u00a0: seule la façon de le dire a changé.",
    )


@pytest.fixture
def renovation() -> Told:
    holding = edition().shelf.entry("aide-renovation-energetique")
    asked = edition().compared(holding, 1, 2)
    words = language("en")
    return asked.tell(asked.compare(words), words)


def test_weights_are_named_with_both_values(renovation: Told) -> None:
    sides = []
    for number in (1, 2):
        model = json.loads(
            (ENTRIES / f"aide-renovation-energetique/{number}/model.json").read_text()
        )
        (term,) = [term for term in model["terms"] if term["input"] == "classe_energie"]
        points = 10 * float(term["coefficients"]["a"])  # the scale that score.yaml declares
        sides.append(f"{points:.1f}".replace("-", "−"))
    name = "The weight of “Energy class of the home: A”"
    sentence = f"{name} went from {sides[0]} points to {sides[1]} points."
    assert sentence in renovation.calculation


def test_trees_are_told_by_numbers_and_by_what_counts() -> None:
    holding = edition().shelf.entry("aide-renovation-energetique")
    asked = edition().compared(holding, 2, 3)
    words = language("en")
    found = asked.tell(asked.compare(words), words).calculation
    assert found[0] == "It was a sum of weights; it is 150 small decision trees now."
    assert any("counted 3.7 points and now counts 5.3 points" in line for line in found)
    assert any(line.startswith("The calculation asks for more data:") for line in found)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_published_comparison_can_be_said(code: str) -> None:
    words = language("en" if code == "en" else "fr")
    for holding in edition().shelf.entries.values():
        for older, newer in zip(holding.numbers, holding.numbers[1:], strict=False):
            asked = edition().compared(holding, older, newer)
            found = asked.tell(asked.compare(words), words)
            assert found.all
            assert not any("%(" in sentence for sentence in found.all)
