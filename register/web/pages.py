"""Handlers of what is computed when asked: search, any comparison, the version of a day."""

import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.datastructures import State

from register.catalogue.queries import Question, find
from register.entry.version import CANONICAL
from register.i18n import LanguageCode, language
from register.presenting import comparisons, data, paths
from register.presenting.lists import list_page
from register.presenting.shell import Shell
from register.shelf import Holding
from register.site.edition import Edition
from register.web import codes
from register.web.asking import read_asked, read_day, read_number, read_pair, read_query
from register.web.negotiation import language_of
from register.web.problems import Refused, problem
from register.web.responses import Answer, elsewhere, of_data, of_page

READ = [HttpMethod.GET, HttpMethod.HEAD]
Asking = Request[Any, Any, State]


def edition_of(request: Asking) -> Edition:
    """Return what is served now."""
    edition: Edition = request.app.state.current.now.edition
    return edition


def code_of(request: Asking) -> LanguageCode:
    """Return the language of the address. Raises `Refused` where the site lacks it."""
    code = language_of(request.scope["path"], "")
    if code not in edition_of(request).shells:
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    return code


def part_of(request: Asking, name: str) -> str:
    """Return a variable part of the address."""
    return str(request.path_params[name])


def fields_of(request: Asking) -> Mapping[str, str]:
    """Read the query of the address."""
    return read_query(request.scope["query_string"])


@route(["/fr/algorithmes", "/en/algorithmes"], http_method=READ, sync_to_thread=False)
def search(request: Asking) -> Response[bytes]:
    """Find entries by words and filters."""
    edition = edition_of(request)
    asked = read_asked(fields_of(request), edition.shelf)
    shell = edition.shells[code_of(request)]
    return of_page(list_page(shell, edition.catalogue, asked)).response()


@route("/algorithmes.json", http_method=READ, sync_to_thread=False)
def search_data(request: Asking) -> Response[bytes]:
    """Find entries by words and filters, as data; words are in the reader's language."""
    edition = edition_of(request)
    asked = read_asked(fields_of(request), edition.shelf)
    code = language_of("", request.headers.get("accept-language", ""))
    code = code if code in edition.languages else edition.languages[0]
    question = Question(language=code, words=asked.words, filters=dict(asked.filters))
    found = [sheet.slug for sheet in find(edition.catalogue, question, size=1000).sheets]
    listing = data.listing(edition.shelf)
    by_slug = {entry["slug"]: entry for entry in listing["entries"]}
    body = data.write({**listing, "entries": [by_slug[slug] for slug in found]})
    return of_data(body, vary="accept-language").response()


@route(
    ["/fr/algorithmes/{slug:str}", "/en/algorithmes/{slug:str}"],
    http_method=READ,
    sync_to_thread=False,
)
def entry(request: Asking) -> Response[bytes]:
    """Lead to the version in force on a day."""
    slug = part_of(request, "slug")
    number = _on(request, slug)
    return elsewhere(paths.version(code_of(request), slug, number)).response()


@route("/algorithmes/{name:str}", http_method=READ, sync_to_thread=False)
def entry_data(request: Asking) -> Response[bytes]:
    """Lead to the data of the version in force on a day."""
    name = part_of(request, "name")
    slug = _without_ending(name)
    return elsewhere(paths.data(slug, _on(request, slug))).response()


@route(
    ["/fr/algorithmes/{slug:str}/{part:str}", "/en/algorithmes/{slug:str}/{part:str}"],
    http_method=READ,
)
async def comparison(request: Asking) -> Response[bytes]:
    """Compare any two versions, or say which versions there are."""
    slug, part = part_of(request, "slug"), part_of(request, "part")
    edition = edition_of(request)
    pair = _pair(edition.shelf.entry(slug), part)
    shell = edition.shells[code_of(request)]
    return (await asyncio.to_thread(_compared, shell, *pair)).response()


def _compared(shell: Shell, holding: Holding, older: int, newer: int) -> Answer:
    return of_page(comparisons.comparison_page(shell, holding, older, newer))


@route("/algorithmes/{slug:str}/{name:str}", http_method=READ)
async def comparison_data(request: Asking) -> Response[bytes]:
    """Compare any two versions as data, or say which versions there are."""
    slug, name = part_of(request, "slug"), part_of(request, "name")
    pair = _pair(edition_of(request).shelf.entry(slug), _without_ending(name))
    words = language(CANONICAL)
    record = await asyncio.to_thread(comparisons.comparison_data, *pair, words)
    return of_data(data.write(record)).response()


def _on(request: Asking, slug: str) -> int:
    """Return the version of an entry for the day asked for. Raises `NotFound` or `Refused`."""
    holding = edition_of(request).shelf.entry(slug)
    day = fields_of(request).get("date", "")
    return holding.on(read_day(day)).number if day else holding.shown


def _pair(holding: Holding, text: str) -> tuple[Holding, int, int]:
    """Read “2-3”; a lone number, which has no page, is looked up as well.

    Raises `NotFound` or `Refused`.
    """
    number = read_number(text)
    pair = (number, number) if number else read_pair(text)
    if pair is None:
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    for one in pair:
        holding.version(one)
    if pair[0] == pair[1]:
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    return holding, *pair


def _without_ending(name: str) -> str:
    if not name.endswith(".json"):
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    return name.removesuffix(".json")
