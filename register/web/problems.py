"""The one map from what went wrong to what is answered, and its two forms.

People get a page; programs get `application/problem+json` (RFC 9457) with, beside the
standard members, `code`, `hint` and the list of `issues`.
"""

import json
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar.exceptions import HTTPException

from explain.errors import CannotExplain, InvalidCase
from explain.issues import Code, Issue
from register.errors import NotFound, RegisterError
from register.i18n import Language
from register.web import codes

PROBLEM_JSON = "application/problem+json"
LARGEST_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """What is answered instead of a page. `issues` is never empty."""

    status: int
    issues: tuple[Issue, ...]
    allow: str = ""


class Refused(RegisterError):
    """A request cannot be answered; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        self.problem = problem
        super().__init__(problem.issues)


def problem(status: int, code: Code, **values: Any) -> Problem:
    """Build a problem with one issue."""
    return Problem(status, (Issue(code, field=str(values.get("field", "")), values=values),))


def wrong_method(method: str, allowed: str) -> Problem:
    """Build the answer to a method that an address does not know."""
    found = problem(405, codes.WRONG_METHOD, method=method[:20], allowed=allowed)
    return Problem(405, found.issues, allow=allowed)


_BY_STATUS = {
    404: codes.UNKNOWN_PAGE,
    413: codes.TOO_LARGE,
    415: codes.WRONG_TYPE,
}


def problem_of(error: Exception, method: str = "") -> Problem:
    """Return what is answered to `error`; an error of ours says nothing of itself.

    `method` is that of the request.
    """
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, NotFound):
        return Problem(404, error.issues)
    if isinstance(error, InvalidCase | CannotExplain):
        return Problem(422, error.issues)
    if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _of_status(error, method)
    return problem(500, codes.UNEXPECTED)


def _of_status(error: HTTPException, method: str) -> Problem:
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {name.lower(): str(value) for name, value in (error.headers or {}).items()}
        return wrong_method(method, headers.get("allow", "GET, HEAD"))
    code = _BY_STATUS.get(error.status_code, codes.BAD_REQUEST)
    return problem(error.status_code, code, limit=LARGEST_BODY)


def as_json(problem: Problem, words: Language) -> bytes:
    """Write a problem for programs."""
    first = problem.issues[0]
    document = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": words.message(first),
        "hint": words.hint(first),
        "code": first.code.id,
        "issues": list(_issues(problem.issues, words)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _issues(found: Iterable[Issue], words: Language) -> Iterable[dict[str, str]]:
    for issue in found:
        yield {
            "code": issue.code.id,
            "field": issue.field,
            "message": words.message(issue),
            "hint": words.hint(issue),
        }


def fault(error: Exception) -> str:
    """Name an error and where it arose, without any value that somebody sent."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    return f"error {type(error).__name__} {places}"
