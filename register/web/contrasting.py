"""Handlers of “one case, both versions”: the form, and what each version gives.

Nothing is stored and nothing is logged; no answer may be kept by a cache on the way.
"""

import asyncio

from litestar import Response, post, route

from explain.errors import InvalidCase
from explain.issues import CASE_MISSING
from register.i18n import LanguageCode
from register.outcomes import contrast_answers
from register.presenting.comparisons import Compared
from register.presenting.contrast_pages import contrast_page
from register.presenting.contrasts import Telling, contrast_data
from register.presenting.data import write
from register.site.edition import Edition
from register.trials import DAY, read_day
from register.web import codes
from register.web.asking import read_form
from register.web.negotiation import wants_json
from register.web.pages import AT_ONCE, READ, Asking, code_of, edition_of, pair_of, part_of
from register.web.problems import Problem, Refused, problem
from register.web.responses import NO_STORE, Answer, of_data, of_page

PATHS = [
    "/fr/algorithmes/{slug:str}/{part:str}/essayer",
    "/en/algorithmes/{slug:str}/{part:str}/essayer",
]


@route(PATHS, http_method=READ)
async def form(request: Asking) -> Response[bytes]:
    """Show the form of any two versions."""
    edition, code, asked = _asked(request)
    return (await asyncio.to_thread(_form, edition, code, asked)).response()


@post(PATHS, status_code=200)
async def result(request: Asking) -> Response[bytes]:
    """Run the answers sent through both versions, and forget them."""
    edition, code, asked = _asked(request)
    answers = read_form(await request.body(), request.headers.get("content-type", ""))
    as_data = wants_json(request.scope["path"], request.headers.get("accept", ""))
    async with AT_ONCE:
        made = await asyncio.to_thread(_result, edition, code, asked, answers, as_data=as_data)
    return made.response()


def _asked(request: Asking) -> tuple[Edition, LanguageCode, Compared]:
    edition, code = edition_of(request), code_of(request)
    holding = edition.shelf.entry(part_of(request, "slug"))
    holding, *pair = pair_of(holding, part_of(request, "part"))
    asked = edition.compared(holding, min(pair), max(pair))
    if asked.pair is None:
        raise Refused(problem(404, codes.CANNOT_CONTRAST, slug=holding.slug))
    return edition, code, asked


def _form(edition: Edition, code: LanguageCode, asked: Compared) -> Answer:
    shown = edition.shown(code, asked.holding, asked.newer)
    return of_page(contrast_page(shown, asked, {}))


def _result(
    edition: Edition,
    code: LanguageCode,
    asked: Compared,
    answers: dict[str, str],
    *,
    as_data: bool,
) -> Answer:
    shown = edition.shown(code, asked.holding, asked.newer)
    pair = asked.pair
    if pair is None:
        raise Refused(problem(404, codes.CANNOT_CONTRAST, slug=asked.holding.slug))
    try:
        day = read_day(answers.get(DAY, ""), asked.holding.day)
        kept = {name: text for name, text in answers.items() if name != DAY}
        found = contrast_answers(pair, kept, day, code)
    except InvalidCase as error:
        if as_data:
            raise Refused(Problem(422, error.issues)) from None
        page = contrast_page(shown, asked, answers, error.issues)
        return of_page(page, status=422, cache=NO_STORE)
    telling = Telling(asked.shelf, pair, shown.shell.words)
    if as_data:
        return of_data(write(contrast_data(telling, found)), cache=NO_STORE)
    if found.before.explanation is None and found.after.explanation is None:
        both = {issue.field: issue for run in (found.after, found.before) for issue in run.issues}
        wrong = tuple(issue for issue in both.values() if _is_of_answer(issue.code.id))
        page = contrast_page(shown, asked, answers, wrong, found)
        return of_page(page, status=422, cache=NO_STORE)
    return of_page(contrast_page(shown, asked, answers, (), found), cache=NO_STORE)


def _is_of_answer(code: str) -> bool:
    """Tell whether an issue is about one answer of the form."""
    return code.startswith("E3") or code == CASE_MISSING.id
