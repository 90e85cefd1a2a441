"""The application: pages from memory first, then what is computed, and one way to fail."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Any, cast

from litestar import Litestar, Request, Response
from litestar.datastructures import State

from register.site.edition import Edition
from register.web import codes, contrasting, pages, trying
from register.web.access_log import with_access_log
from register.web.asgi import App, Receive, Scope, Send
from register.web.current import Current
from register.web.headers import with_security_headers
from register.web.memory import METHODS, answer, answers
from register.web.problems import LARGEST_BODY, fault, problem, problem_of, wrong_method
from register.web.responses import Answer, elsewhere, of_problem

Write = Callable[[str], None]
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_UNFINISHED = re.compile(r"/(?:fr|en)(?:/[^./]+)*")
_HANDLERS = (
    pages.search,
    pages.search_data,
    pages.entry,
    pages.entry_data,
    pages.comparison,
    pages.comparison_data,
    pages.changed,
    pages.changed_data,
    contrasting.form,
    contrasting.result,
    trying.form,
    trying.result,
)


def create_app(current: Current, write: Write, *, https: bool = False) -> App:
    """Make the application. `write` receives the lines of the log."""
    computed = _computed(current, write)
    app = _from_memory(current, cast("App", computed), write)
    return with_access_log(with_security_headers(app, https=https), write)


def _failed(error: Exception, scope: Scope, edition: Edition, write: Write) -> Answer:
    """Answer to an error; where it is our own, the log is told of it."""
    found = problem_of(error, scope["method"])
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        write(fault(error))
    return of_problem(found, scope, edition)


def _from_memory(current: Current, computed: App, write: Write) -> App:
    """Answer from memory where a page is held, and leave the rest to `computed`."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await computed(scope, receive, send)
            return
        path, method, now = scope["path"], scope["method"], current.now
        try:
            held = None if _CONTROL.search(path) else now.memory.get(path)
        except Exception as error:  # noqa: BLE001 - whatever a page does, its reader gets an answer
            await _failed(error, scope, now.edition, write).send(send, head=method == "HEAD")
            return
        reads = method in {"GET", "HEAD", "OPTIONS"}
        if held and reads and answers(held, scope):
            await answer(held, scope, send)
        elif held and not held.asked:
            found = of_problem(wrong_method(method, METHODS), scope, now.edition)
            await found.send(send, head=False)
        elif _CONTROL.search(path):
            found = of_problem(problem(400, codes.BAD_REQUEST), scope, now.edition)
            await found.send(send, head=method == "HEAD")
        elif method in {"GET", "HEAD"} and _UNFINISHED.fullmatch(path):
            await elsewhere(_finished(scope), status=308).send(send, head=True)
        else:
            await computed(scope, receive, send)

    return serve


def _finished(scope: Scope) -> str:
    """Return the address with the slash that ends a page's path."""
    raw = scope.get("raw_path") or scope["path"].encode()
    query = scope["query_string"]
    whole: bytes = raw.split(b"?")[0] + b"/" + (b"?" + query if query else b"")
    return whole.decode("latin-1")


def _computed(current: Current, write: Write) -> Litestar:
    def fail(request: Request[Any, Any, State], error: Exception) -> Response[bytes]:
        scope = cast("Scope", request.scope)
        return _failed(error, scope, current.now.edition, write).response()

    @asynccontextmanager
    async def watching(_app: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(current.watch(write))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return Litestar(
        _HANDLERS,
        exception_handlers={Exception: fail},
        lifespan=[watching],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=LARGEST_BODY,
        state=State({"current": current}),
    )
