"""One person's case: validated inputs, where they come from, and the decision's date.

An input that nobody knows is listed under `unknown` and stays *undetermined*; it is
never read as zero.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import Field

from explain import issues
from explain.errors import InvalidCase
from explain.fields import DAY, Day, Declared, Id, Line, Number
from explain.i18n import DEFAULT, LanguageCode
from explain.issues import Code, Issue
from explain.reading import read_yaml
from explain.sources import Document
from explain.spec import LISTS, Input, Question, Spec
from explain.validation import validate

Value = Decimal | bool | str | date
Persons = tuple[Mapping[str, Value | None], ...]
"""A list of persons: what is said of each, by field; `None` is undetermined."""

Given = Value | Persons

UNKNOWN = "unknown"
"""What a case writes for what nobody knows of one person of a list."""

_KINDS = {
    "number": issues.N_("a number"),
    "amount": issues.N_("a number"),
    "integer": issues.N_("a whole number"),
    "boolean": issues.N_("true or false"),
    "category": issues.N_("one of the choices"),
    "date": issues.N_("a date, as in 2026-01-31"),
    "duration": issues.N_("a whole number"),
    "persons": issues.N_("a list of persons"),
    "wishes": issues.N_("a list of wishes"),
}
_SHORTER: Mapping[str, str] = {
    "number": issues.N_("a number of at most 20 digits"),
    "amount": issues.N_("a number of at most 20 digits"),
    "integer": issues.N_("a whole number of at most 20 digits"),
    "duration": issues.N_("a whole number of at most 20 digits"),
}
_MAXIMUM_DIGITS = 20
_LONG = re.compile(r"-?(?:[0-9]\.?){21,}…?")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_PERSON = re.compile(r"([^.]+)\.([1-9][0-9]{0,8})\.([^.]+)")
_PLACE = re.compile(r"[1-9][0-9]{0,8}")


class Bilingual(Declared):
    """One text in each language of the register."""

    fr: Line
    en: Line


class Expectation(Declared):
    """What a case must give: its outcome, and values on the way by id.

    `margin` is the absolute difference allowed; 0 unless the source rounds.
    """

    outcome: Any
    values: dict[Id, Any] = Field(default_factory=dict)
    margin: Number = Decimal(0)


class CaseFile(Declared):
    """A case as it is written in a file."""

    format: Literal[1]
    title: Bilingual | None = None
    note: Bilingual | None = None
    date: Day | None = None
    version: Annotated[int, Field(ge=1, le=9999, strict=True)] | None = None
    inputs: dict[Id, Any]
    unknown: tuple[Id, ...] = ()
    sources: dict[Id, Line] = Field(default_factory=dict)
    allocation: Line | None = None
    expect: Expectation | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A validated case. `values` holds every declared input; `None` is undetermined."""

    decided_on: date
    values: Mapping[str, Given | None]
    sources: Mapping[str, str] = field(default_factory=dict)


def read_case(data: bytes, file: str) -> tuple[CaseFile, Document]:
    """Read a case file. Raises `InvalidFile` with every issue."""
    document = read_yaml(data, file)
    return validate(CaseFile, document), document


def validate_case(
    spec: Spec,
    inputs: Mapping[str, Any],
    decided_on: date,
    *,
    unknown: tuple[str, ...] = (),
    sources: Mapping[str, str] | None = None,
    document: Document | None = None,
) -> Case:
    """Check one person's `inputs` against `spec`, all at once.

    `document` gives the issues their lines. Raises `InvalidCase` with every issue.
    """
    check = _Check(document)
    declared = {item.id: item for item in spec.inputs}
    for name in [*inputs, *unknown, *(sources or {})]:
        if name not in declared:
            allowed = ", ".join(declared)
            check.report(issues.CASE_EXTRA, str(name), field=name, allowed=allowed)
    values: dict[str, Given | None] = {}
    for item in spec.inputs:
        if item.id in inputs and item.id in unknown:
            check.report(issues.CASE_CONTRADICTS, item.id, label=item.label, field=item.id)
        elif item.id in inputs:
            values[item.id] = check.value(item, inputs[item.id])
        elif item.id in unknown:
            values[item.id] = None
        else:
            check.report(issues.CASE_MISSING, item.id, label=item.label, field=item.id)
    if check.found:
        raise InvalidCase(check.found)
    return Case(decided_on, values, dict(sources or {}))


def require_known(spec: Spec, case: Case, but: Collection[str] = ()) -> None:
    """Refuse a case with an undetermined input, except one of `but`. Raises `InvalidCase`."""
    found = [
        Issue(
            issues.CASE_UNKNOWN_REFUSED,
            field=item.id,
            values={"label": item.label, "field": item.id},
        )
        for item in spec.inputs
        if case.values[item.id] is None and item.id not in but
    ]
    if found:
        raise InvalidCase(found)


def from_form(
    spec: Spec, form: Mapping[str, str], language: LanguageCode = DEFAULT
) -> dict[str, Any]:
    """Turn the texts that a person typed into raw inputs for `validate_case`.

    Accepts “13 200,50” as well as “13200.50”. A blank is left out, and so is reported
    as missing. What cannot be understood stays text, and so is reported with its label; in
    an amount or a whole number that includes “13,200”, which is thirteen to some readers and
    thirteen thousand to others; on a page in English, in any number. An answer to no
    question is kept, and so is reported as extra.
    """
    filled = numbered(spec, {name: text.strip() for name, text in form.items() if text.strip()})
    declared: dict[str, Question] = {item.id: item for item in spec.inputs}
    raw: dict[str, Any] = {item.id: [] for item in spec.inputs if item.type in LISTS}
    fields = {item.id: {field_.id: field_ for field_ in item.fields} for item in spec.inputs}
    for name, text in filled.items():
        place = person_of(name)
        if place is None or place[0] not in raw:
            raw[name] = _typed(declared[name], text, language) if name in declared else text
            continue
        list_, number, field_name = place
        raw[list_] += [{} for _ in range(number - len(raw[list_]))]
        known = fields[list_].get(field_name)
        raw[list_][number - 1][field_name] = _typed(known, text, language) if known else text
    return raw


def person_of(name: str) -> tuple[str, int, str] | None:
    """Return the list, the number and the field that an answer about one person names."""
    found = _PERSON.fullmatch(name)
    return (found[1], int(found[2]), found[3]) if found else None


def numbered(spec: Spec, form: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a form with the persons of each list numbered from 1, without a gap.

    A person without any answer is not there. The answers are named `list.number.field`.
    """
    lists = {item.id for item in spec.inputs if item.type in LISTS}
    answers: dict[str, str] = {}
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name, text in form.items():
        place = person_of(name)
        if place is None or place[0] not in lists:
            answers[name] = text
        elif text.strip():
            found.setdefault(place[0], {}).setdefault(place[1], {})[place[2]] = text
    for list_, persons in found.items():
        for number, place_ in enumerate(sorted(persons), start=1):
            answers |= {f"{list_}.{number}.{name}": text for name, text in persons[place_].items()}
    return answers


def _typed(item: Question, text: str, language: LanguageCode) -> Any:
    if item.type == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if item.type in {"number", "amount", "integer", "duration"}:
        plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".").replace("−", "-")
        unclear = item.type != "number" or (language == "en" and "," in text)
        if unclear and _THOUSANDS.fullmatch(plain):
            return text
        if len(plain) <= _MAXIMUM_DIGITS and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain):
            return Decimal(plain)
    return text


@dataclass(slots=True)
class _Check:
    """Collects the issues of one case."""

    document: Document | None
    found: list[Issue] = field(default_factory=list)

    def report(self, code: Code, place: str, **values: Any) -> None:
        """Note an issue at an input, or at a field of one person: `list.2.field`."""
        file = self.document.file if self.document else ""
        steps = place.split(".")
        path = tuple(int(step) - 1 if _PLACE.fullmatch(step) else step for step in steps)
        line = self.document.line(("inputs", *path)) if self.document else None
        self.found.append(Issue(code, file, line, place, values))

    def value(self, item: Input, raw: Any) -> Given | None:
        if item.type in LISTS:
            return self.persons(item, raw)
        return self.simple(item, raw, item.id, item.label)

    def persons(self, item: Input, raw: Any) -> Persons | None:
        """Read a list of persons, each a mapping of the declared fields."""
        about = {"label": item.label, "field": item.id, "value": _short(raw)}
        if not isinstance(raw, list | tuple) or not all(isinstance(one, Mapping) for one in raw):
            self.report(issues.CASE_TYPE, item.id, **about, expected=_KINDS[item.type])
            return None
        if not _within(item, Decimal(len(raw))):
            bounds = {"minimum": _bound(item.minimum), "maximum": _bound(item.maximum)}
            self.report(issues.CASE_RANGE, item.id, **{**about, "value": str(len(raw))}, **bounds)
        return tuple(self.person(item, one, number) for number, one in enumerate(raw, start=1))

    def person(self, item: Input, raw: Mapping[str, Any], number: int) -> dict[str, Value | None]:
        found: dict[str, Value | None] = {}
        declared = [field_.id for field_ in item.fields]
        allowed = ", ".join(declared)
        for name in [name for name in raw if name not in declared]:
            place = f"{item.id}.{number}.{name}"
            self.report(issues.CASE_EXTRA, place, field=place, allowed=allowed)
        for field_ in item.fields:
            label = f"{item.label}, {number}, {field_.label}"
            place = f"{item.id}.{number}.{field_.id}"
            if field_.id not in raw:
                self.report(issues.CASE_MISSING, place, label=label, field=place)
            elif raw[field_.id] == UNKNOWN:
                found[field_.id] = None
            else:
                found[field_.id] = self.simple(field_, raw[field_.id], place, label)
        return found

    def simple(self, item: Question, raw: Any, place: str, label: str) -> Value | None:
        value = _parse(item, raw)
        about = {"label": label, "field": place, "value": _short(raw)}
        if value is None:
            expected = _SHORTER if item.type in _SHORTER and _is_long(raw) else _KINDS
            self.report(issues.CASE_TYPE, place, **about, expected=expected[item.type])
        elif item.type == "category" and value not in [c.id for c in item.categories]:
            allowed = ", ".join(category.id for category in item.categories)
            self.report(issues.CASE_CATEGORY, place, **about, allowed=allowed)
        elif isinstance(value, Decimal) and not _within(item, value):
            bounds = {"minimum": _bound(item.minimum), "maximum": _bound(item.maximum)}
            self.report(issues.CASE_RANGE, place, **about, **bounds)
        return value


def _parse(item: Question, raw: Any) -> Value | None:
    """Return `raw` as the input's type, or `None` where it is not of that type."""
    if item.type == "boolean":
        return raw if isinstance(raw, bool) else None
    if item.type == "category":
        return raw if isinstance(raw, str) else None
    if item.type == "date":
        return _day(raw)
    number = _number(raw)
    whole = item.type in {"integer", "duration"}
    if whole and number is not None and number != number.to_integral_value():
        return None
    return number


def _number(raw: Any) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | float):
        return None
    try:
        number = Decimal(raw) if isinstance(raw, int) else Decimal(str(raw))
    except InvalidOperation:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > _MAXIMUM_DIGITS:
        return None
    return number


def _is_long(raw: Any) -> bool:
    """Tell whether a number has too many digits; one that is too long for YAML is a text."""
    return not isinstance(raw, bool) and _LONG.fullmatch(_short(raw)) is not None


def _day(raw: Any) -> date | None:
    if type(raw) is date:
        return raw
    if not isinstance(raw, str) or not DAY.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _within(item: Question, value: Decimal) -> bool:
    above = item.minimum is None or value >= item.minimum
    below = item.maximum is None or value <= item.maximum
    return above and below


def _bound(value: Decimal | None) -> str:
    return "…" if value is None else str(value)


def _short(value: Any) -> str:
    try:
        text = str(value)
    except ValueError:  # Python writes no integer of more than 4,300 digits.
        return "…"
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - fits one line
