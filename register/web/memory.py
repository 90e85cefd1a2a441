"""Pages from memory: the whole site, packed once, handed out without computing anything.

Entity tags come from the content and differ between the plain and the packed bytes
(RFC 9110, section 8.8.3.3).
"""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from register.site import Resource
from register.web.asgi import Scope, Send, header
from register.web.negotiation import accepts_gzip, matches

MINIMUM_PACKED = 400
PACKABLE = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
FOR_EVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "no-cache"
METHODS = "GET, HEAD, OPTIONS"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to send a page: its bytes, and the headers that go with them."""

    body: bytes
    tag: str
    headers: tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A page in memory. `packed` is missing where packing does not make it shorter."""

    plain: Form
    packed: Form | None
    asked: frozenset[str]


Memory = Mapping[str, Held]


def hold(resources: Iterable[Resource]) -> Memory:
    """Pack a site."""
    return {resource.path: _hold(resource) for resource in resources}


def _hold(resource: Resource) -> Held:
    digest = hashlib.sha256(resource.body).hexdigest()[:32]
    packed = None
    may_pack = resource.media_type.startswith(PACKABLE) and len(resource.body) >= MINIMUM_PACKED
    if may_pack:
        body = gzip.compress(resource.body, compresslevel=6, mtime=0)
        packed = _form(resource, body, f'"{digest}-gzip"', may_pack=True)
    plain = _form(resource, resource.body, f'"{digest}"', may_pack=may_pack)
    return Held(plain, packed, resource.asked)


def _form(resource: Resource, body: bytes, tag: str, *, may_pack: bool) -> Form:
    headers = {
        "content-type": resource.media_type,
        "content-length": str(len(body)),
        "cache-control": FOR_EVER if resource.asset else CHECK_FIRST,
        "etag": tag,
    }
    if may_pack:
        headers["vary"] = "accept-encoding"
    if body is not resource.body:
        headers["content-encoding"] = "gzip"
    if resource.path.endswith((".json", ".atom")):
        headers["access-control-allow-origin"] = "*"
    return Form(body, tag, tuple((k.encode(), v.encode()) for k, v in headers.items()))


def answers(held: Held, scope: Scope) -> bool:
    """Tell whether the page itself is asked for, and not a question to be computed."""
    if not held.asked:
        return True
    names = {part.split(b"=")[0].decode("latin-1") for part in scope["query_string"].split(b"&")}
    return not names & held.asked and scope["method"] in {"GET", "HEAD"}


async def answer(held: Held, scope: Scope, send: Send) -> None:
    """Answer GET, HEAD or OPTIONS for one page."""
    if scope["method"] == "OPTIONS":
        await _send(send, 204, [(b"allow", METHODS.encode())], b"")
        return
    form = held.plain
    if held.packed and accepts_gzip(header(scope, b"accept-encoding")):
        form = held.packed
    if matches(header(scope, b"if-none-match"), form.tag):
        kept = {b"etag", b"cache-control", b"vary", b"access-control-allow-origin"}
        await _send(send, 304, [pair for pair in form.headers if pair[0] in kept], b"")
        return
    body = b"" if scope["method"] == "HEAD" else form.body
    await _send(send, 200, list(form.headers), body)


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
