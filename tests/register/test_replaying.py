"""A record is reproduced, or what is not the same any more is named."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import canonical
from explain.documents.rendering import sheet_html
from explain.errors import ExplainError
from explain.record import read_record
from explain.sources import Source
from explain.validation import dotted
from register.entry.folder import CACHE, LEDGER, LOG
from register.errors import CannotReplay, NotFound
from register.explaining import Question, answer
from register.i18n import language
from register.replaying import replay
from tests.register.replay_records import (
    CASES,
    ENTRIES,
    INPUTS,
    TOGETHER,
    another,
    each_family,
    keep,
    kept,
    leaves,
    put,
    run,
    shelf,
    told,
)


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
    shutil.copytree(ENTRIES, folder, ignore=shutil.ignore_patterns(CACHE, LEDGER, LOG))
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
