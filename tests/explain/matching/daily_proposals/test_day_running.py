"""A whole day for everybody: private outcomes, public figures, a certificate."""

import csv
import io
import json

import pytest

from explain.canonical import digest
from explain.errors import InvalidFile
from explain.matching.engine import Program, carry_out
from explain.sources import Source
from tests.explain.matching.daily_proposals.day_files import (
    DAY,
    FIGURES,
    algorithm,
    detail,
    found,
    person,
    source,
)


def carried(of: Source) -> dict[str, bytes]:
    """Run a whole day."""
    program: Program = algorithm().program
    return dict(carry_out(program, of, lambda _: None))


def test_each_wish_has_its_own_row_with_what_its_person_is_told() -> None:
    rows = list(csv.DictReader(io.StringIO(carried(source())["outcomes.private.csv"].decode())))
    assert len(rows) == 7
    told = detail(found(person(3, responder=True))).wishes
    mine = [(row["programme"], int(row["call_rank"]), row["state"]) for row in rows[4:6]]
    assert mine == [(wish.programme, wish.rank, wish.state) for wish in told]


def test_figures_hold_no_candidate_and_no_small_count() -> None:
    real = DAY.replace("synthetic: true", "synthetic: false")
    figures = json.loads(carried(source(real))["figures.json"])
    assert [(p["id"], p["last_called"], p["offers"]) for p in figures["programmes"]] == [
        ("maths", 2, None),
        ("law", 1, None),
    ]
    assert figures["houses"] == [{"id": "school", "beds": 1, "bar": 2, "highest": None}]
    assert "candidates" not in figures


def test_the_certificate_names_the_conditions_and_the_digest_of_each_file() -> None:
    files = carried(source())
    certificate = json.loads(files["certificate.json"])
    assert certificate["conditions"] == {f"P{number}": True for number in range(1, 8)}
    assert certificate["files"] == {
        "outcomes.private.csv": {"digest": digest(files["outcomes.private.csv"]), "private": True},
        "figures.json": {"digest": digest(files["figures.json"]), "private": False},
    }


def test_published_figures_are_not_a_day_to_run() -> None:
    with pytest.raises(InvalidFile) as caught:
        carried(source(FIGURES))
    assert [issue.code.id for issue in caught.value.issues] == ["E204"]
