"""What a call order must satisfy, checked on every run.

The checks restate the specification and its main guarantee, and share nothing with the way
the order was computed, so that a fault in the calculation cannot reach a letter.
"""

from collections import deque
from collections.abc import Sequence

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching import issues
from explain.matching.call_order.order import BOTH, HOLDER, RESIDENT, CallOrder, Rates, call_order

LONG = 20_000
"""A list with more candidates than this is called and certified on arrays."""


def certified_order(kinds: Sequence[int], rates: Rates) -> CallOrder:
    """Return the call order, checked. Raises `CannotExplain` where a guarantee fails."""
    if len(kinds) > LONG:
        return _certified_on_arrays(kinds, rates)
    calls = call_order(kinds, rates)
    certify(kinds, rates, calls)
    return calls


def certify(kinds: Sequence[int], rates: Rates, calls: CallOrder) -> None:
    """Check `calls`. Raises `CannotExplain`, naming every guarantee that fails.

    - `permutation`: everyone is called, once.
    - `calls`: each call is bound by the rates that it would miss otherwise, and takes the
      first candidate left in the group that it serves. This fixes the order entirely.
    - `scholarship`: for every k, at least ceil(rate * k / 100) scholarship holders are
      among the first k, or none is left.
    """
    _refuse(guarantees_broken(kinds, rates, calls))


def guarantees_broken(kinds: Sequence[int], rates: Rates, calls: CallOrder) -> tuple[str, ...]:
    """Name every guarantee that `calls` breaks, as in `certify`."""
    if sorted(calls.order) != list(range(len(kinds))):
        return ("permutation",)
    kept = {
        "calls": _calls_kept(kinds, rates, calls),
        "scholarship": _scholarship_kept(kinds, rates, calls),
    }
    return tuple(guarantee for guarantee, holds in kept.items() if not holds)


def _certified_on_arrays(kinds: Sequence[int], rates: Rates) -> CallOrder:
    import numpy as np  # noqa: PLC0415 - for long lists alone: to show a short one stays light

    from explain.matching.call_order.certificate_arrays import (  # noqa: PLC0415 - loads NumPy
        certified_calls,
    )

    calls = certified_calls(np.frombuffer(bytes(kinds), np.uint8), rates)
    return CallOrder(tuple(calls.order.tolist()), calls.binding.tobytes())


def _refuse(broken: Sequence[str]) -> None:
    if broken:
        raise CannotExplain(
            [Issue(issues.NOT_CERTIFIED, values={"guarantee": name}) for name in broken]
        )


def _calls_kept(kinds: Sequence[int], rates: Rates, calls: CallOrder) -> bool:
    left = [deque(p for p, kind in enumerate(kinds) if kind == group) for group in range(4)]
    holders = residents = 0
    for k, (position, bound) in enumerate(zip(calls.order, calls.binding, strict=True), start=1):
        missed = _missed(HOLDER, holders, rates.scholarship * k, left)
        missed |= _missed(RESIDENT, residents, rates.residence * k, left)
        served = HOLDER if missed == BOTH and not left[BOTH] else missed
        first = min(
            group[0] for kind, group in enumerate(left) if group and kind & served == served
        )
        if (bound, position) != (missed, first):
            return False
        left[kinds[position]].popleft()
        holders += kinds[position] & HOLDER
        residents += (kinds[position] & RESIDENT) >> 1
    return True


def _missed(group: int, members: int, demanded: int, left: Sequence[deque[int]]) -> int:
    """Return `group` where a call outside it would miss its rate and a member is left."""
    return group if 100 * members < demanded and (left[group] or left[BOTH]) else 0


def _scholarship_kept(kinds: Sequence[int], rates: Rates, calls: CallOrder) -> bool:
    total = sum(kind & HOLDER for kind in kinds)
    holders = 0
    for k, position in enumerate(calls.order, start=1):
        holders += kinds[position] & HOLDER
        if holders < min(total, -(-rates.scholarship * k // 100)):
            return False
    return True
