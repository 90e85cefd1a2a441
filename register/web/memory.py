"""Pages from memory: the whole site, packed once, handed out without computing anything.

Entity tags come from the content and differ between the plain and the packed bytes
(RFC 9110, section 8.8.3.3).
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from register.site.build import Address
from register.web.asgi import Scope, Send, header
from register.web.negotiation import accepts_gzip, matches

MINIMUM_PACKED = 400
PACKABLE = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
)
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
    """A page in memory. `packed` is missing where packing does not make it shorter.

    `moved` is the address that took its place, if one has.
    """

    plain: Form
    packed: Form | None
    asked: frozenset[str]
    moved: str = ""


class Memory:
    """The addresses of a site. A page is made when it is first asked for, then held."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        """Keep the addresses; nothing is made yet."""
        self._addresses: Mapping[str, Address] = {item.path: item for item in addresses}
        self._held: dict[str, Held] = {}

    def __contains__(self, path: str) -> bool:
        """Tell whether there is a page at `path`."""
        return path in self._addresses

    def __len__(self) -> int:
        """Count the pages."""
        return len(self._addresses)

    def get(self, path: str) -> Held | None:
        """Return the page at `path`, if there is one."""
        held = self._held.get(path)
        if held is None and path in self._addresses:
            held = self._held[path] = _hold(self._addresses[path])
        return held

    def fill(self, report: Callable[[str, Exception], None]) -> None:
        """Make every page that was not asked for yet; `report` is told of those that fail."""
        for path in self._addresses:
            try:
                self.get(path)
            except Exception as error:  # noqa: BLE001 - one bad page must not stop the others
                report(path, error)


def _hold(address: Address) -> Held:
    body = address.make()
    digest = hashlib.sha256(body).hexdigest()[:32]
    packed = None
    may_pack = address.media_type.startswith(PACKABLE) and len(body) >= MINIMUM_PACKED
    if may_pack:
        short = gzip.compress(body, compresslevel=6, mtime=0)
        packed = _form(address, short, f'"{digest}-gzip"', encoding="gzip")
    plain = _form(address, body, f'"{digest}"', encoding="identity" if may_pack else "")
    return Held(plain, packed, address.asked, address.moved)


def _form(address: Address, body: bytes, tag: str, *, encoding: str) -> Form:
    headers = {
        "content-type": address.media_type,
        "content-length": str(len(body)),
        "cache-control": FOR_EVER if address.asset else CHECK_FIRST,
        "etag": tag,
    }
    if encoding:
        headers["vary"] = "accept-encoding"
    if encoding == "gzip":
        headers["content-encoding"] = "gzip"
    if address.path.endswith((".json", ".jsonl", ".atom")) or address.path.startswith("/log/"):
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
    if held.moved:
        headers = [(b"location", held.moved.encode()), (b"cache-control", CHECK_FIRST.encode())]
        headers.append((b"access-control-allow-origin", b"*"))
        await _send(send, 308, headers, b"")
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
