"""`grandjour match`: the whole run, its private and public files, and nothing half-written."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from explain.canonical import digest
from tests.explain.matching.admission.test_run_tables import FILE, TABLES

SLUG = "affelnet-paris"


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "register", "match", SLUG, "--lang", "en", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "run.yaml").write_text(FILE, encoding="utf-8")
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_run_writes_outcomes_cutoffs_and_a_certificate(
    root: Path, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run(root, "--data", str(data), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "Checking the result…" in done.stdout
    with (out / "outcomes.private.csv").open(encoding="utf-8") as file:
        places = {row["person"]: row["programme"] for row in csv.DictReader(file)}
    assert places == {"p1": "a", "p2": "a", "p3": "b"}
    certificate = json.loads((out / "certificate.json").read_text(encoding="utf-8"))
    assert certificate["guarantees"]["stability"] is True
    assert certificate["counts"] == {"persons": 3, "wishes": 4, "programmes": 2, "admitted": 3}
    for name, about in certificate["files"].items():
        assert about["digest"] == digest((out / name).read_bytes())
        assert about["private"] == (name == "outcomes.private.csv")
    public = (out / "cutoffs.json").read_text(encoding="utf-8") + json.dumps(certificate)
    assert '"p1"' not in public
    assert json.loads((out / "cutoffs.json").read_text())["run"] == certificate["run"]


def test_bad_rows_are_all_named_and_nothing_is_written(
    root: Path, data: Path, tmp_path: Path
) -> None:
    (data / "wishes.csv").write_text("person,rank,programme,points\np1,1,a,x\np2,0,a,1\n")
    done = run(root, "--data", str(data), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "wishes.csv:2: E533 Row 2, column “points”: “x” is not a number." in done.stderr
    assert "wishes.csv:3: E532" in done.stderr
    assert [item.name for item in tmp_path.iterdir()] == ["data"]


def test_a_folder_that_is_there_is_not_written_over(root: Path, data: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    done = run(root, "--data", str(data), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_without_a_run_is_named(root: Path, tmp_path: Path) -> None:
    done = run(root, "--data", str(tmp_path), "--out", str(tmp_path / "out"))
    assert (done.returncode, "E544" in done.stderr) == (1, True)


def test_an_entry_that_matches_nobody_is_refused(root: Path, data: Path, tmp_path: Path) -> None:
    for slug, number, code in (
        ("tarification-solidaire-eau", 2, "E543"),
        ("parcoursup", 2, "E542"),
    ):
        command = [sys.executable, "-m", "register", "match", slug, "--data", str(data)]
        command += ["--out", str(tmp_path / "out"), "--version", str(number)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert (done.returncode, code in done.stderr) == (1, True)


def test_a_run_that_is_interrupted_leaves_nothing(root: Path, data: Path, tmp_path: Path) -> None:
    """Stop the process while it works, as somebody at the keyboard would."""
    rows = "".join(f"p{n},1,a,{n}\n" for n in range(60_000))
    people = "".join(f"p{n},{n},0\n" for n in range(60_000))
    (data / "wishes.csv").write_text("person,rank,programme,points\n" + rows + "p1,2,b,1\n")
    (data / "persons.csv").write_text("person,lottery,grants\n" + people)
    command = [sys.executable, "-u", "-m", "register", "match", SLUG, "--lang", "en"]
    command += ["--data", str(data), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Reading the tables…\n"
        os.kill(process.pid, signal.SIGINT)
        process.wait()
    assert process.returncode != 0
    assert [item.name for item in tmp_path.iterdir()] == ["data"]
