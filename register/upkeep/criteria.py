"""What each entry is held to, and what is missing: judged on one day, criterion by criterion.

A number alone would hide what it counts, so every criterion is shown with its verdict and
with the facts, documents or links that fail it. A criterion that cannot hold for an entry
(a retired one is not reviewed any more) is left out of the count.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from explain.issues import N_
from register.entry.known import Gap, Unknown
from register.entry.model import Entry
from register.entry.version import Version
from register.shelf import Holding, Shelf
from register.upkeep.links import LinkReport, links_of

Verdict = Literal["met", "unmet", "unknown", "not_applicable"]
Criterion = Literal[
    "review",
    "translations",
    "links",
    "verified",
    "published",
    "sources",
    "law",
    "assessment",
    "evaluation",
    "source_code",
    "executable",
    "examples",
]

LABELS: Mapping[Criterion, str] = {
    "review": N_("Its review is not late"),
    "translations": N_("Every language says the same"),
    "links": N_("Every link answered when it was last tried"),
    "verified": N_("No fact is left to verify"),
    "published": N_("The administration keeps no fact back"),
    "sources": N_("Every source was read, not only quoted by others"),
    "law": N_("A text of law is named"),
    "assessment": N_("An impact assessment is named"),
    "evaluation": N_("An evaluation is named"),
    "source_code": N_("The source code of the real system can be read"),
    "executable": N_("The calculation can be run here"),
    "examples": N_("Worked examples are given"),
}
"""What is asked of every entry, in the order in which it is told."""

OF_FIELDS: frozenset[Criterion] = frozenset({"verified", "published"})
"""Criteria whose items are names of fields."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion judged: `items` are the fields, documents, languages or links that fail."""

    criterion: Criterion
    verdict: Verdict
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One entry judged at its version in force. `days_late` is 0 where no review is due."""

    slug: str
    version: int
    review_due: date
    days_late: int
    findings: tuple[Finding, ...]

    @property
    def counted(self) -> tuple[Finding, ...]:
        """Return the findings that count for this entry."""
        return tuple(item for item in self.findings if item.verdict != "not_applicable")

    @property
    def met(self) -> int:
        """Return the number of criteria met."""
        return sum(item.verdict == "met" for item in self.findings)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a criterion looks at."""

    holding: Holding
    version: Version
    entry: Entry
    languages: tuple[str, ...]
    day: date
    links: LinkReport


def judge(shelf: Shelf, links: LinkReport) -> tuple[Upkeep, ...]:
    """Judge every entry on the shelf's day: the latest first, then those that lack most."""
    found = [_entry(shelf, holding, links) for holding in shelf.entries.values()]
    found.sort(key=lambda item: (-item.days_late, item.met - len(item.counted), item.slug))
    return tuple(found)


def _entry(shelf: Shelf, holding: Holding, links: LinkReport) -> Upkeep:
    version = holding.current
    subject = _Subject(holding, version, version.entry, shelf.register.languages, shelf.day, links)
    findings = tuple(Finding(name, *_JUDGES[name](subject)) for name in LABELS)
    late = findings[0].verdict == "unmet"
    days_late = (shelf.day - version.entry.review_due).days if late else 0
    return Upkeep(holding.slug, version.number, version.entry.review_due, days_late, findings)


Judgement = tuple[Verdict, tuple[str, ...]]


def _failing(items: Iterator[str]) -> Judgement:
    found = tuple(items)
    return ("unmet" if found else "met", found)


def _review(it: _Subject) -> Judgement:
    if it.holding.standing(it.version.number) in {"retired", "retracted"}:
        return "not_applicable", ()
    return ("unmet" if it.entry.review_due < it.day else "met", ())


def _translations(it: _Subject) -> Judgement:
    return _failing(code for code in it.languages if not _is_current(it.version, code))


def _is_current(version: Version, code: str) -> bool:
    """Tell whether a language translates the present text: the one that counts always does."""
    if code == version.languages[0]:
        return True
    given = {name: item.translation for name, item in version.translations.items()}
    return any(name == code and item.translates == version.digest for name, item in given.items())


def _links(it: _Subject) -> Judgement:
    named = links_of(it.version)
    broken = tuple(link for link in named if it.links.is_broken(link))
    if broken:
        return "unmet", broken
    untried = [link for link in named if link not in it.links]
    return ("unknown" if untried else "met", ())


def _gaps(kind: Gap) -> Callable[[_Subject], Judgement]:
    def find(it: _Subject) -> Judgement:
        values = ((name, getattr(it.entry, name)) for name in type(it.entry).model_fields)
        return _failing(
            name for name, value in values if isinstance(value, Unknown) and value.unknown == kind
        )

    return find


def _sources(it: _Subject) -> Judgement:
    return _failing(item.title for item in it.entry.references if item.status != "read")


def _named(field: str) -> Callable[[_Subject], Judgement]:
    def find(it: _Subject) -> Judgement:
        value = getattr(it.entry, field)
        if isinstance(value, Unknown):
            absent = value.unknown == "not_applicable"
            return ("not_applicable" if absent else "unmet", ())
        return ("met" if value else "unmet", ())

    return find


def _executable(it: _Subject) -> Judgement:
    return ("met" if it.entry.algorithm else "unmet", ())


def _examples(it: _Subject) -> Judgement:
    if not it.entry.algorithm:
        return "not_applicable", ()
    return ("met" if it.holding.cases else "unmet", ())


_JUDGES: Mapping[Criterion, Callable[[_Subject], Judgement]] = {
    "review": _review,
    "translations": _translations,
    "links": _links,
    "verified": _gaps("not_verified"),
    "published": _gaps("not_published"),
    "sources": _sources,
    "law": _named("legal_basis"),
    "assessment": _named("assessments"),
    "evaluation": _named("evaluations"),
    "source_code": _named("source_code"),
    "executable": _executable,
    "examples": _examples,
}
