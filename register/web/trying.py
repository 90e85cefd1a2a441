"""Handlers of “try it”: the form filled in by an example, and the result of answers sent.

Nothing is stored and nothing is logged; no answer may be kept by a cache on the way.
"""

import asyncio
from dataclasses import replace

from litestar import Response, post, route
from litestar.exceptions import InternalServerException

from explain.canonical import to_record
from explain.errors import CannotExplain, InvalidCase
from explain.issues import Issue
from explain.wording import account
from register.entry.cases import named
from register.errors import NotFound
from register.i18n import LanguageCode
from register.presenting.shown import Shown, Told
from register.presenting.trials import answers_of, result_page, try_page
from register.shelf import Holding
from register.site.edition import Edition
from register.trials import DAY, UNKNOWN_EXAMPLE, attempt
from register.web import codes
from register.web.asking import read_form
from register.web.negotiation import wants_json
from register.web.pages import AT_ONCE, READ, Asking, code_of, edition_of, fields_of, part_of
from register.web.problems import Problem, Refused, problem
from register.web.responses import NO_STORE, Answer, of_data, of_page

PATHS = ["/fr/algorithmes/{slug:str}/essayer", "/en/algorithmes/{slug:str}/essayer"]


@route(PATHS, http_method=READ)
async def form(request: Asking) -> Response[bytes]:
    """Show the form, filled in by the example that the address names."""
    slug = part_of(request, "slug")
    edition, code = edition_of(request), code_of(request)
    holding = _executable(edition, slug)
    name = fields_of(request).get("exemple", "")
    if not name:
        shown = edition.shown(code, holding, holding.shown)
        return (await asyncio.to_thread(_form, shown, {}, "")).response()
    told = _example(edition, code, holding, name)
    shown = edition.shown(code, holding, told.worked.number)
    answers = answers_of(shown, told)
    return (await asyncio.to_thread(_form, shown, answers, name)).response()


def _form(shown: Shown, answers: dict[str, str], name: str) -> Answer:
    return of_page(try_page(shown, answers, example=name))


@post(PATHS, status_code=200)
async def result(request: Asking) -> Response[bytes]:
    """Compute the result of the answers sent, and forget them."""
    slug = part_of(request, "slug")
    edition, code = edition_of(request), code_of(request)
    holding = _executable(edition, slug)
    answers = read_form(await _body(request), request.headers.get("content-type", ""))
    as_data = wants_json(request.scope["path"], request.headers.get("accept", ""))
    async with AT_ONCE:
        made = await asyncio.to_thread(_compute, edition, code, holding, answers, as_data=as_data)
    return made.response()


async def _body(request: Asking) -> bytes:
    """Read what was sent; a reader who leaves half-way is no fault of ours. Raises `Refused`."""
    try:
        return await request.body()
    except InternalServerException:  # what Litestar calls a client that went away
        raise Refused(problem(400, codes.BAD_REQUEST)) from None


def _compute(
    edition: Edition,
    code: LanguageCode,
    holding: Holding,
    answers: dict[str, str],
    *,
    as_data: bool,
) -> Answer:
    try:
        return _result(edition, code, holding, answers, as_data=as_data)
    except (InvalidCase, CannotExplain) as error:
        issues = error.issues
    except NotFound as error:
        issues = tuple(replace(issue, field=DAY) for issue in error.issues)
    shown = edition.shown(code, holding, holding.shown)
    named = tuple(_named(issue, shown) for issue in issues)
    if as_data:
        raise Refused(Problem(422, named))
    return of_page(try_page(shown, answers, named), status=422, cache=NO_STORE)


def _result(
    edition: Edition,
    code: LanguageCode,
    holding: Holding,
    answers: dict[str, str],
    *,
    as_data: bool,
) -> Answer:
    trial = attempt(holding, edition.algorithms[holding.slug], answers, code)
    if as_data:
        return of_data(to_record(trial.explanation), cache=NO_STORE)
    shown = edition.shown(code, holding, trial.number)
    spec = shown.spec
    if spec is None:
        raise Refused(problem(404, codes.CANNOT_RUN, slug=holding.slug))
    owner = edition.shelf.administrations[shown.entry.administrations[0]]
    said = named(trial.explanation, shown.version, owner, code)
    told = account(said, spec, shown.shell.words)
    page = result_page(shown, answers, trial.explanation, told)
    return of_page(page, cache=NO_STORE)


def _named(issue: Issue, shown: Shown) -> Issue:
    """Give an issue the label of its question in the page's language."""
    labels = {item.id: item.label for item in shown.spec.inputs} if shown.spec else {}
    if issue.field not in labels or "label" not in issue.values:
        return issue
    return replace(issue, values={**issue.values, "label": labels[issue.field]})


def _executable(edition: Edition, slug: str) -> Holding:
    holding = edition.shelf.entry(slug)
    if holding.shown not in edition.algorithms[slug]:
        raise Refused(problem(404, codes.CANNOT_RUN, slug=slug))
    return holding


def _example(edition: Edition, code: LanguageCode, holding: Holding, name: str) -> Told:
    told = {item.worked.name: item for item in edition.told(code, holding.slug)}
    if name not in told:
        values = {"name": name[:40], "allowed": ", ".join(told)}
        raise Refused(problem(404, UNKNOWN_EXAMPLE, **values))
    return told[name]
