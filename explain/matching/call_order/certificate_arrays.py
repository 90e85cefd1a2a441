"""The certificate of a call order, for long lists: the same guarantees, on arrays.

Like `certificate` beside it, it restates the specification from the called candidates alone and
shares nothing with the way the order was computed. It goes through the calls block by block, so
that it needs little memory.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching import issues
from explain.matching.call_order.arrays import CallArrays, Kinds, call_arrays
from explain.matching.call_order.order import BOTH, HOLDER, RESIDENT, Rates

BLOCK = 1 << 15
Flags = NDArray[np.bool_]


def certified_calls(kinds: Kinds, rates: Rates) -> CallArrays:
    """Return the calls, checked. Raises `CannotExplain` where a guarantee fails."""
    calls = call_arrays(kinds, rates)
    if broken := broken_guarantees(kinds, rates, calls):
        raise CannotExplain(
            [Issue(issues.NOT_CERTIFIED, values={"guarantee": name}) for name in broken]
        )
    return calls


def broken_guarantees(
    kinds: Kinds, rates: Rates, calls: CallArrays, size: int = BLOCK
) -> tuple[str, ...]:
    """Name every guarantee of `certificate.certify` that `calls` breaks.

    `size` is how many calls a block holds.
    """
    if not _everyone_once(len(kinds), calls.order):
        return ("permutation",)
    state = _State.of(kinds, rates)
    broken = set()
    for start in range(0, len(kinds), size):
        block = slice(start, start + size)
        called = state.kinds[calls.order[block]]
        k = np.arange(start + 1, start + len(called) + 1)
        if not state.followed(called, k, calls.order[block], calls.binding[block]):
            broken.add("calls")
        if not state.scholarships_kept(called, k):
            broken.add("scholarship")
        state.advance(called)
    return tuple(sorted(broken))


def _everyone_once(candidates: int, order: NDArray[np.int32]) -> bool:
    if len(order) != candidates:
        return False
    if candidates and (order.min() < 0 or order.max() >= candidates):
        return False
    seen = np.zeros(candidates, bool)
    seen[order] = True
    return bool(seen.all())


@dataclass(slots=True)
class _State:
    """What is known before a block of calls.

    `queues` holds the positions of each kind and, last, one beyond the list; `called` how many
    of each kind are called. Only groups that a rate favours tell kinds apart.
    """

    kinds: Kinds
    rates: Rates
    queues: dict[int, NDArray[np.intp]]
    called: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kinds: Kinds, rates: Rates) -> "_State":
        """Start before the first call."""
        applied = HOLDER * (rates.scholarship > 0) | RESIDENT * (rates.residence > 0)
        counted = kinds & np.uint8(applied)
        beyond = len(kinds)
        found = {
            kind: np.flatnonzero(counted == kind) for kind in range(4) if kind & applied == kind
        }
        queues = {kind: np.append(queue, beyond) for kind, queue in found.items()}
        return cls(counted, rates, queues, dict.fromkeys(queues, 0))

    def followed(
        self, called: Kinds, k: NDArray[np.intp], order: NDArray[np.int32], binding: Kinds
    ) -> bool:
        """Tell whether each call serves the rates that it would miss, and takes the first left."""
        missed = self._missed(called, k, HOLDER, self.rates.scholarship)
        missed |= self._missed(called, k, RESIDENT, self.rates.residence)
        heads = {kind: self._heads(called, kind) for kind in self.queues}
        beyond = len(self.kinds)
        served = missed
        if BOTH in heads:
            alone = (missed == BOTH) & (heads[BOTH] == beyond)
            served = missed - RESIDENT * alone.astype(np.uint8)
        first = np.full(len(called), beyond)
        for kind, head in heads.items():
            first = np.minimum(first, np.where(kind & served == served, head, beyond))
        return bool(np.array_equal(binding, missed) and np.array_equal(order, first))

    def scholarships_kept(self, called: Kinds, k: NDArray[np.intp]) -> bool:
        """Tell whether the first k hold ⌈rate k / 100⌉ scholarship holders, or none is left."""
        percent = self.rates.scholarship
        if not percent:
            return True
        before, total = self._members(HOLDER)
        holders = before + np.cumsum((called & HOLDER) > 0)
        return bool((holders >= np.minimum(-(-percent * k // 100), total)).all())

    def advance(self, called: Kinds) -> None:
        """Count the calls of a block."""
        counts = np.bincount(called, minlength=4).tolist()
        self.called = {kind: number + counts[kind] for kind, number in self.called.items()}

    def _missed(self, called: Kinds, k: NDArray[np.intp], group: int, percent: int) -> Kinds:
        """Return `group` where a call outside it would miss its rate and a member is left."""
        if not percent:
            return np.zeros(len(called), np.uint8)
        member = (called & group) > 0
        before, total = self._members(group)
        members = before + np.cumsum(member) - member
        short: Flags = (100 * members < percent * k) & (members < total)
        return group * short.astype(np.uint8)

    def _heads(self, called: Kinds, kind: int) -> NDArray[np.intp]:
        """Return, for each call, the position of the first candidate of `kind` not yet called.

        It is found by counting the calls of this kind, so an order that skips somebody shows.
        """
        mine = called == kind
        heads: NDArray[np.intp] = self.queues[kind][self.called[kind] + np.cumsum(mine) - mine]
        return heads

    def _members(self, group: int) -> tuple[int, int]:
        """Return how many members of `group` are called before the block, and how many exist."""
        kinds = [kind for kind in self.queues if kind & group]
        return (
            sum(self.called[kind] for kind in kinds),
            sum(len(self.queues[kind]) - 1 for kind in kinds),
        )
