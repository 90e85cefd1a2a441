"""From the register in memory to the catalogue's rows, and the key that names them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version as software_version
from itertools import count

from explain.i18n import LanguageCode
from explain.texts import texts
from register.catalogue.rows import Row
from register.catalogue.tables import Body, Release, Responsible, Sheet
from register.entry.markdown import to_text
from register.entry.version import Version
from register.ledger import Publication, addresses, by_slug
from register.shelf import Holding, Shelf, shown_of
from register.versions import day_of, published

FORMAT = 2
"""Number of this way of making rows: a change here makes every catalogue anew."""


def key(shelf: Shelf) -> str:
    """Return the digest of everything that the rows of a shelf are made from.

    The ledger holds the digests of what is published; drafts bring their own.
    """
    states = ((holding.slug, holding.shown, _drafts(holding)) for holding in shelf.entries.values())
    return _key(shelf, states)


def key_of_published(frame: Shelf) -> str:
    """Return the same digest for the published entries of a register, read or not."""
    histories = by_slug(frame.publications).values()
    return _key(frame, ((addresses(one)[-1], shown_of(one, frame.day), b"") for one in histories))


def _key(frame: Shelf, states: Iterable[tuple[str, int | None, bytes]]) -> str:
    found = hashlib.sha256(f"{FORMAT} {software_version('grandjour')}".encode())
    found.update(frame.register.model_dump_json().encode() + frame.ledger)
    for name, body in sorted(frame.administrations.items()):
        found.update(f"{name}{body.model_dump_json()}".encode())
    for slug, shown, drafts in sorted(states):
        found.update(f"{slug} {shown} ".encode() + drafts)
    return found.hexdigest()


def _drafts(holding: Holding) -> bytes:
    """Return the digests of the files of an entry's drafts, under their names."""
    return b"".join(
        f"{number}/{name} ".encode() + hashlib.sha256(data).digest()
        for number in holding.numbers
        if holding.publication(number) is None
        for name, data in sorted(holding.files.versions[number].items())
    )


def rows(frame: Shelf, holdings: Iterable[Holding] | None = None) -> Iterator[Row]:
    """Return every row of the catalogue: of the shelf's entries, or of `holdings` one by one."""
    numbers = count(1)
    for holding in frame.entries.values() if holdings is None else holdings:
        yield from rows_of(holding, frame, numbers)
    yield from rows_around(frame)


def rows_of(holding: Holding, frame: Shelf, numbers: Iterator[int]) -> Iterator[Row]:
    """Return the rows of one entry; `numbers` are those of its sheets."""
    for name in holding.current.entry.administrations:
        yield Responsible, {"slug": holding.slug, "administration": name}
    own = texts(holding.current.entry)
    for language in frame.register.languages:
        given = holding.current.given_in(language)
        said = {key: given.get(key, text) for key, text in own.items()}
        yield _sheet(next(numbers), holding, language, said, frame)
        for publication in published(holding.history):
            yield _release(publication, holding, language)


def rows_around(frame: Shelf) -> Iterator[Row]:
    """Return the rows that belong to no entry."""
    for name, body in frame.administrations.items():
        for language in frame.register.languages:
            label = getattr(body.name, language)
            values = {"administration": name, "language": language}
            yield Body, {**values, "name": label, "kind": body.kind}


def _sheet(
    row: int, holding: Holding, language: LanguageCode, said: Mapping[str, str], shelf: Shelf
) -> Row:
    """Return the sheet of an entry; `said` are the texts of its fields in `language`."""
    version = holding.current
    entry = version.entry
    publication = holding.publication(version.number)
    zone = shelf.register.time_zone
    return Sheet, {
        "row": row,
        "language": language,
        "slug": holding.slug,
        "reference": entry.id,
        "number": version.number,
        "title": said["title"],
        "summary": said["summary"],
        "keywords": said["keywords"],
        "family": entry.family,
        "status": entry.status,
        "fidelity": entry.fidelity,
        "automation": entry.automation,
        "administration": entry.administrations[0],
        "updated_on": day_of(publication.published_at, zone) if publication else None,
        "text": "\n".join(_passages(version, said, language, shelf)),
    }


def _passages(
    version: Version, said: Mapping[str, str], language: LanguageCode, shelf: Shelf
) -> Iterator[str]:
    """Return what can be found in an entry, one passage after the other."""
    for name in version.entry.administrations:
        yield str(getattr(shelf.administrations[name].name, language))
    for section in version.body_in(language).sections:
        yield from to_text(section.text).splitlines()
    shown = {"title", "summary", "keywords"}
    yield from (" ".join(text.split()) for name, text in said.items() if name not in shown)


def _release(publication: Publication, holding: Holding, language: LanguageCode) -> Row:
    version = holding.versions[publication.version]
    entry, given = version.entry, version.given_in(language)
    return Release, {
        "slug": holding.slug,
        "number": publication.version,
        "language": language,
        "published_at": publication.published_at,
        "kind": entry.kind,
        "title": given.get("title", entry.title),
        "note": given.get("change_note", entry.change_note),
        "administration": entry.administrations[0],
        "compares": holding.before(publication.version) is not None,
    }
