"""The sample register with every version published, in a folder that goes with the process."""

import asyncio
import atexit
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp

from explain.canonical import digest
from register.entry import folder as folders
from register.entry.folder import CACHE, LEDGER, EntryFiles, Folder, open_folder
from register.entry.version import read_version
from register.evidence.signing import follow
from register.ledger import Publication, append
from register.site.build import Address, addresses
from register.site.edition import Edition, open_edition
from register.web.app import create_app
from register.web.asgi import App, Message
from register.web.current import open_current

LOGS = folders.LOG
ENTRIES = Path(__file__).parents[2] / "entries"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = datetime(2026, 9, 1, 8, tzinfo=UTC)


def copy(target: Path, *, versions: int = 99) -> Path:
    """Copy the sample register and publish the first `versions` versions of each entry."""
    shutil.copytree(ENTRIES, target, ignore=shutil.ignore_patterns(CACHE, LEDGER, LOGS))
    folder = open_folder(target)
    files = [folder.entry(slug) for slug in folder.slugs()]
    chosen = [(number, entry) for entry in files for number in entry.versions if number <= versions]
    chosen.sort(key=lambda pair: (pair[0], pair[1].slug))
    lines = [
        publication(entry, number, FIRST + timedelta(days=at)).line()
        for at, (number, entry) in enumerate(chosen)
    ]
    (target / LEDGER).write_bytes(b"".join(lines))
    for size in (3, len(lines)):
        sign_first(folder, size)
    return target


def add(register: Path, item: Publication) -> None:
    """Publish one more line: in the ledger, then in its log."""
    append(register, [item])
    follow(open_folder(register), register.parent / "keys")


def sign_first(folder: Folder, size: int) -> None:
    """Sign the first lines of the ledger, as a publication that ended there would have."""
    path = folder.path / LEDGER
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:size]))
    follow(folder, folder.path.parent / "keys")
    path.write_bytes(whole)


def publication(files: EntryFiles, number: int, moment: datetime) -> Publication:
    """Make the line of one version."""
    version, _ = read_version(files, number)
    assert version is not None
    return Publication(
        event="version",
        entry=version.entry.id,
        slug=files.slug,
        version=number,
        kind=version.entry.kind,
        applies_from=version.entry.applies_from,
        applies_to=version.entry.applies_to,
        published_at=moment,
        files={name: digest(data) for name, data in files.versions[number].items()},
    )


def numbers() -> dict[str, list[int]]:
    """Return the versions of each entry by slug, from the names of folders: nothing is read."""
    folder = open_folder(ENTRIES)
    return {slug: list(folder.entry(slug).versions) for slug in folder.slugs()}


@cache
def sample() -> Path:
    """Return the folder of the published sample register."""
    folder = Path(mkdtemp(prefix="grandjour-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return copy(folder / "register")


@cache
def edition() -> Edition:
    """Return the published sample register in memory."""
    return open_edition(sample(), now=NOW)


@cache
def site() -> Mapping[str, Address]:
    """Return every address of its site."""
    return {address.path: address for address in addresses(edition())}


LOG: list[str] = []
"""Lines that the application of `app` logs."""


@cache
def app() -> App:
    """Return the application that serves it."""
    return create_app(open_current(sample(), clock=lambda: NOW), LOG.append)


@dataclass(frozen=True)
class Answer:
    """What a request got. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


def call(
    path: str,
    method: str = "GET",
    query: str = "",
    body: bytes = b"",
    **headers: str,
) -> Answer:
    """Send one request to the application, without a network. `accept_x` means `accept-x`."""
    scope: Message = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def exchange() -> None:
        await app()(scope, receive, send)

    asyncio.run(exchange())
    start = sent[0]
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    whole = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(start["status"], found, whole)


@dataclass(frozen=True)
class Server:
    """A running `grandjour serve`."""

    address: str
    port: int
    log: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request exactly as written."""
        return self.send(method, path, b"", headers)

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a request with a body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, names)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, found, response.read())
        connection.close()
        return answer


@contextmanager
def serving(path: Path, log: Path, *options: str) -> Iterator[Server]:
    """Run `grandjour serve` on any free port."""
    command = [sys.executable, "-m", "register", "serve", "--register", str(path), "--port", "0"]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*command, "--lang", "en", *options], stdout=subprocess.PIPE, stderr=errors
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode()
            found = re.search(r"http://127\.0\.0\.1:([0-9]+)", line)
            assert found, f"{line}{log.read_text()}"
            yield Server(found[0], int(found[1]), log)
        finally:
            process.terminate()
            process.communicate(timeout=20)
