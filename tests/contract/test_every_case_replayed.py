"""Every worked case of every entry, recorded and calculated again."""

import json
from datetime import UTC, datetime
from pathlib import Path

from explain.canonical import to_record
from explain.record import Made, software, write_record
from explain.sources import Source
from register.replaying import replay
from tests.contract.cases import each_case, explained, shelf

MADE = Made(datetime(2026, 11, 23, 8, tzinfo=UTC), software())


@each_case
def test_a_recorded_case_is_reproduced_exactly(path: Path) -> None:
    found = explained(path).explanation
    kept = replay(shelf(), Source("kept.json", write_record(found, MADE)))
    assert kept.exact
    assert kept.record.noted == kept.record.digest
    bare = replay(shelf(), Source("bare.json", to_record(found) + b"\n"))
    assert bare.exact
    pretty = json.dumps(json.loads(to_record(found)), indent=2).encode()
    assert replay(shelf(), Source("pretty.json", pretty)).exact
