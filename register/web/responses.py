"""The answers that are computed: pages, data, redirections and problems."""

from dataclasses import dataclass

from litestar import Response
from litestar.types import ResponseHeaders

from register.i18n import language
from register.pages.frame import Page
from register.pages.rendering import render
from register.presenting.errors import error_page
from register.site.build import HTML
from register.site.edition import Edition
from register.web.asgi import Scope, Send, header
from register.web.negotiation import language_of, wants_json
from register.web.problems import PROBLEM_JSON, Problem, as_json

NO_STORE = "no-store"
CHECK_FIRST = "no-cache"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, body, and the headers that depend on it."""

    status: int
    body: bytes
    media_type: str
    headers: dict[str, str]

    def response(self) -> Response[bytes]:
        """Return the answer as Litestar sends it; Litestar adds the charset of texts itself."""
        headers: ResponseHeaders = self.headers
        plain = self.media_type.partition(";")[0]
        return Response(self.body, status_code=self.status, media_type=plain, headers=headers)

    async def send(self, send: Send, *, head: bool) -> None:
        """Send the answer without Litestar."""
        fields = {
            "content-type": self.media_type,
            "content-length": str(len(self.body)),
            **self.headers,
        }
        headers = [(name.encode(), value.encode("latin-1")) for name, value in fields.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if head else self.body})


def of_page(page: Page, *, status: int = 200, cache: str = CHECK_FIRST) -> Answer:
    """Answer with a page."""
    return Answer(status, render(page).encode(), HTML, {"cache-control": cache})


def of_data(
    body: bytes, *, cache: str = CHECK_FIRST, vary: str = "", kind: str = "application/json"
) -> Answer:
    """Answer with JSON that any site may read; `vary` names the headers that it depends on."""
    headers = {"cache-control": cache, "access-control-allow-origin": "*"}
    if vary:
        headers["vary"] = vary
    return Answer(200, body, kind, headers)


def elsewhere(path: str, *, status: int = 302) -> Answer:
    """Send the reader to another page of this site."""
    headers = {"location": path, "cache-control": CHECK_FIRST}
    return Answer(status, b"", "text/plain; charset=utf-8", headers)


def of_problem(problem: Problem, scope: Scope, edition: Edition) -> Answer:
    """Say what is wrong: a page for people, problem+json for programs."""
    headers = {"cache-control": NO_STORE, "vary": "accept, accept-language"}
    if problem.allow:
        headers["allow"] = problem.allow
    code = language_of(scope["path"], header(scope, b"accept-language"))
    if code not in edition.shells:
        code = edition.languages[0]
    if wants_json(scope["path"], header(scope, b"accept")):
        return Answer(problem.status, as_json(problem, language(code)), PROBLEM_JSON, headers)
    page = error_page(edition.shells[code], problem.status, problem.issues[0])
    return Answer(problem.status, render(page).encode(), HTML, headers)
