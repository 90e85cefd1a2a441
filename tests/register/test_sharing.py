"""Work shared among copies of a process: in order, and a copy that is stopped is no loss."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from register.sharing import answers

ITEMS = [str(number) for number in range(200)]

PROGRAM = """
import os, signal, sys
from register import sharing

sharing._processors = lambda: 3
caller = os.getpid()

def work(item):
    assert os.getpid() != caller
    if item == "70" and sys.argv[1] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "70" and sys.argv[1] == "orphaned":
        os.kill(caller, signal.SIGKILL)
    if item == "70" and sys.argv[1] == "failed":
        raise LookupError(item)
    return item.encode() * 1000

items = [str(number) for number in range(200)]
found = list(sharing.answers(items, work))
print([answer == item.encode() * 1000 for item, answer in zip(items, found, strict=True)])
try:
    os.wait()
except ChildProcessError:
    print("no copy is left")
"""


def run(case: str) -> list[str]:
    """Share the work in a process of its own, which has no threads."""
    command = [sys.executable, "-c", PROGRAM, case]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


def test_answers_come_in_the_order_of_the_items() -> None:
    assert run("well") == [str([True] * 200), "no copy is left"]


@pytest.mark.parametrize("case", ["killed", "failed"])
def test_a_copy_that_is_stopped_answers_nothing_more(case: str) -> None:
    """What the others answer stays."""
    expected = [not (number >= 70 and number % 3 == 70 % 3) for number in range(200)]
    assert run(case) == [str(expected), "no copy is left"]


def test_few_items_are_not_worth_a_copy() -> None:
    """The caller sees for itself."""
    assert list(answers(ITEMS[:10], str.encode)) == [b""] * 10


def test_copies_end_with_the_process_that_asked() -> None:
    """They hold nothing back: the output is closed once nobody has it any more."""
    command = [sys.executable, "-c", PROGRAM, "orphaned"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert not process.communicate(timeout=60)[0]
    assert process.returncode == -signal.SIGKILL


LOCKED = """
import fcntl, os, sys
from register import sharing

sharing._processors = lambda: 2
with open(sys.argv[1], "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    caller = os.getpid()

    def work(item):
        if os.getpid() != caller and item == "0":
            os.kill(caller, 9)
            file = os.open(sys.argv[1], os.O_WRONLY)
            fcntl.flock(file, fcntl.LOCK_EX)  # as the next one would, while this copy is alive
            os.write(file, b"free")
        return b"x"

    list(sharing.answers([str(number) for number in range(200)], work))
"""


def test_a_lock_goes_with_the_process_that_took_it(tmp_path: Path) -> None:
    """Its copies may still be at work."""
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", LOCKED, str(path)], stdout=subprocess.PIPE) as one:
        one.communicate(timeout=60)
    assert one.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"free"
