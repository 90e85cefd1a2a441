"""Every worked case of every entry, recorded and calculated again."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from explain.canonical import to_record
from explain.record import Made, software, write_record
from explain.sources import Source
from register.explaining import Question, answer
from register.replaying import replay
from register.shelf import Shelf, open_shelf

ENTRIES = Path(__file__).resolve().parents[2] / "entries"
CASES = sorted(path for path in ENTRIES.glob("*/cases/*.yaml"))
MADE = Made(datetime(2026, 11, 23, 8, tzinfo=UTC), software())

each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")


@cache
def shelf() -> Shelf:
    return open_shelf(ENTRIES, drafts=True)


@each_case
def test_a_recorded_case_is_reproduced_exactly(path: Path) -> None:
    question = Question(slug=path.parts[-3], case=Source(path.name, path.read_bytes()))
    found = answer(shelf(), question).explanation
    kept = replay(shelf(), Source("kept.json", write_record(found, MADE)))
    assert kept.exact
    assert kept.record.noted == kept.record.digest
    bare = replay(shelf(), Source("bare.json", to_record(found) + b"\n"))
    assert bare.exact
    pretty = json.dumps(json.loads(to_record(found)), indent=2).encode()
    assert replay(shelf(), Source("pretty.json", pretty)).exact
