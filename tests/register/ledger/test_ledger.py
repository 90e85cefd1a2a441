"""The ledger: canonical lines, in order, and nothing published changes unseen."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import digest
from register import issues
from register.checking import check
from register.contents import load_entry, load_ledger
from register.entry.folder import Folder
from register.errors import BrokenLedger, CannotPublish, CannotWrite, InvalidRegister
from register.ledger import (
    MANY,
    Publication,
    append,
    by_slug,
    publishing,
    read_ledger,
    settle,
)
from register.publishing import plan, publish
from register.scaffold import next_version, write

NOW = datetime(2026, 11, 23, 3, 30, 15, 999, tzinfo=UTC)


def publish_all(root: Path, now: datetime = NOW) -> tuple[Publication, ...]:
    folder = Folder(root)
    with publishing(root):
        publish(folder, plan(folder, now), root.parent / "keys")
    return load_ledger(folder)


def second_version(root: Path) -> None:
    files = Folder(root).entry("aide-cantine")
    for path in write(root, next_version(files, NOW.date())):
        text = path.read_text()
        for mark in ("À compléter : ce que change", "To be completed: what this version changes"):
            text = text.replace(mark, "Change")
        path.write_text(text)
    sync_translation(root, 2)


def sync_translation(root: Path, number: int) -> None:
    """Say in the translation which text it translates."""
    folder = root / "aide-cantine" / str(number)
    lines = (folder / "en.md").read_text().splitlines(keepends=True)
    mark = f"translates: {digest((folder / 'fr.md').read_bytes())}\n"
    changed = [mark if line.startswith("translates:") else line for line in lines]
    (folder / "en.md").write_text("".join(changed))


def test_a_publication_is_one_canonical_line(sample: Path) -> None:
    publish_all(sample)
    line = (sample / "ledger.jsonl").read_bytes()
    plain = json.loads(line)
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert line == canonical.encode() + b"\n"
    assert plain["published_at"] == "2026-11-23T03:30:15Z"
    assert sorted(plain["files"]) == ["en.md", "fr.md", "rules.yaml"]
    assert (plain["entry"], plain["slug"], plain["version"]) == ("gj-0001", "aide-cantine", 1)


def test_publication_says_how_far_it_is(sample: Path) -> None:
    seen: list[str] = []
    plan(Folder(sample), NOW, seen=seen.append)
    assert seen == ["aide-cantine"]


def test_publishing_twice_adds_nothing(sample: Path) -> None:
    first = publish_all(sample)
    assert publish_all(sample) == first


def test_lines_are_only_ever_added(sample: Path) -> None:
    publish_all(sample)
    before = (sample / "ledger.jsonl").read_bytes()
    second_version(sample)
    ledger = publish_all(sample)
    assert (sample / "ledger.jsonl").read_bytes().startswith(before)
    assert [item.version for item in ledger] == [1, 2]
    assert sorted(ledger[1].files) == ["en.md", "fr.md"]


def test_a_new_language_is_a_line_of_its_own(sample: Path) -> None:
    (sample / "aide-cantine/1/en.md").rename(sample / "kept")
    folder = Folder(sample)
    text = (sample / "kept").read_bytes()
    (sample / "kept").unlink()
    first = next(iter(steps_without_translation(folder)))
    append(sample, [first])
    (sample / "aide-cantine/1/en.md").write_bytes(text)
    ledger = publish_all(sample)
    assert [(item.event, item.version, sorted(item.files)) for item in ledger] == [
        ("version", 1, ["fr.md", "rules.yaml"]),
        ("language", 1, ["en.md"]),
    ]


def steps_without_translation(folder: Folder) -> tuple[Publication, ...]:
    files = folder.entry("aide-cantine").versions[1]
    line = {
        "event": "version",
        "entry": "gj-0001",
        "slug": "aide-cantine",
        "version": 1,
        "kind": "substance",
        "applies_from": "2025-09-01",
        "published_at": "2026-01-01T00:00:00Z",
        "files": {name: digest(data) for name, data in files.items()},
    }
    return (Publication.model_validate(line),)


@pytest.mark.parametrize("name", ["fr.md", "en.md", "rules.yaml"])
def test_a_published_file_changed_by_one_byte_is_refused(sample: Path, name: str) -> None:
    publish_all(sample)
    path = sample / "aide-cantine/1" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    folder = Folder(sample)
    with pytest.raises(BrokenLedger) as refusal:
        load_entry(folder, "aide-cantine", by_slug(load_ledger(folder))["aide-cantine"])
    assert [issue.code for issue in refusal.value.issues] == [issues.PUBLISHED_CHANGED]
    with pytest.raises(InvalidRegister) as refused:
        plan(folder, NOW)
    assert issues.PUBLISHED_CHANGED in {issue.code for issue in refused.value.issues}


def test_a_removed_entry_is_missed(sample: Path) -> None:
    publish_all(sample)
    (sample / "aide-cantine").rename(sample / "autre-nom")
    codes = {issue.code for issue in check(Folder(sample))}
    assert issues.PUBLISHED_MISSING in codes
    assert issues.DUPLICATE_ENTRY in codes


@pytest.mark.parametrize("slug", [None, "aide-cantine"])
def test_a_link_is_never_taken_for_a_ledger_without_lines(sample: Path, slug: str | None) -> None:
    publish_all(sample)
    ledger = (sample / "ledger.jsonl").rename(sample.parent / "elsewhere.jsonl")
    (sample / "ledger.jsonl").symlink_to(ledger)
    with pytest.raises(BrokenLedger):
        plan(Folder(sample), NOW, slug)
    assert [issue.code for issue in check(Folder(sample), slug)] == [issues.LINK_FILE]


def test_a_folder_is_never_taken_for_a_ledger_without_lines(sample: Path) -> None:
    (sample / "ledger.jsonl").mkdir()
    assert [issue.code for issue in check(Folder(sample))] == [issues.LINK_FILE]


def test_two_publishers_at_once_do_not_mix(sample: Path) -> None:
    with publishing(sample), pytest.raises(CannotPublish) as refusal, publishing(sample):
        pass
    assert [issue.code for issue in refusal.value.issues] == [issues.LOCKED]
    with publishing(sample):
        pass


def test_a_full_disk_leaves_the_ledger_as_it_was(sample: Path) -> None:
    ledger = publish_all(sample)
    before = (sample / "ledger.jsonl").read_bytes()
    (sample / ".ledger.jsonl.new").mkdir()
    with pytest.raises(CannotWrite) as refusal:
        append(sample, ledger)
    assert [issue.code for issue in refusal.value.issues] == [issues.WRITE_FAILED]
    assert (sample / "ledger.jsonl").read_bytes() == before


def test_a_clock_that_ran_backwards_is_refused(sample: Path) -> None:
    publish_all(sample)
    with pytest.raises(CannotPublish) as refusal:
        plan(Folder(sample), datetime(2020, 1, 1, tzinfo=UTC))
    assert [issue.code for issue in refusal.value.issues] == [issues.CLOCK_BACK]


def saved(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\nsaved in between\n")


def replaced_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)  # whoever reads it waits for ever


@pytest.mark.parametrize("happens", [saved, Path.unlink, replaced_by_a_pipe])
def test_what_is_saved_after_the_check_is_not_published(
    sample: Path, happens: Callable[[Path], None]
) -> None:
    """The plan holds what was checked; the ledger never lists bytes that nobody checked."""
    text = sample / "aide-cantine" / "1" / "fr.md"
    with publishing(sample):
        steps = plan(Folder(sample), datetime(2026, 11, 1, tzinfo=UTC))
        happens(text)
        with pytest.raises(CannotPublish) as refusal:
            publish(Folder(sample), steps, sample.parent / "keys")
    assert [issue.code for issue in refusal.value.issues] == [issues.SAVED_SINCE]
    assert refusal.value.issues[0].place.endswith("aide-cantine/1/fr.md")
    assert not (sample / "ledger.jsonl").exists()


def test_what_is_planned_is_what_was_checked_whatever_is_saved_meanwhile(sample: Path) -> None:
    """A file that is saved right after its entry was checked is not read again."""
    text = sample / "aide-cantine" / "1" / "fr.md"
    before = text.read_bytes()
    (step,) = plan(Folder(sample), NOW, seen=lambda _: save(text, b"saved in between"))
    assert step.publication.files["fr.md"] == digest(before)


def save(path: Path, data: bytes) -> None:
    """Write a file."""
    path.write_bytes(data)


def lines() -> bytes:
    """Return a ledger of six lines over two entries."""
    made: list[bytes] = []
    for number in (1, 2, 3):
        for slug, entry in (("aide", "gj-0001"), ("bourse", "gj-0002")):
            item = Publication.model_validate(
                {
                    "event": "version",
                    "entry": entry,
                    "slug": slug,
                    "version": number,
                    "kind": "substance",
                    "applies_from": f"2026-01-0{number}",
                    "published_at": f"2026-02-0{number}T00:00:0{len(made)}Z",
                    "files": {"fr.md": "sha256:" + f"{number}" * 64},
                }
            )
            made.append(item.line())
    return b"".join(made)


LINES = lines()


@given(st.permutations(range(6)))
def test_lines_in_another_order_are_refused(order: list[int]) -> None:
    parts = LINES.splitlines(keepends=True)
    data = b"".join(parts[index] for index in order)
    if order == sorted(order):
        assert len(read_ledger(data)) == 6
    else:
        with pytest.raises(BrokenLedger):
            read_ledger(data)


@given(st.integers(1, len(LINES) - 1))
def test_a_cut_ledger_is_refused_unless_whole_lines_are_left(length: int) -> None:
    data = LINES[:length]
    if data.endswith(b"\n"):
        assert len(read_ledger(data)) == data.count(b"\n")
    else:
        with pytest.raises(BrokenLedger):
            read_ledger(data)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    if data:
        with pytest.raises(BrokenLedger):
            read_ledger(data)
    else:
        assert read_ledger(data) == ()


def test_many_files_settle_together_and_one_that_cannot_is_named(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.md" for number in range(MANY)]
    for path in paths:
        path.write_bytes(b"x")
    settle(paths)
    settle(paths[:2])
    absent = tmp_path / "absent.md"
    for some in ([*paths, absent], [absent]):
        with pytest.raises(FileNotFoundError) as raised:
            settle(some)
        assert raised.value.filename == str(absent)
