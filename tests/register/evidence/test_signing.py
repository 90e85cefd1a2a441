"""Keys and signatures of a register: made apart, asked for before anything is written, replaced."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from explain.issues import Code
from register.cli import root as commands
from register.contents import load_lines
from register.entry.folder import Folder, open_folder
from register.errors import BrokenLog, CannotPublish, CannotWrite
from register.evidence.auditing import Kept, audit
from register.evidence.reading import check_log, open_log
from register.evidence.signing import begin, follow, read_own, rotate
from register.evidence.sources import open_source
from register.issues import CLOCK_BACK
from register.ledger import publishing
from register.log import issues
from register.log.keys import key_file, new_key, signer
from register.log.notes import read_verifier
from register.log.storage import read_head
from register.publishing import plan, publish
from register.shelf import open_shelf

NOW = datetime(2026, 11, 23, 3, 30, 15, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def with_key(register: Path, keys: Path) -> Folder:
    """Give the sample register a key of its own, and publish it."""
    folder = open_folder(register)
    begin(folder, keys)
    publish_all(folder, keys)
    return folder


def publish_all(folder: Folder, keys: Path, now: datetime = NOW) -> None:
    with publishing(folder.path):
        publish(folder, plan(folder, now), keys)


def refused(code: Code, work: Callable[[], object]) -> None:
    with pytest.raises((BrokenLog, CannotPublish, CannotWrite)) as refusal:
        work()
    assert [issue.code for issue in refusal.value.issues] == [code]


def test_a_key_is_readable_by_its_owner_only(tmp_path: Path, keys: Path) -> None:
    path = key_file(keys, new_key(keys, tmp_path / "register"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert path.read_text().startswith("-----BEGIN PRIVATE KEY-----")


@pytest.mark.parametrize("inside", ["", "keys", "log/keys"])
def test_a_key_is_never_made_inside_the_register(sample: Path, inside: str) -> None:
    before = sorted(sample.rglob("*"))
    refused(issues.KEY_PUBLIC, lambda: new_key(sample / inside, sample))
    assert sorted(sample.rglob("*")) == before


def test_what_signs_is_the_key_of_the_register(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    report = audit(open_source(str(sample)))
    assert (report.issues, report.demonstration) == ([], False)
    assert report.keys == signed_keys(folder)


def signed_keys(folder: Folder) -> tuple[object, ...]:
    text = (folder.path / "log/entries/keys").read_text().splitlines()
    return tuple(read_verifier(line) for line in text)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.unlink(), issues.KEY_MISSING),
        (lambda path: path.chmod(0o640), issues.KEY_UNREADABLE),
        (lambda path: path.write_bytes(b"?"), issues.KEY_UNREADABLE),
        (
            lambda path: path.write_bytes(
                key_file(path.parent, new_key(path.parent, Path("nowhere"))).read_bytes()
            ),
            issues.KEY_UNREADABLE,
        ),
    ],
)
def test_without_its_key_nothing_is_written(
    sample: Path, keys: Path, spoil: Callable[[Path], object], code: Code
) -> None:
    folder = open_folder(sample)
    path = key_file(keys, begin(folder, keys))
    spoil(path)
    result = CliRunner(env={"GRANDJOUR_KEYS": str(keys)}).invoke(
        commands, ["publish", "--register", str(sample)]
    )
    assert (result.exit_code, code.id in result.output) == (1, True)
    assert not (sample / "ledger.jsonl").exists()
    assert not (sample / "log").exists()


def test_a_register_has_one_first_key_for_ever(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    refused(issues.KEY_THERE, lambda: begin(folder, keys))
    text = (sample / "register.yaml").read_text()
    other = read_own(folder).log_key
    assert other is not None
    (sample / "register.yaml").write_text(text.replace(other, new_key(keys, sample)))
    refused(issues.KEY_FOREIGN, lambda: follow(folder, keys))
    refused(issues.KEY_FOREIGN, lambda: open_shelf(sample))
    assert [issue.code for issue in check_log(folder)] == [issues.KEY_FOREIGN]


def test_a_register_without_a_key_signs_nothing(sample: Path, keys: Path) -> None:
    text = (sample / "register.yaml").read_text()
    (sample / "register.yaml").write_text(
        text.replace("demonstration: true", "demonstration: false")
    )
    folder = open_folder(sample)
    publish_all(folder, keys)
    assert not (sample / "log").exists()
    assert open_shelf(sample).log is None
    refused(issues.NO_KEY, lambda: rotate(folder, keys, NOW))


def test_a_new_key_is_the_old_one_s_word(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    kept = Kept("kept", (sample / "log/entries/checkpoint").read_bytes())
    public = rotate(folder, keys, LATER)
    report = audit(open_source(str(sample)), [kept])
    assert (report.issues, report.kept, report.states) == ([], [1], 2)
    old, new = report.keys
    assert audit(open_source(str(sample)), [kept], old).issues == []
    assert audit(open_source(str(sample)), [kept], new).issues == []
    assert signer("", public, keys).verifier.public == new.public
    assert [item.event for item in load_lines(folder)] == ["version", "key"]
    # The old key alone can no longer sign, and the new one needs the old one's word.
    state = sample / "log/entries/checkpoints/2"
    whole = state.read_bytes()
    lines = whole.splitlines(keepends=True)
    for left in (4, 5):
        state.write_bytes(b"".join(line for at, line in enumerate(lines) if at != left))
        codes = {issue.code for issue in audit(open_source(str(sample)), [kept]).issues}
        assert codes == {issues.NOT_SIGNED}
    state.write_bytes(whole)


def test_after_a_rotation_only_the_new_key_is_needed(run: Run, sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    first = read_own(folder).log_key
    assert first is not None
    rotate(folder, keys, LATER)
    key_file(keys, first).unlink()
    run("new", "aide-au-logement")
    refused(CLOCK_BACK, lambda: plan(folder, NOW))
    refused(CLOCK_BACK, lambda: rotate(folder, keys, NOW))
    rotate(folder, keys, LATER)
    assert len(signed_keys(folder)) == 3
    assert audit(open_source(str(sample))).issues == []


def test_an_interrupted_rotation_is_finished(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    before = {p: p.read_bytes() for p in (sample / "log").rglob("*") if p.is_file()}
    rotate(folder, keys, LATER)
    after = {p: p.read_bytes() for p in (sample / "log").rglob("*") if p.is_file()}
    for path in after:
        path.unlink()
    for path, data in before.items():
        path.write_bytes(data)
    follow(folder, keys)
    assert {p: p.read_bytes() for p in (sample / "log").rglob("*") if p.is_file()} == after


def test_the_origin_stays_where_the_site_moves(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    text = (sample / "register.yaml").read_text()
    (sample / "register.yaml").write_text(
        text.replace("http://127.0.0.1:8000", "https://registre.example")
    )
    rotate(folder, keys, LATER)
    head = read_head(sample / "log/entries")
    assert head is not None
    assert head.checkpoint.origin == "127.0.0.1:8000/log/entries"
    assert audit(open_source(str(sample))).issues == []


def test_a_line_that_is_not_signed_yet_is_not_published_yet(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    signed = (sample / "ledger.jsonl").read_bytes()
    rotate(folder, keys, LATER)
    (sample / "log/entries/checkpoint").write_bytes(
        (sample / "log/entries/checkpoints/1").read_bytes()
    )
    assert [issue.code for issue in check_log(folder)] == [issues.PENDING]
    shelf = open_shelf(sample)
    assert (shelf.ledger, shelf.log and shelf.log.size) == (signed, 1)


def test_the_log_never_signs_two_histories_of_one_size(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    rotate(folder, keys, LATER)
    log = sample / "log/entries"
    (log / "checkpoint").write_bytes((log / "checkpoints/1").read_bytes())
    lines = (sample / "ledger.jsonl").read_bytes()
    (sample / "ledger.jsonl").write_bytes(lines.replace(b"2026-12-01", b"2026-12-02"))
    refused(issues.TWO_VIEWS, lambda: follow(folder, keys))


def test_a_ledger_that_was_cut_or_changed_is_not_signed(sample: Path, keys: Path) -> None:
    folder = with_key(sample, keys)
    rotate(folder, keys, LATER)
    lines = (sample / "ledger.jsonl").read_bytes()
    (sample / "ledger.jsonl").write_bytes(lines.splitlines(keepends=True)[0])
    refused(issues.LEDGER_SHORT, lambda: follow(folder, keys))
    (sample / "ledger.jsonl").write_bytes(lines.replace(b"2025-09-01", b"2025-09-02"))
    refused(issues.ROOT_DIFFERS, lambda: follow(folder, keys))
    (sample / "log/entries/checkpoint").write_bytes(b"?")
    refused(issues.NOTE_UNREADABLE, lambda: follow(folder, keys))


def test_a_disk_that_refuses_loses_nothing(sample: Path, keys: Path) -> None:
    folder = open_folder(sample)
    begin(folder, keys)
    (sample / "log").write_bytes(b"in its place")
    refused(issues.LOG_WRITE_FAILED, lambda: publish_all(folder, keys))
    (sample / "log").unlink()
    follow(folder, keys)
    assert audit(open_source(str(sample))).issues == []
    assert open_log(folder, read_own(folder)) is not None
