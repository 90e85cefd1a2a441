"""A machine without OR-Tools: what was not searched is said, and never taken for an answer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from explain.canonical import canonical
from tests.register.cli.test_bad_scores import ENTRIES, SLUG, change, register

__all__ = ["register"]

NOT_INSTALLED = "import sys\nsys.modules['ortools'] = None\n"
"""Run by Python at its start: what is imported afterwards is not found."""

CASE = (ENTRIES / SLUG / "cases" / "deux-changements-version-3.yaml").read_text(encoding="utf-8")

ENOUGH = {
    "revenu": ("15700", "0", "15700"),
    "enfants": ("3", "3", "12"),
    "classe_energie": ("g", "g", None),
    "construction": ("avant_1948", "avant_1948", None),
    "surface": ("62", "9", "62"),
    "facture": ("2800", "2800", "30000"),
    "travaux": ("4", "4", "7"),
    "cout": ("6500", "500", "6500"),
}
"""Changes that reach 75 points together, with the ends of their ranges. Replay runs them again."""


@pytest.fixture
def many(register: Path) -> Path:
    """Return a register whose score has more changes than can be tried one after the other."""
    change(
        register,
        "score.yaml",
        lambda data: data.replace(b'actionable: "no"', b'actionable: "yes"').replace(
            b"threshold: 50", b"threshold: 75"
        ),
    )
    return register


def run(
    tmp_path: Path, register: Path, command: str, *arguments: str | Path, lang: str = "en"
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process that finds no OR-Tools."""
    start = tmp_path / "start"
    start.mkdir(exist_ok=True)
    (start / "sitecustomize.py").write_text(NOT_INSTALLED)
    root = Path(__file__).parents[2]
    options = ["--lang", lang, command, *map(str, arguments), "--register", str(register)]
    return subprocess.run(
        [sys.executable, "-m", "register", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": f"{start}{os.pathsep}{root}"},
    )


def case(tmp_path: Path, **values: str) -> Path:
    """Write the case down, with other values for some inputs."""
    lines = CASE.replace("version: 3", "version: 1").splitlines()
    for place, line in enumerate(lines):
        name = line.strip().partition(":")[0]
        if line.startswith("  ") and name in values:
            lines[place] = f"  {name}: {values[name]}"
    file = tmp_path / "case.yaml"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def record(tmp_path: Path, register: Path, **values: str) -> dict[str, Any]:
    options = ("--case", case(tmp_path, **values), "--format", "json")
    made = run(tmp_path, register, "explain", SLUG, *options)
    assert made.returncode == 0, made.stdout + made.stderr
    found: dict[str, Any] = json.loads(made.stdout)
    return found


@pytest.mark.parametrize(
    ("lang", "tried", "missing"),
    [
        (
            "fr",
            "Parmi ce qui peut changer, 3 informations ensemble ne suffisent jamais.",
            "Un plus grand nombre n’a pas été essayé : le programme qui cherche manque ici.",
        ),
        (
            "en",
            "Among what can change, no 3 pieces of information together are enough.",
            "More of them were not tried: the program that searches is missing here.",
        ),
    ],
)
def test_an_explanation_says_that_more_changes_were_not_searched(
    lang: str, tried: str, missing: str, many: Path, tmp_path: Path
) -> None:
    told = run(tmp_path, many, "explain", SLUG, "--case", case(tmp_path), lang=lang)
    text = " ".join(told.stdout.replace("\u00a0", " ").split())
    assert (told.returncode, tried in text, missing in text) == (0, True, True), text
    assert "ortools" not in told.stdout + told.stderr
    letter = tmp_path / "letter.html"
    written = ENTRIES / SLUG / "letters" / f"refus-arbres{'-en' if lang == 'en' else ''}.yaml"
    options = ("--case", case(tmp_path), "--letter", written, "--out", letter)
    done = run(tmp_path, many, "notice", SLUG, *options, lang=lang)
    assert done.returncode == 0, done.stdout + done.stderr
    page = letter.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert missing in page


def test_what_was_not_searched_is_calculated_again_exactly(many: Path, tmp_path: Path) -> None:
    found = record(tmp_path, many)
    assert found["together"]["result"] == "no_solver"
    file = tmp_path / "record.json"
    file.write_bytes(canonical(found))
    again = run(tmp_path, many, "replay", file)
    assert (again.returncode, "Reproduced exactly." in again.stdout) == (0, True)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "Le programme qui cherche, OR-Tools, n’est pas installé ici."),
        ("en", "The program that searches, OR-Tools, is not installed here."),
    ],
)
def test_a_proof_of_another_machine_is_not_taken_for_proved_again(
    lang: str, said: str, many: Path, tmp_path: Path
) -> None:
    """The record is one as a machine with the solver writes it, once it has proved a minimum."""
    found = record(tmp_path, many)
    reached = record(tmp_path, many, **{name: at for name, (at, _, _) in ENOUGH.items()})
    assert reached["outcome"]["reached"]
    found["together"] |= {
        "found": {
            "changes": [
                {"id": name, "at": at, "low": low, "high": high}
                for name, (at, low, high) in ENOUGH.items()
            ],
            "distance": "10.1737",
            "fewest": len(ENOUGH),
            "gap": None,
            "outcome": reached["outcome"]["value"],
            "proof": "optimal",
            "reached": True,
        },
        "limit": "5",
        "method": "cp-sat",
        "result": "found",
        "ruled_out": None,
        "seed": 1,
    }
    file = tmp_path / "record.json"
    file.write_bytes(canonical(found))
    again = run(tmp_path, many, "replay", file, lang=lang)
    text = again.stdout.replace("\u00a0", " ")
    assert (again.returncode, said in text) == (3, True), again.stdout
