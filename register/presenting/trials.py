"""The pages on which an algorithm is tried, and its worked examples."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from explain.account import Account
from explain.explanation import Explanation
from explain.issues import Issue
from explain.rules.model import RulesFile
from explain.rules.validity import latest_known_day
from explain.spec import Spec
from register.explaining import contact_of, recourse_of
from register.i18n import LanguageCode
from register.pages.contexts import ResultPage, TryPage
from register.pages.views import Link
from register.presenting import paths, versions
from register.presenting.doubting import doubts_of, doubts_of_example
from register.presenting.forms import Questions, form, typed
from register.presenting.shown import Shown, Told, starting_points
from register.trials import DAY, LIST, invented_lists


def try_page(
    shown: Shown,
    answers: Mapping[str, str],
    issues: Iterable[Issue] = (),
    example: str = "",
) -> TryPage:
    """Make the form, empty or filled in, with the errors found.

    `example` names the worked example that fills it in.
    """
    slug, found = shown.holding.slug, tuple(issues)
    frame = _frame(shown, lambda code: paths.trial(code, slug, example))
    frame["path"] = paths.trial(shown.shell.code, slug)
    frame["indexed"] = not (answers or found)
    return TryPage(**frame, **_fields(shown, answers, found, example))


def result_page(
    shown: Shown, answers: Mapping[str, str], explanation: Explanation, account: Account
) -> ResultPage:
    """Make the page of a result that was just computed."""
    slug = shown.holding.slug
    frame = _frame(shown, lambda code: paths.trial(code, slug))
    frame["indexed"] = False
    doubts = doubts_of(shown, explanation)
    fields = {**_fields(shown, answers), **_recourse(shown)}
    return ResultPage(**frame, **fields, account=account, doubts=doubts)


def example_page(shown: Shown, told: Told) -> ResultPage:
    """Make the page of a worked example."""
    slug, name = shown.holding.slug, told.worked.name
    frame = _frame(shown, lambda code: paths.example(code, slug, name))
    fields = {**_fields(shown, answers_of(shown, told), example=name), **_recourse(shown)}
    doubts = doubts_of_example(shown, told.worked.explanation)
    return ResultPage(**frame, **fields, account=told.account, doubts=doubts)


def answers_of(shown: Shown, told: Told) -> dict[str, str]:
    """Return the answers of a worked example as a person would type them."""
    case, words = told.worked.case.case, shown.shell.words
    found: dict[str, str] = {}
    for name, value in case.inputs.items():
        found |= typed(name, value, words)
    if case.allocation:
        found[LIST] = case.allocation
    return found | {DAY: told.worked.explanation.decided_on.isoformat()}


def _recourse(shown: Shown) -> dict[str, Any]:
    """Say who answers for a calculation, and what a person can do."""
    body = shown.shelf.administrations[shown.entry.administrations[0]]
    return {
        "administration": getattr(body.name, shown.shell.code),
        "contact": contact_of(shown.entry, body),
        "recourse": recourse_of(shown.entry),
    }


def _frame(shown: Shown, place: Callable[[LanguageCode], str]) -> dict[str, Any]:
    code, slug = shown.shell.code, shown.holding.slug
    above = (
        shown.shell.algorithms,
        Link(label=shown.entry.title, href=paths.entry(code, slug)),
    )
    return shown.shell.frame(place, *above, data=paths.data(slug))


def _fields(
    shown: Shown,
    answers: Mapping[str, str],
    issues: Iterable[Issue] = (),
    example: str = "",
) -> dict[str, Any]:
    entry, holding = shown.entry, shown.holding
    return {
        "title": entry.title,
        "version": versions.reference(shown.shell, holding, shown.version.number),
        "fidelity": entry.fidelity,
        "fidelity_note": entry.fidelity_note,
        "form": form(
            questions(shown, answers, issues),
            shown.shell.words,
            action=paths.trial(shown.shell.code, holding.slug),
            examples=starting_points(shown, example),
        ),
    }


def questions(shown: Shown, answers: Mapping[str, str], issues: Iterable[Issue] = ()) -> Questions:
    """Return what a version asks; the day is the last one whose rules are known."""
    known = _known_until(shown.spec, shown.holding.day)
    return Questions(
        spec=shown.spec,
        answers={DAY: (known or shown.holding.day).isoformat(), **answers},
        issues=tuple(issues),
        lists=tuple(invented_lists(shown.holding, shown.spec)),
        known_until=known,
    )


def _known_until(spec: Spec | None, today: date) -> date | None:
    """Return the last day whose rules are known, where those of today are not."""
    if not isinstance(spec, RulesFile):
        return None
    day = latest_known_day(spec.parameters, today)
    return day if day != today else None
