"""A disk that fills up while somebody publishes: said in plain words, and nothing is lost.

The disk is a real one, small and in memory, that only the publisher sees (`unshare` of
util-linux). However little room is left, the register is whole and the next publication ends.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from register.checking import check
from register.clock import now
from register.contents import load_ledger
from register.entry.folder import Folder
from register.evidence.auditing import audit
from register.evidence.signing import ready
from register.evidence.sources import open_source
from register.ledger import publishing
from register.publishing import plan, publish

ROOT = Path(__file__).parents[3]

# Started as the owner of a mount namespace of its own: disk, register, copies, pages left free.
PUBLISH = """
import json, os, shutil, subprocess, sys
from pathlib import Path

disk, register, copies = map(Path, sys.argv[1:4])
for pages in json.loads(sys.argv[4]):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", disk], check=True)
    root = Path(shutil.copytree(register, disk / "register"))
    with (disk / "ballast").open("wb") as ballast:
        room = os.statvfs(disk)
        ballast.write(bytes((room.f_bavail - pages) * room.f_frsize))
    command = [sys.executable, "-m", "register", "--lang", "en", "publish", "--register", root]
    ended = subprocess.run(command, capture_output=True, text=True)
    shutil.copytree(root, copies / str(pages))
    subprocess.run(["umount", disk], check=True)
    print(json.dumps([pages, ended.returncode, ended.stderr]), flush=True)
"""


def published_on(disk: Path, register: Path, copies: Path, pages: list[int]) -> list[list[object]]:
    """Publish once for each number of pages left free; give pages, exit code and message."""
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    arguments = [str(disk), str(register), str(copies), json.dumps(pages)]
    done = subprocess.run(
        [*alone, sys.executable, "-c", PUBLISH, *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_whole(root: Path) -> None:
    """Check that what was left can be read, and that the next publisher comes to its end."""
    folder = Folder(root)
    assert list(check(folder)) == []
    before = load_ledger(folder)
    keys = root.parent / "keys"
    with publishing(root):
        ready(folder, keys)
        publish(folder, plan(folder, now()), keys)
    after = load_ledger(folder)
    assert after[: len(before)] == before
    assert [item.slug for item in after] == ["aide-cantine"]
    report = audit(open_source(str(root)))
    assert (report.issues, report.lines) == ([], 1)


def test_a_disk_that_fills_up_loses_nothing(sample: Path, deep: bool) -> None:  # noqa: FBT001 - a fixture
    disk, copies = sample.parent / "disk", sample.parent / "copies"
    disk.mkdir()
    pages = [*range(24), 1000] if deep else [0, 1, 3, 6, 1000]
    ends = published_on(disk, sample, copies, pages)
    assert [end[0] for end in ends] == pages
    assert ends[-1][1:] == [0, ""]
    for left, code, said in ends:
        root = copies / str(left)
        if code:
            assert code == 1
            assert re.search(r"\bR(309|518) .*: the disk is full\.\n    Nothing .*\.\n$", str(said))
        else:
            assert len(load_ledger(Folder(root))) == 1
        is_whole(root)
