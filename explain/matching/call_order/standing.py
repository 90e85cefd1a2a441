"""Where one person stands in a call order, told in ranks and counts alone.

Nobody else is described. In a run of real people a count from one to four is withheld,
and with it the counts of the same row. Both ranks are the person's own and always told: their
difference, candidates who passed less candidates passed, stays visible whatever its size.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explain.matching.call_order.order import HOLDER, RESIDENT, RULES, CallOrder, Rule, rule


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's place.

    `before` and `after` count from 1. `passed_by` and `passed` count the candidates who
    passed this person and whom this person passed, by rule. `bound_calls` and `served`
    are by group (`HOLDER`, `RESIDENT`): the calls that its rate decided, and its members
    called, both up to this person's own call.
    """

    before: int
    after: int
    candidates: int
    called_by: Rule
    passed_by: Mapping[Rule, int]
    passed: Mapping[Rule, int]
    bound_calls: Mapping[int, int]
    served: Mapping[int, int]


def standing(kinds: Sequence[int], calls: CallOrder, position: int) -> Standing:
    """Place the candidate at `position` (from 0) of the commission's ranking."""
    after = calls.order.index(position)
    kind = kinds[position]
    so_far = range(after + 1)
    called = [kinds[calls.order[k]] for k in so_far]
    followed = [calls.binding[k] & called[k] for k in so_far]
    passers = Counter(followed[k] for k in so_far if calls.order[k] > position)
    passed = position - sum(calls.order[k] < position for k in so_far)
    own = rule(calls.binding[after], kind)
    groups = (HOLDER, RESIDENT)
    return Standing(
        before=position + 1,
        after=after + 1,
        candidates=len(kinds),
        called_by=own,
        passed_by={name: passers[bits] for bits, name in enumerate(RULES)},
        passed={name: passed if name == own else 0 for name in RULES},
        bound_calls={group: sum(1 for bits in followed if bits & group) for group in groups},
        served={group: sum(1 for bits in called if bits & group) for group in groups},
    )
