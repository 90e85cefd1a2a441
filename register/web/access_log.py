"""One line for each request: when, what page, which answer, how long. Nothing about whom.

No address of a reader, no query, no header, no body: what people search for and type
into forms is their own business.
"""

import time
from collections.abc import Callable
from urllib.parse import quote

from register import clock
from register.web.asgi import App, Message, Receive, Scope, Send

MAXIMUM_PATH = 200
Write = Callable[[str], None]


def with_access_log(app: App, write: Write) -> App:
    """Wrap `app`; `write` receives each line."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        status, size, start = 0, 0, time.perf_counter()

        async def observe(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message["body"])
            await send(message)

        try:
            await app(scope, receive, observe)
        finally:
            elapsed = (time.perf_counter() - start) * 1000
            write(line(method, path, status, size, elapsed))

    return wrapped


def line(method: str, path: str, status: int, size: int, elapsed: float) -> str:
    """Write one line. The path is escaped, so that it stays on this line, and cut."""
    now = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    shown = quote(path, safe="/-_.~")[:MAXIMUM_PATH]
    return f"{now} {quote(method)[:10]} {shown} {status} {size} {elapsed:.1f}"
