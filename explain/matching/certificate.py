"""What a call order must satisfy, checked on every run.

The checks restate the guarantees of the specification, independently of how the order was
computed, so that a fault in the calculation cannot reach a letter.
"""

from collections import Counter
from collections.abc import Sequence

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching import issues
from explain.matching.call_order import BOTH, HOLDER, RESIDENT, CallOrder, Rates, call_order


def certified_order(kinds: Sequence[int], rates: Rates) -> CallOrder:
    """Return the call order, checked. Raises `CannotExplain` where a guarantee fails."""
    calls = call_order(kinds, rates)
    certify(kinds, rates, calls)
    return calls


def certify(kinds: Sequence[int], rates: Rates, calls: CallOrder) -> None:
    """Check `calls`. Raises `CannotExplain`, naming every guarantee that fails.

    - `permutation`: everyone is called, once.
    - `ranking`: within each of the four kinds, the commission's ranking is kept.
    - `natural`: a call that no rate binds takes the first candidate left.
    - `scholarship`: for every k, at least ceil(rate * k / 100) scholarship holders are
      among the first k, or none is left.
    - `residence`: a call that would miss the rate takes a resident while one is left,
      unless the scholarship rate binds too and nobody left is in both groups.
    """
    if sorted(calls.order) != list(range(len(kinds))):
        raise CannotExplain([_broken("permutation")])
    called = [kinds[position] for position in calls.order]
    kept = {
        "ranking": _ranking_kept(calls, called),
        "natural": _natural_kept(calls),
        "scholarship": _scholarship_kept(called, rates),
        "residence": _residence_kept(called, rates),
    }
    if broken := [_broken(guarantee) for guarantee, holds in kept.items() if not holds]:
        raise CannotExplain(broken)


def _broken(guarantee: str) -> Issue:
    return Issue(issues.NOT_CERTIFIED, values={"guarantee": guarantee})


def _ranking_kept(calls: CallOrder, called: Sequence[int]) -> bool:
    last = [-1, -1, -1, -1]
    for position, kind in zip(calls.order, called, strict=True):
        if position < last[kind]:
            return False
        last[kind] = position
    return True


def _natural_kept(calls: CallOrder) -> bool:
    first, gone = 0, bytearray(len(calls.order) + 1)
    for position, bound in zip(calls.order, calls.binding, strict=True):
        if not bound and position != first:
            return False
        gone[position] = 1
        first = gone.index(0, first)
    return True


def _scholarship_kept(called: Sequence[int], rates: Rates) -> bool:
    total = sum(kind & HOLDER for kind in called)
    holders = 0
    for k, kind in enumerate(called, start=1):
        holders += kind & HOLDER
        if holders < min(total, -(-rates.scholarship * k // 100)):
            return False
    return True


def _residence_kept(called: Sequence[int], rates: Rates) -> bool:
    left, gone = Counter(called), Counter[int]()
    for k, kind in enumerate(called, start=1):
        residents, holders = gone[RESIDENT] + gone[BOTH], gone[HOLDER] + gone[BOTH]
        demanded = 100 * residents < rates.residence * k and left[RESIDENT] + left[BOTH]
        both_left, rival = left[BOTH], 100 * holders < rates.scholarship * k
        prevailed = kind == HOLDER and rival and not both_left
        if demanded and not kind & RESIDENT and not prevailed:
            return False
        left[kind] -= 1
        gone[kind] += 1
    return True
