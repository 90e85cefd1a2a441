"""Links tried against a real server that answers, moves, refuses, loses pages and goes away."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from register.cli import root as commands
from register.entry.folder import LEDGER, LINKS, open_folder
from register.errors import InvalidRegister
from register.upkeep.links import LinkReport, Trial, read_links, write_links
from register.upkeep.trying import try_links
from tests.register.published import publication

SLUG = "aide-cantine"
CODES = {"/gone": 410, "/lost": 404, "/private": 403, "/busy": 429, "/broken": 500}


class Site(BaseHTTPRequestHandler):
    """A site with one page of each sort."""

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        code = CODES.get(self.path, 200)
        if self.path == "/get-only":
            code = 405 if self.command == "HEAD" else 200
        if self.path in {"/moved", "/moved-away"}:
            self.send_response(301)
            self.send_header("Location", "/" if self.path == "/moved" else "file:///etc/hostname")
        else:
            self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_parts: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site() -> Iterator[str]:
    with running() as address:
        yield address


def nowhere() -> str:
    """Return the address of a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/", "answers", 200),
        ("/moved", "answers", 200),
        ("/get-only", "answers", 200),
        ("/gone", "gone", 410),
        ("/lost", "gone", 404),
        ("/private", "refused", 403),
        ("/busy", "refused", 429),
        ("/broken", "refused", 500),
    ],
)
def test_a_link_is_what_the_site_says_of_it(
    site: str, path: str, outcome: str, status: int
) -> None:
    (found,) = try_links([site + path], timeout=20)
    assert (found.outcome, found.status) == (outcome, status)


def test_no_answer_is_told_apart_from_a_refusal() -> None:
    (found,) = try_links([nowhere()], timeout=20)
    assert (found.outcome, found.status) == ("unreachable", None)


def test_a_redirection_never_leaves_the_web(site: str) -> None:
    (found,) = try_links([f"{site}/moved-away"], timeout=20)
    assert found.status in {None, 301}
    assert found.outcome != "refused"


def test_results_survive_the_way_through_their_file() -> None:
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    trials = {
        url: Trial(url=url, tried_at=moment, outcome="gone", status=404)
        for url in ("https://b.example/é", "https://a.example/")
    }
    data = write_links(LinkReport(trials))
    assert read_links(data) == LinkReport(trials)
    assert write_links(read_links(data)) == data
    assert data.index(b"a.example") < data.index(b"b.example")


@pytest.mark.parametrize("line", ["{", "[]", '{"url":"x"}', "\udcff"])
def test_a_damaged_file_is_named_by_its_line(line: str) -> None:
    good = Trial(url="https://a.example/", tried_at=datetime.now(UTC), outcome="answers")
    data = write_links(LinkReport({good.url: good})) + line.encode(errors="surrogateescape") + b"\n"
    with pytest.raises(InvalidRegister) as caught:
        read_links(data)
    assert [(item.code.id, item.line) for item in caught.value.issues] == [("R601", 2)]


def linked(sample: Path, *urls: str) -> Path:
    """Make the sample's documents lead to `urls` alone, and publish it."""
    import re

    text = sample / SLUG / "1" / "fr.md"
    addresses = iter(urls)
    lines = text.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        re.sub(r"https?://\S+", lambda _found: next(addresses, urls[-1]), line) for line in lines
    ]
    text.write_text("".join(kept), encoding="utf-8")
    files = open_folder(sample).entry(SLUG)
    (sample / LEDGER).write_bytes(publication(files, 1, datetime(2026, 1, 1, tzinfo=UTC)).line())
    return sample


def run(path: Path, *options: str) -> tuple[int, str]:
    arguments = ["--lang", "en", "links", "--timeout", "20", "--register", str(path), *options]
    result = CliRunner().invoke(commands, arguments)
    return result.exit_code, result.output


def test_the_command_keeps_what_it_found_and_goes_on_with_the_rest(site: str, sample: Path) -> None:
    path = linked(sample, f"{site}/lost", f"{site}/")
    code, output = run(path)
    assert code == 0
    assert "lead nowhere" in output
    kept = read_links((path / LINKS).read_bytes())
    assert kept.is_broken(f"{site}/lost")
    code, output = run(path)
    assert output.startswith("0 links tried.")
    code, output = run(path, "--older-than", "0")
    assert not output.startswith("0 links tried.")


def test_a_computer_without_a_network_spoils_no_result(sample: Path) -> None:
    path = linked(sample, nowhere())
    code, output = run(path)
    assert code == 1
    assert "R602" in output
    assert not (path / LINKS).exists()
