"""`grandjour match`: the whole run, its private and public files, and nothing half-written."""

import csv
import fcntl
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from explain.canonical import digest
from register.cli.files import write_folder
from tests.explain.matching.admission.test_run_tables import FILE, TABLES
from tests.explain.matching.daily_proposals import day_tables
from tests.explain.matching.daily_proposals.day_files import DAY

SLUG = "affelnet-paris"


def run(root: Path, *arguments: str, slug: str = SLUG) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "register", "match", slug, "--lang", "en", *arguments]
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


HEAD = "format: 1\nmethod: daily_proposals\nkind: run\nsynthetic: true\n"
DAILY = HEAD + DAY[DAY.index("title:") :]
ONE_LIST = FILE.replace("deferred_acceptance", "points_with_capacity")
PLACES = TABLES["programmes.csv"]
WISHES = "person,rank,programme,points\n"
DAY_IN_TABLES = {
    "run.yaml": day_tables.FILE,
    **{f"{name}.csv": text for name, text in day_tables.TABLES.items()},
}


@pytest.mark.parametrize(
    ("slug", "files", "expected"),
    [
        (
            SLUG,
            {"wishes.csv": WISHES + "p1,1,a,9\np1,2,a,9\np2,1,b,8\np2,2,b,8\n"},
            ["wishes.csv:3: E535", "wishes.csv:5: E535"],
        ),
        (
            SLUG,
            {"wishes.csv": WISHES + "p1,1,a,9\np1,1,b,9\np2,1,a,8\np2,3,b,8\n"},
            ["wishes.csv:3: E539", "wishes.csv:5: E540"],
        ),
        (
            SLUG,
            {"programmes.csv": PLACES.replace("A,2,1", "A,-2,0").replace("B,1,0", "B,-1,0")},
            ["programmes.csv:2: E532", "programmes.csv:3: E532"],
        ),
        (
            SLUG,
            {"programmes.csv": PLACES + "c,School C,1,0\nd,School D,1,0\n"},
            ["programmes.csv:4: E537", "programmes.csv:5: E537"],
        ),
        (
            "place-en-creche-pessac",
            {
                "run.yaml": ONE_LIST,
                "wishes.csv": "person,programme,points\np1,a,9\np1,b,8\np2,a,7\np2,a,7\n",
            },
            ["wishes.csv:3: E535", "wishes.csv:5: E535"],
        ),
        (
            SLUG,
            {"wishes.csv": WISHES + 'p1,1,a,x\n"p2,1,a,9\np3,first,b,8\n,1,a,7\np9,1,a,1\n'},
            [
                f"wishes.csv:{row}: {code}"
                for row, code in enumerate(("E533", "E529", "E531", "E530", "E536"), start=2)
            ],
        ),
        (
            "parcoursup",
            {"run.yaml": DAILY.replace("scholarship: 50", "scholarship: 101, residence: 300")},
            ["run.yaml:13: E208", "residence"],
        ),
        (
            "parcoursup",
            {"run.yaml": DAILY.replace("places: 2", "places: -1").replace("beds: 1", "beds: -3")},
            ["run.yaml:12: E208", "run.yaml:19: E208"],
        ),
        (
            "parcoursup",
            {"run.yaml": DAILY.replace("law, preference: 2", "law, preference: 1")},
            ["run.yaml:25: E558"],
        ),
        (
            "parcoursup",
            {
                "run.yaml": DAILY.replace(
                    "houses:\n", "houses:\n  - {id: h, beds: 1, ranking: [2]}\n"
                )
            },
            ["E554", "E553"],
        ),
        (
            "parcoursup",
            {
                "run.yaml": DAILY.replace(
                    "houses:\n", "houses:\n  - {id: girls, beds: 1, ranking: [2]}\n"
                ).replace(
                    "house: school}]}\n  - id: 3",
                    "house: school}, {programme: maths, house: girls}]}\n  - id: 3",
                )
            },
            ["run.yaml:23: E557"],
        ),
        (
            "parcoursup",
            {
                **DAY_IN_TABLES,
                "programmes.csv": day_tables.TABLES["programmes"].replace("law,1", "law,-1"),
                "wishes.csv": day_tables.TABLES["wishes"]
                + "1,law,2,,,\n4,art,1,,,\n4,law,last,,,\n4,law\n",
            },
            [
                "programmes.csv:3: E532",
                "wishes.csv:9: E556",
                "wishes.csv:10: E555",
                "wishes.csv:11: E531 Row 11, column “rank”: “last” is not a whole number.",
                "wishes.csv:12: E528",
            ],
        ),
    ],
    ids=[
        "wish lists with duplicates",
        "ranks that repeat or skip",
        "a capacity below zero",
        "a programme nobody asked for",
        "a person twice in one list",
        "several bad rows",
        "rates above 100",
        "places and beds below zero",
        "preferences that repeat",
        "a house nobody asked for",
        "a person in two rankings of one group",
        "bad rows of a day in tables",
    ],
)
def test_every_mistake_is_named_at_once_and_nothing_is_written(
    root: Path, data: Path, tmp_path: Path, slug: str, files: dict[str, str], expected: list[str]
) -> None:
    for name, text in files.items():
        (data / name).write_text(text, encoding="utf-8")
    done = run(root, "--data", str(data), "--out", str(tmp_path / "out"), slug=slug)
    assert done.returncode == 1, done.stdout
    assert [text for text in expected if text not in done.stderr] == [], done.stderr
    assert "Traceback" not in done.stderr
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
    # A shell lets what it runs in the background ignore the keyboard: not here.
    command = ["env", "--default-signal=INT", sys.executable, "-u", "-m", "register"]
    command += ["match", SLUG, "--lang", "en", "--data", str(data), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Reading the tables…\n"
        os.kill(process.pid, signal.SIGINT)
        process.wait()
    assert process.returncode != 0
    assert [item.name for item in tmp_path.iterdir()] == ["data"]


def many(data: Path, count: int) -> None:
    """Write a run that takes a moment."""
    rows = "".join(f"p{n},1,a,{n}\np{n},2,b,1\n" for n in range(count))
    people = "".join(f"p{n},{n},0\n" for n in range(count))
    (data / "wishes.csv").write_text(WISHES + rows)
    (data / "persons.csv").write_text("person,lottery,grants\n" + people)


def test_a_run_killed_at_any_moment_leaves_all_or_nothing(
    root: Path, data: Path, tmp_path: Path, *, deep: bool
) -> None:
    """Kill the process without warning at moments that fall anywhere in its work."""
    many(data, 15_000)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "register", "match", SLUG, "--lang", "en"]
    command += ["--data", str(data), "--out", str(out)]
    begun = time.monotonic()
    subprocess.run(command, cwd=root, capture_output=True, check=True)
    whole = time.monotonic() - begun
    expected = {path.name: path.read_bytes() for path in out.iterdir()}
    shutil.rmtree(out)
    dice = random.Random(7)  # noqa: S311 - no secret is made here
    for _ in range(20 if deep else 3):
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=dice.uniform(0.3, 1.05) * whole)
            process.kill()
            process.wait()
        if out.exists():
            assert {path.name: path.read_bytes() for path in out.iterdir()} == expected
            shutil.rmtree(out)
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(item.name for item in tmp_path.iterdir()) == ["data", "out"]


def test_what_a_killed_process_left_is_removed_and_what_another_writes_stays(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".out.unfinished-abc"
    left.mkdir()
    (left / "outcomes.private.csv").write_text("half")
    held = tmp_path / ".out.unfinished-def"
    held.mkdir()
    others = tmp_path / ".out.backup"
    others.mkdir()
    handle = os.open(held, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    write_folder(tmp_path / "out", {"a.csv": b"whole"})
    os.close(handle)
    assert sorted(item.name for item in tmp_path.iterdir()) == [
        ".out.backup",
        ".out.unfinished-def",
        "out",
    ]
    assert (tmp_path / "out" / "a.csv").read_bytes() == b"whole"


CASE = """\
format: 1
date: 2021-06-27
version: 2
inputs:
  voeux:
    - {lycee: turgot, secteur: secteur_1}
    - {lycee: buffon, secteur: secteur_1}
  bonus_ips: moyen
  points_notes: 3000
  points_socle: 4600
"""


@pytest.fixture
def tables(data: Path) -> Path:
    """Return a run of Affelnet whose tables stand in files of their own."""
    schools = "turgot,Turgot,1,0\nbuffon,Buffon,2,0\n"
    wishes = "p1,1,turgot,41000.5\np2,1,turgot,40000\np2,2,buffon,40000\np3,1,buffon,100\n"
    (data / "programmes.csv").write_text(PLACES.partition("\n")[0] + "\n" + schools)
    (data / "wishes.csv").write_text(WISHES + wishes)
    return data


def grandjour(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "register", *map(str, arguments), "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_a_person_is_explained_and_replayed_in_a_run_of_several_files(
    root: Path, tables: Path, tmp_path: Path
) -> None:
    case, record = tmp_path / "case.yaml", tmp_path / "record.json"
    case.write_text(CASE, encoding="utf-8")
    asked = ("explain", SLUG, "--case", case, "--data", tables, "--record", record)
    done = grandjour(root, *asked)
    assert done.returncode == 0, done.stderr
    assert "the calculation gives Buffon" in done.stdout
    assert "You lack 160.5 points" in " ".join(done.stdout.split())
    again = grandjour(root, "replay", record, "--data", tables)
    assert (again.returncode, "Reproduced exactly." in again.stdout) == (0, True), again.stderr
    without = grandjour(root, "replay", record)
    assert without.returncode == 1
    assert "run.yaml" in without.stderr
    text = (tables / "wishes.csv").read_text().replace("p1,1,turgot,41000.5", "p1,1,turgot,41000.6")
    (tables / "wishes.csv").write_text(text)
    changed = grandjour(root, "replay", record, "--data", tables)
    assert changed.returncode == 1
    assert "run.yaml" in changed.stderr


DAY_CASE = """\
format: 1
version: 3
inputs: {numero: 2, boursier: false, repondeur: false}
unknown: [rang_appel, rang_internat]
"""


def test_a_day_in_tables_is_run_and_a_person_of_it_explained_and_replayed(
    root: Path, tmp_path: Path
) -> None:
    one, tables = tmp_path / "one", tmp_path / "tables"
    for folder, files in ((one, {"run.yaml": DAILY}), (tables, DAY_IN_TABLES)):
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        done = run(root, "--data", str(folder), "--out", f"{folder}-out", slug="parcoursup")
        assert done.returncode == 0, done.stderr
    for name in ("outcomes.private.csv", "figures.json"):
        written = [(tmp_path / f"{folder}-out" / name).read_bytes() for folder in ("one", "tables")]
        assert written[0] == written[1]
    case, record = tmp_path / "case.yaml", tmp_path / "record.json"
    case.write_text(DAY_CASE, encoding="utf-8")
    told = [
        grandjour(root, "explain", "parcoursup", "--case", case, "--data", folder, *more).stdout
        for folder, more in ((one, ()), (tables, ("--record", record)))
    ]
    assert "maths: you wait." in told[0]
    lines = [[line for line in text.splitlines() if "sha256" not in line] for text in told]
    assert lines[0] == [line for line in lines[1] if str(record) not in line]
    again = grandjour(root, "replay", record, "--data", tables)
    assert (again.returncode, "Reproduced exactly." in again.stdout) == (0, True), again.stderr
    changed = day_tables.TABLES["candidates"].replace("1,0,0", "1,1,0")
    (tables / "candidates.csv").write_text(changed)
    refused = grandjour(root, "replay", record, "--data", tables)
    assert (refused.returncode, "run.yaml" in refused.stderr) == (1, True)
