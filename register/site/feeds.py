"""Feeds of publications, as Atom (RFC 4287) and JSON Feed 1.1, in each language.

One of the whole register, one of each administration, family and entry; one item for each
publication of a version, with what it changes in sentences. Identifiers are tag URIs
(RFC 4151) made of the register's host, the day of publication, the entry's permanent
identifier and the version: they never change, and are the same in every feed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from register.entry.labels import value_text
from register.entry.parts import ChangeKind
from register.ledger import Publication
from register.presenting import paths
from register.presenting.changes import said
from register.presenting.data import moment
from register.presenting.evidence import evidence
from register.presenting.lists import FAMILIES
from register.presenting.shell import Shell
from register.shelf import Holding
from register.site.edition import Edition
from register.versions import published

NAMESPACE = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
CHECKPOINT = "https://c2sp.org/tlog-checkpoint"
"""What the link to a signed state is: a relation of Atom, an extension of JSON Feed."""
LENGTH = 50
"""Number of publications in a feed."""
SENTENCES = 12
"""Sentences on one publication; its comparison has the others."""
_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One publication. `compare` leads to what it changes; a first version has none.

    `checkpoint` is the signed state under which it was published, where the register signs.
    """

    id: str
    title: str
    href: str
    compare: str | None
    checkpoint: str | None
    kind: ChangeKind
    note: str
    sentences: tuple[str, ...]
    published_at: datetime

    @property
    def text(self) -> str:
        """Return the note, then what differs, one sentence a line."""
        return "\n".join((self.note, *(f"– {sentence}" for sentence in self.sentences)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a feed is about: a name that never changes, its title, its entries.

    `stem` is the path of its feeds without the ending, `home` that of the page it follows.
    """

    name: str
    stem: str
    home: str
    title: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, in one language."""

    shell: Shell
    topic: Topic
    items: tuple[Item, ...]

    def address(self, path: str) -> str:
        """Return a full address."""
        return self.shell.register.base_url + path

    @property
    def id(self) -> str:
        """Return its permanent identifier."""
        name = f"/{self.topic.name}" if self.topic.name else ""
        return f"tag:{_host(self.shell)},2026-01-01:feed/{self.shell.code}{name}"


def topics(edition: Edition, shell: Shell) -> Iterator[Topic]:
    """Return the register, then each administration, family and entry."""
    code, every = shell.code, tuple(edition.shelf.entries.values())
    home = paths.home(code)
    yield Topic(
        name="",
        stem=paths.feed_stem(home),
        home=home,
        title=shell.words.text("%(name)s: latest changes", name=shell.site.name),
        holdings=every,
    )
    for slug, body in edition.shelf.administrations.items():
        home = paths.administration(code, slug)
        own = tuple(one for one in every if slug in one.current.entry.administrations)
        name = f"administrations/{slug}"
        yield _topic(shell, name, (home, home), getattr(body.name, code), own)
    for family in FAMILIES:
        own = tuple(one for one in every if one.current.entry.family == family)
        places = (paths.family(code, family), paths.algorithms(code, {"family": family}))
        title = value_text("family", family, shell.words)
        yield _topic(shell, f"families/{family}", places, title, own)
    for one in every:
        home, entry = paths.entry(code, one.slug), one.entry(one.shown, code)
        yield _topic(shell, f"entries/{entry.id}", (home, home), entry.title, (one,))


def _topic(
    shell: Shell, name: str, places: tuple[str, str], title: str, own: tuple[Holding, ...]
) -> Topic:
    say = shell.words.text
    return Topic(
        name=name,
        stem=paths.feed_stem(places[0]),
        home=places[1],
        title=say("%(name)s: changes of %(topic)s", name=shell.site.name, topic=title),
        holdings=own,
    )


def feed(edition: Edition, shell: Shell, topic: Topic) -> Feed:
    """Make the feed of a topic, newest publication first."""
    pairs = [(item, one) for one in topic.holdings for item in published(one.history)]
    pairs.sort(key=lambda pair: (pair[0].published_at, pair[0].version), reverse=True)
    items = tuple(_item(edition, shell, one, item) for item, one in pairs[:LENGTH])
    return Feed(shell=shell, topic=topic, items=items)


def atom(found: Feed) -> bytes:
    """Write a feed as Atom."""
    shell = found.shell
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": shell.code})
    latest = moment(found.items[0].published_at) if found.items else _EPOCH
    _add(root, "id", found.id)
    _add(root, "title", found.topic.title)
    _add(root, "updated", latest)
    own, home = found.address(f"{found.topic.stem}.atom"), found.address(found.topic.home)
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", href=home)
    author = ET.SubElement(root, "author")
    _add(author, "name", shell.site.publisher)
    _add(root, "rights", shell.site.licence.label)
    for item in found.items:
        root.append(_entry(found, item))
    ET.indent(root, space="")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def json_feed(found: Feed) -> bytes:
    """Write a feed as JSON Feed (jsonfeed.org, version 1.1)."""
    document = {
        "version": JSON_FEED,
        "title": found.topic.title,
        "home_page_url": found.address(found.topic.home),
        "feed_url": found.address(f"{found.topic.stem}.json"),
        "language": found.shell.code,
        "authors": [{"name": found.shell.site.publisher}],
        "items": [_record(found, item) for item in found.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(edition: Edition, shell: Shell, holding: Holding, line: Publication) -> Item:
    number, slug = line.version, holding.slug
    entry, before = holding.entry(number, shell.code), holding.before(number)
    sentences: Sequence[str] = ()
    if before is not None:
        sentences = said(shell, edition.compared(holding, before, number))[:SENTENCES]
    day = line.published_at.astimezone(UTC).date().isoformat()
    proved = evidence(edition.shelf, holding, number)
    return Item(
        id=f"tag:{_host(shell)},{day}:{entry.id}/{number}",
        title=shell.words.text("%(title)s, version %(number)s", title=entry.title, number=number),
        href=paths.version(shell.code, slug, number),
        compare=paths.comparison(shell.code, slug, before, number) if before else None,
        checkpoint=proved.checkpoint_href if proved else None,
        kind=entry.kind,
        note=entry.change_note,
        sentences=tuple(sentences),
        published_at=line.published_at,
    )


def _entry(found: Feed, item: Item) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "published", moment(item.published_at))
    _add(entry, "updated", moment(item.published_at))
    _add(entry, "link", rel="alternate", type="text/html", href=found.address(item.href))
    if item.compare:
        _add(entry, "link", rel="related", type="text/html", href=found.address(item.compare))
    if item.checkpoint:
        href = found.address(item.checkpoint)
        _add(entry, "link", rel=CHECKPOINT, type="text/plain", href=href)
    _add(entry, "category", term=item.kind)
    _add(entry, "summary", item.note)
    _add(entry, "content", item.text, type="text")
    return entry


def _record(found: Feed, item: Item) -> dict[str, object]:
    record: dict[str, object] = {
        "id": item.id,
        "url": found.address(item.href),
        "title": item.title,
        "summary": item.note,
        "content_text": item.text,
        "date_published": moment(item.published_at),
        "tags": [item.kind],
    }
    if item.compare:
        record["external_url"] = found.address(item.compare)
    if item.checkpoint:
        record["_log"] = {"about": CHECKPOINT, "checkpoint": found.address(item.checkpoint)}
    return record


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _host(shell: Shell) -> str:
    return urlsplit(shell.register.base_url).hostname or "localhost"
