"""The words of one explanation: its labels in one language, and its values as people write them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import Any

from explain.canonical import number_text, significant
from explain.case import Given, Persons, Value
from explain.details import Number
from explain.explanation import Datum, Result
from explain.i18n import Language
from explain.issues import N_
from explain.rules.expressions import DECISION_DAY
from explain.rules.model import RulesFile
from explain.spec import Spec
from explain.texts import texts
from explain.units import UNITS

_COUNTED = frozenset({"number", "integer", "amount", "duration"})
_SMALLEST = Decimal("0.000001")
_WIDE = Context(prec=400)


@dataclass(frozen=True, slots=True)
class Words:
    """Labels by id, and the language. Build it with `words`.

    `units` holds that of each field of a list, by `list.field`, and `counted` that of each name and
    field which is a number. `choices` holds the label of each category; `wishes` names the lists of
    wishes.
    """

    language: Language
    labels: Mapping[str, str]
    units: Mapping[str, str | None] = field(default_factory=dict)
    wishes: frozenset[str] = frozenset()
    counted: Mapping[str, str | None] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def text(self, message: str, **values: Any) -> str:
        """Translate `message` and fill in its `%(name)s` placeholders."""
        return self.language.text(message, **values)

    def label(self, name: str, otherwise: str = "") -> str:
        """Return the label of `name` in this language, else the one in the record."""
        return self.labels.get(name, otherwise or name)

    def datum(self, datum: Datum) -> str:
        """Write a person's own datum: whole amounts without cents."""
        return self.value(datum.id, datum.value, datum.unit, whole=True)

    def result(self, result: Result) -> str:
        """Write what the algorithm computed."""
        return self.value(result.id, result.value, result.unit)

    def persons(self, name: str, persons: Persons) -> str:
        """Write what is said of each person of the list `name`."""
        if not persons:
            return self.text("nobody")
        text = N_("wish %(number)s: %(facts)s")
        if name not in self.wishes:
            text = N_("person %(number)s: %(facts)s")
        return self.listed(
            self.text(text, number=number, facts=self._person(name, one))
            for number, one in enumerate(persons, start=1)
        )

    def _person(self, name: str, person: Mapping[str, Value | None]) -> str:
        keys = {field: f"{name}.{field}" for field in person}
        return ", ".join(
            self.text(
                "%(label)s: %(value)s",
                label=self.label(key, key),
                value=self.value(key, person[field], self.units.get(key), whole=True),
            )
            for field, key in keys.items()
        )

    def value(
        self, name: str, value: Given | Number | None, unit: str | None, *, whole: bool = False
    ) -> str:
        """Write a value of any type. `name` finds the label of a category.

        `whole` leaves out the cents of a whole amount.
        """
        if value is None:
            return self.text("not known")
        if isinstance(value, tuple):
            return self.persons(name, value)
        if isinstance(value, bool):
            return self.text("yes") if value else self.text("no")
        if isinstance(value, date):
            return self.language.day(value)
        if isinstance(value, str):
            return self.label(f"{name}.{value}", value)
        return self.quantity(value, unit, whole=whole)

    def quantity(self, value: Number, unit: str | None, *, whole: bool = False) -> str:
        """Write a number with its unit and the decimals that it has, six at most."""
        number = significant(value).quantize(_SMALLEST, context=_WIDE)
        shown = decimals(number)
        least = 0 if whole and not shown else UNITS[unit or "number"].decimals or 0
        return self.language.quantity(number, unit, max(least, shown))

    def listed(self, items: Iterable[str]) -> str:
        """Write several things one after another, as in “a; b; c”."""
        return self.text("; ").join(items)

    def either(self, items: Iterable[str]) -> str:
        """Write alternatives, as in “a, b or c”."""
        *first, last = items
        return (
            self.text("%(first)s or %(last)s", first=", ".join(first), last=last) if first else last
        )


def words(spec: Spec, language: Language) -> Words:
    """Return the words of `spec`, which is already in this language."""
    labels = {DECISION_DAY: language.text("day of the decision"), **texts(spec)}
    fields = (
        (f"{item.id}.{field.id}", field.unit) for item in spec.inputs for field in item.fields
    )
    wishes = frozenset(item.id for item in spec.inputs if item.type == "wishes")
    return Words(language, labels, dict(fields), wishes, dict(_counted(spec)), dict(_choices(spec)))


def _counted(spec: Spec) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each number with its unit."""
    for item in spec.inputs:
        if item.type in _COUNTED:
            yield item.id, item.unit
        for part in item.fields:
            if part.type in _COUNTED:
                yield f"{item.id}.{part.id}", part.unit
    if isinstance(spec, RulesFile):
        yield from ((parameter.id, parameter.unit) for parameter in spec.parameters)
        yield from ((step.id, step.unit) for step in spec.steps if step.unit)


def _choices(spec: Spec) -> Iterator[tuple[str, str]]:
    """Yield each category with its label; those of the outcome come last."""
    groups = (*(item.categories for item in spec.inputs), spec.outcome.categories)
    yield from ((category.id, category.label) for group in groups for category in group)


def exact(value: Number) -> Decimal:
    """Return `value` as it stands in the record: a decimal of 12 significant digits."""
    return Decimal(number_text(value))


def decimals(number: Decimal) -> int:
    """Count the decimals of a number, end zeros left out."""
    return len(f"{number:f}".partition(".")[2].rstrip("0"))


def capital(text: str) -> str:
    """Start with a capital letter."""
    return text[:1].upper() + text[1:]
