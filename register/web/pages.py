"""Handlers of what is computed when asked: search, any comparison, the version of a day."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.datastructures import State

from register.catalogue.queries import Question, find
from register.entry.version import CANONICAL
from register.i18n import LanguageCode, language
from register.issues import SAME_VERSION
from register.presenting import changes, comparisons, data, paths
from register.presenting.lists import list_page
from register.presenting.shell import Shell
from register.shelf import Holding
from register.site.build import DIFF, JSON, PATCH
from register.site.edition import Edition
from register.web import codes
from register.web.asking import (
    read_asked,
    read_day,
    read_known,
    read_number,
    read_pair,
    read_query,
)
from register.web.negotiation import language_of
from register.web.problems import Refused, problem
from register.web.responses import Answer, elsewhere, of_data, of_page

READ = [HttpMethod.GET, HttpMethod.HEAD]
Asking = Request[Any, Any, State]

AT_ONCE = asyncio.Semaphore(2)
"""How many computations run at the same time; the others wait."""


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
    holding, number = _on(request, part_of(request, "slug"))
    return elsewhere(paths.version(code_of(request), holding.slug, number)).response()


@route("/algorithmes/{name:str}", http_method=READ, sync_to_thread=False)
def entry_data(request: Asking) -> Response[bytes]:
    """Lead to the data of the version in force on a day."""
    name = part_of(request, "name")
    holding, number = _on(request, _without_ending(name))
    return elsewhere(paths.data(holding.slug, number)).response()


@route(
    ["/fr/algorithmes/{slug:str}/{part:str}", "/en/algorithmes/{slug:str}/{part:str}"],
    http_method=READ,
)
async def comparison(request: Asking) -> Response[bytes]:
    """Compare any two versions, or say which versions there are."""
    slug, part = part_of(request, "slug"), part_of(request, "part")
    edition, code = edition_of(request), code_of(request)
    holding, older, newer = pair_of(edition.shelf.entry(slug), part)
    if older > newer:
        return elsewhere(paths.comparison(code, holding.slug, newer, older)).response()
    asked = edition.compared(holding, older, newer)
    async with AT_ONCE:
        made = await asyncio.to_thread(_compared, edition.shells[code], asked)
    return made.response()


def _compared(shell: Shell, asked: comparisons.Compared) -> Answer:
    return of_page(comparisons.comparison_page(shell, asked))


@route("/algorithmes/{slug:str}/{name:str}", http_method=READ)
async def comparison_data(request: Asking) -> Response[bytes]:
    """Compare any two versions as data, or say which versions there are."""
    slug, name = part_of(request, "slug"), part_of(request, "name")
    edition = edition_of(request)
    stem, ending = _split(name)
    holding, older, newer = pair_of(edition.shelf.entry(slug), stem)
    if older > newer:
        path = paths.comparison_data(holding.slug, newer, older)
        return elsewhere(path.removesuffix(".json") + ending).response()
    asked = edition.compared(holding, older, newer)
    async with AT_ONCE:
        body, kind = await asyncio.to_thread(_written, asked, ending)
    return of_data(body, kind=kind).response()


def _split(name: str) -> tuple[str, str]:
    """Take an address of comparison data apart. Raises `Refused`."""
    for ending in (".patch.json", ".json", ".diff"):
        if name.endswith(ending):
            return name.removesuffix(ending), ending
    raise Refused(problem(404, codes.UNKNOWN_PAGE))


def _written(asked: comparisons.Compared, ending: str) -> tuple[bytes, str]:
    shelf, holding, pair = asked.shelf, asked.holding, asked.numbers
    if ending == ".patch.json":
        return comparisons.comparison_patch(shelf, holding, *pair), PATCH
    if ending == ".diff":
        return comparisons.comparison_files(holding, *pair), DIFF
    return data.write(comparisons.comparison_data(asked, language(CANONICAL))), JSON


@route(["/fr/changements", "/en/changements"], http_method=READ)
async def changed(request: Asking) -> Response[bytes]:
    """Say what changed in the register between two days."""
    edition, code = edition_of(request), code_of(request)
    since, until = _days(request)
    async with AT_ONCE:
        page = await asyncio.to_thread(
            changes.changes_page,
            edition.shells[code],
            edition.shelf,
            edition.compared,
            since,
            until,
        )
    return of_page(page).response()


@route("/changements.json", http_method=READ, sync_to_thread=False)
def changed_data(request: Asking) -> Response[bytes]:
    """Say what changed in the register between two days, as data."""
    shelf = edition_of(request).shelf
    return of_data(data.write(changes.changes_data(shelf, *_days(request)))).response()


def _days(request: Asking) -> tuple[date, date]:
    """Read two days: by default a year ago, and today. Raises `Refused`."""
    fields, today = fields_of(request), edition_of(request).shelf.day
    until = read_day(fields["until"], "until") if fields.get("until") else today
    since = read_day(fields["since"], "since") if fields.get("since") else until - changes.YEAR
    if since > until:
        values = {"field": "until", "value": until.isoformat(), "allowed": f"{since}…"}
        raise Refused(problem(400, codes.BAD_VALUE, **values))
    return since, until


def _on(request: Asking, slug: str) -> tuple[Holding, int]:
    """Return an entry and its version for the day, as known at the time, that are asked for.

    Raises `NotFound` or `Refused`.
    """
    shelf, fields = edition_of(request).shelf, fields_of(request)
    day = read_day(fields["date"]) if fields.get("date") else None
    known = read_known(fields.get("known", ""), shelf.register.time_zone)
    holding = shelf.entry(slug)
    return holding, holding.on(day, known).number


def pair_of(holding: Holding, text: str) -> tuple[Holding, int, int]:
    """Read “2-3”; a lone number, which has no page, is looked up as well.

    Raises `NotFound` or `Refused`.
    """
    number = read_number(text)
    pair = (number, number) if number else read_pair(text)
    if pair is None:
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    for one in pair:
        holding.version(one)
    if pair[0] == pair[1] and not number:
        raise Refused(problem(404, SAME_VERSION, number=pair[0], slug=holding.slug))
    if pair[0] == pair[1]:
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    return holding, *pair


def _without_ending(name: str) -> str:
    if not name.endswith(".json"):
        raise Refused(problem(404, codes.UNKNOWN_PAGE))
    return name.removesuffix(".json")
