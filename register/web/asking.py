"""What a request asks, read strictly: every value is known, short, or a bounded number."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import parse_qsl

from explain.issues import BAD_DATE
from register.catalogue.queries import FACETS
from register.catalogue.store import Facet
from register.issues import BAD_MOMENT
from register.presenting.lists import FAMILIES, STATUSES, Asked
from register.shelf import Shelf
from register.versions import moment_of
from register.web import codes
from register.web.problems import LARGEST_BODY, Problem, Refused, problem

LONGEST_WORDS = 200
LONGEST_QUERY = 2000
MOST_FIELDS = 200
LAST_PAGE = 500
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_PAIR = re.compile(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})")
# Control characters, and halves of characters, which JSON can write and UTF-8 cannot.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read_query(query: bytes) -> dict[str, str]:
    """Read the query of an address; the first value of a name counts. Raises `Refused`."""
    if len(query) > LONGEST_QUERY:
        raise Refused(problem(414, codes.TOO_LONG, limit=LONGEST_QUERY))
    return _fields(query)


def read_form(body: bytes, media_type: str) -> dict[str, str]:
    """Read the answers of a form, sent as a form or as a JSON object. Raises `Refused`."""
    if len(body) > LARGEST_BODY:
        raise Refused(problem(413, codes.TOO_LARGE, limit=LARGEST_BODY))
    kind, _, rest = media_type.lower().partition(";")
    if "charset" in rest and "utf-8" not in rest:
        raise Refused(problem(415, codes.WRONG_TYPE))
    if kind.strip() == "application/json":
        return _answers(body)
    if kind.strip() != "application/x-www-form-urlencoded":
        raise Refused(problem(415, codes.WRONG_TYPE))
    return _fields(body, once=True)


def _fields(data: bytes, *, once: bool = False) -> dict[str, str]:
    try:
        text = data.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused(problem(400, codes.BAD_REQUEST)) from None
    fields: dict[str, str] = {}
    for name, value in pairs:
        if once and name in fields:
            raise Refused(problem(400, codes.TWICE, field=name[:40]))
        fields.setdefault(name, value)
    return _fit(fields)


def _fit(fields: dict[str, str]) -> dict[str, str]:
    """Return `fields` if they hold nothing but text. Raises `Refused`."""
    if any(_UNFIT.search(name + value) for name, value in fields.items()):
        raise Refused(problem(400, codes.BAD_REQUEST))
    return fields


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return a JSON object whose names all differ. Raises `Refused`."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise Refused(problem(400, codes.TWICE, field=name[:40]))
        found[name] = value
    return found


def _answers(body: bytes) -> dict[str, str]:
    """Read a JSON object of texts, numbers and booleans as a person would type them."""
    try:
        found = json.loads(
            body, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_distinct
        )
    except (ValueError, RecursionError):
        raise Refused(problem(400, codes.BAD_REQUEST)) from None
    if not isinstance(found, dict) or len(found) > MOST_FIELDS:
        raise Refused(problem(400, codes.BAD_REQUEST))
    answers: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, bool):
            answers[name] = "true" if value else "false"
        elif isinstance(value, str):
            answers[name] = value
        elif value is not None:
            raise Refused(problem(400, codes.BAD_REQUEST))
    return _fit(answers)


def read_asked(fields: Mapping[str, str], shelf: Shelf) -> Asked:
    """Read words, filters and page of a search. Raises `Refused`."""
    words = " ".join(fields.get("q", "").split())
    if len(words) > LONGEST_WORDS:
        raise Refused(problem(414, codes.TOO_LONG, limit=LONGEST_WORDS))
    known: dict[Facet, tuple[str, ...]] = {
        "family": FAMILIES,
        "administration": tuple(shelf.administrations),
        "status": STATUSES,
    }
    filters = []
    for facet in FACETS:
        value = fields.get(facet, "")
        if value and value not in known[facet]:
            raise Refused(_unknown(facet, value, ", ".join(known[facet])))
        if value:
            filters.append((facet, value))
    return Asked(words, tuple(filters), _page(fields.get("page", "")))


def _unknown(field: str, value: str, allowed: str) -> Problem:
    return problem(400, codes.BAD_VALUE, field=field, value=value[:40], allowed=allowed)


def _page(text: str) -> int:
    if not text:
        return 1
    number = int(text) if _NUMBER.fullmatch(text) else 0
    if not 1 <= number <= LAST_PAGE:
        raise Refused(_unknown("page", text, f"1…{LAST_PAGE}"))
    return number


def read_day(text: str, field: str = "date") -> date:
    """Read a day. Raises `Refused`."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(problem(400, BAD_DATE, field=field, value=text[:40]))


def read_known(text: str, time_zone: str) -> datetime | None:
    """Read the time up to which publications count: a day or a moment. Raises `Refused`."""
    try:
        return moment_of(text, time_zone) if text else None
    except (ValueError, OverflowError):
        raise Refused(problem(400, BAD_MOMENT, field="known", value=text[:40])) from None


def read_number(text: str) -> int | None:
    """Read the number of a version; None where it is not one."""
    return int(text) if _NUMBER.fullmatch(text) else None


def read_pair(text: str) -> tuple[int, int] | None:
    """Read the numbers of two versions, in the order of the text; None where they are not."""
    found = _PAIR.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None
