"""The sample score made by trees, against a walk of our own, its text and its training."""

import csv
import io
import json
import math
import re
import runpy
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from explain.case import CaseFile, read_case, validate_case
from explain.details import Attribution
from explain.engines import Algorithm, explain
from explain.explanation import Explanation
from explain.scores.spec import ScoreFile
from tests.explain.scores.score_samples import ENTRIES, entry, entry_files

SLUG, VERSION = "aide-renovation-energetique", 3
FOLDER = ENTRIES / SLUG / str(VERSION)
CASES = sorted(path.stem for path in (ENTRIES / SLUG / "cases").glob("*-version-3.yaml"))
UP = ("enfants", "anciennete", "facture", "gain", "travaux")
DOWN = ("revenu", "surface", "cout")
FLAGS = ("premiere_demande", "conseil")

Said = Mapping[str, Any]

each_case = pytest.mark.parametrize("name", CASES)


def case_file(name: str) -> CaseFile:
    path = ENTRIES / SLUG / "cases" / f"{name}.yaml"
    return read_case(path.read_bytes(), path.name)[0]


@cache
def score() -> Algorithm:
    return entry(SLUG, VERSION)


def explained(case: CaseFile, **changes: Any) -> Explanation:
    assert case.date is not None
    said = {**case.inputs, **changes}
    return explain(score(), validate_case(score().spec, said, case.date, unknown=case.unknown))


@cache
def model() -> tuple[Said, Mapping[str, list[Any]]]:
    """Return what the files of the model hold, as plain lists."""
    files = entry_files(SLUG, VERSION)
    with np.load(io.BytesIO(files["model.npz"])) as arrays:
        return json.loads(files["model.json"]), {name: arrays[name].tolist() for name in arrays}


def walked(said: Said) -> float:
    """Return the points of an application, from the arrays of its trees, node by node."""
    told, nodes = model()
    row = [column_value(told, column, said.get(column["input"])) for column in told["columns"]]
    total = [float(told["intercepts"][0])]
    for root in nodes["roots"]:
        node = root
        while nodes["column"][node] >= 0:
            node = nodes["left" if left(nodes, node, row) else "right"][node]
        total.append(nodes["values"][node][0])
    return 50 + 10 * math.fsum(total)


def column_value(told: Said, column: Said, value: Any) -> float | None:
    if value is None or column["kind"] == "number":
        return None if value is None else float(value)
    assert value in told["choices"][column["input"]]
    return float(column["values"].get(value, column.get("otherwise")))


def left(nodes: Said, node: int, row: list[float | None]) -> bool:
    value = row[nodes["column"][node]]
    if value is None:
        return bool(nodes["missing_left"][node])
    if nodes["categories"][node] >= 0:
        return bool(nodes["members"][nodes["categories"][node]][int(value)])
    return bool(value <= nodes["threshold"][node])


def applications(name: str) -> Iterator[dict[str, Any]]:
    """Read the lines of a file as a person would; a blank is not known."""
    for line in csv.DictReader(io.StringIO(entry_files(SLUG, VERSION)[name].decode())):
        yield {
            key: None if not text else {"true": 1, "false": 0}.get(text, number(text))
            for key, text in line.items()
        }


def number(text: str) -> float | str:
    return float(text) if re.fullmatch(r"[0-9]+", text) else text


@each_case
def test_a_case_gives_the_points_of_its_trees(name: str) -> None:
    case = case_file(name)
    found, points = explained(case), walked(case.inputs)
    assert isinstance(found.detail, Attribution)
    assert 50 + 10 * found.detail.output == pytest.approx(points, abs=1e-9)
    assert case.expect is not None
    assert found.outcome.value == case.expect.outcome
    assert abs(points - case.expect.outcome) < 1
    assert found.outcome.reached is (points >= 50)


@each_case
def test_printed_points_add_up_where_two_inputs_count_as_one(name: str) -> None:
    found = explained(case_file(name))
    values = {operation.id: operation.value for operation in found.operations}
    assert isinstance(found.detail, Attribution)
    players = [share.id for share in found.detail.shares]
    assert "chauffe" in players
    assert not {"chauffage", "facture"} & set(players)
    assert len(players) == 14
    shares = [values[name] for name in ("background", *players)]
    assert sum(share for share in shares if isinstance(share, Decimal)) == found.outcome.value


@each_case
def test_each_change_flips_the_outcome(name: str) -> None:
    case = case_file(name)
    found = explained(case)
    for change in found.changes:
        for value in {change.low, change.high, change.at} - {None}:
            assert (
                explained(case, **{change.id: value}).outcome.reached is not found.outcome.reached
            )


def test_a_refused_case_is_told_what_would_have_changed_it() -> None:
    told = {name: {change.id for change in explained(case_file(name)).changes} for name in CASES}
    assert "gain" in told["juste-au-dessous-version-3"]
    allowed = {"anciennete", "gain", "travaux", "conseil"}
    assert all(changes <= allowed for changes in told.values())


def test_the_text_says_where_every_score_starts() -> None:
    points = [walked(said) for said in applications("background.csv")]
    assert f"{math.fsum(points) / len(points):.0f} points." in text()
    assert "46 points." in text()


def text() -> str:
    return " ".join((FOLDER / "fr.md").read_text().split())


def test_the_text_tells_the_errors_of_the_evaluation_set() -> None:
    rows = [(walked(said) >= 50, said) for said in applications("evaluation.csv")]
    assert len(rows) == 2000
    right = sum(reached is bool(said["accord"]) for reached, said in rows)
    assert f"Sur 100 demandes, le calcul donne {right / 20:.0f} fois" in text()
    agreed = [
        (reached, said["foyer_type"] == "parent_seul") for reached, said in rows if said["accord"]
    ]
    alone = [not reached for reached, parent in agreed if parent]
    others = [not reached for reached, parent in agreed if not parent]
    told = [round(100 * sum(group) / len(group)) for group in (alone, others)]
    assert "pour {} parents seuls sur 100, et pour {} autres".format(*told) in text()


@pytest.mark.parametrize("name", [*UP, *DOWN, *FLAGS])
def test_points_only_go_the_way_that_the_text_says(name: str) -> None:
    steps = {name: (0, 1) if name in FLAGS else ladder(name)}[name]
    for said in list(applications("background.csv"))[:25]:
        points = [walked({**said, name: step}) for step in steps]
        rising = points if name not in DOWN else points[::-1]
        assert all(low <= high + 1e-9 for low, high in pairwise(rising))


def ladder(name: str) -> list[float]:
    known = sorted(said[name] for said in applications("background.csv") if said[name] is not None)
    return [known[round(place * (len(known) - 1) / 12)] for place in range(13)]


def test_training_again_gives_the_same_model() -> None:
    program = runpy.run_path(str(FOLDER / "train.py"))
    said, answers = program["drawn"]()
    spec = score().spec
    names = [item.id for item in spec.inputs]
    learnt, apart = said[: program["APPLICATIONS"]], said[program["APPLICATIONS"] :]
    assert program["written"](names, said[:1000]) == entry_files(SLUG, VERSION)["background.csv"]
    assert len(apart) == len(list(applications("evaluation.csv")))
    rows = [[one[name] for name in names] for one in learnt]
    with threadpool_limits(1):
        trees = program["fitted"](spec, rows, answers[: len(rows)])
    found = 50 + 10 * trees.decision_function(program["table"](spec, rows[:200]))
    assert [walked(one) for one in learnt[:200]] == pytest.approx(found.tolist(), abs=1e-9)


def test_the_version_reads_inputs_of_all_kinds_and_some_may_be_missing() -> None:
    spec = score().spec
    assert isinstance(spec, ScoreFile)
    kinds = {item.type for item in spec.inputs}
    assert kinds == {"amount", "number", "integer", "boolean", "category"}
    assert len(spec.inputs) >= 12
    missing = {case for name in CASES for case in case_file(name).unknown}
    assert missing == set(spec.missing)
