"""From a document to a model, or to every issue that stands in the way."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from explain import issues
from explain.errors import InvalidFile
from explain.issues import Code, Issue, Message
from explain.sources import Document
from explain.units import UNITS

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED: Mapping[str, str] = {
    "string_type": issues.N_("a text"),
    "bool_type": issues.N_("true or false"),
    "int_type": issues.N_("a whole number"),
    "int_from_float": issues.N_("a whole number"),
    "not_a_number": issues.N_("a number"),
    "tuple_type": issues.N_("a list"),
    "dict_type": issues.N_("a group of “key: value” lines"),
    "model_type": issues.N_("a group of “key: value” lines"),
    "model_attributes_type": issues.N_("a group of “key: value” lines"),
    "bad_digest": issues.N_("a digest, “sha256:” and 64 digits"),
    "bad_url": issues.N_("a web address that starts with https:// or http://"),
}
_PROBLEMS: Mapping[str, str] = {
    "string_too_short": issues.N_("it is empty"),
    "string_too_long": issues.N_("at most %(max_length)s characters"),
    "too_short": issues.N_("at least %(min_length)s items"),
    "too_long": issues.N_("at most %(max_length)s items"),
    "greater_than": issues.N_("greater than %(gt)s"),
    "greater_than_equal": issues.N_("%(ge)s or more"),
    "less_than": issues.N_("less than %(lt)s"),
    "less_than_equal": issues.N_("%(le)s or less"),
    "string_pattern_mismatch": issues.N_("it does not have the right form"),
}
_CODES: Mapping[str, Code] = {
    "missing": issues.MISSING_FIELD,
    "extra_forbidden": issues.UNKNOWN_FIELD,
    "literal_error": issues.NOT_ALLOWED,
    "union_tag_invalid": issues.NOT_ALLOWED,
    "string_too_short": issues.WRONG_LENGTH,
    "string_too_long": issues.WRONG_LENGTH,
    "too_short": issues.WRONG_LENGTH,
    "too_long": issues.WRONG_LENGTH,
    "bad_id": issues.BAD_ID,
    "bad_date": issues.BAD_DATE,
    "greater_than": issues.OUT_OF_RANGE,
    "greater_than_equal": issues.OUT_OF_RANGE,
    "less_than": issues.OUT_OF_RANGE,
    "less_than_equal": issues.OUT_OF_RANGE,
    "duplicate_id": issues.DUPLICATE_ID,
    "unknown_unit": issues.UNKNOWN_UNIT,
}


def validate(model: type[Model], document: Document) -> Model:
    """Return `document` as a `model`. Raises `InvalidFile` with every issue, by line."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        places = [detail["loc"] for detail in details]
        found = [_issue(detail, document) for detail in details if not _echo(detail, places)]
    raise InvalidFile(sorted(found, key=lambda issue: (issue.line or 0, issue.code.id)))


def inconsistent(document: Document, path: tuple[str | int, ...], problem: str) -> Issue:
    """Report that a value, valid by itself, contradicts another."""
    values = {"field": dotted(path), "problem": problem}
    return Issue(issues.INCONSISTENT, document.file, document.line(path), dotted(path), values)


def dotted(path: tuple[str | int, ...]) -> str:
    """Write a path as people count: `steps.3.formula` is the third step's formula."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _echo(detail: Any, places: list[tuple[str | int, ...]]) -> bool:
    """Tell whether a list only seems too short because some of its items are wrong."""
    own = detail["loc"]
    return detail["type"] == "too_short" and any(
        place != own and place[: len(own)] == own for place in places
    )


def _issue(detail: Any, document: Document) -> Issue:
    path = _real(detail["loc"], document, missing=detail["type"] == "missing")
    code = _CODES.get(detail["type"])
    values: dict[str, Any] = {"field": dotted(path), "name": path[-1] if path else ""}
    values["value"] = _short(detail.get("input"))
    values |= detail.get("ctx", {})
    if code is None and detail["type"] in _EXPECTED:
        code, values["expected"] = issues.WRONG_TYPE, _EXPECTED[detail["type"]]
    code = code or issues.INCONSISTENT
    values["problem"] = _PROBLEMS.get(detail["type"]) or _told(detail["msg"])
    allowed = str(values.get("expected_tags", values.get("expected", "")))
    values["allowed"] = allowed.replace("' or '", ", ").replace("'", "")
    if code is issues.UNKNOWN_UNIT:
        values["allowed"] = ", ".join(UNITS)
    line = document.line(path) or min(document.lines.values(), default=1)
    return Issue(code, document.file, line, dotted(path), values)


def _told(problem: str) -> str:
    """Let a problem be translated, unless it quotes a value that looks like a placeholder."""
    return problem if "%" in problem else Message(problem)


def _real(
    loc: tuple[str | int, ...], document: Document, *, missing: bool
) -> tuple[str | int, ...]:
    """Drop the steps of pydantic's location that name a union's variant."""
    path: tuple[str | int, ...] = ()
    for step in loc:
        if (*path, step) in document.lines:
            path = (*path, step)
    if missing and (not path or path[-1] != loc[-1]):
        path = (*path, loc[-1])
    return path


def _short(value: Any) -> str:
    text = "…" if isinstance(value, dict | list) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 - fits one line
