"""The published numbers of Affelnet Paris, by the rules engine and by the entry."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from explain.case import validate_case
from explain.details import Admission
from explain.engines import explain, load
from explain.i18n import language
from explain.sources import Source
from explain.wording import account

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
    folder = root / "entries" / "affelnet-paris"
    files = {name: (folder / "1" / name).read_bytes() for name in ("matching.yaml", "points.yaml")}
    algorithm = load(files, "matching.yaml")
    asked = (("turgot", "secteur_1"), ("victor_hugo", "secteur_1"), ("buffon", "secteur_2"))
    wishes = [{"lycee": school, "secteur": sector} for school, sector in asked]
    given = {"voeux": wishes, "bonus_ips": "moyen", "points_notes": 3000, "points_socle": 4600}
    case = validate_case(algorithm.spec, given, date(2021, 6, 27))
    run = Source("run.yaml", (folder / "allocations" / "tour-invente.yaml").read_bytes())
    told = account(explain(algorithm, case, run), algorithm.spec, language("en"))
    notes = {stage.result: stage.note for stage in told.operations if stage.rows}
    assert notes["32,640 points"] == "This holds for: Turgot; Victor-Hugo."
    assert notes["17,760 points"] == "This holds for: Buffon."
    assert notes["600 points"] == ""
    counts = r"included: (\d+)\. Admitted: (\d+)\. Refused: (\d+)\.(.*)"
    found = [re.search(counts, fact.note) for fact in told.table]
    rows = [row.groups() for row in found if row]
    assert len(rows) == len(wishes)
    for wished, admitted, refused, rest in rows:
        better = int(wished) > int(admitted) + int(refused)
        assert better == ("has a wish that they prefer" in rest)
