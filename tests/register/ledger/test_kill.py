"""A publisher killed at any moment leaves what was published before, or one publication more."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explain.canonical import digest
from register.checking import check
from register.contents import load_ledger
from register.entry.folder import CACHE, Folder
from register.evidence.auditing import audit
from register.evidence.reading import check_log
from register.evidence.signing import ready
from register.evidence.sources import open_source
from register.ledger import publishing, read_ledger
from register.site.edition import open_edition

ROOT = Path(__file__).parents[3]
ENTRIES = 8

# The real publisher, one publication after the other, so that most kills land while it writes.
PUBLISH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from register.entry.folder import Folder
from register.ledger import publishing
from register.publishing import plan, publish

root, keys = map(Path, sys.argv[1:])
steps = plan(Folder(root), datetime(2026, 11, 23, tzinfo=UTC))
print("ready", flush=True)
for step in steps:
    with publishing(root):
        publish(Folder(root), [step], keys)
print("done", flush=True)
sys.stdin.read()
"""


def several(root: Path) -> None:
    """Make entries beside the one of the sample, each with an id of its own."""
    for number in range(2, ENTRIES + 1):
        entry = Path(shutil.copytree(root / "aide-cantine", root / f"aide-{number}"))
        text = (entry / "1/fr.md").read_bytes().replace(b"gj-0001", b"gj-%04d" % number)
        (entry / "1/fr.md").write_bytes(text)
        courtesy = (entry / "1/en.md").read_text()
        mark = f"translates: {digest(text)}"
        (entry / "1/en.md").write_text(re.sub("translates: .*", mark, courtesy))


def killed(root: Path, share: float) -> None:
    """Publish in another process and kill it after a share of the time that all would take."""
    command = [sys.executable, "-c", PUBLISH, str(root), str(root.parent / "keys")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end = time.monotonic() + share * 0.3
        while time.monotonic() < end:
            pass
        os.kill(process.pid, signal.SIGKILL)


def survives(root: Path) -> None:
    """Check what a killed publisher left, before and after the next one starts."""
    folder = Folder(root)
    assert list(check(folder)) == []
    if (root / "log/entries/checkpoint").exists():
        shown = read_ledger(open_edition(root).shelf.ledger)
        signed = audit(open_source(str(root)))
        assert {issue.code.id for issue in signed.issues} <= {"R517"}
        assert signed.lines == len(shown)
    with publishing(root):
        ready(folder, root.parent / "keys")
    ledger = load_ledger(folder)
    edition = open_edition(root, cache=root / CACHE / "catalogue.sqlite")
    assert set(edition.shelf.entries) == {item.slug for item in ledger}
    assert read_ledger(edition.shelf.ledger) == ledger
    edition.close()
    assert list(check_log(folder)) == []
    if ledger:
        report = audit(open_source(str(root)))
        assert (report.issues, report.lines) == ([], len(ledger))
    assert [path.name for path in (root / "log").rglob("*.new")] == []


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_publisher_leaves_all_or_nothing(sample: Path, seed: int) -> None:
    several(sample)
    killed(sample, random.Random(seed).random())  # noqa: S311 - a delay, no secret
    survives(sample)


@pytest.mark.deep
def test_five_hundred_killed_publishers_leave_all_or_nothing(sample: Path) -> None:
    several(sample)
    counts: set[int] = set()
    for seed in range(500):
        root = Path(shutil.copytree(sample, sample.parent / f"kill-{seed}/register"))
        killed(root, random.Random(seed).random())  # noqa: S311 - a delay, no secret
        counts.add(len(load_ledger(Folder(root))))
        survives(root)
        shutil.rmtree(root.parent)
    assert len(counts) > ENTRIES / 2
