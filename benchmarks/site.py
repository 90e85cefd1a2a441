"""The site: what a page costs the server, how soon it answers, how much travels.

A page from memory is compared with the least that any Python server can do: the same bytes
sent by a bare ASGI application on the same uvicorn. CPU time of the server process, rounds
of the two interleaved.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import decompress
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from _report import Result, interleaved, main

from register.web.current import MADE

ENTRIES = Path(__file__).resolve().parent.parent / "entries"
PAGE = "/fr/algorithmes/parcoursup/"
TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS = 7
REQUESTS = 3000

BARE = """
import socket, sys, uvicorn
body = open(sys.argv[1], "rb").read()
start = {"type": "http.response.start", "status": 200, "headers": [
    (b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]}
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send(start)
        await send({"type": "http.response.body", "body": body})
listener = socket.create_server(("127.0.0.1", 0))
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
config = uvicorn.Config(app, access_log=False, log_config=None, lifespan="off")
uvicorn.Server(config).run(sockets=[listener])
"""


class Server:
    """A running server, asked over one connection that stays open."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        """Wait for the address that the server prints; `log` is what it writes beside."""
        self.process = process
        self.log = log
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://[0-9.]+:([0-9]+)", line)
        if found is None:
            sys.exit(f"the server did not start: {line}")
        self.connection = HTTPConnection("127.0.0.1", int(found[1]), timeout=60)

    def get(self, path: str) -> bytes:
        """Return the packed bytes of a page."""
        self.connection.request("GET", path, headers={"accept-encoding": "gzip"})
        return self.connection.getresponse().read()

    def cpu(self) -> float:
        """Return the CPU time of the server so far, in seconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def cost(self, requests: int) -> float:
        """Return the CPU time of one request, in milliseconds."""
        self.connection.close()
        before = self.cpu()
        for _ in range(requests):
            self.get(PAGE)
        return (self.cpu() - before) / requests * 1000


@contextmanager
def running(*arguments: str) -> Iterator[Server]:
    """Run a server and stop it."""
    command = [sys.executable, *arguments]
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with (
            log.open("w") as errors,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
        ):
            try:
                yield Server(process, log)
            finally:
                process.terminate()


def ours() -> tuple[str, ...]:
    """Return the command that serves the sample register, drafts included."""
    options = ("--register", str(ENTRIES), "--port", "0", "--drafts", "--lang", "en")
    return ("-m", "register", "serve", *options)


def settle(server: Server) -> None:
    """Wait until the log says that every page is made.

    The server is never idle: it looks at the files of the register again and again.
    """
    while MADE not in server.log.read_text():
        if server.process.poll() is not None:
            sys.exit("the server ended before its pages were made")
        time.sleep(0.2)


def transferred(server: Server) -> int:
    """Return the bytes of the page and of everything that it loads."""
    server.connection.close()
    page = server.get(PAGE)
    loaded = set(re.findall(r'"(/assets/[^"]+)"', decompress(page).decode()))
    return len(page) + sum(len(server.get(path)) for path in loaded)


def measure(quick: bool) -> Iterator[Result]:  # noqa: FBT001 - the form of every benchmark
    """Start both servers and compare them."""
    rounds, requests = (3, 1000) if quick else (ROUNDS, REQUESTS)
    body = Path(__file__).parent / ".page"
    with running(*ours()) as server:
        yield Result("ready to serve", server.cpu(), "s of CPU", 2.5)
        settle(server)
        body.write_bytes(server.get(PAGE))
        try:
            with running("-c", BARE, str(body)) as bare:
                page, floor = interleaved(
                    rounds, lambda: server.cost(requests), lambda: bare.cost(requests)
                )
        finally:
            body.unlink()
        yield Result("a page from memory", page, "ms of CPU", 2.0, anchor=floor)
        yield Result("an entry page, everything included", transferred(server), "bytes", 60_000)


if __name__ == "__main__":
    main(measure)
