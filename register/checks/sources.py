"""Ids, references, and the sources of each field."""

from collections.abc import Iterable, Iterator
from typing import Any

from explain.issues import Issue
from explain.sources import Document, Path
from register import issues
from register.entry.model import Entry
from register.entry.version import Text, Version


def check(version: Version) -> Iterator[Issue]:
    """Report ids used twice, references that lack or serve nothing, unknown fields."""
    head = version.text.head
    ids = tuple(_ids(head.value, ()))
    yield from _clashes(head, ids)
    known = {reference.id for reference in version.entry.references}
    fields = {*Entry.model_fields, *(name for _, name in ids)}
    used: set[str] = set()
    for key, names in version.entry.provenance.items():
        line = head.line(("provenance", key))
        if key.split(".")[0] not in fields:
            yield Issue(issues.PROVENANCE_UNKNOWN, head.file, line, key, {"key": key})
        yield from (_unknown(head.file, line, name) for name in names if name not in known)
        used.update(names)
    for text in (version.text, *(courtesy.text for courtesy in version.translations.values())):
        for name, line in _cited(text):
            if name not in known:
                yield _unknown(text.file, line, name)
            used.add(name)
    for index, reference in enumerate(version.entry.references):
        if reference.id not in used:
            line = head.line(("references", index, "id"))
            yield Issue(
                issues.REFERENCE_UNUSED, head.file, line, "references", {"id": reference.id}
            )


def _unknown(file: str, line: int | None, name: str) -> Issue:
    return Issue(issues.REFERENCE_UNKNOWN, file, line, values={"id": name})


def _clashes(head: Document, ids: Iterable[tuple[Path, str]]) -> Iterator[Issue]:
    seen: dict[str, str] = {}
    for path, name in ids:
        owner = str(path[0])
        if name in Entry.model_fields or seen.get(name, owner) != owner:
            yield Issue(issues.ID_CLASH, head.file, head.line(path), name, {"id": name})
        seen[name] = owner


def _ids(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Return every id of an item of a list, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _ids(inner, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield (*path, index, "id"), item["id"]
            yield from _ids(item, (*path, index))


def _cited(text: Text) -> Iterator[tuple[str, int]]:
    """Return each reference that a body cites, with the line of its first citation."""
    for section in text.body.sections:
        for name in section.cited:
            before = section.text.partition(f"@{name}")[0]
            yield name, section.first_line + before.count("\n")
