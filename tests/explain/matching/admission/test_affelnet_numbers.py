"""The published numbers of Affelnet Paris, by the rules engine and by the entry."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from explain.case import validate_case
from explain.details import Admission
from explain.engines import Algorithm, explain, load
from explain.explanation import Explanation
from explain.i18n import language
from explain.sources import Source
from explain.wording import account

WISHES = {"turgot": "secteur_1", "victor_hugo": "secteur_1", "buffon": "secteur_2"}
HARMONISED = b"""
format: 1
engine: rules/1
contribution: {degree: It counts., mode: It is automatic.}
inputs: [{id: mark, label: Points of the mark, type: number, source: File, actionable: "no"}]
outcome: {id: harmonised, label: Harmonised mark, type: number, step: result}
limits: [{id: limit, label: One field only.}]
steps:
  - id: result
    label: Harmonised mark
    formula: 10 * (10 + (mark - 11.9849509) / 3.8260426)
    rounding: {mode: half_up, step: 0.001, reference: {title: Alerte Affelnet}}
    reference: {title: Alerte Affelnet}
    sentence: The mark becomes {result}.
"""


def affelnet(root: Path) -> Algorithm:
    folder = root / "entries" / "affelnet-paris" / "1"
    names = ("matching.yaml", "points.yaml")
    return load({name: (folder / name).read_bytes() for name in names}, "matching.yaml")


def pupil(
    root: Path,
    allocation: str,
    bonus: str = "moyen",
    wishes: Mapping[str, str] = MappingProxyType(WISHES),
) -> Explanation:
    """Explain a pupil with three wishes, from the cut-offs or the run of the entry."""
    given = {
        "voeux": [{"lycee": school, "secteur": sector} for school, sector in wishes.items()],
        "bonus_ips": bonus,
        "points_notes": 3000,
        "points_socle": 4600,
    }
    algorithm = affelnet(root)
    case = validate_case(algorithm.spec, given, date(2021, 6, 27))
    file = root / "entries" / "affelnet-paris" / "allocations" / allocation
    return explain(algorithm, case, Source(file.name, file.read_bytes()))


def test_a_mark_of_sixteen_in_mathematics_is_harmonised_to_110_494() -> None:
    algorithm = load({"rules.yaml": HARMONISED}, "rules.yaml")
    case = validate_case(algorithm.spec, {"mark": 16}, date(2021, 6, 27))
    assert explain(algorithm, case).outcome.value == Decimal("110.494")


def test_the_reference_pupil_is_591_829_points_above_the_cutoff(root: Path) -> None:
    folder = root / "entries" / "affelnet-paris"
    names = ("matching.yaml", "points.yaml")
    files = {name: (folder / "1" / name).read_bytes() for name in names}
    algorithm = load(files, "matching.yaml")
    given = {
        "voeux": [{"lycee": "victor_hugo", "secteur": "secteur_1"}],
        "bonus_ips": "moyen",
        "points_notes": Decimal("3290.823"),
        "points_socle": 4800,
    }
    case = validate_case(algorithm.spec, given, date(2021, 6, 27))
    data = (folder / "allocations" / "seuil-de-reference.yaml").read_bytes()
    found = explain(algorithm, case, Source("cutoffs.yaml", data))
    assert isinstance(found.detail, Admission)
    wish = found.detail.wishes[0]
    assert (wish.points, wish.ways[0].cutoff) == (Decimal("41330.823"), Decimal("40738.994"))
    assert (wish.ways[0].gap, wish.outcome) == (Decimal("591.829"), "admitted")


def test_a_cutoff_is_referred_to_the_list_that_holds_it_and_to_no_other(root: Path) -> None:
    folder = root / "entries" / "affelnet-paris"
    files = {name: (folder / "1" / name).read_bytes() for name in ("matching.yaml", "points.yaml")}
    algorithm = load(files, "matching.yaml")
    wishes = [{"lycee": "turgot", "secteur": "secteur_1"}]
    given = {"voeux": wishes, "bonus_ips": "aucun", "points_notes": 3300, "points_socle": 4700}
    case = validate_case(algorithm.spec, given, date(2021, 6, 27))
    titles = {}
    for name in ("seuils-2021.yaml", "tour-invente.yaml"):
        source = Source(name, (folder / "allocations" / name).read_bytes())
        operations = {item.id: item for item in explain(algorithm, case, source).operations}
        reference = operations["cutoff_1"].reference
        titles[name] = reference.title if reference else None
    assert titles["tour-invente.yaml"] is None
    assert "Affelnet.fr, liste des seuils de juillet 2021" in (titles["seuils-2021.yaml"] or "")


def test_several_wishes_are_told_apart(root: Path) -> None:
    told = account(pupil(root, "tour-invente.yaml"), affelnet(root).spec, language("en"))
    notes = {stage.result: stage.note for stage in told.operations if stage.rows}
    assert notes["32,640 points"] == "This holds for: Turgot; Victor-Hugo."
    assert notes["17,760 points"] == "This holds for: Buffon."
    assert notes["600 points"] == ""
    counts = r"included: (\d+)\. Admitted\D*: (\d+)\. Refused\D*: (\d+)\.(.*)"
    found = [re.search(counts, fact.note) for fact in told.table]
    rows = [row.groups() for row in found if row]
    assert len(rows) == len(WISHES)
    for wished, admitted, refused, rest in rows:
        better = int(wished) > int(admitted) + int(refused)
        assert better == ("has a wish that they prefer" in rest)


@pytest.mark.parametrize("allocation", ["tour-invente.yaml", "seuils-2021.yaml"])
def test_each_datum_that_would_have_brought_a_refused_wish_is_told(
    root: Path, allocation: str
) -> None:
    """Every other answer is tried as a case of its own."""
    found = pupil(root, allocation)
    assert isinstance(found.detail, Admission)
    refused = {wish.programme for wish in found.detail.wishes if wish.outcome == "refused"}
    assert refused
    bonuses = {
        ("bonus_ips", None, other, pupil(root, allocation, bonus=other).outcome.value)
        for other in ("aucun", "fort")
    }
    sectors = {
        ("voeux.secteur", school, other, again.outcome.value)
        for school, own in WISHES.items()
        for other in {"secteur_1", "secteur_2", "secteur_3"} - {own}
        for again in [pupil(root, allocation, wishes={**WISHES, school: other})]
    }
    told = {
        (again.id, again.programme, again.at, again.outcome)
        for again in found.detail.reruns
        if again.kind == "datum" and again.outcome in refused
    }
    assert told == {row for row in bonuses | sectors if row[-1] in refused}
    assert told
    english = account(found, affelnet(root).spec, language("en"))
    sentences = [text for text in english.changes if "had been" in text]
    assert len(sentences) == len(told)
