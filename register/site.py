"""The whole site as bytes: what the server hands out and the export writes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from register.assets import assets
from register.catalogue.queries import Question, find, releases
from register.edition import Edition
from register.feeds import LENGTH, atom, references
from register.i18n import LanguageCode, language
from register.pages import AboutPage, AccessibilityPage, GlossaryPage, LegalPage, LetterPage, Page
from register.presenting import comparisons, data, paths
from register.presenting.entries import entry_page, version_page
from register.presenting.lists import Asked, administration_page, home_page, list_page
from register.presenting.trials import example_page, try_page
from register.rendering import render
from register.shelf import Holding
from register.sitemap import Place, robots, sitemap
from register.version import CANONICAL

HTML = "text/html; charset=utf-8"
JSON = "application/json"
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
LINES = "application/jsonl"
_FILES = {
    "md": "text/markdown; charset=utf-8",
    "yaml": "application/yaml",
    "json": JSON,
    "csv": "text/csv; charset=utf-8",
}
_ABOUT: tuple[tuple[str, type[Page]], ...] = (
    ("lettre", LetterPage),
    ("a-propos", AboutPage),
    ("glossaire", GlossaryPage),
    ("accessibilite", AccessibilityPage),
    ("mentions-legales", LegalPage),
)


NOTHING: frozenset[str] = frozenset()
SEARCH = frozenset({"q", "family", "administration", "status", "page"})
DAY = frozenset({"date"})
EXAMPLE = frozenset({"exemple"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One address of the site and what it answers.

    `asset` is for files whose name carries their digest: they never change. `asked` holds
    the names of the questions (`?q=`) that the address also answers, computed when asked.
    `listed` tells that search engines may show it.
    """

    path: str
    body: bytes
    media_type: str
    asset: bool = False
    asked: frozenset[str] = NOTHING
    listed: bool = False


def resources(edition: Edition) -> Iterator[Resource]:
    """Make every address of the site, each once."""
    places: list[Place] = []
    for resource in _everything(edition):
        if resource.listed:
            places.append(Place(edition.shelf.register.base_url + resource.path))
        yield resource
    yield Resource(path="/sitemap.xml", body=sitemap(places), media_type=XML)
    body = robots(edition.shelf.register.base_url)
    yield Resource(path="/robots.txt", body=body, media_type=TEXT)


def _everything(edition: Edition) -> Iterator[Resource]:
    for asset in assets().all():
        yield Resource(path=asset.path, body=asset.content, media_type=asset.media_type, asset=True)
    icon = assets().icon
    yield Resource(path="/favicon.ico", body=icon.content, media_type=icon.media_type)
    for code in edition.languages:
        yield from _language(edition, code)
    yield from _data(edition)
    for holding in edition.shelf.entries.values():
        yield from _files(holding)


def _language(edition: Edition, code: LanguageCode) -> Iterator[Resource]:
    """Make the pages of one language; the first one also answers at “/”."""
    home = page(home_page(edition.shells[code], edition.catalogue))
    if code == edition.languages[0]:
        yield Resource(path="/", body=home.body, media_type=HTML)
    yield home
    yield page(list_page(edition.shells[code], edition.catalogue, Asked()), asked=SEARCH)
    for name, kind in _ABOUT:
        yield page(kind(**edition.shells[code].frame(_place(name))))
    for name, body in edition.shelf.administrations.items():
        yield page(administration_page(edition.shells[code], edition.catalogue, name, body))
    for holding in edition.shelf.entries.values():
        yield from _entry(edition, code, holding)
    yield _feed(edition, code)


def _place(name: str) -> Callable[[LanguageCode], str]:
    return lambda code: paths.page(code, name)


def _entry(edition: Edition, code: LanguageCode, holding: Holding) -> Iterator[Resource]:
    current = edition.shown(code, holding, holding.shown)
    yield page(entry_page(current), asked=DAY)
    for number in holding.numbers:
        yield page(version_page(edition.shown(code, holding, number)))
    for older, newer in pairwise(holding.numbers):
        yield page(comparisons.comparison_page(edition.shells[code], holding, older, newer))
    if current.algorithm:
        yield page(try_page(current, {}), asked=EXAMPLE)
    for told in current.told:
        shown = edition.shown(code, holding, told.worked.number)
        yield page(example_page(shown, told))


def _feed(edition: Edition, code: LanguageCode) -> Resource:
    everything = find(edition.catalogue, Question(language=code), size=1_000_000)
    latest = releases(edition.catalogue, code, limit=LENGTH)
    body = atom(edition.shells[code], latest, references(everything.sheets))
    return Resource(path=paths.feed(code), body=body, media_type=ATOM)


def _data(edition: Edition) -> Iterator[Resource]:
    shelf = edition.shelf
    yield document(paths.data(), data.listing(shelf), asked=SEARCH)
    for name, body in shelf.administrations.items():
        path = paths.administration_data(name)
        yield document(path, data.administration(shelf, name, body))
    for holding in shelf.entries.values():
        slug = holding.slug
        yield document(paths.data(slug), data.entry(shelf, holding), asked=DAY)
        for number in holding.numbers:
            yield document(paths.data(slug, number), data.version(shelf, holding, number))
        for older, newer in pairwise(holding.numbers):
            path = paths.comparison_data(slug, older, newer)
            words = language(CANONICAL)
            yield document(path, comparisons.comparison_data(holding, older, newer, words))
    yield Resource(path="/ledger.jsonl", body=shelf.ledger, media_type=LINES)


def _files(holding: Holding) -> Iterator[Resource]:
    """Hand out the files of each version exactly as they were published."""
    for number in holding.numbers:
        hidden = data.private(holding.version(number))
        for name, body in holding.files.versions[number].items():
            if name not in hidden:
                media_type = _FILES.get(name.rpartition(".")[2], TEXT)
                path = paths.file(holding.slug, number, name)
                yield Resource(path=path, body=body, media_type=media_type)


def page(context: Page, *, asked: frozenset[str] = NOTHING) -> Resource:
    """Render a page."""
    body = render(context).encode()
    return Resource(
        path=context.path, body=body, media_type=HTML, asked=asked, listed=context.indexed
    )


def document(path: str, record: dict[str, Any], *, asked: frozenset[str] = NOTHING) -> Resource:
    """Write a document as JSON."""
    return Resource(path=path, body=data.write(record), media_type=JSON, asked=asked)
