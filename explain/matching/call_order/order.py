"""The call order: a commission's ranking, moved as little as minimum rates demand.

The specification is the ministry's, “Document de présentation des algorithmes de
Parcoursup” (2018 to 2023), for article L612-3 of the code de l'éducation. Candidates are
called one by one. A minimum rate *binds* a call when, without a member of its group, the
rate would be missed among those called so far and this one, and a member is left. Then:

- no rate binds: the first candidate left in the commission's ranking is called;
- one rate binds: the first one left in its group;
- both bind: the first one left in both groups; if there is none, the first scholarship
  holder, since the law lets scholarships prevail.

Everything is in whole numbers: a quota that is not whole is thereby rounded up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

NEITHER, HOLDER, RESIDENT, BOTH = 0, 1, 2, 3
"""The kind of a candidate, and of the rates that bind a call: two bits."""

Rule = Literal["natural", "scholarship", "residence", "both"]
RULES: tuple[Rule, ...] = ("natural", "scholarship", "residence", "both")
"""The rule of a call, by the bits of the rates that it served."""

_ELIGIBLE = ((NEITHER, HOLDER, RESIDENT, BOTH), (HOLDER, BOTH), (RESIDENT, BOTH), (BOTH,))


@dataclass(frozen=True, slots=True)
class Rates:
    """Minimum rates among those called, in whole percent (0 to 100); 0 demands nothing.

    `residence` is 100 minus the maximum rate of candidates from outside the area.
    """

    scholarship: int = 0
    residence: int = 0


@dataclass(frozen=True, slots=True)
class CallOrder:
    """The calls, first to last.

    `order[k]` is the position (from 0) in the commission's ranking of the candidate called
    at position k; `binding[k]` holds the bits of the rates that bound that call.
    """

    order: tuple[int, ...]
    binding: bytes


def call_order(kinds: Sequence[int], rates: Rates) -> CallOrder:
    """Call every candidate. `kinds` follows the commission's ranking.

    Time and memory grow in proportion to the number of candidates.
    """
    end = len(kinds)
    queues = _queues(kinds)
    heads = [queue.pop() for queue in queues]
    members = [0, 0, 0, 0]
    order, binding = [], bytearray()
    for called in range(1, end + 1):
        bound = 0
        if 100 * (members[HOLDER] + members[BOTH]) < rates.scholarship * called:
            bound = HOLDER * (heads[HOLDER] < end or heads[BOTH] < end)
        if 100 * (members[RESIDENT] + members[BOTH]) < rates.residence * called:
            bound |= RESIDENT * (heads[RESIDENT] < end or heads[BOTH] < end)
        served = HOLDER if bound == BOTH and heads[BOTH] == end else bound
        position = min([heads[kind] for kind in _ELIGIBLE[served]])
        kind = kinds[position]
        heads[kind] = queues[kind].pop()
        members[kind] += 1
        order.append(position)
        binding.append(bound)
    return CallOrder(tuple(order), bytes(binding))


def rule(bound: int, kind: int) -> Rule:
    """Name the rule that called a candidate of `kind` while the rates `bound` bound."""
    return RULES[bound & kind]


def _queues(kinds: Sequence[int]) -> list[list[int]]:
    """List the positions of each kind from last to first, over a mark that none is left."""
    queues: list[list[int]] = [[len(kinds)] for _ in range(4)]
    for position in range(len(kinds) - 1, -1, -1):
        queues[kinds[position]].append(position)
    return queues
