"""Listing a file that a version executes changes two lines and no other byte."""

import difflib
from pathlib import Path

import pytest

from explain.canonical import digest
from register.entry.folder import open_folder
from register.entry.front_matter import split
from register.entry.recording import listing, with_artefacts

ENTRIES = Path(__file__).resolve().parents[3] / "entries"
GRANT = open_folder(ENTRIES).entry("aide-renovation-energetique")
DATA = b"{}"

HEADS = {
    "block": "format: 1\nartefacts:\n  - path: a.yaml\n    sha256: X\n# a remark\nlang: fr\n",
    "flow": "format: 1\nartefacts:\n- {path: a.yaml, sha256: X}\nlang: fr\n",
    "empty": "format: 1\nartefacts: []\nlang: fr\n",
    "absent": "format: 1\nlang: fr\n",
    "last": "format: 1\nlang: fr\nartefacts:\n  - path: a.yaml\n    sha256: X\n",
}


def text(head: str, end: str = "\n") -> bytes:
    return f"---\n{head}---\nThe body.\n".replace("\n", end).encode()


def listed(data: bytes) -> list[tuple[str, str]]:
    return [(item["path"], item["sha256"]) for item in split(data, "f").head.value["artefacts"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_new_file_is_listed_last(head: str, end: str) -> None:
    before = text(head, end)
    after = listing(before, "f", "model.json", "sha256:new")
    assert listed(after)[-1] == ("model.json", "sha256:new")
    assert len(listed(after)) == 1 + head.count("a.yaml")
    assert split(after, "f").body == split(before, "f").body
    assert {line.endswith(b"\r") for line in after.split(b"\n")[:-1]} == {end == "\r\n"}


@pytest.mark.parametrize("head", [HEADS["block"], HEADS["flow"], HEADS["last"]])
def test_a_listed_file_gets_its_new_digest_and_nothing_else(head: str) -> None:
    before = text(head)
    after = listing(before, "f", "a.yaml", "sha256:new")
    assert after == before.replace(b"X", b"sha256:new")
    assert listing(after, "f", "a.yaml", "sha256:new") == after


def test_a_file_takes_the_place_of_an_older_version_s() -> None:
    before = text(HEADS["block"].replace("a.yaml", "../1/a.yaml"))
    assert listed(listing(before, "f", "a.yaml", "sha256:new")) == [("a.yaml", "sha256:new")]


def test_a_translation_that_was_current_stays_so() -> None:
    changed = with_artefacts(GRANT, 2, {"evaluation.json": DATA})
    assert changed["evaluation.json"] == DATA
    old = GRANT.versions[2]
    for name, count in (("fr.md", 2), ("en.md", 2)):
        lines = difflib.ndiff(old[name].decode().splitlines(), changed[name].decode().splitlines())
        assert sum(line[0] in "+-" for line in lines) == count
    assert digest(changed["fr.md"]).encode() in changed["en.md"]


def test_what_is_already_so_is_not_written_again() -> None:
    name = "model.json"
    assert with_artefacts(GRANT, 1, {name: GRANT.versions[1][name]}) == {}
