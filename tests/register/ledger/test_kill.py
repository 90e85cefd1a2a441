"""A publisher killed at any moment leaves a ledger that is whole: before, or after."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from register.contents import check, load_ledger
from register.entry.folder import Folder

ROOT = Path(__file__).parents[3]

# The real publisher, over and over, so that most kills land while it writes.
PUBLISH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from register.contents import load_ledger
from register.entry.folder import Folder
from register.ledger import publishing
from register.publishing import plan, publish

root = Path(sys.argv[1])
steps = plan(Folder(root), datetime(2026, 11, 23, tzinfo=UTC))
print("ready", flush=True)
while True:
    with publishing(root):
        publish(Folder(root), steps)
    (root / "ledger.jsonl").unlink()
"""


def killed(root: Path, delay: float) -> None:
    """Publish in another process and kill it `delay` seconds after it has begun to write."""
    command = [sys.executable, "-c", PUBLISH, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end = time.monotonic() + delay
        while time.monotonic() < end:
            pass
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("seed", range(8))
def test_a_killed_publisher_leaves_all_or_nothing(sample: Path, seed: int) -> None:
    killed(sample, random.Random(seed).uniform(0, 0.02))  # noqa: S311 - a delay, no secret
    ledger = load_ledger(Folder(sample))
    assert [item.version for item in ledger] in ([], [1])
    assert list(check(Folder(sample))) == []


@pytest.mark.deep
def test_five_hundred_killed_publishers_leave_all_or_nothing(sample: Path) -> None:
    for seed in range(500):
        root = Path(shutil.copytree(sample, sample.parent / f"kill-{seed}"))
        killed(root, random.Random(seed).uniform(0, 0.02))  # noqa: S311 - a delay, no secret
        assert [item.version for item in load_ledger(Folder(root))] in ([], [1])
        assert list(check(Folder(root))) == []
        shutil.rmtree(root)
