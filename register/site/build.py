"""Every address of the site, and how its bytes are made: for the server and the export alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from explain.issues import Issue
from explain.matching.spec import MatchingSpec
from register.entry.version import CANONICAL
from register.errors import NotFound
from register.evidence.reading import leaf
from register.i18n import LanguageCode, language
from register.log.storage import VERIFIER
from register.outcomes import comparable
from register.pages.assets import assets
from register.pages.contexts import (
    AboutPage,
    AccessibilityPage,
    GlossaryPage,
    LegalPage,
    LetterPage,
)
from register.pages.frame import Page
from register.pages.rendering import render
from register.presenting import data, paths
from register.presenting.changes import YEAR, changes_data, changes_page
from register.presenting.comparisons import (
    Compared,
    compared,
    comparison_data,
    comparison_files,
    comparison_page,
    comparison_patch,
)
from register.presenting.contrast_pages import contrast_page
from register.presenting.entries import entry_page, version_page
from register.presenting.errors import moved_page
from register.presenting.evidence import proof_page
from register.presenting.lists import Asked, administration_page, home_page, list_page
from register.presenting.open_data import Made, open_data_page
from register.presenting.procedures import procedure_page
from register.presenting.shell import Shell
from register.presenting.trials import example_page, try_page
from register.presenting.upkeep import upkeep_data, upkeep_page
from register.presenting.versions import history_page
from register.shelf import Holding, Shelf
from register.site.edition import Edition
from register.site.feeds import Feed, Topic, atom, feed, json_feed, topics
from register.site.sitemap import Place, robots, sitemap
from register.trials import UNKNOWN_EXAMPLE

HTML = "text/html; charset=utf-8"
JSON = "application/json"
ATOM = "application/atom+xml; charset=utf-8"
FEED = "application/feed+json"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
LINES = "application/jsonl"
OCTETS = "application/octet-stream"
PYTHON = "text/x-python; charset=utf-8"
PATCH = "application/json-patch+json"
DIFF = "text/x-diff; charset=utf-8"
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
DAY = frozenset({"date", "known"})
DAYS = frozenset({"since", "until"})
EXAMPLE = frozenset({"exemple"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the site; `make` returns its bytes, always the same.

    `asset` is for files whose name carries their digest: they never change. `asked` holds
    the names of the questions (`?q=`) that the address also answers, computed when asked.
    `listed` tells that search engines may show it. `moved` is the address
    that took its place: a server leads there, files say so.
    """

    path: str
    media_type: str
    make: Callable[[], bytes]
    asset: bool = False
    asked: frozenset[str] = NOTHING
    listed: bool = False
    moved: str = ""


def addresses(edition: Edition) -> Iterator[Address]:
    """Return every address of the site, each once. Nothing is made yet."""
    base = edition.shelf.register.base_url
    found = [*_assets(), *_data(edition), *_pages(edition)]
    found += _moved(edition, found)
    places = [Place(base + item.path) for item in found if item.listed]
    yield from found
    yield Address(path="/sitemap.xml", media_type=XML, make=lambda: sitemap(places))
    yield Address(path="/robots.txt", media_type=TEXT, make=lambda: robots(base))


def _assets() -> Iterator[Address]:
    for asset in assets().all():
        make = partial(_same, asset.content)
        yield Address(path=asset.path, media_type=asset.media_type, make=make, asset=True)
    icon = assets().icon
    make = partial(_same, icon.content)
    yield Address(path="/favicon.ico", media_type=icon.media_type, make=make)


def _pages(edition: Edition) -> Iterator[Address]:
    """Return the pages of each language; the home page of the first one also answers at “/”."""
    for code in edition.languages:
        shell, catalogue = edition.shells[code], edition.catalogue
        home = partial(home_page, shell, catalogue)
        yield _page(paths.home(code), home)
        if code == edition.languages[0]:
            yield Address(path="/", media_type=HTML, make=partial(_render, home))
        every = partial(list_page, shell, catalogue, Asked())
        yield _page(paths.algorithms(code), every, asked=SEARCH)
        for name, kind in _ABOUT:
            yield _page(paths.page(code, name), partial(_about, shell, kind, name))
        yield _page(paths.page(code, "donnees"), partial(_open_data, edition, shell))
        upkeep = partial(upkeep_page, shell, edition.shelf)
        yield _page(paths.page(code, "entretien"), upkeep)
        proof = partial(proof_page, shell, edition.shelf)
        yield _page(paths.page(code, "preuve"), proof)
        for name, body in edition.shelf.administrations.items():
            page = partial(administration_page, shell, catalogue, name, body)
            yield _page(paths.administration(code, name), page)
        for holding in edition.shelf.entries.values():
            yield from _entry(edition, code, holding)
        today = edition.shelf.day
        changed = partial(changes_page, shell, edition.shelf, edition.compared, today - YEAR, today)
        yield _page(paths.changes(code), changed, asked=DAYS)
        yield from _feeds(edition, code)


def _moved(edition: Edition, found: Sequence[Address]) -> Iterator[Address]:
    """Return the addresses that entries had before they were renamed."""
    for old, slug in edition.shelf.former.items():
        for item in found:
            path = paths.former(item.path, slug, old)
            if path is None:
                continue
            make = item.make
            if item.media_type == HTML:
                make = partial(_render, partial(_moved_page, edition, path, item.path))
            yield replace(item, path=path, make=make, listed=False, moved=item.path)


def _moved_page(edition: Edition, path: str, new: str) -> Page:
    code = next(code for code in edition.languages if path.startswith(f"/{code}/"))
    return moved_page(edition.shells[code], path, new)


def _about(shell: Shell, kind: type[Page], name: str) -> Page:
    return kind(**shell.frame(lambda code: paths.page(code, name)))


def _open_data(edition: Edition, shell: Shell) -> Page:
    whole = edition.downloads
    made = [Made(item.name, item.path, item.make()) for item in whole]
    return open_data_page(shell, [*made, Made("ledger", paths.LEDGER, edition.shelf.ledger)])


def _entry(edition: Edition, code: LanguageCode, holding: Holding) -> Iterator[Address]:
    slug, shown = holding.slug, partial(edition.shown, code, holding)
    yield _page(paths.entry(code, slug), lambda: entry_page(shown(holding.shown)), asked=DAY)
    for number in holding.numbers:
        listed = holding.standing(number) != "draft"
        page = partial(_version, edition, code, holding, number)
        yield _page(paths.version(code, slug, number), page, listed=listed)
        if isinstance(edition.spec(slug, number), MatchingSpec):
            page = partial(_procedure, edition, code, holding, number)
            yield _page(paths.procedure(code, slug, number), page, listed=listed)
    yield _page(paths.history(code, slug), partial(history_page, edition.shells[code], holding))
    for older, newer in compared(holding):
        path = paths.comparison(code, slug, older, newer)
        asked = partial(edition.compared, holding, older, newer)
        yield _page(path, partial(_comparison, edition.shells[code], asked))
        if comparable(edition.algorithms[slug], older, newer):
            page = partial(_contrast, edition, code, holding, (older, newer))
            path = paths.contrast(code, slug, older, newer)
            yield _page(path, page, asked=EXAMPLE, listed=False)
    if holding.shown in edition.algorithms[slug]:
        page = partial(_trial, edition, code, holding)
        yield _page(paths.trial(code, slug), page, asked=EXAMPLE)
    for name in edition.examples(slug):
        page = partial(_example, edition, code, holding, name)
        yield _page(paths.example(code, slug, name), page)


def _comparison(shell: Shell, asked: Callable[[], Compared]) -> Page:
    return comparison_page(shell, asked())


def _contrast(
    edition: Edition, code: LanguageCode, holding: Holding, pair: tuple[int, int]
) -> Page:
    shown = edition.shown(code, holding, pair[1])
    return contrast_page(shown, edition.compared(holding, *pair), {})


def _version(edition: Edition, code: LanguageCode, holding: Holding, number: int) -> Page:
    return version_page(edition.shown(code, holding, number))


def _procedure(edition: Edition, code: LanguageCode, holding: Holding, number: int) -> Page:
    return procedure_page(edition.shown(code, holding, number))


def _trial(edition: Edition, code: LanguageCode, holding: Holding) -> Page:
    return try_page(edition.shown(code, holding, holding.shown), {})


def _example(edition: Edition, code: LanguageCode, holding: Holding, name: str) -> Page:
    told = {item.worked.name: item for item in edition.told(code, holding.slug)}
    if name not in told:
        values = {"name": name, "allowed": ", ".join(told)}
        raise NotFound([Issue(UNKNOWN_EXAMPLE, values=values)])
    shown = edition.shown(code, holding, told[name].worked.number)
    return example_page(shown, told[name])


def _feeds(edition: Edition, code: LanguageCode) -> Iterator[Address]:
    """Return both feeds of the register, and of each administration, family and entry."""
    shell = edition.shells[code]
    for topic in topics(edition, shell):
        for ending, media_type, write in (("atom", ATOM, atom), ("json", FEED, json_feed)):
            make = partial(_feed, edition, shell, topic, write)
            yield Address(path=f"{topic.stem}.{ending}", media_type=media_type, make=make)


def _feed(edition: Edition, shell: Shell, topic: Topic, write: Callable[[Feed], bytes]) -> bytes:
    return write(feed(edition, shell, topic))


def _data(edition: Edition) -> Iterator[Address]:
    shelf = edition.shelf
    yield _document(paths.data(), partial(data.listing, shelf), asked=SEARCH)
    for name, body in shelf.administrations.items():
        make = partial(data.administration, shelf, name, body)
        yield _document(paths.administration_data(name), make)
    for holding in shelf.entries.values():
        slug = holding.slug
        yield _document(paths.data(slug), partial(data.entry, shelf, holding), asked=DAY)
        for number in holding.numbers:
            make = partial(data.version, shelf, holding, number)
            yield _document(paths.data(slug, number), make)
            yield from _files(holding, number)
        for older, newer in compared(holding):
            yield from _comparison_data(edition, holding, older, newer)
    today = shelf.day
    make = partial(changes_data, shelf, today - YEAR, today)
    yield _document(paths.changes_data(), make, asked=DAYS)
    yield Address(path=paths.LEDGER, media_type=LINES, make=partial(_same, shelf.ledger))
    languages = [shell.words for shell in edition.shells.values()]
    yield _document(paths.UPKEEP, partial(upkeep_data, shelf, languages))
    for item in edition.downloads:
        yield Address(path=item.path, media_type=item.media_type, make=item.make)
    yield from _log(shelf)


def _log(shelf: Shelf) -> Iterator[Address]:
    """Hand out the log, and a proof for each publication that it covers."""
    make = partial(_same, VERIFIER.read_bytes())
    yield Address(path=paths.verifier(), media_type=PYTHON, make=make)
    if shelf.log is None:
        return
    for file in shelf.log.files():
        media_type = OCTETS if file.path.startswith("tile/") else TEXT
        path, make = paths.log(file.path), partial(_same, file.data)
        yield Address(path=path, media_type=media_type, make=make, asset=file.lasting)
    for holding in shelf.entries.values():
        for item in holding.history:
            added = next(iter(item.files)).partition(".")[0] if item.event == "language" else ""
            path = paths.proof(item.slug, item.version, added)
            make = partial(shelf.log.proof, item)
            yield Address(path=path, media_type=TEXT, make=make, asset=True)
            path = paths.proved_line(item.slug, item.version, added)
            yield Address(path=path, media_type=JSON, make=partial(leaf, item), asset=True)


def _comparison_data(
    edition: Edition, holding: Holding, older: int, newer: int
) -> Iterator[Address]:
    slug, words = holding.slug, language(CANONICAL)
    yield _document(
        paths.comparison_data(slug, older, newer),
        lambda: comparison_data(edition.compared(holding, older, newer), words),
    )
    patch = partial(comparison_patch, edition.shelf, holding, older, newer)
    path = paths.comparison_patch(slug, older, newer)
    yield Address(path=path, media_type=PATCH, make=patch)
    files = partial(comparison_files, holding, older, newer)
    path = paths.comparison_files(slug, older, newer)
    yield Address(path=path, media_type=DIFF, make=files)


def _files(holding: Holding, number: int) -> Iterator[Address]:
    """Hand out the files of a version exactly as they were published."""
    hidden = data.private(holding.version(number))
    for name, body in holding.files.versions[number].items():
        if name not in hidden:
            media_type = _FILES.get(name.rpartition(".")[2], TEXT)
            path = paths.file(holding.slug, number, name)
            yield Address(path=path, media_type=media_type, make=partial(_same, body))


def _page(
    path: str,
    page: Callable[[], Page],
    *,
    asked: frozenset[str] = NOTHING,
    listed: bool = True,
) -> Address:
    make = partial(_render, page)
    return Address(path=path, media_type=HTML, make=make, asked=asked, listed=listed)


def _document(
    path: str, record: Callable[[], data.Record], *, asked: frozenset[str] = NOTHING
) -> Address:
    return Address(path=path, media_type=JSON, make=lambda: data.write(record()), asked=asked)


def _render(page: Callable[[], Page]) -> bytes:
    return render(page()).encode()


def _same(content: bytes) -> bytes:
    return content
