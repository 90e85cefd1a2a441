"""Find the person of a case in a run, without saying anything of the others."""

from dataclasses import dataclass
from decimal import Decimal

from explain import issues as common
from explain.case import Case
from explain.errors import InvalidCase
from explain.issues import Code, Issue
from explain.matching import issues
from explain.matching.call_order.allocation import Allocation, with_candidate, with_rates
from explain.matching.call_order.order import HOLDER, RESIDENT, Rates
from explain.matching.call_order.spec import CallOrderFile


@dataclass(frozen=True, slots=True)
class Person:
    """What the case says: the commission's rank, the groups, and the rates applied.

    `resident` is `None` where nobody knows it, which only a run without a residence rate
    allows.
    """

    rank: int
    holder: bool
    resident: bool | None
    rates: Rates


def person_of(spec: CallOrderFile, case: Case) -> Person:
    """Read the person of `case`. Raises `InvalidCase` where a datum in use is unknown."""
    scholarship, residence = spec.rate("scholarship_rate"), spec.rate("residence_rate")
    needed = [spec.rank, scholarship.member, scholarship.percent, residence.percent]
    if case.values[residence.percent]:
        needed.append(residence.member)
    unknown = [name for name in needed if case.values[name] is None]
    if unknown:
        raise InvalidCase([_issue(common.CASE_UNKNOWN_REFUSED, spec, name) for name in unknown])
    resident = case.values[residence.member]
    return Person(
        rank=_whole(case, spec.rank),
        holder=bool(case.values[scholarship.member]),
        resident=None if resident is None else bool(resident),
        rates=Rates(_whole(case, scholarship.percent), _whole(case, residence.percent)),
    )


def run_of(spec: CallOrderFile, person: Person, allocation: Allocation) -> Allocation:
    """Return the run that explains `person`.

    A synthetic list takes the person, and the rates, as the case states them. A real one
    must agree with the case: `InvalidCase` says what differs, or only that the list holds
    no such candidate where to say more would speak of somebody else.
    """
    candidates = len(allocation.kinds)
    if not 1 <= person.rank <= candidates:
        values = {"candidates": candidates, "rank": person.rank}
        raise InvalidCase([_issue(issues.RANK_OUTSIDE, spec, spec.rank, **values)])
    kind = kind_of(person, allocation)
    if allocation.synthetic:
        return with_rates(with_candidate(allocation, person.rank, kind), person.rates)
    found = _other_rates(spec, person.rates, allocation.rates)
    if not found and kind != allocation.kinds[person.rank - 1]:
        found = [_issue(issues.NOT_IN_LIST, spec, spec.rank)]
    if found:
        raise InvalidCase(found)
    return allocation


def kind_of(person: Person, allocation: Allocation) -> int:
    """Return the two bits of `person`; residence is the list's where it has no effect."""
    listed = allocation.kinds[person.rank - 1] & RESIDENT
    if person.resident is None or not person.rates.residence:
        return HOLDER * person.holder | listed
    return HOLDER * person.holder | RESIDENT * person.resident


def _other_rates(spec: CallOrderFile, stated: Rates, applied: Rates) -> list[Issue]:
    pairs = (
        (spec.rate("scholarship_rate").percent, stated.scholarship, applied.scholarship),
        (spec.rate("residence_rate").percent, stated.residence, applied.residence),
    )
    return [
        _issue(issues.RATE_DIFFERS, spec, name, value=one, expected=other)
        for name, one, other in pairs
        if one != other
    ]


def _issue(code: Code, spec: CallOrderFile, name: str, **values: int) -> Issue:
    about = {"field": name, "label": spec.input(name).label}
    return Issue(code, field=name, values=about | values)


def _whole(case: Case, name: str) -> int:
    value = case.values[name]
    return int(value) if isinstance(value, Decimal) else 0
