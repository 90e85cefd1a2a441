"""What differs, as lines for a terminal: in sentences, then facts, then the text."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext

import click

from register.cli.speech import N_
from register.diff import Comparison
from register.diff.fields import FieldChange
from register.diff.words import Segment
from register.i18n import Language
from register.outcomes import Contrast
from register.pages.compare_views import ContrastRow
from register.pages.history_contexts import ChangesPage
from register.presenting.comparisons import Compared
from register.presenting.contrasts import Telling, contrasts

WIDTH = 88
_MARKS = {"same": ("", "", None), "deleted": ("[-", "-]", "red"), "inserted": ("{+", "+}", "green")}
_EFFECTS = {
    "same": N_("same result"),
    "value": N_("another number, same outcome"),
    "decision": N_("another outcome"),
    "not_comparable": N_("cannot be compared"),
}
_KINDS = {
    "added": N_("Added"),
    "changed": N_("Changed"),
    "announced": N_("Announced for later"),
    "retired": N_("No longer used"),
    "merged": N_("Merged into another entry"),
    "retracted": N_("Withdrawn"),
}


def lines(asked: Compared, words: Language) -> Iterator[str]:
    """Say what differs between two versions."""
    found = asked.compare(words)
    if found.empty:
        yield gettext("Nothing differs.")
        return
    head = gettext("%(title)s: from version %(older)s to version %(newer)s")
    title = asked.holding.entry(asked.newer, words.code).title
    values = {"title": title, "older": asked.older, "newer": asked.newer}
    yield click.style(head % values, bold=True)
    for sentence in asked.tell(found, words).all:
        yield from _bullet(sentence)
    yield ""
    yield from _details(found)


def case_lines(telling: Telling, found: Sequence[Contrast]) -> Iterator[str]:
    """Say what both versions give for each case: those that change first."""
    told = contrasts(telling, found)
    yield from told.sentences
    for row in (*told.changed, *told.same):
        yield from _case(telling, row)


def change_lines(page: ChangesPage, words: Language) -> Iterator[str]:
    """Say what changed in the register between two days."""
    head = gettext("After %(since)s, until %(until)s:")
    days = {"since": words.day(page.since), "until": words.day(page.until)}
    yield click.style(head % days, bold=True)
    if not page.entries:
        yield gettext("Nothing changed between these two days.")
    for item in page.entries:
        yield f"{gettext(_KINDS[item.kind])}: {click.style(item.title, bold=True)}"
        for release in reversed(item.releases):
            note = gettext("version %(number)s, published on %(day)s: %(note)s") % {
                "number": release.number,
                "day": words.day(release.published_on),
                "note": release.note,
            }
            yield from _bullet(note)
        for sentence in item.sentences:
            yield from _bullet(sentence)


def _case(telling: Telling, row: ContrastRow) -> Iterator[str]:
    yield ""
    yield f"{click.style(row.title, bold=True)} ({gettext(_EFFECTS[row.effect])})"
    for number, text in zip(telling.pair.numbers, (row.before, row.after), strict=True):
        said = gettext("Version %(number)s: %(text)s") % {"number": number, "text": text}
        yield from textwrap.wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ")
    for note in row.notes:
        yield from textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _bullet(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
    )


def _details(comparison: Comparison) -> Iterator[str]:
    parts: dict[str, list[FieldChange]] = {change.part: [] for change in comparison.fields}
    for change in comparison.fields:
        parts[change.part].append(change)
    parts[gettext("Algorithm file")] = list(comparison.algorithm)
    for part, changes in parts.items():
        yield from _part(part, [f"{one.label}: {_marked(one.segments)}" for one in changes])
    for section in comparison.sections:
        blocks = [block for block in section.blocks if block.change != "same"]
        yield from _part(section.heading, [_marked(block.segments).strip() for block in blocks])


def _part(title: str, found: list[str]) -> Iterator[str]:
    if found:
        yield click.style(title, bold=True)
    yield from (f"  {line}" for line in found)


def _marked(segments: Iterable[Segment]) -> str:
    """Mark what went and came; of two blanks, only the newer one is there."""
    parts = []
    for segment in segments:
        start, end, colour = _MARKS[segment.kind]
        if segment.blank:
            parts.append("" if segment.kind == "deleted" else segment.text)
        elif not colour:
            parts.append(segment.text)
        else:
            core = segment.text.strip()
            lead = segment.text[: len(segment.text) - len(segment.text.lstrip())]
            trail = segment.text[len(segment.text.rstrip()) :]
            parts.append(f"{lead}{click.style(f'{start}{core}{end}', fg=colour)}{trail}")
    return "".join(parts)
