"""Checking in several processes finds, plans and tells what one process does, in the same order."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from explain.canonical import digest

COUNT = 70

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from register import sharing
from register.entry.folder import Folder
from register.errors import RegisterError
from register.publishing import plan

sharing._processors = lambda: int(sys.argv[2])
told = lambda item, version, previous: f"{version.entry.title} {item.slug}"
try:
    seen = []
    now = datetime(2026, 11, 23, tzinfo=UTC)
    for step in plan(Folder(Path(sys.argv[1])), now, None, seen.append, told):
        print(step.publication.line(), step.told)
    print(seen)
except RegisterError as error:
    for issue in error.issues:
        print(issue)
"""


@pytest.fixture
def many(sample: Path) -> Path:
    """Return a register of many entries, each with its own id."""
    entry = shutil.move(sample / "aide-cantine", sample.parent / "aide-cantine")
    for number in range(1, COUNT + 1):
        made = Path(shutil.copytree(entry, sample / f"aide-{number}"))
        text, courtesy = made / "1/fr.md", made / "1/en.md"
        text.write_bytes(text.read_bytes().replace(b"gj-0001", b"gj-%04d" % number))
        mark = f"translates: {digest(text.read_bytes())}"
        courtesy.write_text(re.sub("translates: .*", mark, courtesy.read_text()))
    return sample


def planned(root: Path, processes: int) -> list[str]:
    """Return what a process without threads plans, or every issue that it finds."""
    command = [sys.executable, "-c", PROGRAM, str(root), str(processes)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()


def test_every_entry_is_planned_once_in_order(many: Path) -> None:
    found = planned(many, 2)
    assert len(found) == COUNT + 1
    assert found == planned(many, 1)


def test_every_issue_is_found_once_in_order(many: Path) -> None:
    """Damage of one entry, and an id that two entries claim."""
    (many / "aide-7/1/fr.md").write_bytes(b"\xff")
    text = many / "aide-33/1/fr.md"
    text.write_bytes(text.read_bytes().replace(b"gj-0033", b"gj-0012"))
    found = planned(many, 2)
    assert "aide-7/1/fr.md" in "".join(found)
    assert "gj-0012" in "".join(found)
    assert found == planned(many, 1)
