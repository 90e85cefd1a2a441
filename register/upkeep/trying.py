"""Trying links over the network: one request at a time to each site, a few sites at once."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from register import clock
from register.upkeep.links import Outcome, Trial

TIMEOUT = 15
"""Seconds to wait for a site."""
SITES = 8
"""How many sites are asked at once."""
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_AGENT = "GrandJour-links/1 (checks the links of a public register of algorithms)"


def try_links(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[Trial]:
    """Try each address; give the results as they come, in no particular order.

    Only `http` and `https` addresses are asked for, and followed where they lead, at most ten
    times. A link's text is not kept: the answer's code is all that is read.
    """
    by_site: dict[str, list[str]] = {}
    for url in urls:
        by_site.setdefault(urlsplit(url).netloc, []).append(url)
    pool = ThreadPoolExecutor(SITES, thread_name_prefix="links")
    try:
        waiting = [pool.submit(_site, each, timeout) for each in by_site.values()]
        for done in as_completed(waiting):
            yield from done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _site(urls: list[str], timeout: float) -> list[Trial]:
    opener = build_opener(_WebOnly())
    return [_try(opener, url, timeout) for url in urls]


def _try(opener: OpenerDirector, url: str, timeout: float) -> Trial:
    status = _ask(opener, url, "HEAD", timeout)
    if status is not None and status >= HTTPStatus.BAD_REQUEST:  # some sites only know GET
        status = _ask(opener, url, "GET", timeout)
    moment = clock.now().replace(microsecond=0)
    return Trial(url=url, tried_at=moment, outcome=_outcome(status), status=status)


def _ask(opener: OpenerDirector, url: str, method: str, timeout: float) -> int | None:
    """Return the code of the answer; None where there is no answer."""
    try:
        request = Request(url, method=method, headers={"User-Agent": _AGENT})  # noqa: S310 - links_of gives web addresses alone
        with opener.open(request, timeout=timeout) as response:
            return int(response.status)
    except HTTPError as error:
        error.close()
        return int(error.code)
    except (OSError, HTTPException, ValueError):
        return None


def _outcome(status: int | None) -> Outcome:
    if status is None:
        return "unreachable"
    if status in _GONE:
        return "gone"
    return "answers" if status < HTTPStatus.BAD_REQUEST else "refused"


class _WebOnly(HTTPRedirectHandler):
    """Follows redirections on the web only, and keeps HEAD a HEAD."""

    def redirect_request(self, *parts: Any) -> Request | None:
        """Refuse to leave the web."""
        asked, target = parts[0], parts[-1]
        if urlsplit(target).scheme not in {"http", "https"}:
            return None
        found = super().redirect_request(*parts)
        if found is not None:
            found.method = asked.get_method()
        return found
