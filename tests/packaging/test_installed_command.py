"""The command in an empty folder: from the checkout, an editable install and the wheel alike."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from register.cli import COMMANDS

WAYS = ["checkout", "editable", "wheel"]


class Grandjour:
    """The command, as one way of installing it gives it."""

    def __init__(self, command: list[str], folder: Path, path: Path | None) -> None:
        self.command = command
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "GRANDJOUR_LANG": "en"}
        if path:
            self.environment["PYTHONPATH"] = str(path)

    def __call__(self, *arguments: str, within: str = ".") -> str:
        ended = subprocess.run(
            [*self.command, *arguments],
            cwd=self.folder / within,
            env=self.environment,
            capture_output=True,
            check=False,
            text=True,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout


@pytest.fixture
def ways(root: Path, installed: Path, tmp_path: Path) -> dict[str, Grandjour]:
    """Give the command in each way, each with an empty folder of its own."""
    editable = Path(sys.executable).with_name("grandjour")
    commands: dict[str, tuple[list[str], Path | None]] = {
        "checkout": ([str(installed), "-m", "register"], root),
        "editable": ([str(editable)], None),
        "wheel": ([str(installed.with_name("grandjour"))], None),
    }
    made = {}
    for name, (command, path) in commands.items():
        folder = tmp_path / name
        folder.mkdir()
        made[name] = Grandjour(command, folder, path)
    return made


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file; the name of the folder does not count."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("way", WAYS)
def test_its_help_lists_every_command(ways: dict[str, Grandjour], way: str) -> None:
    listed = ways[way]("--help").split("Commands:")[1]
    named = {line.split()[0] for line in listed.splitlines() if line.startswith("  ")}
    assert named >= set(COMMANDS)


def test_a_new_register_is_in_order_and_becomes_the_same_site_in_every_way(
    ways: dict[str, Grandjour],
) -> None:
    sites = {}
    first = next(iter(ways.values())).folder / "register"
    for name, grandjour in ways.items():
        grandjour("init", "register")
        grandjour("check", within="register")
        if grandjour.folder / "register" != first:  # each new register has a key of its own
            shutil.rmtree(grandjour.folder / "register")
            shutil.copytree(first, grandjour.folder / "register")
        grandjour("build", "--out", "../site", within="register")
        sites[name] = digests(grandjour.folder / "site")
    assert {"fr/index.html", "en/index.html", "algorithmes.json"} <= set(sites["wheel"])
    assert sites["checkout"] == sites["editable"] == sites["wheel"]


@pytest.mark.parametrize("way", WAYS)
def test_the_schema_for_editors_is_json(ways: dict[str, Grandjour], way: str) -> None:
    assert json.loads(ways[way]("schema", "entry"))["type"] == "object"


@pytest.mark.pdf
def test_the_sample_letter_is_the_same_document_in_every_way(
    ways: dict[str, Grandjour], root: Path
) -> None:
    slug = "aide-renovation-energetique"
    letters = set()
    for grandjour in ways.values():
        shutil.copytree(root / "entries", grandjour.folder / "entries")
        case = f"entries/{slug}/cases/juste-au-dessous.yaml"
        letter = f"entries/{slug}/letters/refus.yaml"
        grandjour("notice", slug, "--case", case, "--letter", letter, "--out", "letter.pdf")
        letters.add((grandjour.folder / "letter.pdf").read_bytes())
    (document,) = letters
    assert document.startswith(b"%PDF-")
