"""The page of upkeep, and the same as data."""

from collections.abc import Sequence

from explain.issues import N_
from register.entry.labels import field_label
from register.i18n import Language
from register.pages.contexts import UpkeepPage
from register.pages.views import CriterionRow, Link, UpkeepRow
from register.presenting import paths
from register.presenting.data import FORMAT, Record
from register.presenting.shell import Shell
from register.shelf import Shelf
from register.upkeep.criteria import LABELS, OF_FIELDS, Finding, Upkeep, judge
from register.upkeep.links import read_links
from register.versions import day_of

_LANGUAGES = {"fr": N_("French"), "en": N_("English")}


def upkeep_page(shell: Shell, shelf: Shelf) -> UpkeepPage:
    """Make the page: what is late, broken, stale or incomplete, entry by entry."""
    links = read_links(shelf.links)
    found = judge(shelf, links)
    tried = links.tried_at
    return UpkeepPage(
        **shell.frame(lambda code: paths.page(code, "entretien"), data=paths.UPKEEP),
        day=shelf.day,
        links_tried_on=day_of(tried, shelf.register.time_zone) if tried else None,
        late=sum(item.days_late > 0 for item in found),
        broken=_count(found, "links"),
        stale=_count(found, "translations"),
        criteria=tuple(shell.words.text(label) for label in LABELS.values()),
        entries=tuple(_row(shell, shelf, item) for item in found),
    )


def upkeep_data(shelf: Shelf, languages: Sequence[Language]) -> Record:
    """Give the same as data."""
    found = judge(shelf, read_links(shelf.links))
    return {
        "format": FORMAT,
        "day": shelf.day.isoformat(),
        "criteria": [
            {"id": name, "label": {words.code: words.text(label) for words in languages}}
            for name, label in LABELS.items()
        ],
        "entries": [
            {
                "slug": item.slug,
                "version": item.version,
                "review_due": item.review_due.isoformat(),
                "days_late": item.days_late,
                "met": item.met,
                "criteria": [
                    {"id": one.criterion, "verdict": one.verdict, "items": list(one.items)}
                    for one in item.findings
                ],
            }
            for item in found
        ],
    }


def item_texts(finding: Finding, words: Language) -> tuple[str, ...]:
    """Return what fails a criterion, as people read it."""
    if finding.criterion in OF_FIELDS:
        return tuple(field_label(name, words) for name in finding.items)
    if finding.criterion == "translations":
        return tuple(words.text(_LANGUAGES.get(code, code)) for code in finding.items)
    return finding.items


def _count(found: Sequence[Upkeep], criterion: str) -> int:
    return sum(
        one.criterion == criterion and one.verdict == "unmet"
        for item in found
        for one in item.findings
    )


def _row(shell: Shell, shelf: Shelf, item: Upkeep) -> UpkeepRow:
    entry = shelf.entry(item.slug).entry(item.version, shell.code)
    return UpkeepRow(
        entry=Link(label=entry.title, href=paths.entry(shell.code, item.slug)),
        review_due=item.review_due,
        days_late=item.days_late,
        met=item.met,
        total=len(item.counted),
        criteria=tuple(_criterion(shell, one) for one in item.findings),
    )


def _criterion(shell: Shell, finding: Finding) -> CriterionRow:
    return CriterionRow(
        label=shell.words.text(LABELS[finding.criterion]),
        verdict=finding.verdict,
        items=item_texts(finding, shell.words),
    )
