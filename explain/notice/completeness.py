"""Whether a letter holds what the law demands: if not, it is not printed."""

from collections.abc import Iterator

from explain.errors import IncompleteNotice
from explain.issues import Issue
from explain.notice import issues
from explain.notice.notices import Notice, value_at
from explain.notice.profile import Element
from explain.sources import Document


def require_complete(notice: Notice, document: Document | None = None) -> None:
    """Check `notice` against its profile.

    `document` is the letter file, which gives the issues their lines. Raises
    `IncompleteNotice` with one issue for each value that is missing, naming the element
    and the article.
    """
    if found := [*_forbidden(notice), *_missing(notice, document)]:
        raise IncompleteNotice(found)


def require_issuable(notice: Notice, *, demonstration: bool) -> None:
    """Refuse a specimen outside demonstration mode. Raises `IncompleteNotice`."""
    if notice.specimen and not demonstration:
        raise IncompleteNotice([Issue(issues.NOT_ISSUED)])


def _forbidden(notice: Notice) -> Iterator[Issue]:
    for refusal in notice.profile.refusals:
        if all(notice.holds(condition) for condition in refusal.when):
            label = getattr(refusal.label, notice.language.code)
            values = {"element": label, "article": refusal.article}
            yield Issue(issues.FORBIDDEN, values=values)


def _missing(notice: Notice, document: Document | None) -> Iterator[Issue]:
    for element in notice.profile.elements:
        if notice.demanded(element):
            for path in element.needs:
                if not _filled(value_at(notice, path)):
                    yield _issue(notice, element, path, document)


def _filled(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, tuple):
        return bool(value) and all(_filled(item) for item in value)
    return value is not None


def _issue(notice: Notice, element: Element, path: str, document: Document | None) -> Issue:
    label = getattr(element.label, notice.language.code)
    part, _, field = path.partition(".")
    values = {"element": label, "article": element.article, "field": field}
    if part != "letter":
        return Issue(issues.REGISTER_SILENT, field=path, values={**values, "field": path})
    file = document.file if document else ""
    line = document.line(tuple(field.split("."))) if document else None
    return Issue(issues.ELEMENT_MISSING, file, line, field, values)
