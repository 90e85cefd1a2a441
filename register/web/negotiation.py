"""What a request asks for, read from its headers. Pure functions on header values.

Header grammar: RFC 9110, sections 12 (content negotiation) and 13 (conditional requests).
"""

import re
from collections.abc import Iterable

from explain.i18n import DEFAULT, LANGUAGES, LanguageCode

MAXIMUM_HEADER = 1000
_QUALITY = re.compile(r"q=([01](?:\.[0-9]{0,3})?)")
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_DATA = (".json", ".atom", ".xml", ".txt")


def weights(header: str) -> dict[str, float]:
    """Read a list such as `gzip, br;q=0.5` as lower-case names with their quality, 0..1."""
    found: dict[str, float] = {}
    for item in header[:MAXIMUM_HEADER].lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name:
            found[name] = min((_quality(part) for part in parameters), default=1.0)
    return found


def _quality(parameter: str) -> float:
    match = _QUALITY.fullmatch(parameter)
    return float(match[1]) if match else 1.0


def accepts_gzip(header: str) -> bool:
    """Tell whether the answer may be compressed with gzip."""
    wanted = weights(header)
    return wanted.get("gzip", wanted.get("*", 0.0)) > 0


def wants_json(path: str, accept: str) -> bool:
    """Tell whether a program asks: by the path of the data, or because it prefers JSON."""
    if path.endswith(_DATA):
        return True
    wanted = weights(accept)
    json = max((wanted.get(name, 0.0) for name in JSON_TYPES), default=0.0)
    return json > wanted.get("text/html", 0.0)


JSON_TYPES = ("application/json", "application/problem+json")


def language_of(path: str, accept: str) -> LanguageCode:
    """Return the language of an answer: the path's, else the one the reader prefers."""
    for code in LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return code
    wanted = weights(accept)
    scores = {code: _best(code, wanted.items()) for code in LANGUAGES}
    best = max(LANGUAGES, key=lambda code: scores[code])
    return best if scores[best] > 0 else DEFAULT


def _best(code: str, wanted: Iterable[tuple[str, float]]) -> float:
    return max((q for name, q in wanted if name.split("-")[0] == code), default=0.0)


def matches(header: str, tag: str) -> bool:
    """Tell whether `If-None-Match` holds the entity tag `tag` (weak comparison)."""
    header = header[:MAXIMUM_HEADER].strip()
    return header == "*" or tag in _TAG.findall(header)
