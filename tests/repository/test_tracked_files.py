"""What no file of this repository may say, and what every one must keep."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

MACHINE = re.compile(r"(?<![\w.>-])/(?:home|root|Users|tmp|opt|work|var/folders)/\w")
INDEX = re.compile(r"(?<!emit-)(?:index-url|find-links|trusted-host)|pypi\.org/simple|/simple/")
HERE = Path(__file__).relative_to(Path(__file__).parents[2])


@cache
def tracked(root: Path) -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    names = [Path(name) for name in listed.stdout.split("\0") if name]
    return tuple(name for name in names if (root / name).is_file() and name != HERE)


def texts(root: Path) -> list[tuple[Path, str]]:
    binary = {".mo", ".npz", ".pdf", ".png", ".skops", ".woff2"}
    kept = [
        name for name in tracked(root) if name.suffix not in binary and "tile" not in name.parts
    ]
    return [(name, (root / name).read_text(encoding="utf-8")) for name in kept]


@pytest.mark.parametrize("forbidden", [MACHINE, INDEX], ids=["path of a machine", "index address"])
def test_no_file_names_a_machine_or_an_index(root: Path, forbidden: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts(root)
        for number, line in enumerate(text.splitlines(), start=1)
        if forbidden.search(line)
    ]
    assert found == []


def test_every_text_ends_its_last_line_and_uses_one_kind_of_line_end(root: Path) -> None:
    wrong = [
        str(name)
        for name, text in texts(root)
        if text and name.parts[0] != "entries" and (not text.endswith("\n") or "\r" in text)
    ]
    assert wrong == []


def test_file_names_are_plain_and_do_not_differ_by_case_alone(root: Path) -> None:
    names = [str(name) for name in tracked(root)]
    assert [name for name in names if not re.fullmatch(r"[\w./@+-]+", name, re.ASCII)] == []
    assert len({name.lower() for name in names}) == len(names)
