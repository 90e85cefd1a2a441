"""What would have changed one person's call rank: exact re-runs of the whole order."""

from collections.abc import Iterator
from decimal import Decimal

from explain.explanation import Change
from explain.matching.call_order.allocation import Allocation, with_candidate, with_rates
from explain.matching.call_order.certificate import certified_order
from explain.matching.call_order.order import HOLDER, RESIDENT, Rates
from explain.matching.call_order.spec import CallOrderFile

Variant = tuple[str, bool | Decimal, Allocation]


def changes(spec: CallOrderFile, run: Allocation, position: int, rank: int) -> tuple[Change, ...]:
    """Re-run with one datum changed, all else equal; keep what gives another call rank.

    The data: the person's two groups, corrected one at a time; each rate set to 0.
    """
    return tuple(_changed(spec, run, position, rank))


def _changed(spec: CallOrderFile, run: Allocation, position: int, rank: int) -> Iterator[Change]:
    for name, value, variant in _variants(spec, run, position):
        calls = certified_order(variant.kinds, variant.rates)
        outcome = calls.order.index(position) + 1
        if outcome != rank:
            high = None if isinstance(value, bool) else value
            yield Change(id=name, low=value, high=high, at=value, outcome=outcome)


def _variants(spec: CallOrderFile, run: Allocation, position: int) -> Iterator[Variant]:
    scholarship, residence = spec.rate("scholarship_rate"), spec.rate("residence_rate")
    kind, rates = run.kinds[position], run.rates
    for rate, group, percent in (
        (scholarship, HOLDER, rates.scholarship),
        (residence, RESIDENT, rates.residence),
    ):
        if percent:
            other = kind ^ group
            yield rate.member, bool(other & group), with_candidate(run, position + 1, other)
    if rates.scholarship:
        off = Rates(0, rates.residence)
        yield scholarship.percent, Decimal(0), with_rates(run, off)
    if rates.residence:
        off = Rates(rates.scholarship, 0)
        yield residence.percent, Decimal(0), with_rates(run, off)
