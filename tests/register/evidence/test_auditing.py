"""Verification of a whole register: every damage is found and named, in the folder and by name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from explain.issues import Code
from register.errors import NotFound
from register.evidence.auditing import Kept, audit
from register.evidence.sources import open_source
from register.issues import LEDGER_CUT, LEDGER_LINE, PUBLISHED_CHANGED, PUBLISHED_MISSING
from register.log import issues
from register.log.checkpoints import Checkpoint
from register.log.merkle import EMPTY_ROOT
from register.log.notes import Signer, sign
from tests.register.evidence.histories import (
    ORIGIN,
    SIGNER,
    checkpoint,
    grown,
    signed,
    source,
    store,
)

HISTORY = grown(Random(7), 6)  # noqa: S311 - which history, no secret
HONEST = signed(HISTORY)
SIZE = len(HISTORY.lines)
OTHER = Signer.of_seed(ORIGIN, bytes(32))
STRANGER = Signer.of_seed("autre.example/log/entries", bytes(32))
LOG = "log/entries"
TILE, BUNDLE = f"{LOG}/tile/0/000.p/{SIZE}", f"{LOG}/tile/entries/000.p/{SIZE}"
TEXT = f"{HISTORY.lines[0]['slug']}/1/fr.md"
Files = dict[str, bytes]
Damage = Callable[[Files], object]


def changed(name: str) -> Damage:
    """Flip one bit in the middle of a file."""

    def damage(files: Files) -> None:
        data = bytearray(files[name])
        data[len(data) // 2] ^= 1
        files[name] = bytes(data)

    return damage


def put(name: str, data: bytes) -> Damage:
    return lambda files: files.__setitem__(name, data)


def without(name: str) -> Damage:
    return lambda files: files.pop(name)


def resigned(size: int, root: bytes, signer: Signer = SIGNER) -> bytes:
    return sign(Checkpoint(ORIGIN, size, root).text(), [signer])


LINES = HONEST["ledger.jsonl"].splitlines(keepends=True)
DAMAGES: dict[str, tuple[Damage, Code]] = {
    "a text changed by one bit": (changed(TEXT), PUBLISHED_CHANGED),
    "a text that is missing": (without(TEXT), PUBLISHED_MISSING),
    "a ledger changed by one bit": (changed("ledger.jsonl"), LEDGER_LINE),
    "a ledger cut in a line": (put("ledger.jsonl", HONEST["ledger.jsonl"][:-9]), LEDGER_CUT),
    "a ledger without its last line": (
        put("ledger.jsonl", b"".join(LINES[:-1])),
        issues.LEDGER_SHORT,
    ),
    "a ledger whose line says another day": (
        put("ledger.jsonl", HONEST["ledger.jsonl"].replace(b'2026-01-01"', b'2026-01-02"', 1)),
        issues.ROOT_DIFFERS,
    ),
    "a ledger with a line that is not signed": (
        put("ledger.jsonl", signed(grown(Random(7), 7))["ledger.jsonl"]),  # noqa: S311 - as above
        issues.PENDING,
    ),
    "no ledger": (without("ledger.jsonl"), issues.FILE_MISSING),
    "no checkpoint": (without(f"{LOG}/checkpoint"), issues.CHECKPOINT_MISSING),
    "a checkpoint that is none": (put(f"{LOG}/checkpoint", b"?"), issues.NOTE_UNREADABLE),
    "a checkpoint of another key": (
        put(f"{LOG}/checkpoint", resigned(SIZE, bytes(32), OTHER)),
        issues.NOT_SIGNED,
    ),
    "a checkpoint of another history": (
        put(f"{LOG}/checkpoint", resigned(SIZE, bytes(32))),
        issues.ROOT_DIFFERS,
    ),
    "a state that was signed and is missing": (
        without(f"{LOG}/checkpoints/{HISTORY.sizes[1]}"),
        issues.FILE_MISSING,
    ),
    "two checkpoints of one size": (
        put(f"{LOG}/checkpoints/{HISTORY.sizes[1]}", resigned(HISTORY.sizes[1], bytes(32))),
        issues.ROOT_DIFFERS,
    ),
    "a state under another name": (
        put(f"{LOG}/checkpoints/{HISTORY.sizes[1]}", checkpoint(HONEST)),
        issues.FILE_DIFFERS,
    ),
    "a list of states without the present one": (
        put(f"{LOG}/states", b"1\n"),
        issues.FILE_DIFFERS,
    ),
    "a tile that is missing": (without(TILE), issues.FILE_MISSING),
    "a tile that is cut": (put(TILE, HONEST[TILE][:-32]), issues.FILE_DIFFERS),
    "a tile that is too long": (put(TILE, HONEST[TILE] + bytes(32)), issues.FILE_DIFFERS),
    "a tile of another log": (put(TILE, bytes(len(HONEST[TILE]))), issues.FILE_DIFFERS),
    "a bundle that is missing": (without(BUNDLE), issues.FILE_MISSING),
    "a bundle changed by one bit": (changed(BUNDLE), issues.FILE_DIFFERS),
    "no keys": (without(f"{LOG}/keys"), issues.FILE_MISSING),
    "keys of another register": (
        put(f"{LOG}/keys", f"{OTHER.verifier}\n".encode()),
        issues.NOT_SIGNED,
    ),
    "keys that are none": (put(f"{LOG}/keys", b"\xff"), issues.FILE_MISSING),
}


def codes(files: Mapping[str, bytes], *kept: bytes) -> set[str]:
    report = audit(source(files), [Kept("kept", data) for data in kept])
    return {issue.code.id for issue in report.issues}


def test_an_honest_register_holds() -> None:
    kept = [Kept(f"{size}", checkpoint(HONEST, size)) for size in HISTORY.sizes]
    report = audit(source(HONEST), kept, SIGNER.verifier)
    assert report.issues == []
    assert (report.lines, report.files, report.states) == (SIZE, SIZE, len(HISTORY.sizes))
    assert report.kept == list(HISTORY.sizes)
    assert (report.key_brought, report.demonstration, report.private) == (True, False, 0)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_named(name: str) -> None:
    damage, code = DAMAGES[name]
    files = dict(HONEST)
    damage(files)
    assert code.id in codes(files)


def test_no_changed_bit_of_any_file_goes_unseen() -> None:
    for name in HONEST:
        files = dict(HONEST)
        changed(name)(files)
        assert codes(files), name


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (resigned(2, bytes(32)), issues.REWRITTEN),
        (resigned(SIZE, bytes(32)), issues.TWO_VIEWS),
        (resigned(SIZE + 1, bytes(32)), issues.SHORTENED),
        (resigned(0, EMPTY_ROOT), issues.EMPTY_KEPT),
        (resigned(2, bytes(32), OTHER), issues.NOT_SIGNED),
        (sign(Checkpoint(STRANGER.name, 2, bytes(32)).text(), [STRANGER]), issues.OTHER_LOG),
        (b"", issues.NOTE_UNREADABLE),
    ],
)
def test_what_a_kept_checkpoint_shows_is_named(kept: bytes, code: Code) -> None:
    assert codes(HONEST, kept) == {code.id}


def test_a_key_from_elsewhere_must_be_one_of_the_log() -> None:
    report = audit(source(HONEST), (), OTHER.verifier)
    assert {issue.code for issue in report.issues} == {issues.NOT_SIGNED}


def test_a_file_that_a_site_keeps_to_itself_is_counted_apart() -> None:
    site = {
        f"algorithmes/{name}" if name.endswith("fr.md") else name: data
        for name, data in HONEST.items()
    }
    read = replace(source(site), published="algorithmes/")
    assert audit(read).issues == []
    del site[f"algorithmes/{TEXT}"]
    assert {issue.code for issue in audit(read).issues} == {PUBLISHED_MISSING}
    said = TEXT.removesuffix("/fr.md") + ".json"
    site[f"algorithmes/{said}"] = b'{"files":[{"name":"fr.md"}]}'
    report = audit(read)
    assert (report.issues, report.private, report.files) == ([], 1, SIZE - 1)
    for told in (b"[]", b"\xff", b'{"files":[{"name":"fr.md","url":"x"}]}', b'{"files":3}'):
        site[f"algorithmes/{said}"] = told
        assert audit(read).issues


def test_a_folder_is_read_as_it_is(tmp_path: Path) -> None:
    folder = store(HONEST, tmp_path / "register")
    assert audit(open_source(str(folder))).issues == []
    (folder / TEXT).write_bytes(b"other")
    assert [issue.code for issue in audit(open_source(str(folder))).issues] == [PUBLISHED_CHANGED]


def test_a_place_without_a_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refusal:
        open_source(str(tmp_path))
    assert [issue.code for issue in refusal.value.issues] == [issues.CHECKPOINT_MISSING]


def test_an_address_without_an_answer_is_named() -> None:
    with pytest.raises(NotFound) as refusal:
        audit(open_source("http://127.0.0.1:9/"))
    assert [issue.code for issue in refusal.value.issues] == [issues.UNREACHABLE]
