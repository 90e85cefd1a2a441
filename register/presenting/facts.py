"""Answers of an entry as facts: the text, its sources, or the reason why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from babel.dates import format_date

from register.entry.known import Unknown
from register.entry.model import Entry
from register.entry.parts import Contact, Reference, Yearly
from register.i18n import Language
from register.pages.entry_views import Fact, LabelledFact, Source

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Facts:
    """Makes the facts of one entry in one language."""

    words: Language
    numbers: Mapping[str, int]
    provenance: Mapping[str, tuple[str, ...]]

    def sources(self, key: str) -> tuple[int, ...]:
        """Return the numbers of the sources of a field or an item."""
        return tuple(sorted(self.numbers[name] for name in self.provenance.get(key, ())))

    def fact(
        self,
        key: str,
        value: Value | Unknown,
        say: Callable[[Value], str] = str,
    ) -> Fact:
        """Make the fact of the field or item `key`; `say` writes the value."""
        sources = self.sources(key)
        if isinstance(value, Unknown):
            return Fact(
                gap=value.unknown, ground=value.legal_ground, note=value.note, sources=sources
            )
        return Fact(text=say(value), sources=sources)

    def labelled(
        self, label: str, key: str, value: Value | Unknown, say: Callable[[Value], str] = str
    ) -> LabelledFact:
        """Make a fact with its label."""
        return LabelledFact(label=label, fact=self.fact(key, value, say))

    def flag(self, value: bool) -> str:  # noqa: FBT001 - the fact itself
        """Write a yes or no."""
        return self.words.text("Yes") if value else self.words.text("No")

    def contact(self, value: Contact) -> str:
        """Write how to reach somebody, on one line."""
        return " · ".join(part for part in (value.email, value.url, value.post) if part)

    def when(self, value: str) -> str:
        """Write a year, a month or a day."""
        return when(self.words, value)

    def yearly(self, value: Yearly) -> str:
        """Write a number of decisions and its year."""
        return self.words.text(
            "%(count)s in %(year)s", count=self.words.number(value.count), year=value.year
        )


def facts_of(entry: Entry, words: Language) -> Facts:
    """Return the maker of the facts of `entry`, whose texts are in the language of `words`."""
    return Facts(words, source_numbers(entry), entry.provenance)


def source_numbers(entry: Entry) -> dict[str, int]:
    """Number the sources of an entry, from 1, in the order of its file."""
    return {reference.id: number for number, reference in enumerate(entry.references, start=1)}


def sources(entry: Entry, facts: Facts) -> tuple[Source, ...]:
    """Return the documents on which an entry rests."""
    return tuple(_source(reference, facts) for reference in entry.references)


def _source(reference: Reference, facts: Facts) -> Source:
    return Source(
        number=facts.numbers[reference.id],
        title=reference.title,
        publisher=reference.publisher,
        href=reference.url,
        dated=facts.fact("", reference.date, facts.when),
        status=reference.status,
        seen_on=reference.seen_on,
        note=reference.note,
    )


def when(words: Language, value: str) -> str:
    """Write a year, a month or a day as precisely as it is known."""
    if len(value) == len("2026"):
        return value
    if len(value) == len("2026-01"):
        return format_date(date.fromisoformat(f"{value}-01"), "MMMM y", words.code)
    return words.day(date.fromisoformat(value))
