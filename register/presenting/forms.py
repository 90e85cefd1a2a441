"""The form on which an algorithm is tried: questions, answers received, errors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from explain import issues
from explain.case import UNKNOWN, numbered, person_of
from explain.issues import N_, Code, Issue
from explain.matching.admission.spec import AdmissionFile
from explain.spec import LISTS, Input, Question, Spec
from register.i18n import Language
from register.pages.views import Control, Example, Field, FieldGroup, Form, Option
from register.presenting.units import unit_name
from register.trials import DAY, LIST, may_be_unknown

_CONTROLS: Mapping[str, Control] = {
    "number": "number",
    "integer": "number",
    "amount": "number",
    "boolean": "radio",
    "category": "select",
    "date": "date",
    "duration": "number",
}
_LEGENDS = {
    "persons": N_("%(label)s: person %(number)s"),
    "wishes": N_("%(label)s: wish %(number)s"),
}
_MOST_PERSONS, _USUAL_PERSONS = 30, 10
_FEW = 3
_SHORT = {
    issues.CASE_MISSING.id: N_("Answer this question."),
    issues.CASE_TYPE.id: N_("Write %(expected)s."),
    issues.CASE_RANGE.id: N_("Write a number between %(minimum)s and %(maximum)s."),
    issues.CASE_CATEGORY.id: N_("Choose one of the answers."),
    issues.CASE_UNKNOWN_REFUSED.id: N_("The calculation cannot do without this answer."),
    issues.BAD_DATE.id: N_("Write a date, as in 2026-01-31."),
}
"""What a form says beside a question, where the label need not be repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What to ask, what was answered, and what is wrong with the answers.

    `spec` has its texts in the page's language; `lists` names the lists of candidates.
    `known_until` is the last day whose rules are known, where that is not today.
    """

    spec: Spec | None
    answers: Mapping[str, str]
    issues: tuple[Issue, ...] = ()
    lists: tuple[str, ...] = ()
    known_until: date | None = None


def form(asked: Questions, words: Language, *, action: str, examples: tuple[Example, ...]) -> Form:
    """Make the form. Each issue stands beside its question, the others above the form."""
    if asked.spec is not None:
        asked = replace(asked, answers=numbered(asked.spec, asked.answers))
    groups = tuple(_groups(asked, words))
    lists = {item.id for item in asked.spec.inputs} if asked.spec else set()
    ids = {field.id for group in groups for field in group.fields} | lists
    loose = [said(issue, words) for issue in asked.issues if issue.field not in ids]
    return Form(action=action, groups=groups, examples=examples, error=" ".join(loose) or None)


def said(issue: Issue, words: Language) -> str:
    """Say what is wrong and what to do, to somebody who fills in a form."""
    message = _SHORT.get(issue.code.id)
    if message is None:
        return f"{words.message(issue)} {words.hint(issue)}"
    return words.message(replace(issue, code=Code(issue.code.id, message, "")))


def typed(name: str, value: object, words: Language) -> dict[str, str]:
    """Write an input of a case as a person would type it; a list has one answer for each field."""
    if not isinstance(value, list):
        return {name: written(value, words)}
    return {
        f"{name}.{number}.{field}": written(said_of, words)
        for number, person in enumerate(value, start=1)
        for field, said_of in person.items()
    }


def written(value: object, words: Language) -> str:
    """Write a value of a case as a person would type it into the form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) or value is None:
        return "" if value is None or value == UNKNOWN else value
    text = str(value)
    return text.replace(".", ",") if words.code == "fr" else text


def _groups(asked: Questions, words: Language) -> Iterable[FieldGroup]:
    """Put the questions together as the algorithm file does; the others come after."""
    spec = asked.spec
    if spec is None:
        return
    lists = [item for item in spec.inputs if item.type in LISTS]
    left = {
        item.id: _field(item, item.id, asked, words) for item in spec.inputs if item not in lists
    }
    for group in getattr(spec, "groups", ()):
        yield FieldGroup(legend=group.label, fields=tuple(left.pop(name) for name in group.inputs))
    for item in lists:
        yield from _persons(item, asked, words)
    own = list(left.values())
    if spec.engine == "matching/1" and len(asked.lists) > 1:
        own.append(_list(asked, words))
    yield FieldGroup(legend=None, fields=(*own, _day(asked, words)))


def _persons(item: Input, asked: Questions, words: Language) -> Iterable[FieldGroup]:
    """Ask about each person of a list: room for the most there may be, within reason.

    Persons after the first without an answer stand folded.
    """
    most = min(int(item.maximum or _USUAL_PERSONS), _MOST_PERSONS)
    places = [place for name in asked.answers if (place := person_of(name))]
    answered = max((number for list_, number, _ in places if list_ == item.id), default=0)
    whole = _error(item.id, asked, words)
    for number in range(1, max(most, answered) + 1):
        legend = words.text(_LEGENDS[item.type], label=item.label, number=number)
        yield FieldGroup(
            legend=legend,
            fields=tuple(
                _field(field, f"{item.id}.{number}.{field.id}", asked, words)
                for field in item.fields
            ),
            help=item.help if number == 1 else None,
            error=whole if number == 1 else None,
            folded=number > max(answered, int(item.minimum or 0)) + 1,
        )


def _field(item: Question, name: str, asked: Questions, words: Language) -> Field:
    answer = asked.answers.get(name, "")
    optional = asked.spec is not None and name.partition(".")[0] in may_be_unknown(asked.spec)
    few = item.type == "category" and len(item.categories) <= _FEW
    return Field(
        id=name,
        label=item.label,
        control="radio" if few else _CONTROLS[item.type],
        value=answer,
        help=_help(item, words, optional=optional),
        unit=unit_name(item.unit, words),
        options=_options(item, words, answer),
        error=_error(name, asked, words),
        required=not optional,
    )


def _day(asked: Questions, words: Language) -> Field:
    advice = words.text("The calculation follows the rules of that day.")
    if asked.known_until:
        known = words.day(asked.known_until)
        advice += " " + words.text("We know its values until %(day)s.", day=known)
    return Field(
        id=DAY,
        label=words.text("Day of the decision"),
        control="date",
        value=asked.answers.get(DAY, ""),
        help=advice,
        error=_error(DAY, asked, words),
    )


def _list(asked: Questions, words: Language) -> Field:
    chosen = asked.answers.get(LIST, "")
    return Field(
        id=LIST,
        label=words.text(_against(asked.spec)),
        control="select",
        value=chosen,
        help=words.text("Your place depends on the others: choose among whom you stand."),
        options=tuple(
            Option(value=name, label=name.rpartition(".")[0], selected=name == chosen)
            for name in asked.lists
        ),
        error=_error(LIST, asked, words),
    )


def _against(spec: Spec | None) -> str:
    """Return what a person is compared with: published cut-offs also, where points decide."""
    if isinstance(spec, AdmissionFile):
        return N_("Cut-offs, or invented run")
    return N_("Invented list of candidates")


def _error(name: str, asked: Questions, words: Language) -> str | None:
    """Say what is wrong with one answer; where it may be left out, all were."""
    optional = asked.spec is not None and name in may_be_unknown(asked.spec)
    return (
        " ".join(
            words.text("Answer at least one question.")
            if optional and issue.code.id == issues.CASE_MISSING.id
            else said(issue, words)
            for issue in asked.issues
            if issue.field == name
        )
        or None
    )


def _help(item: Question, words: Language, *, optional: bool) -> str | None:
    parts = [item.help] if item.help else []
    if not parts and item.minimum is not None and item.maximum is not None:
        low, high = words.number(item.minimum), words.number(item.maximum)
        parts.append(words.text("Between %(low)s and %(high)s.", low=low, high=high))
    if optional:
        parts.append(words.text("Leave it empty if nobody knows."))
    return " ".join(parts) or None


def _options(item: Question, words: Language, answer: str) -> tuple[Option, ...]:
    choices = {category.id: category.label for category in item.categories}
    if item.type == "boolean":
        choices = {"true": words.text("Yes"), "false": words.text("No")}
    return tuple(
        Option(value=value, label=label, selected=value == answer)
        for value, label in choices.items()
    )
