"""Fields that must agree with one another."""

import pathlib
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import Field

from explain.fields import Declared, Id, Line
from explain.issues import N_, Issue
from explain.reading import read_yaml
from explain.sources import Path
from explain.validation import dotted, validate
from register import issues
from register.entry.model import TO_WRITE, Entry
from register.entry.version import Version

MARKS = tuple(TO_WRITE.values())

_LAW = pathlib.Path(__file__).parent.parent / "law" / "fr.yaml"


class Demand(Declared):
    """An item that a list of the entry must have, under a condition, by an article of law."""

    id: Id
    when: dict[Line, Any]
    field: Id
    kinds: tuple[Id, ...] = Field(min_length=1)
    article: Line


class Law(Declared):
    """The demands of one country's law."""

    format: int
    demands: tuple[Demand, ...]


def check(version: Version, administrations: Collection[str]) -> Iterator[Issue]:
    """Report fields that contradict one another, and what the law demands."""
    entry, head = version.entry, version.text.head
    for field, other, problem in _contradictions(entry):
        values = {"field": field, "other": other, "problem": problem}
        yield Issue(issues.CONTRADICTION, head.file, head.line((field,)), field, values)
    for index, name in enumerate(entry.administrations):
        if name not in administrations:
            values = {"name": name, "allowed": ", ".join(sorted(administrations))}
            line = head.line(("administrations", index))
            yield Issue(issues.ADMINISTRATION_UNKNOWN, head.file, line, "administrations", values)
    yield from _placeholders(version)
    for demand in law().demands:
        if _lacks(entry, demand):
            values = {"field": demand.field, "kinds": ", ".join(demand.kinds)}
            values["article"] = demand.article
            line = head.line((demand.field,))
            yield Issue(issues.LAW_DEMANDS, head.file, line, demand.field, values)


@lru_cache(maxsize=1)
def law() -> Law:
    """Return what the law demands of an entry."""
    return validate(Law, read_yaml(_LAW.read_bytes(), _LAW.name))


def _contradictions(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Return two fields and what is wrong between them."""
    last = entry.applies_to or date.max
    retired = entry.status == "retired"
    ended = entry.ended_on is not None and entry.end_reason is not None
    rules = (
        (last < entry.applies_from, "applies_to", "applies_from", N_("it ends before it begins")),
        (
            entry.review_due <= entry.last_checked,
            "review_due",
            "last_checked",
            N_("the next check comes after the last one"),
        ),
        (
            entry.kind == "retirement" and not (retired and entry.applies_to),
            "kind",
            "status",
            N_("a retirement has the status “retired” and a date “applies_to”"),
        ),
        (
            retired != ended or (not retired and entry.ended_on is not None),
            "status",
            "ended_on",
            N_("what is retired, and nothing else, has “ended_on” and “end_reason”"),
        ),
        (
            (entry.kind == "merger") != (entry.merged_into is not None),
            "kind",
            "merged_into",
            N_("a merger, and nothing else, has “merged_into”"),
        ),
        (
            entry.kind == "renaming" and entry.address is None,
            "kind",
            "address",
            N_("a renaming has the new name as “address”"),
        ),
        (
            entry.solely_automated != (entry.automation == "full"),
            "solely_automated",
            "automation",
            N_("“full” means that no human intervenes"),
        ),
        (
            entry.individual_decision and entry.automation == "none",
            "individual_decision",
            "automation",
            N_("a decision cannot be founded on what counts for nothing in it"),
        ),
    )
    return ((field, other, problem) for wrong, field, other, problem in rules if wrong)


def _placeholders(version: Version) -> Iterator[Issue]:
    for text in (version.text, *(courtesy.text for courtesy in version.translations.values())):
        written = repr(text.head.value)  # quick to search; `repr` leaves letters as they are
        if any(mark in written for mark in MARKS):
            for path, words in strings(text.head.value):
                if words.startswith(MARKS):
                    yield _unwritten(text.file, text.head.line(path), dotted(path), words)
        for section in text.body.sections:
            if section.text.startswith(MARKS):
                yield _unwritten(text.file, section.line, section.id, section.text)


def _unwritten(file: str, line: int | None, field: str, words: str) -> Issue:
    mark = next(mark for mark in MARKS if words.startswith(mark))
    return Issue(issues.PLACEHOLDER, file, line, field, {"field": field, "mark": mark})


def strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Return every text inside a value, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from strings(inner, (*path, index))


def _lacks(entry: Entry, demand: Demand) -> bool:
    if any(_value(entry, path) != value for path, value in demand.when.items()):
        return False
    items = getattr(entry, demand.field)
    return not any(item.kind in demand.kinds for item in items)


def _value(entry: Entry, path: str) -> Any:
    value: Any = entry
    for name in path.split("."):
        value = getattr(value, name, None)
    return value
