"""The method `call_order`: place one person in the call order of one run.

What it returns for one person: the ranks before and after, the rates as applied, how many
candidates passed by which rule, and exact re-runs of the whole order with one datum changed.
"""

from explain import issues
from explain.case import Case
from explain.errors import InvalidCase
from explain.explanation import Findings, Parameter, Result
from explain.issues import Issue
from explain.matching.call_order.allocation import AllocationFile, read_allocation
from explain.matching.call_order.certificate import certified_order
from explain.matching.call_order.changes import changes
from explain.matching.call_order.order import Rates
from explain.matching.call_order.person import person_of, run_of
from explain.matching.call_order.ranking import operations, ranking
from explain.matching.call_order.spec import RATES, CallOrderFile, read_spec
from explain.matching.call_order.standing import standing
from explain.matching.call_order.story import cutoffs, story
from explain.matching.grid import Grid
from explain.sources import Source

FILE, LIST = CallOrderFile, AllocationFile
PUBLISHED: tuple[type, ...] = ()
__all__ = ["FILE", "LIST", "PUBLISHED", "cutoffs", "find", "read_allocation", "read_spec", "story"]


def find(
    spec: CallOrderFile,
    case: Case,
    allocation: Source | None,
    grid: Grid | None = None,  # noqa: ARG001 - every method's signature
) -> Findings:
    """Place one person in the run `allocation`.

    Raises `InvalidCase` where the run is missing or does not hold this person,
    `InvalidFile` where it cannot be read, `CannotExplain` where a guarantee fails.
    """
    if allocation is None:
        raise InvalidCase([Issue(issues.ALLOCATION_MISSING, field="allocation")])
    person = person_of(spec, case)
    run = run_of(spec, person, read_allocation(allocation))
    calls = certified_order(run.kinds, run.rates)
    place = standing(run.kinds, calls, person.rank - 1)
    detail = ranking(spec, place, run.rates, synthetic=run.synthetic)
    return Findings(
        outcome=_outcome(spec, place.after),
        parameters=_parameters(spec, run.rates),
        operations=operations(spec, detail),
        changes=changes(spec, run, person.rank - 1, place.after),
        detail=detail,
    )


def _outcome(spec: CallOrderFile, rank: int) -> Result:
    outcome = spec.outcome
    return Result(
        id=outcome.id, label=outcome.label, type=outcome.type, value=rank, unit=outcome.unit
    )


def _parameters(spec: CallOrderFile, rates: Rates) -> tuple[Parameter, ...]:
    percents = (rates.scholarship, rates.residence)
    return tuple(
        Parameter(
            id=name,
            label=spec.rate(name).label,
            value=percent,
            unit="percent",
            reference=spec.rate(name).reference,
        )
        for name, percent in zip(RATES, percents, strict=True)
    )
