"""The tour of the README, word by word: what it tells people to type works."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/grandjour (.+)$", README, re.MULTILINE)
PROGRAMS = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the sample register, for commands that name it as the README does."""
    shutil.copytree(ROOT / "entries", tmp_path / "entries")
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_tour_has_its_commands_and_its_program() -> None:
    assert {command.split()[0] for command in COMMANDS} == {"diff", "explain", "notice"}
    assert len(PROGRAMS) == 1


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split()[0])
def test_each_command_of_the_tour_works(checkout: Path, command: str) -> None:
    done = run(checkout, "-m", "register", *command.split())
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr


def test_the_letter_of_the_tour_is_a_pdf(checkout: Path) -> None:
    (command,) = (command for command in COMMANDS if command.startswith("notice"))
    run(checkout, "-m", "register", *command.split())
    assert (checkout / "letter.pdf").read_bytes().startswith(b"%PDF-")


def test_the_program_of_the_tour_prints_the_aid(checkout: Path) -> None:
    """402 euros of water, less 3 % of 12,000 euros: 42 euros."""
    done = run(checkout, "-c", PROGRAMS[0])
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == "42.00"
    assert "42,00" in done.stdout.splitlines()[1]


def test_the_addresses_of_the_tour_are_pages_of_the_site(served_register: str) -> None:
    from urllib.request import urlopen

    addresses = re.findall(r"<http://127\.0\.0\.1:8000(/[^>]+)>", README)
    assert len(addresses) == 2
    for address in addresses:
        with urlopen(served_register + address) as answer:  # noqa: S310 - our own server
            assert answer.status == 200
