"""The record of one person's place in a call order: its detail and its operations."""

from collections.abc import Iterator

from explain.details import Overtaking, Ranking, Rate
from explain.explanation import Operation
from explain.matching.call_order.order import HOLDER, RESIDENT, Rates, Rule
from explain.matching.call_order.spec import RATES, CallOrderFile, StepId
from explain.matching.call_order.standing import Standing
from explain.matching.privacy import disclosed

Counts = tuple[int | None, ...]


def ranking(spec: CallOrderFile, place: Standing, rates: Rates, *, synthetic: bool) -> Ranking:
    """Describe `place` under the rates that apply (those above 0)."""
    return Ranking(
        before=place.before,
        after=place.after,
        candidates=place.candidates,
        rates=tuple(_rates(spec, place, rates, synthetic=synthetic)),
        overtaking=overtaking(place, rates, synthetic=synthetic),
        called_by=place.called_by,
    )


def operations(spec: CallOrderFile, detail: Ranking) -> tuple[Operation, ...]:
    """List the steps from the commission's rank to the call rank, in order.

    A step whose count is withheld is left out.
    """
    calls = {rate.id: rate.bound_calls for rate in detail.rates}
    values: dict[StepId, int | None] = {
        "commission_rank": detail.before,
        "scholarship_calls": calls.get("scholarship_rate"),
        "residence_calls": calls.get("residence_rate"),
        "passed_by": _total(tuple(row.passed_by for row in detail.overtaking)),
        "passed": _total(tuple(row.passed for row in detail.overtaking)),
        "call_rank": detail.after,
    }
    units = {"commission_rank": "rank", "call_rank": "rank"}
    names = {step.id: step for step in spec.steps}
    return tuple(
        Operation(
            id=name,
            label=names[name].label,
            value=value,
            unit=units.get(name, "number"),
            reference=names[name].reference,
        )
        for name, value in values.items()
        if value is not None
    )


def _rates(
    spec: CallOrderFile, place: Standing, rates: Rates, *, synthetic: bool
) -> Iterator[Rate]:
    percents = (rates.scholarship, rates.residence)
    for name, group, percent in zip(RATES, (HOLDER, RESIDENT), percents, strict=True):
        if percent:
            (calls,) = disclosed([place.bound_calls[group]], synthetic=synthetic)
            (served,) = disclosed([place.served[group]], synthetic=synthetic)
            yield Rate(
                id=name,
                label=spec.rate(name).label,
                percent=percent,
                bound=place.bound_calls[group] > 0,
                bound_calls=calls,
                served=served,
            )


def overtaking(place: Standing, rates: Rates, *, synthetic: bool) -> tuple[Overtaking, ...]:
    """Tell who passed whom by each rule whose rate applies; small counts are withheld."""
    applied: dict[Rule, int] = {
        "scholarship": rates.scholarship,
        "residence": rates.residence,
        "both": min(rates.scholarship, rates.residence),
    }
    rules = [name for name, percent in applied.items() if percent]
    counts = [place.passed_by[name] for name in rules] + [place.passed[name] for name in rules]
    told = disclosed(counts, synthetic=synthetic)
    middle = len(rules)
    return tuple(
        Overtaking(rule=name, passed_by=passed_by, passed=passed)
        for name, passed_by, passed in zip(rules, told[:middle], told[middle:], strict=True)
    )


def _total(counts: Counts) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
