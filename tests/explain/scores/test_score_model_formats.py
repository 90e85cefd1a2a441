"""Formats of model files are recognised by what they hold, and fit the score file or not."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.scores.conversion import running
from explain.scores.conversion.adding import model_files
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.formats import format_of
from explain.scores.conversion.running import convert_file
from explain.sources import Source
from tests.explain.scores import score_samples

CARD = b"""format: 1
kind: scorecard
intercept: 10
terms:
  - {kind: number, input: income, coefficient: 0.5}
"""
INPUTS = score_samples.declared_inputs([{"id": "income", "type": "number"}])


def issue_of(call: Callable[..., Any], *arguments: Any) -> Issue:
    with pytest.raises(InvalidFile) as raised:
        call(*arguments)
    return raised.value.issues[0]


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("schema.json", b"{}")
    return made.getvalue()


def test_formats_are_recognised_by_what_files_hold() -> None:
    assert format_of(zipped(), "anything") == "skops"
    assert format_of(b"tree\nversion=v4\n", "model.json") == "lightgbm"
    assert format_of(b'{"learner":{', "x") == "xgboost"
    assert format_of(b"{L\x00\x00", "model.ubj") == "xgboost"
    assert format_of(CARD, "points.txt") == "scorecard"
    assert format_of(b'{"format": 1, "kind": "linear"}', "model.json") == "scorecard"
    for data in (b"", b"hello", b"<html>", b"\x00" * 9):
        assert issue_of(format_of, data, "x.bin").code.id == "E612"


def test_points_in_yaml_are_kept_as_they_are() -> None:
    declared = Declaration(INPUTS, [(1.0,)], file="points.yaml")
    assert convert_file(CARD, "scorecard", declared) == {"points.yaml": CARD}
    other = CARD.replace(b"income", b"rent")
    assert issue_of(convert_file, other, "scorecard", declared).code.id == "E473"


def test_a_file_that_is_too_large_is_refused() -> None:
    data = bytes(running.MAXIMUM_BYTES + 1)
    assert issue_of(convert_file, data, "lightgbm", Declaration(INPUTS, [(1.0,)])).code.id == "E617"


def score(**changes: Any) -> dict[str, bytes]:
    declared = score_samples.score(**changes)
    return {
        "score.yaml": json.dumps(declared).encode(),
        "background.csv": score_samples.background(),
    }


def test_a_model_is_named_as_the_score_file_names_it() -> None:
    data = json.dumps(score_samples.MODEL).encode()
    source = Source("anything.json", data)
    made = model_files(source, None, "score.yaml", score(model="points.yaml"))
    assert made == {"points.yaml": data}
    for name in ("../model.json", "model.txt", "Model.json"):
        issue = issue_of(model_files, source, None, "score.yaml", score(model=name))
        assert (issue.code.id, issue.file, issue.field) == ("E619", "score.yaml", "model")
    named = score(model="model.yaml")
    issue = issue_of(model_files, source, "skops", "score.yaml", named)
    assert issue.code.id == "E619"


def test_a_score_without_its_background_is_refused() -> None:
    source = Source("model.json", json.dumps(score_samples.MODEL).encode())
    files = {"score.yaml": score()["score.yaml"]}
    issue = issue_of(model_files, source, None, "score.yaml", files)
    assert (issue.code.id, issue.values["name"]) == ("E460", "background.csv")
