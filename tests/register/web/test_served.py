"""`grandjour serve`, run as people run it."""

import gzip
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from register.entry.folder import CACHE, LEDGER, open_folder
from tests.register.published import Server, add, copy, publication, serving


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("served") / "register", versions=1)


@pytest.fixture(scope="module")
def server(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(register, tmp_path_factory.mktemp("log") / "log") as running:
        yield running


def until(server: Server, path: str, status: int) -> bool:
    """Ask again until the page has this status; give up after two minutes."""
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        if server.get(path).status == status:
            return True
    return False


def test_the_site_answers_on_this_computer_alone(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert server.get("/").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/fr/algorithmes/..%2f..%2fetc/",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/fr/%00/",
        "/fr/%0d%0aSet-Cookie:%20a=b/",
        "/fr/%ff%fe/",
        "/fr/" + "a" * 5000,
    ],
)
def test_a_hostile_address_gets_a_page_that_says_so(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in {308, 400, 404}
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_body_beyond_the_limit_is_refused(server: Server) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    path = "/fr/algorithmes/parcoursup/essayer/"
    assert server.send("POST", path, b"a" * 200_000, headers).status == 413


def test_pages_travel_packed(server: Server) -> None:
    answer = server.get("/fr/", accept_encoding="gzip")
    assert b"<!doctype html>" in gzip.decompress(answer.body)


def test_a_first_version_alone_is_shown_until_the_next_is_published(
    server: Server, register: Path
) -> None:
    draft, entry = "/fr/algorithmes/parcoursup/2/", "/fr/algorithmes/parcoursup/"
    assert server.get(draft).status == 404
    assert "/algorithmes/parcoursup/1/" in server.get(entry).text
    files = open_folder(register).entry("parcoursup")
    add(register, publication(files, 2, datetime(2026, 11, 20, tzinfo=UTC)))
    assert until(server, draft, 200)
    assert "/algorithmes/parcoursup/1-2/" in server.get(entry).text


def test_files_that_cannot_be_read_leave_the_pages_as_they_were(
    server: Server, register: Path
) -> None:
    ledger = register / LEDGER
    before = ledger.read_bytes()
    ledger.write_bytes(before + b"half a li")
    limit = time.monotonic() + 30
    while "stay as they were" not in server.log.read_text() and time.monotonic() < limit:
        assert server.get("/fr/").status == 200
    assert "stay as they were" in server.log.read_text()
    assert server.get("/fr/algorithmes/parcoursup/").status == 200
    ledger.write_bytes(before)


def test_the_files_are_still_followed_after_the_disk_refused_one(tmp_path: Path) -> None:
    register = copy(tmp_path / "register", versions=1)
    with serving(register, tmp_path / "log") as server:
        catalogue = register / CACHE / "catalogue.sqlite"
        catalogue.unlink()
        (catalogue / "in-its-place").mkdir(parents=True)
        files = open_folder(register).entry("parcoursup")
        add(register, publication(files, 2, datetime(2026, 11, 20, tzinfo=UTC)))
        limit = time.monotonic() + 30
        while "stay as they were" not in server.log.read_text() and time.monotonic() < limit:
            assert server.get("/fr/algorithmes/parcoursup/2/").status == 404
        shutil.rmtree(catalogue)
        (register / "README.md").touch()
        assert until(server, "/fr/algorithmes/parcoursup/2/", 200)


def test_drafts_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    register = copy(tmp_path / "register", versions=1)
    with serving(register, tmp_path / "log", "--drafts") as server:
        draft = server.get("/fr/algorithmes/parcoursup/2/")
        assert draft.status == 200
        assert "brouillon" in draft.text.lower()
        assert 'content="noindex"' in draft.text


def test_a_port_that_is_taken_is_said_in_one_message(server: Server, register: Path) -> None:
    command = [sys.executable, "-m", "register", "serve", "--register", str(register)]
    done = subprocess.run(
        [*command, "--port", str(server.port), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "W501" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_published_file_is_named_and_nothing_is_served(tmp_path: Path) -> None:
    register = copy(tmp_path / "register")
    changed = register / "parcoursup" / "1" / "fr.md"
    changed.write_bytes(changed.read_bytes() + b"\n")
    command = [sys.executable, "-m", "register", "serve", "--register", str(register)]
    done = subprocess.run(
        [*command, "--port", "0", "--lang", "en"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "R304" in done.stderr
    assert "parcoursup/1/fr.md" in done.stderr
    assert done.stdout == ""
