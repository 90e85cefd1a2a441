"""The call order of a long list, on arrays: the same order as the specification's loop, sooner.

With one rate there is a closed form. Let r be the position (from 0) in the commission's ranking
of the i-th member (from 0) of the rate's group: it is called at position min(r, ⌊100 i / rate⌋),
and the others fill the gaps in the order of the ranking. For the calls that the rate decides come
at ⌊100 i / rate⌋ for the i-th member still missing then, and a member whom the ranking itself
reaches sooner is called there.

With two rates no closed form is known: one candidate after another, on plain lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from explain.matching.call_order.order import BOTH, HOLDER, NEITHER, RESIDENT, Rates

Positions = NDArray[np.int32]
Kinds = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class CallArrays:
    """The calls, first to last: see `explain.matching.call_order.CallOrder`."""

    order: Positions
    binding: Kinds


def call_arrays(kinds: Kinds, rates: Rates) -> CallArrays:
    """Call every candidate; `kinds` follows the commission's ranking (at most 20 million).

    Time and memory grow in proportion to the number of candidates: for a million, about 10 ms
    with one rate and 0.4 s with two.
    """
    if rates.scholarship and rates.residence:
        return _two_rates(kinds, rates)
    group, percent = (
        (HOLDER, rates.scholarship) if rates.scholarship else (RESIDENT, rates.residence)
    )
    return _one_rate((kinds & group) > 0, group, percent)


def _one_rate(member: NDArray[np.bool_], group: int, percent: int) -> CallArrays:
    bits = np.zeros(len(member), np.uint8)
    if not percent:
        return CallArrays(np.arange(len(member), dtype=np.int32), bits)
    ranks = np.flatnonzero(member)
    due = 100 * np.arange(len(ranks)) // percent
    seats = np.minimum(ranks, due)
    free = np.ones(len(member), bool)
    free[seats] = False
    order = np.empty(len(member), np.int32)
    order[seats] = ranks
    order[np.flatnonzero(free)] = np.flatnonzero(~member)
    bits[due[due <= ranks]] = group
    return CallArrays(order, bits)


def _two_rates(kinds: Kinds, rates: Rates) -> CallArrays:
    """Follow the specification with a queue for each kind; each ends beyond every candidate."""
    end = len(kinds)
    queues = [iter([*np.flatnonzero(kinds == kind).tolist(), end]) for kind in range(4)]
    positions = np.array(_called(end, queues, rates), np.int32)
    return CallArrays(positions, _bits(kinds[positions], rates))


def _called(  # noqa: C901 - written out: what branches share would cost a third of the time
    end: int, queues: Sequence[Iterator[int]], rates: Rates
) -> list[int]:
    """Return the positions called, first to last.

    `short_b` and `short_r` hold 100 * members - rate * (called + 1): negative where a rate would
    be missed. Whoever is called raises those of the own groups, and lowers the others.
    """
    next_n, next_h, next_r, next_b = (queue.__next__ for queue in queues)
    neither, holder, resident, both = next_n(), next_h(), next_r(), next_b()
    short_b, short_r, order = -rates.scholarship, -rates.residence, list[int]()
    gains_b = [100 * (kind & HOLDER > 0) - rates.scholarship for kind in range(4)]
    gains_r = [100 * (kind & RESIDENT > 0) - rates.residence for kind in range(4)]
    for call in repeat(order.append, end):
        if short_b < 0 and (holder < end or both < end):
            kind = BOTH if both < holder or (short_r < 0 and both < end) else HOLDER
        elif short_r < 0 and (resident < end or both < end):
            kind = BOTH if both < resident else RESIDENT
        elif neither < holder and neither < resident and neither < both:
            kind = NEITHER
        elif holder < resident and holder < both:
            kind = HOLDER
        else:
            kind = RESIDENT if resident < both else BOTH
        if kind == BOTH:
            call(both)
            both = next_b()
        elif kind == RESIDENT:
            call(resident)
            resident = next_r()
        elif kind == HOLDER:
            call(holder)
            holder = next_h()
        else:
            call(neither)
            neither = next_n()
        short_b += gains_b[kind]
        short_r += gains_r[kind]
    return order


def _bits(called: Kinds, rates: Rates) -> Kinds:
    """Return the bits of the rates that bind each call; `called` holds kinds in call order."""
    bits = np.zeros(len(called), np.uint8)
    calls = np.arange(1, len(called) + 1, dtype=np.int32)
    for group, percent in ((HOLDER, rates.scholarship), (RESIDENT, rates.residence)):
        member = (called & group) > 0
        before = np.cumsum(member, dtype=np.int32) - member
        short = (100 * before < percent * calls) & (before < np.count_nonzero(member))
        bits |= group * short.astype(np.uint8)
    return bits
