"""The catalogue that a publication prepares is the one that the published files give."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from register.catalogue import filling, preparing
from register.catalogue.rows import Row
from register.catalogue.store import PREPARED, open_catalogue
from register.contents import load_ledger
from register.entry.folder import CACHE, LEDGER, LOG, Folder, open_folder
from register.ledger import publishing
from register.publishing import plan, publish
from register.shelf import Shelf, holdings, open_frame, open_shelf
from tests.register.ledger.test_kill import several
from tests.register.published import ENTRIES

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

# The publication of everything in a process without threads, which shares it among two copies.
PUBLISH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from register import sharing
from register.catalogue.preparing import preparing
from register.entry.folder import Folder
from register.ledger import publishing
from register.publishing import plan, publish

sharing._processors, sharing.LEAST = lambda: 2, 2
folder, now = Folder(Path(sys.argv[1])), datetime(2026, 11, 23, 12, tzinfo=UTC)
print("ready", flush=True)
with publishing(folder.path), preparing(folder, now) as catalogue:
    steps = plan(folder, now, aside=catalogue)
    publish(folder, steps, folder.path.parent / "keys")
    catalogue.keep([step.publication for step in steps])
print("done", flush=True)
"""


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Return the project's own register with nothing published yet."""
    ignored = shutil.ignore_patterns(CACHE, LEDGER, LOG)
    return Path(shutil.copytree(ENTRIES, tmp_path / "register", ignore=ignored))


@pytest.fixture
def some(sample: Path) -> Path:
    """Return a small register of several entries, none of them published yet."""
    several(sample)
    return sample


def publish_all(root: Path, room: int = preparing.ROOM) -> None:
    """Publish everything in this process and keep the catalogue."""
    folder = Folder(root)
    with publishing(root), preparing.preparing(folder, NOW) as catalogue:
        catalogue.room = room
        steps = plan(folder, NOW, aside=catalogue)
        publish(folder, steps, root.parent / "keys")
        catalogue.keep([step.publication for step in steps])


def prepared(root: Path) -> Path:
    return root / CACHE / PREPARED


def content(path: Path) -> list[str]:
    """Return everything that a catalogue holds, its search indexes included, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def remade(root: Path, target: Path) -> list[str]:
    """Return what a catalogue holds that is made from the ledger and the folders alone."""
    frame = open_frame(root, NOW)
    fill = lambda: filling.rows(frame, holdings(root, frame))  # noqa: E731 - two words
    open_catalogue(target, filling.key_of_published(frame), fill).close()
    return content(target)


def refuse() -> Iterator[Row]:
    raise AssertionError


def test_the_prepared_catalogue_is_the_one_that_the_files_give(drafts: Path) -> None:
    publish_all(drafts)
    assert len(load_ledger(Folder(drafts))) > len(Folder(drafts).slugs())
    found = content(prepared(drafts))
    assert len(found) > 100
    assert found == remade(drafts, drafts.parent / "again.sqlite")
    assert [path.name for path in (drafts / CACHE).iterdir()] == [PREPARED]


def test_copies_of_the_process_prepare_the_same_catalogue(some: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(some)], check=True, capture_output=True, cwd=ROOT
    )
    assert done.stdout == b"ready\ndone\n"
    assert content(prepared(some)) == remade(some, some.parent / "again.sqlite")


def test_whoever_opens_a_catalogue_next_takes_the_prepared_one(some: Path) -> None:
    publish_all(some)
    shelf: Shelf = open_shelf(some, drafts=True, now=NOW)
    path = some / CACHE / "catalogue.sqlite"
    opened = open_catalogue(path, filling.key(shelf), refuse)
    assert len(opened.cards["fr"]) == len(shelf.entries)
    opened.close()
    assert [path.name for path in (some / CACHE).iterdir()] == [path.name]


def test_a_prepared_catalogue_of_another_state_is_left_alone(sample: Path) -> None:
    publish_all(sample)
    open_catalogue(sample / CACHE / "catalogue.sqlite", "another", lambda: ()).close()
    assert prepared(sample).is_file()


def test_nothing_is_left_of_a_publication_that_fails(sample: Path) -> None:
    folder = Folder(sample)

    def interrupted() -> None:
        with publishing(sample), preparing.preparing(folder, NOW) as catalogue:
            catalogue.most = 1
            plan(folder, NOW, aside=catalogue)
            assert list((sample / CACHE).iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list((sample / CACHE).iterdir()) == []


def test_a_register_that_changes_meanwhile_prepares_nothing(sample: Path) -> None:
    folder = Folder(sample)
    with publishing(sample), preparing.preparing(folder, NOW) as catalogue:
        steps = plan(folder, NOW, aside=catalogue)
        publish(folder, steps, sample.parent / "keys")
        register = sample / "register.yaml"
        register.write_text(register.read_text().replace("fr: Registre", "fr: Notre registre"))
        catalogue.keep([step.publication for step in steps])
    assert list((sample / CACHE).iterdir()) == []


@pytest.mark.parametrize("failure", ["room", "folder"])
def test_a_catalogue_that_cannot_be_written_stops_no_publication(
    sample: Path, failure: str
) -> None:
    if failure == "folder":
        (sample / CACHE).mkdir()
        (sample / CACHE / ".prepared.sqlite.new").mkdir()
    publish_all(sample, room=2**60 if failure == "room" else 0)
    assert len(load_ledger(Folder(sample))) == 1
    assert not prepared(sample).exists()


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_publisher_leaves_no_catalogue_but_a_true_one(some: Path, seed: int) -> None:
    command = [sys.executable, "-c", PUBLISH, str(some)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end = time.monotonic() + 0.7 * random.Random(seed).random()  # noqa: S311 - a delay
        while time.monotonic() < end:
            pass
        os.kill(process.pid, signal.SIGKILL)
    if prepared(some).exists():
        assert content(prepared(some)) == remade(some, some.parent / "again.sqlite")
        return
    if not load_ledger(open_folder(some)):
        publish_all(some)
        assert content(prepared(some)) == remade(some, some.parent / "again.sqlite")
