"""What a row is about: one version of one entry."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from explain.i18n import LanguageCode
from register.entry.model import Entry
from register.entry.version import Version
from register.exchange.table import Column
from register.shelf import Holding, Shelf


class Subject(NamedTuple):
    """One version, with the register around it."""

    shelf: Shelf
    holding: Holding
    number: int

    @property
    def version(self) -> Version:
        """Return the version."""
        return self.holding.version(self.number)

    @property
    def fields(self) -> Entry:
        """Return its fields, in the language that counts."""
        return self.version.entry

    @property
    def published_at(self) -> datetime | None:
        """Return when it was published; None for a draft."""
        publication = self.holding.publication(self.number)
        return publication.published_at if publication else None

    def entry(self, code: LanguageCode) -> Entry:
        """Return its fields with their texts in one language."""
        return self.holding.entry(self.number, code)

    def address(self, path: str) -> str:
        """Return the whole address of a path of the site."""
        return self.shelf.register.base_url + path


SLUG: Column[Subject] = Column(
    "slug",
    "string",
    "Name of the entry in addresses.",
    lambda it: it.holding.slug,
    ("entries", "slug"),
)
VERSION: Column[Subject] = Column(
    "version", "integer", "Number of the version.", lambda it: it.number
)


def every_version(shelf: Shelf) -> Iterator[Subject]:
    """Return every version of every entry, in order."""
    for holding in shelf.entries.values():
        for number in holding.numbers:
            yield Subject(shelf, holding, number)
