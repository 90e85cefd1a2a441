"""One datum answered otherwise: each yes or no, each choice, and each choice within a wish."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from explain.case import Case, Given
from explain.details import Rerun
from explain.matching.admission.person import Person, person_of, wish_of
from explain.matching.admission.spec import AdmissionFile
from explain.matching.grid import Grid
from explain.spec import Input, Question

MOST_DATA = 24
"""For how many other answers a result is found again."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The person that another answer makes.

    `id` names the datum, `at` is its new value. A datum of one wish has the wish’s `programme`,
    and an id of two parts: `wishes.sector`.
    """

    id: str
    at: bool | str
    person: Person
    programme: str | None = None


def with_datum(item: Correction, outcome: str | None) -> Rerun:
    """Say what came of a correction."""
    return Rerun(kind="datum", programme=item.programme, id=item.id, at=item.at, outcome=outcome)


def corrections(
    spec: AdmissionFile, case: Case, grid: Grid | None, person: Person
) -> Iterator[Correction]:
    """Yield `person`, whom `case` tells of, with one datum corrected: `MOST_DATA` times at most."""
    return islice(_all(spec, case, grid, person), MOST_DATA)


def may_gain(person: Person, corrected: Person) -> bool:
    """Tell whether a corrected person stands better anywhere: has more points, or other groups.

    With points unknown it is not told. Nobody gains by fewer points: deferred acceptance respects
    improvements (M. Balinski and T. Sönmez, “A tale of two mechanisms: student placement”, 1999).
    """
    if any(wish.points is None for wish in corrected.wishes):
        return False
    pairs = zip(person.wishes, corrected.wishes, strict=True)
    more = any((new.points or 0) > (old.points or 0) for old, new in pairs)
    return more or corrected.groups != person.groups


def _all(
    spec: AdmissionFile, case: Case, grid: Grid | None, person: Person
) -> Iterator[Correction]:
    for item in spec.inputs:
        if item.id == spec.wishes:
            yield from _of_wishes(spec, item, case, grid, person)
        elif item.id != spec.programme:
            for value in _others(item, case.values[item.id]):
                changed = replace(case, values={**case.values, item.id: value})
                yield Correction(item.id, value, person_of(spec, changed, grid))


def _of_wishes(
    spec: AdmissionFile, item: Input, case: Case, grid: Grid | None, person: Person
) -> Iterator[Correction]:
    asked = case.values[item.id]
    for place, said in enumerate(asked if isinstance(asked, tuple) else ()):
        for field in item.fields:
            if field.id == spec.programme:
                continue
            for value in _others(field, said[field.id]):
                wish = wish_of(spec, case, grid, {**said, field.id: value})
                wishes = (*person.wishes[:place], wish, *person.wishes[place + 1 :])
                changed = Person(wishes, person.lottery, person.groups)
                yield Correction(f"{item.id}.{field.id}", value, changed, wish.programme)


def _others(item: Question, value: Given | None) -> Iterator[bool | str]:
    """Yield every other answer to a question that has a few; none where no answer was given."""
    if item.type == "boolean" and isinstance(value, bool):
        yield not value
    if item.type == "category" and value is not None:
        yield from (choice.id for choice in item.categories if choice.id != value)
