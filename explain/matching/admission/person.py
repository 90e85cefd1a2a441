"""Read one person from a case: the wishes in order, the points of each, groups and lottery."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from explain import issues as common
from explain.case import Case, Given, Value
from explain.details import Step, Trace
from explain.errors import InvalidCase
from explain.explanation import Parameter
from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.spec import AdmissionFile
from explain.matching.grid import Grid


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish: the programme, the points, and how rules gave them.

    `judged` is how many of the points rest on a judgement; `None` where none may.
    """

    programme: str
    points: Decimal | None
    judged: Decimal | None = None
    steps: tuple[Step, ...] = ()
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the wishes, the preferred one first; the number drawn; groups by id."""

    wishes: tuple[Wish, ...]
    lottery: int | None
    groups: frozenset[str]


def person_of(spec: AdmissionFile, case: Case, grid: Grid | None) -> Person:
    """Read the person of `case`. Raises `InvalidCase`, and what the rules raise."""
    asked = list(_asked(spec, case))
    names = [str(values[spec.programme]) for values in asked]
    if found := [*_twice(spec, names)]:
        raise InvalidCase(found)
    lottery = case.values[spec.lottery] if spec.lottery else None
    return Person(
        wishes=tuple(wish_of(spec, case, grid, values) for values in asked),
        lottery=int(lottery) if isinstance(lottery, Decimal) else None,
        groups=frozenset(group.id for group in spec.groups if case.values.get(group.member)),
    )


def _asked(spec: AdmissionFile, case: Case) -> Iterator[Mapping[str, Value | None]]:
    """Yield what is said of each wish."""
    if spec.wishes is None:
        yield {spec.programme: _simple(case.values[spec.programme])}
        return
    wishes = case.values[spec.wishes]
    for number, wish in enumerate(wishes if isinstance(wishes, tuple) else (), start=1):
        if wish[spec.programme] is None:
            field = f"{spec.wishes}.{number}.{spec.programme}"
            values = {"field": field, "label": spec.input(spec.wishes).label}
            raise InvalidCase([Issue(common.CASE_UNKNOWN_REFUSED, field=field, values=values)])
        yield wish


def _twice(spec: AdmissionFile, names: list[str]) -> Iterator[Issue]:
    for number, name in enumerate(names, start=1):
        if name in names[: number - 1]:
            field = f"{spec.wishes}.{number}.{spec.programme}"
            values = {"programme": name, "first": names.index(name) + 1, "second": number}
            yield Issue(issues.WISH_TWICE, field=field, values=values)


def wish_of(
    spec: AdmissionFile, case: Case, grid: Grid | None, said: Mapping[str, Value | None]
) -> Wish:
    """Return one wish with its points, from what is `said` of it. Raises what the rules raise."""
    programme = str(said[spec.programme])
    if grid is None:
        name = str(spec.own_points)
        points = said[name] if name in said else case.values[name]
        return Wish(programme, points if isinstance(points, Decimal) else None)
    values = {item.id: _given(item.id, said, case) for item in grid.spec.inputs}
    found = grid.find(Case(case.decided_on, values, case.sources))
    value = found.outcome.value
    points = value if isinstance(value, Decimal) else None
    judged = _judged(grid, case, values, points)
    steps = found.detail.steps if isinstance(found.detail, Trace) else ()
    return Wish(programme, points, judged, steps, found.parameters)


def _given(name: str, said: Mapping[str, Value | None], case: Case) -> Given | None:
    return said[name] if name in said else case.values[name]


def _judged(
    grid: Grid, case: Case, values: Mapping[str, Given | None], points: Decimal | None
) -> Decimal | None:
    """Return how many points less there are when each judgement is at its least."""
    least = {item.id: item.minimum for item in grid.spec.inputs if item.decided_by}
    if not least or points is None:
        return None
    other = grid.find(Case(case.decided_on, {**values, **least}, case.sources)).outcome.value
    return points - other if isinstance(other, Decimal) else None


def _simple(value: Given | None) -> Value | None:
    return None if isinstance(value, tuple) else value
