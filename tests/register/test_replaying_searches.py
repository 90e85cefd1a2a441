"""A search that was proved is made again, or it is said that it cannot be."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explain.canonical import canonical, to_record
from explain.scores.changes import search
from explain.sources import Source
from register.explaining import Question, answer
from tests.register.replay_records import (
    TOGETHER,
    put,
    run,
    shelf,
    told,
)


@cache
def two_changes(**values: object) -> dict[str, Any]:
    """Return the record of a case with no way out but two changes, or with other values."""
    text = TOGETHER.read_text("utf-8")
    for name, value in values.items():
        text = re.sub(rf"(?m)^  {name}: .*$", f"  {name}: {value}", text)
    question = Question(slug=TOGETHER.parts[-3], case=Source(TOGETHER.name, text.encode()))
    record: dict[str, Any] = json.loads(to_record(answer(shelf(), question).explanation))
    return record


def only_found(**values: object) -> dict[str, Any]:
    """Return the record as a machine that proved nothing could have written it."""
    record = copy.deepcopy(two_changes())
    found = record["together"]["found"]
    found |= {"proof": "best_found", "gap": None, "fewest": 1, "distance": "3.1"}
    found["changes"] = [
        {"id": "gain", "low": "60", "high": "85", "at": "70"},
        {"id": "conseil", "low": True, "high": None, "at": True},
    ]
    again = two_changes(gain=70, conseil="true")["outcome"]
    found |= {"outcome": again["value"], "reached": again["reached"]}
    found |= values
    return record


def test_a_search_that_was_proved_is_repeated() -> None:
    assert two_changes()["together"]["found"]["proof"] == "optimal"
    assert told(two_changes()) == (set(), set())
    place = ("together", "found", "changes", 0, "at")
    assert told(put(two_changes(), place, "55")) == (set(), {"together.found.changes.1.at"})


def test_a_search_that_proved_nothing_is_calculated_again_instead() -> None:
    assert told(only_found()) == (set(), set())
    assert told(only_found(outcome="99")) == (set(), {"together.found.outcome"})
    assert told(only_found(reached=False)) == (set(), {"together.found.reached"})
    assert told(put(only_found(), ("together", "bounds"), "sha256:0")) == (
        set(),
        {"together.bounds"},
    )


@pytest.fixture
def busy() -> Iterator[dict[str, Any]]:
    """Return a record with a proof, and keep every search waiting, as other requests do."""
    record = two_changes()
    with search.TURN:
        yield record


def test_a_proof_that_cannot_be_made_again_is_said(busy: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_bytes(canonical(busy))
    ran = run("replay", path)
    assert ran.exit_code == 3
    assert "Rien ne diffère, mais une partie n’a pas pu être recalculée." in ran.output
    assert "occupée par d’autres recherches" in ran.output


OUTCOME = ("together", "found", "outcome")


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        pytest.param(OUTCOME, "99", "together.found.outcome"),
        pytest.param(("outcome", "value"), "1", "outcome.value", marks=pytest.mark.deep),
        pytest.param(
            ("together", "found", "changes", 0, "at"),
            "10",
            "together.found.outcome",
            marks=pytest.mark.deep,
        ),
    ],
)
def test_all_else_is_compared_where_a_proof_cannot_be_made_again(
    busy: dict[str, Any], place: tuple[str | int, ...], value: str, found: str
) -> None:
    codes, places = told(put(busy, place, value))
    assert (codes, found in places) == (set(), True)


@pytest.mark.parametrize("end", ["low", "high"])
def test_an_end_of_a_range_that_does_not_flip_is_found(end: str) -> None:
    record = only_found()
    place = ("together", "found", "changes", 0, end)
    assert told(put(record, place, "10")) == (set(), {"together.found.reached"})


def test_a_change_that_nobody_could_make_is_refused() -> None:
    place = ("together", "found", "changes", 0, "at")
    assert told(put(only_found(), place, "900")) == ({"E304"}, set())
    assert told(put(only_found(), ("together", "found", "changes"), "none")) == ({"E704"}, set())


def test_a_search_that_ended_without_an_answer_is_not_held_against_one_that_has_it() -> None:
    record = put(two_changes(), ("together", "found"), None)
    assert told(put(record, ("together", "result"), "out_of_time")) == (set(), set())
    assert told(put(record, ("together", "result"), "nothing"))[1]
