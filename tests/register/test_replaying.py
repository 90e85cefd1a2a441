"""A record is reproduced, or what is not the same any more is named."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import canonical, to_record
from explain.documents import sheet_html
from explain.errors import ExplainError
from explain.reading import Source
from explain.record import Made, read_record, write_record
from explain.scores.changes import search
from explain.validation import dotted
from register.cli import root as commands
from register.entry.folder import CACHE, LEDGER
from register.errors import CannotReplay, NotFound, RegisterError
from register.explaining import Question, answer
from register.i18n import language
from register.replaying import replay
from register.shelf import Shelf, open_shelf

ENTRIES = Path(__file__).resolve().parents[2] / "entries"
CASES = {
    "rules": ENTRIES / "tarification-solidaire-eau" / "cases" / "ressources-inconnues-2023.yaml",
    "matching": ENTRIES / "parcoursup" / "cases" / "2018-ex1-b7.yaml",
    "score": ENTRIES / "aide-renovation-energetique" / "cases" / "classe-d-trois-enfants.yaml",
}
MADE = Made(datetime(2026, 11, 23, 8, tzinfo=UTC), {"grandjour": "0.1.0", "python": "3.11.2"})
INPUTS = "provenance.inputs"

Leaf = tuple[tuple[str | int, ...], Any]
each_family = pytest.mark.parametrize("family", CASES)


@cache
def shelf() -> Shelf:
    return open_shelf(ENTRIES, drafts=True)


@cache
def kept(family: str) -> bytes:
    """Return the file of a record of each family."""
    path = CASES[family]
    question = Question(slug=path.parts[-3], case=Source(path.name, path.read_bytes()))
    return write_record(answer(shelf(), question).explanation, MADE)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in parts:
        if isinstance(part, dict | list) and part:
            yield from leaves(part, (*path, step))
        else:
            yield (*path, step), part


def another(value: Any) -> Any:
    """Return a value of the same kind that is not `value`."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] != "1" else "2")
    return "x" if value is None else ["x"]


def put(plain: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(plain)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def told(content: Any) -> tuple[set[str], set[str]]:
    """Replay a record; return the codes of issues, and the places of differences."""
    try:
        found = replay(shelf(), Source("kept.json", canonical(content)))
    except (ExplainError, RegisterError) as error:
        return {issue.code.id for issue in error.issues}, set()
    assert found.same == (not found.altered and not found.differences)
    return {issue.code.id for issue in found.altered}, {item.path for item in found.differences}


@each_family
@given(data=st.data())
def test_a_change_of_any_leaf_is_found(family: str, data: st.DataObject) -> None:
    """Also in a bare record, which has no digest: what was given has one of its own."""
    envelope = json.loads(kept(family))
    record = envelope["record"]
    path, value = data.draw(st.sampled_from(list(leaves(record))))
    changed = put(record, path, another(value))
    codes, places = told(changed)
    assert codes or places
    if not codes:
        given_by_the_person = path[0] == "decided_on" or path[-1] in {
            "value",
            "source",
            "own_source",
        }
        assert dotted(path) in places or (given_by_the_person and INPUTS in places)
    try:
        kept_so = read_record(Source("kept.json", canonical({**envelope, "record": changed})))
    except ExplainError:
        return
    assert kept_so.digest != kept_so.noted


@each_family
def test_a_changed_digest_is_found(family: str) -> None:
    """E705"""
    envelope = json.loads(kept(family))
    assert told({**envelope, "digest": "sha256:" + "0" * 64}) == ({"E705"}, set())
    assert told(envelope) == (set(), set())


@each_family
def test_the_software_that_made_a_record_does_not_count(family: str) -> None:
    envelope = json.loads(kept(family))
    other = {"at": "2031-01-01T00:00:00Z", "with": {"grandjour": "7.0.0"}}
    assert told({**envelope, "made": other}) == (set(), set())


@pytest.mark.parametrize(
    ("field", "value", "code"), [("slug", "nulle-part", "R311"), ("version", 99, "R312")]
)
def test_an_entry_or_version_that_is_not_here_is_named(
    field: str, value: object, code: str
) -> None:
    record = json.loads(kept("rules"))["record"]
    assert told(put(record, ("about", field), value)) == ({code}, set())


def test_each_file_that_is_not_the_one_that_calculated_is_named() -> None:
    """R401"""
    for family in CASES:
        record = json.loads(kept(family))["record"]
        for place, (name, _) in enumerate(record["provenance"]["files"]):
            changed = put(record, ("provenance", "files", place, 1), "sha256:" + "0" * 64)
            with pytest.raises(CannotReplay) as caught:
                replay(shelf(), Source("kept.json", canonical(changed)))
            assert [(i.code.id, i.values["name"]) for i in caught.value.issues] == [("R401", name)]


def test_a_list_of_candidates_that_is_gone_is_named() -> None:
    """R402"""
    holding = shelf().entry("parcoursup")
    files = replace(holding.files, beside={**holding.files.beside, "allocations": {}})
    poorer = replace(shelf(), entries={"parcoursup": replace(holding, files=files)})
    with pytest.raises(CannotReplay) as caught:
        replay(poorer, Source("kept.json", kept("matching")))
    (issue,) = caught.value.issues
    assert (issue.code.id, issue.values["name"]) == ("R402", "2018-ex1.yaml")
    assert issue.values["place"].endswith("parcoursup/allocations")


def test_a_version_that_executes_nothing_calculates_nothing_again() -> None:
    slug = CASES["rules"].parts[-3]
    holding = shelf().entry(slug)
    described = {
        number: replace(version, entry=version.entry.model_copy(update={"algorithm": None}))
        for number, version in holding.versions.items()
    }
    other = replace(shelf(), entries={slug: replace(holding, versions=described)})
    with pytest.raises(NotFound) as caught:
        replay(other, Source("kept.json", kept("rules")))
    assert [issue.code.id for issue in caught.value.issues] == ["E508"]


TOGETHER = ENTRIES / "aide-renovation-energetique" / "cases" / "deux-changements-version-3.yaml"


@cache
def two_changes(**values: object) -> dict[str, Any]:
    """Return the record of a case with no way out but two changes, or with other values."""
    text = TOGETHER.read_text("utf-8")
    for name, value in values.items():
        text = re.sub(rf"(?m)^  {name}: .*$", f"  {name}: {value}", text)
    question = Question(slug=TOGETHER.parts[-3], case=Source(TOGETHER.name, text.encode()))
    record: dict[str, Any] = json.loads(to_record(answer(shelf(), question).explanation))
    return record


def only_found(**values: object) -> dict[str, Any]:
    """Return the record as a machine that proved nothing could have written it."""
    record = copy.deepcopy(two_changes())
    found = record["together"]["found"]
    found |= {"proof": "best_found", "gap": None, "fewest": 1, "distance": "3.1"}
    found["changes"] = [
        {"id": "gain", "low": "60", "high": "85", "at": "70"},
        {"id": "conseil", "low": True, "high": None, "at": True},
    ]
    again = two_changes(gain=70, conseil="true")["outcome"]
    found |= {"outcome": again["value"], "reached": again["reached"]}
    found |= values
    return record


def test_a_search_that_was_proved_is_repeated() -> None:
    assert two_changes()["together"]["found"]["proof"] == "optimal"
    assert told(two_changes()) == (set(), set())
    place = ("together", "found", "changes", 0, "at")
    assert told(put(two_changes(), place, "55")) == (set(), {"together.found.changes.1.at"})


def test_a_search_that_proved_nothing_is_calculated_again_instead() -> None:
    assert told(only_found()) == (set(), set())
    assert told(only_found(outcome="99")) == (set(), {"together.found.outcome"})
    assert told(only_found(reached=False)) == (set(), {"together.found.reached"})
    assert told(put(only_found(), ("together", "bounds"), "sha256:0")) == (
        set(),
        {"together.bounds"},
    )


@pytest.fixture
def busy() -> Iterator[dict[str, Any]]:
    """Return a record with a proof, and keep every search waiting, as other requests do."""
    record = two_changes()
    with search.TURN:
        yield record


def test_a_proof_that_cannot_be_made_again_is_said(busy: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_bytes(canonical(busy))
    ran = run("replay", path)
    assert ran.exit_code == 3
    assert "Rien ne diffère, mais une partie n’a pas pu être recalculée." in ran.output
    assert "occupée par d’autres recherches" in ran.output


OUTCOME = ("together", "found", "outcome")


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        pytest.param(OUTCOME, "99", "together.found.outcome"),
        pytest.param(("outcome", "value"), "1", "outcome.value", marks=pytest.mark.deep),
        pytest.param(
            ("together", "found", "changes", 0, "at"),
            "10",
            "together.found.outcome",
            marks=pytest.mark.deep,
        ),
    ],
)
def test_all_else_is_compared_where_a_proof_cannot_be_made_again(
    busy: dict[str, Any], place: tuple[str | int, ...], value: str, found: str
) -> None:
    codes, places = told(put(busy, place, value))
    assert (codes, found in places) == (set(), True)


@pytest.mark.parametrize("end", ["low", "high"])
def test_an_end_of_a_range_that_does_not_flip_is_found(end: str) -> None:
    record = only_found()
    place = ("together", "found", "changes", 0, end)
    assert told(put(record, place, "10")) == (set(), {"together.found.reached"})


def test_a_change_that_nobody_could_make_is_refused() -> None:
    place = ("together", "found", "changes", 0, "at")
    assert told(put(only_found(), place, "900")) == ({"E304"}, set())
    assert told(put(only_found(), ("together", "found", "changes"), "none")) == ({"E704"}, set())


def test_a_search_that_ended_without_an_answer_is_not_held_against_one_that_has_it() -> None:
    record = put(two_changes(), ("together", "found"), None)
    assert told(put(record, ("together", "result"), "out_of_time")) == (set(), set())
    assert told(put(record, ("together", "result"), "nothing"))[1]


def run(*arguments: object, register: Path = ENTRIES, lang: str = "fr") -> Result:
    options = ["--lang", lang, *map(str, arguments), "--register", str(register)]
    return CliRunner().invoke(commands, options, prog_name="grandjour")


def keep(folder: Path, family: str = "score", *more: object) -> Path:
    path = folder / "kept.json"
    done = run("explain", CASES[family].parts[-3], "--case", CASES[family], "--record", path, *more)
    assert done.exit_code == 0, done.output
    return path


@each_family
def test_a_record_kept_by_one_command_is_reproduced_by_the_other(
    tmp_path: Path, family: str
) -> None:
    path = keep(tmp_path, family)
    french, english = run("replay", path), run("replay", path, lang="en")
    assert (french.exit_code, english.exit_code) == (0, 0)
    assert french.output.splitlines()[-1] == "Refait à l’identique."
    assert english.output.splitlines()[-1] == "Reproduced exactly."
    assert "grandjour 0.1.0" in english.output


def alone(folder: Path, *arguments: object) -> str:
    """Run a command in a process of its own, with `folder` for its caches."""
    done = subprocess.run(
        [sys.executable, "-m", "register", *map(str, arguments), "--register", str(ENTRIES)],
        env={**os.environ, "GRANDJOUR_CACHE": str(folder), "GRANDJOUR_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_record_is_reproduced_in_another_process_with_tables_built_afresh(
    tmp_path: Path,
) -> None:
    path, folders = tmp_path / "kept.json", [tmp_path / "one", tmp_path / "other"]
    alone(folders[0], "explain", TOGETHER.parts[-3], "--case", TOGETHER, "--record", path)
    assert alone(folders[1], "replay", path).endswith("Reproduced exactly.\n")
    assert "numpy" in json.loads(path.read_bytes())["made"]["with"]
    first, second = (
        [file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()]
        for folder in folders
    )
    assert first
    assert first == second


def test_a_printed_record_is_reproduced(tmp_path: Path) -> None:
    path = tmp_path / "printed.json"
    case = CASES["rules"]
    printed = run("explain", case.parts[-3], "--case", case, "--format", "json").stdout
    path.write_text(printed, "utf-8")
    assert run("replay", path).exit_code == 0


def test_a_record_is_never_written_over_another(tmp_path: Path) -> None:
    path = keep(tmp_path)
    before = path.read_bytes()
    done = run("explain", CASES["score"].parts[-3], "--case", CASES["score"], "--record", path)
    assert done.exit_code == 1
    assert "R310" in done.output
    assert path.read_bytes() == before


def test_an_edited_digit_is_told_with_its_place_and_both_values(tmp_path: Path) -> None:
    path = keep(tmp_path)
    text = path.read_text("utf-8")
    assert '"value":"41"' in text
    path.write_text(text.replace('"value":"41"', '"value":"51"'), "utf-8")
    done = run("replay", path, lang="en")
    assert done.exit_code == 1
    assert "E705" in done.output
    assert 'outcome.value (Points de la demande): recorded "51", calculated "41"' in done.output
    assert "Traceback" not in done.output


def test_only_so_many_differences_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    record = json.loads(kept("score"))["record"]
    record["parameters"] = [{"id": str(number)} for number in range(50)]
    path.write_bytes(canonical(record))
    lines = run("replay", path, lang="en").output.splitlines()
    assert lines[-1] == "  …"
    assert sum(line.startswith("  parameters.") for line in lines) == 20


@pytest.mark.parametrize("size", [0, 1, 100, -2])
def test_a_cut_file_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "cut.json"
    path.write_bytes(kept("rules")[:size])
    done = run("replay", path)
    assert done.exit_code == 1
    assert "E702" in done.output


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = run("replay", tmp_path / "absent.json")
    assert done.exit_code == 1
    assert "E110" in done.output


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the sample register as drafts."""
    folder = tmp_path / "register"
    shutil.copytree(ENTRIES, folder, ignore=shutil.ignore_patterns(CACHE, LEDGER))
    return folder


def test_a_draft_whose_files_changed_since_is_told_by_file(tmp_path: Path, copied: Path) -> None:
    path = keep(tmp_path)
    assert run("replay", path, register=copied).exit_code == 0
    slug, number = CASES["score"].parts[-3], json.loads(kept("score"))["record"]["about"]["version"]
    for name in ("fr.md", "score.yaml"):
        with (copied / slug / str(number) / name).open("a", encoding="utf-8") as file:
            file.write("\n")
    done = run("replay", path, register=copied)
    assert done.exit_code == 1
    assert done.output.count("R401") == 2
    assert "fr.md" in done.output
    assert "score.yaml" in done.output


def test_a_published_file_that_changed_is_told_by_the_ledger(tmp_path: Path, copied: Path) -> None:
    path = keep(tmp_path)
    shutil.copy(ENTRIES / LEDGER, copied / LEDGER)
    for text in (copied / CASES["score"].parts[-3]).glob("*/score.yaml"):
        text.write_bytes(text.read_bytes() + b"\n")
    done = run("replay", path, register=copied)
    assert done.exit_code == 1
    assert "R304" in done.output


def test_a_record_on_paper_and_in_a_file_have_one_digest() -> None:
    path = CASES["score"]
    question = Question(slug=path.parts[-3], case=Source(path.name, path.read_bytes()))
    sheet = sheet_html(answer(shelf(), question).sheet(language("fr"), "https://registre.example/"))
    assert json.loads(kept("score"))["digest"] in sheet
