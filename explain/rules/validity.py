"""Dated parameters: the value in force on a day, and the checks of their dates."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NoReturn

from explain.errors import CannotExplain
from explain.explanation import Parameter
from explain.issues import N_, Code, Issue
from explain.rules import issues
from explain.rules.model import DatedParameter, DatedValue
from explain.sources import Document

_ONE_DAY = timedelta(days=1)
_STATUS: Mapping[str, str] = {
    "not_published": N_("not published"),
    "not_verified": N_("not verified"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; without end where `None`.

    `values` holds the value of each parameter, which does not change in that time.
    """

    first: date | None
    last: date | None
    values: Mapping[str, Decimal]


def check_validity(parameters: Iterable[DatedParameter], document: Document) -> Iterator[Issue]:
    """Find values that overlap, leave a gap between them, or end before they start."""
    for index, parameter in enumerate(parameters):
        for position, code, values in _conflicts(parameter):
            path = ("parameters", index, "values", position)
            named = {"name": parameter.id, **values}
            yield Issue(code, document.file, document.line(path), parameter.id, named)


def in_force(parameter: DatedParameter, day: date) -> Parameter:
    """Return `parameter` as it applies on `day`.

    Raises `CannotExplain` where it has no value on that day, or none that is known.
    """
    item = _on(parameter, day)
    if item is None:
        _refuse(issues.NO_VALUE_FOR_DAY, parameter, day)
    if not isinstance(item.value, Decimal):
        _refuse(issues.VALUE_UNKNOWN, parameter, day, status=_STATUS[item.value])
    return Parameter(
        id=parameter.id,
        label=parameter.label,
        value=item.value,
        unit=parameter.unit,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        reference=item.reference,
    )


def periods(parameters: Iterable[DatedParameter], used: Collection[str]) -> Iterator[Period]:
    """Yield the times in which every parameter that is `used` has one value, which is known.

    Where none is used there is one time without end.
    """
    wanted = [parameter for parameter in parameters if parameter.id in used]
    if not wanted:
        yield Period(None, None, {})
        return
    dated = [item for parameter in wanted for item in parameter.values]
    starts = {item.valid_from for item in dated}
    ends = (item.valid_to for item in dated if item.valid_to is not None)
    starts |= {end + _ONE_DAY for end in ends if end < date.max}
    days = sorted(starts)
    for first, after in zip(days, [*days[1:], None], strict=True):
        if all(_is_known(parameter, first) for parameter in wanted):
            values = {item.id: Decimal(in_force(item, first).value) for item in wanted}
            yield Period(first, None if after is None else after - _ONE_DAY, values)


def latest_known_day(parameters: Iterable[DatedParameter], today: date) -> date | None:
    """Return the last day up to `today` on which every parameter has a known value, if any."""
    everyone = tuple(parameters)
    ends = (item.valid_to for parameter in everyone for item in parameter.values)
    days = {today, *(end for end in ends if end is not None and end < today)}
    return max((day for day in days if all(_is_known(p, day) for p in everyone)), default=None)


def _is_known(parameter: DatedParameter, day: date) -> bool:
    item = _on(parameter, day)
    return item is not None and isinstance(item.value, Decimal)


def _on(parameter: DatedParameter, day: date) -> DatedValue | None:
    """Return what the file says of a parameter on a day, if anything."""
    for item in parameter.values:
        if item.valid_from <= day and (item.valid_to is None or day <= item.valid_to):
            return item
    return None


def _refuse(code: Code, parameter: DatedParameter, day: date, **values: str) -> NoReturn:
    known = [_period(item) for item in parameter.values if isinstance(item.value, Decimal)]
    values |= {"label": parameter.label, "day": day.isoformat(), "known": ", ".join(known) or "–"}
    raise CannotExplain([Issue(code, field=parameter.id, values=values)])


def _period(item: DatedValue) -> str:
    end = "" if item.valid_to is None else item.valid_to.isoformat()
    return f"{item.valid_from.isoformat()} → {end}".rstrip()


def _conflicts(parameter: DatedParameter) -> Iterator[tuple[int, Code, dict[str, str]]]:
    """Yield the position of a value at fault, the code, and the days to name."""
    ordered = sorted(enumerate(parameter.values), key=lambda pair: pair[1].valid_from)
    for position, item in ordered:
        if item.valid_to is not None and item.valid_to < item.valid_from:
            yield position, issues.VALIDITY_ORDER, {"end": item.valid_to.isoformat()}
            return
    for (_, earlier), (position, later) in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            yield position, issues.VALIDITY_OVERLAP, {"day": later.valid_from.isoformat()}
        elif (start := earlier.valid_to + _ONE_DAY) < later.valid_from:
            end = later.valid_from - _ONE_DAY
            days = {"start": start.isoformat(), "end": end.isoformat()}
            yield position, issues.VALIDITY_GAP, days
