"""Deferred acceptance, proposed by persons: who gets which place.

D. Gale and L. S. Shapley, “College Admissions and the Stability of Marriage”, 1962. Everyone
asks for the preferred place left; each programme keeps the best who ever asked and refuses the
others, who ask further. The end does not depend on the order in which people ask. It is
stable, and no stable outcome gives anybody a better place.

Here everybody without a place asks at once, round by round, on arrays; the few who are left
at the end ask one by one.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from explain.matching.admission.market import Market, Whole, seats

FEW = 60
"""From how few persons without a place on they ask one by one."""


def admitted(market: Market) -> Whole:
    """Return the wish that each person gets, by number; -1 for nobody's place. Shape P.

    Time grows with the number of wishes that are looked at, memory with that of all wishes.
    """
    made = seats(market)
    found = _deferred(made.market)
    return np.where(found < 0, -1, made.wishes[found]) if len(made.wishes) else found


@dataclass(frozen=True, slots=True)
class _Keys:
    """Each wish as one number: programme, then merit, then lot; the smaller comes first."""

    wishes: Whole
    ends: Whole
    persons: Whole

    def person(self, keys: Whole) -> Whole:
        """Return whose wishes these are."""
        return self.persons[keys % len(self.persons)]


def _keys(market: Market) -> _Keys:
    merits = market.merits
    top = int(merits.max(initial=0))
    count = max(market.persons, 1)
    if (top + 1) * count * (len(market.capacities) + 1) >= 2**63:
        merits = np.unique(merits, return_inverse=True)[1].reshape(-1)
        top = int(merits.max(initial=0))
    span = (top + 1) * count
    wishes = market.programmes * span
    wishes += (top - merits) * count
    wishes += market.lots[market.wishers()]
    persons = np.empty(market.persons, np.int64)
    persons[market.lots] = np.arange(market.persons)
    return _Keys(wishes, np.arange(len(market.capacities) + 1) * span, persons)


def _deferred(market: Market) -> Whole:
    keys = _keys(market)
    following, ends = market.starts[:-1].copy(), market.starts[1:]
    bars = np.where(market.capacities > 0, keys.ends[1:], -1)
    held = np.empty(0, np.int64)
    asking = np.flatnonzero(following < ends)
    while len(asking) > FEW:
        asked = []
        while len(asking):
            wish = following[asking]
            key = keys.wishes[wish]
            heard = key <= bars[market.programmes[wish]]
            asked.append(key[heard])
            following[asking] = wish + 1
            asking = asking[~heard]
            asking = asking[following[asking] < ends[asking]]
        held, refused = _keep(market, keys, bars, held, np.sort(np.concatenate(asked)))
        asking = keys.person(refused)
        asking = asking[following[asking] < ends[asking]]
    held = _one_by_one(market, keys, bars, held, (asking, following))
    found = np.full(market.persons, -1, np.int64)
    persons = keys.person(held)
    found[persons] = _wish_of(market, keys, persons, held)
    return found


def _keep(
    market: Market, keys: _Keys, bars: Whole, held: Whole, asked: Whole
) -> tuple[Whole, Whole]:
    """Let each programme keep its best; raise `bars` (the last one kept) where it is full."""
    every = np.concatenate([held, asked])
    every.sort(kind="stable")  # merges two sorted runs
    first = np.searchsorted(every, keys.ends)
    counts = np.diff(first)
    place = np.arange(len(every)) - np.repeat(first[:-1], counts)
    kept = place < np.repeat(market.capacities, counts)
    full = np.flatnonzero((counts >= market.capacities) & (market.capacities > 0))
    bars[full] = every[first[full] + market.capacities[full] - 1]
    return every[kept], every[~kept]


def _one_by_one(
    market: Market, keys: _Keys, bars: Whole, held: Whole, left: tuple[Whole, Whole]
) -> Whole:
    """Let the last persons ask, one after another. Return all keys that are kept."""
    asking, following = left
    first = np.searchsorted(held, keys.ends).tolist()
    heaps: dict[int, list[int]] = {}
    capacities: list[int] = market.capacities.tolist()
    bar: list[int] = bars.tolist()
    for start in asking.tolist():
        person = start
        while person >= 0:
            here, end = int(following[person]), int(market.starts[person + 1])
            wishes: list[int] = keys.wishes[here:end].tolist()
            programmes: list[int] = market.programmes[here:end].tolist()
            person = -1
            for number, (key, programme) in enumerate(zip(wishes, programmes, strict=True)):
                if key > bar[programme]:
                    continue
                following[int(keys.persons[key % len(keys.persons)])] = here + number + 1
                heap = heaps.get(programme)
                if heap is None:
                    kept = held[first[programme] : first[programme + 1]]
                    heap = heaps[programme] = (-kept[::-1]).tolist()
                if len(heap) < capacities[programme]:
                    heapq.heappush(heap, -key)
                else:
                    worst = -heapq.heappushpop(heap, -key)
                    person = int(keys.persons[worst % len(keys.persons)])
                if len(heap) == capacities[programme]:
                    bar[programme] = -heap[0]
                break
    parts = [
        np.array([-key for key in heaps[programme]], np.int64)
        if programme in heaps
        else held[first[programme] : first[programme + 1]]
        for programme in range(len(capacities))
    ]
    return np.concatenate(parts) if parts else held


def _wish_of(market: Market, keys: _Keys, persons: Whole, held: Whole) -> Whole:
    """Return the number of the wish of each person that has the key `held`."""
    found = np.empty(len(persons), np.int64)
    wish, last = market.starts[persons].copy(), market.starts[persons + 1]
    left = np.arange(len(persons))
    while len(left):
        here = keys.wishes[wish[left]] == held[left]
        found[left[here]] = wish[left[here]]
        left = left[~here]
        wish[left] += 1
        left = left[wish[left] < last[left]]
    return found
