"""The engine `matching/1`: check an algorithm file, place one person in one run.

The only method so far is `call_order`. What it returns for one person: the ranks before
and after, the rates as applied, how many candidates passed by which rule, and exact
re-runs of the whole order with one datum changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explain import issues
from explain.case import Case
from explain.errors import InvalidCase
from explain.explanation import Findings, Parameter, Result
from explain.issues import Issue
from explain.matching.allocation import read_allocation
from explain.matching.call_order import Rates
from explain.matching.certificate import certified_order
from explain.matching.changes import changes
from explain.matching.person import person_of, run_of
from explain.matching.ranking import operations, ranking
from explain.matching.spec import RATES, MatchingFile, read_spec
from explain.matching.standing import standing
from explain.reading import Document, Source


@dataclass(frozen=True, slots=True)
class Program:
    """A checked algorithm file."""

    spec: MatchingFile


def load(
    document: Document,
    files: Mapping[str, bytes],  # noqa: ARG001 - every engine's signature
    cache: Path | None = None,  # noqa: ARG001 - the same
) -> Program:
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    return Program(read_spec(document))


def find(program: Program, case: Case, allocation: Source | None) -> Findings:
    """Place one person in the run `allocation`.

    Raises `InvalidCase` where the run is missing or does not hold this person,
    `InvalidFile` where it cannot be read, `CannotExplain` where a guarantee fails.
    """
    if allocation is None:
        raise InvalidCase([Issue(issues.ALLOCATION_MISSING, field="allocation")])
    spec = program.spec
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


def _outcome(spec: MatchingFile, rank: int) -> Result:
    outcome = spec.outcome
    return Result(
        id=outcome.id, label=outcome.label, type=outcome.type, value=rank, unit=outcome.unit
    )


def _parameters(spec: MatchingFile, rates: Rates) -> tuple[Parameter, ...]:
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
