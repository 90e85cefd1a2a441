"""The numbers that sources give for the rule entries, reproduced by each version that has them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from explain.case import validate_case
from explain.details import Trace
from explain.engines import explain, load
from explain.rules.model import RulesFile

ENTRIES = Path(__file__).resolve().parents[2] / "entries"

SINGLE_PARENT = {
    "habite_pessac": True,
    "parent_mineur": False,
    "monoparentale": True,
    "fratrie": False,
    "adoption": False,
    "garde": "sans",
    "travail": "tous",
    "points_suivi": 0,
    "handicap_enfant": False,
    "handicap_famille": False,
    "ancien_adherent": False,
    "aine_sans_place": False,
    "passages": 0,
    "refus": False,
    "manquement": False,
}
LUNG_GROUPS = {
    "urgency": (("poids_attente",), 25),
    "after transplant": (("poids_apres",), 25),
    "biology": (("sang_o", "poids_anticorps", "poids_taille"), 15),
    "access": (("poids_mineur", "poids_donneur"), 25),
    "placement": (("poids_trajet", "poids_proximite"), 10),
}
CARBON = {
    "voiture": "0.192",
    "covoiturage": "0.096",
    "voiture_electrique": "0.0198",
    "bus_grande_ville": "0.129",
    "tgv": "0.00173",
    "ter": "0.0248",
}
PLANE = {500: "0.258", 2000: "0.187", 6000: "0.152"}


def rules(slug: str, version: int) -> Any:
    data = (ENTRIES / slug / str(version) / "rules.yaml").read_bytes()
    return load({"rules.yaml": data}, "rules.yaml")


def outcome(slug: str, version: int, inputs: Mapping[str, Any], day: date) -> Any:
    return found(slug, version, inputs, day).outcome.value


def found(slug: str, version: int, inputs: Mapping[str, Any], day: date) -> Any:
    algorithm = rules(slug, version)
    return explain(algorithm, validate_case(algorithm.spec, inputs, day))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_four_people_in_nantes_have_a_theoretical_bill_of_402_euros(version: int) -> None:
    """4 x 30 m3 x 3.35 euros (20 Minutes, 17 June 2016)."""
    inputs = {"personnes": 4, "ressources": 12000}
    detail = found("tarification-solidaire-eau", version, inputs, date(2016, 11, 1)).detail
    assert isinstance(detail, Trace)
    assert {step.id: step.value for step in detail.steps}["facture_theorique"] == 402


@pytest.mark.parametrize("version", [1, 2])
def test_a_single_parent_of_pessac_in_work_without_care_has_400_points(version: int) -> None:
    """300 + 30 + 40 + 30 (published grid of the city of Pessac)."""
    day = date(2024, 3, 1)
    assert outcome("place-en-creche-pessac", version, SINGLE_PARENT, day) == 400


def test_the_weights_of_the_lung_score_are_those_published_and_add_up_to_100() -> None:
    """25 + 25 + 15 + 25 + 10 (HRSA, table 1)."""
    spec = rules("attribution-poumon-cas", 2).spec
    assert isinstance(spec, RulesFile)
    weights = {item.id: item.values[-1].value for item in spec.parameters}
    sums = {
        group: sum(Decimal(weights[name]) for name in names)
        for group, (names, _) in LUNG_GROUPS.items()
    }
    assert sums == {group: total for group, (_, total) in LUNG_GROUPS.items()}
    assert sum(sums.values()) == 100


@pytest.mark.parametrize("version", [1, 2])
def test_the_best_marks_of_the_lung_score_give_100_points(version: int) -> None:
    marks = ("attente", "apres", "anticorps", "taille", "trajet", "proximite")
    inputs = {f"note_{name}": 1 for name in marks} | {"age": 12, "donneur_vivant": True}
    spec = rules("attribution-poumon-cas", version).spec
    inputs |= {
        item.id: {"category": "o"}.get(item.type, 1)
        for item in spec.inputs
        if item.id not in inputs
    }
    day = date(2023, 6, 1) if version == 1 else date(2024, 1, 1)
    assert outcome("attribution-poumon-cas", version, inputs, day) == 100


@pytest.mark.parametrize("mode", sorted(CARBON))
def test_each_way_to_travel_emits_its_published_factor_per_kilometre(mode: str) -> None:
    """Kilograms for 1,000 km (cozy/coachCO2, src/constants.js)."""
    inputs = {"mode": mode, "distance": 1000}
    kilograms = outcome("coach-co2", 2, inputs, date(2022, 7, 1))
    assert kilograms == Decimal(CARBON[mode]) * 1000


@pytest.mark.parametrize("distance", sorted(PLANE))
def test_a_plane_emits_less_per_kilometre_on_a_longer_way(distance: int) -> None:
    inputs = {"mode": "avion", "distance": distance}
    kilograms = outcome("coach-co2", 2, inputs, date(2022, 7, 1))
    assert kilograms == Decimal(PLANE[distance]) * distance
