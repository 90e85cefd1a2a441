"""Small runs, and two independent ways to give the places: asking one by one, and trying all."""

import os
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from explain.matching.admission.choice import Candidate, choose
from explain.matching.admission.market import Market, Reserve

CAMPAIGN = settings(max_examples=10_000 if os.environ.get("GRANDJOUR_DEEP") == "1" else 100)
"""Each property: 10,000 runs in the deep campaign."""


def market(
    wishes: Sequence[Sequence[tuple[int, int]]],
    lots: Sequence[int],
    capacities: Sequence[int],
    reserves: Sequence[tuple[Sequence[bool], Sequence[int]]] = (),
) -> Market:
    """Build a run: for each person, the programmes wished with the merit there."""
    flat = [wish for row in wishes for wish in row]
    return Market(
        starts=np.cumsum([0, *(len(row) for row in wishes)]),
        programmes=np.array([programme for programme, _ in flat], np.int64),
        merits=np.array([merit for _, merit in flat], np.int64),
        lots=np.array(lots, np.int64),
        capacities=np.array(capacities, np.int64),
        reserves=tuple(
            Reserve(np.array(members, np.bool_), np.array(places, np.int64))
            for members, places in reserves
        ),
    )


@st.composite
def markets(draw: st.DrawFn, most: int = 12, programmes: int = 5, groups: int = 2) -> Market:
    """Draw a run with ties, empty wish lists, programmes without places, and reserves."""
    count, persons = draw(st.integers(1, programmes)), draw(st.integers(1, most))
    wishes = [
        [
            (programme, draw(st.integers(0, 3)))
            for programme in draw(st.permutations(range(count)))[: draw(st.integers(0, count))]
        ]
        for _ in range(persons)
    ]
    places = st.lists(st.integers(0, 3), min_size=count, max_size=count)
    members = st.lists(st.booleans(), min_size=persons, max_size=persons)
    reserves = draw(st.lists(st.tuples(members, places), max_size=groups))
    return market(wishes, draw(st.permutations(range(persons))), draw(places), reserves)


def one_by_one(run: Market) -> list[int]:
    """Deferred acceptance as it is written: ask, be kept or refused by the programme's rule."""
    following = run.starts[:-1].tolist()
    held: dict[int, list[Candidate]] = {q: [] for q in range(len(run.capacities))}
    found, asking = [-1] * run.persons, list(range(run.persons))
    while asking:
        person = asking.pop(0)
        wish = following[person]
        if wish == run.starts[person + 1]:
            continue
        following[person] += 1
        programme = int(run.programmes[wish])
        found[person] = wish
        candidates = [*held[programme], candidate(run, person, wish)]
        reserves = [int(reserve.places[programme]) for reserve in run.reserves]
        kept = choose(candidates, int(run.capacities[programme]), reserves).persons
        held[programme] = [one for one in candidates if one.person in kept]
        for one in candidates:
            if one.person not in kept:
                found[one.person] = -1
                asking.append(one.person)
    return found


def candidate(run: Market, person: int, wish: int) -> Candidate:
    """Return a person as a candidate for one wish."""
    groups = frozenset(g for g, reserve in enumerate(run.reserves) if reserve.members[person])
    return Candidate(person, int(run.merits[wish]), int(run.lots[person]), groups)


def stable_outcomes(run: Market) -> Iterator[tuple[int, ...]]:
    """Try every way to give places, and keep the stable ones. For tiny runs only."""
    rows = [range(run.starts[i], run.starts[i + 1]) for i in range(run.persons)]
    for found in product(*((*row, -1) for row in rows)):
        if is_stable(run, found):
            yield found


def is_stable(run: Market, found: Sequence[int]) -> bool:
    """Tell whether each programme takes whom its rule chooses among all who want it."""
    for programme in range(len(run.capacities)):
        holders, candidates = set(), []
        for person in range(run.persons):
            end = run.starts[person + 1] if found[person] < 0 else found[person] + 1
            for wish in range(run.starts[person], end):
                if run.programmes[wish] == programme:
                    candidates.append(candidate(run, person, wish))
                    if wish == found[person]:
                        holders.add(person)
        reserves = [int(reserve.places[programme]) for reserve in run.reserves]
        if choose(candidates, int(run.capacities[programme]), reserves).persons != holders:
            return False
    return True
