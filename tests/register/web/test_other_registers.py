"""Registers unlike the sample: empty, in one language, with lists of real people."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from register.entry.folder import LEDGER, LOG
from register.presenting.trials import answers_of
from register.trials import invented_lists
from tests.register.published import Server, copy, edition, serving

TRIAL = "/fr/algorithmes/parcoursup/essayer/"


@contextmanager
def changed(tmp_path: Path, **texts: tuple[str, str]) -> Iterator[Server]:
    """Serve a copy of the sample register with words of `register.yaml` replaced."""
    register = copy(tmp_path / "register")
    file = register / "register.yaml"
    text = file.read_text(encoding="utf-8")
    for before, after in texts.values():
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    with serving(register, tmp_path / "log") as server:
        yield server


def test_a_register_that_published_nothing_says_so(tmp_path: Path) -> None:
    register = copy(tmp_path / "register")
    (register / LEDGER).unlink()
    shutil.rmtree(register / LOG)
    with serving(register, tmp_path / "log") as server:
        for path in ("/", "/en/", "/fr/algorithmes/", "/fr/feed.atom", "/algorithmes.json"):
            assert server.get(path).status == 200
        assert server.get("/fr/algorithmes/parcoursup/").status == 404
        assert server.get("/fr/algorithmes/?q=eau").status == 200


def test_a_register_without_any_entry_can_be_served(tmp_path: Path) -> None:
    register = copy(tmp_path / "register", versions=0)
    for folder in register.iterdir():
        if folder.is_dir() and folder.name != "administrations":
            shutil.rmtree(folder)
    with serving(register, tmp_path / "log") as server:
        assert server.get("/fr/").status == 200
        assert server.get("/fr/administrations/nantes-metropole/").status == 200


def test_a_register_in_one_language_has_no_page_in_another(tmp_path: Path) -> None:
    with changed(tmp_path, languages=("languages: [fr, en]", "languages: [fr]")) as server:
        home = server.get("/fr/")
        assert home.status == 200
        assert "hreflang" not in home.text
        for path in ("/en/", "/en/algorithmes/?q=eau", "/en/algorithmes/parcoursup/1-2/"):
            assert server.get(path).status == 404, path
        assert server.get("/en/algorithmes/parcoursup/essayer/?exemple=x").status == 404
        assert server.get("/algorithmes.json?q=eau", accept_language="en").status == 200


def test_the_first_language_is_the_one_of_the_front_door(tmp_path: Path) -> None:
    with changed(tmp_path, languages=("languages: [fr, en]", "languages: [en, fr]")) as server:
        assert '<html lang="en">' in server.get("/").text


def test_https_is_remembered_only_where_it_is_configured(tmp_path: Path) -> None:
    register = copy(tmp_path / "register", versions=1)
    with serving(register, tmp_path / "log", "--https") as server:
        assert "max-age" in server.get("/fr/").headers["strict-transport-security"]


def test_a_list_of_real_people_is_never_tried(tmp_path: Path) -> None:
    register = copy(tmp_path / "register")
    folder = register / "parcoursup" / "allocations"
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        salted = text.replace("synthetic: true", "synthetic: false\nsalt: " + "s" * 40)
        file.write_text(salted, encoding="utf-8")
    held = edition()
    told = held.told("fr", "parcoursup")[0]
    holding = held.shelf.entry("parcoursup")
    spec = held.algorithms["parcoursup"][told.worked.number].spec
    assert all(not name.startswith("jour") for name in invented_lists(holding, spec))
    assert invented_lists(holding, spec)
    answers = answers_of(held.shown("fr", holding, told.worked.number), told)
    with serving(register, tmp_path / "log") as server:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        sent = server.send("POST", TRIAL, urlencode(answers).encode(), headers)
        assert sent.status == 422
        assert 'name="candidate-list"' not in sent.text


@pytest.mark.parametrize("text", ["not: [a register", "format: 2", ""])
def test_a_register_that_cannot_be_read_is_not_served(tmp_path: Path, text: str) -> None:
    register = copy(tmp_path / "register")
    (register / "register.yaml").write_text(text, encoding="utf-8")
    with (
        pytest.raises(AssertionError, match=r"E[0-9]{3}"),
        serving(register, tmp_path / "log"),
    ):
        pass
