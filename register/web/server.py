"""Run the application on this computer, with uvicorn."""

import socket
import sys
from collections.abc import Callable

import uvicorn

from explain.issues import Issue
from register.errors import RegisterError
from register.web import codes
from register.web.app import create_app
from register.web.current import Current

Ready = Callable[[str], None]


class CannotServe(RegisterError):
    """The address is not free, or may not be used."""


def serve(current: Current, host: str, port: int, ready: Ready, *, https: bool = False) -> None:
    """Serve until interrupted; `ready` is told the address. Port 0 takes any free one.

    Raises `CannotServe`.
    """
    listener = listen(host, port)
    app = create_app(current, _write, https=https)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
        limit_concurrency=512,
        lifespan="on",
    )
    name, number = listener.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    ready(f"http://{shown}:{number}")
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Open the address of the site. Raises `CannotServe`.

    What is written goes out at once (TCP_NODELAY, which each connection inherits): otherwise the
    body of an answer waits, some 40 ms, until the browser has confirmed its head.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        values = {"host": host, "port": port, "problem": problem}
        raise CannotServe([Issue(codes.NO_ADDRESS, values=values)]) from None
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _write(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the log of the server
