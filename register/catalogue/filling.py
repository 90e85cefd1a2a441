"""From the register in memory to the catalogue's rows, and the key that names them."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version as software_version
from itertools import count

from explain.i18n import LanguageCode
from explain.texts import texts
from register.catalogue.store import Row
from register.catalogue.tables import Body, Release, Responsible, Sheet
from register.entry.markdown import to_text
from register.entry.version import Version
from register.ledger import Publication
from register.shelf import Holding, Shelf
from register.versions import day_of, published

FORMAT = 1
"""Number of this way of making rows: a change here makes every catalogue anew."""


def key(shelf: Shelf) -> str:
    """Return the digest of everything that the rows are made from."""
    found = hashlib.sha256(f"{FORMAT} {software_version('grandjour')}".encode())
    found.update(shelf.register.model_dump_json().encode() + shelf.ledger)
    for name, body in sorted(shelf.administrations.items()):
        found.update(f"{name}{body.model_dump_json()}".encode())
    for slug, holding in sorted(shelf.entries.items()):
        found.update(f"{slug} {holding.shown}".encode())
        for number in holding.numbers:
            for name, data in sorted(holding.files.versions[number].items()):
                found.update(f"{number}/{name}".encode() + hashlib.sha256(data).digest())
    return found.hexdigest()


def rows(shelf: Shelf) -> Iterator[Row]:
    """Return every row of the catalogue."""
    numbers = count(1)
    for holding in shelf.entries.values():
        for name in holding.current.entry.administrations:
            yield Responsible(slug=holding.slug, administration=name)
        for language in shelf.register.languages:
            yield _sheet(next(numbers), holding, language, shelf)
            for publication in published(holding.history):
                yield _release(publication, holding, language)
    for name, body in shelf.administrations.items():
        for language in shelf.register.languages:
            label = getattr(body.name, language)
            yield Body(administration=name, language=language, name=label, kind=body.kind)


def _sheet(row: int, holding: Holding, language: LanguageCode, shelf: Shelf) -> Sheet:
    version = holding.current
    entry = holding.entry(version.number, language)
    publication = holding.publication(version.number)
    zone = shelf.register.time_zone
    return Sheet(
        row=row,
        language=language,
        slug=holding.slug,
        reference=entry.id,
        number=version.number,
        title=entry.title,
        summary=entry.summary,
        keywords=entry.keywords,
        family=entry.family,
        status=entry.status,
        fidelity=entry.fidelity,
        automation=entry.automation,
        administration=entry.administrations[0],
        updated_on=day_of(publication.published_at, zone) if publication else None,
        text="\n".join(_passages(version, language, shelf)),
    )


def _passages(version: Version, language: LanguageCode, shelf: Shelf) -> Iterator[str]:
    """Return what can be found in an entry, one passage after the other."""
    entry = version.entry_in(language)
    for name in entry.administrations:
        yield str(getattr(shelf.administrations[name].name, language))
    for section in version.body_in(language).sections:
        yield from to_text(section.text).splitlines()
    shown = {"title", "summary", "keywords"}
    yield from (" ".join(text.split()) for name, text in texts(entry).items() if name not in shown)


def _release(publication: Publication, holding: Holding, language: LanguageCode) -> Release:
    entry = holding.entry(publication.version, language)
    return Release(
        slug=holding.slug,
        number=publication.version,
        language=language,
        published_at=publication.published_at,
        kind=entry.kind,
        title=entry.title,
        note=entry.change_note,
        administration=entry.administrations[0],
        compares=holding.before(publication.version) is not None,
    )
