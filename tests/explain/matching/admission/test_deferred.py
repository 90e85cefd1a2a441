"""Who gets a place: equal to three other calculations, and never broken by a property."""

import numpy as np
import pytest
from hypothesis import given
from matching.games import HospitalResident

from explain.errors import CannotExplain
from explain.matching.admission import deferred
from explain.matching.admission.certificate import certified_admission, certify
from explain.matching.admission.deferred import admitted
from explain.matching.admission.market import Market
from tests.explain.matching.admission.markets import (
    CAMPAIGN,
    market,
    markets,
    one_by_one,
    stable_outcomes,
)


def programmes(run: Market, found: np.ndarray) -> list[int | None]:
    return [int(run.programmes[wish]) if wish >= 0 else None for wish in found]


def test_a_programme_keeps_the_best_and_sends_the_others_on() -> None:
    run = market([[(0, 5), (1, 1)], [(0, 7)], [(0, 6), (1, 2)]], [0, 1, 2], [1, 1])
    assert programmes(run, certified_admission(run)) == [None, 0, 1]


def test_a_published_lottery_separates_equal_points() -> None:
    run = market([[(0, 5)], [(0, 5)], [(0, 5)]], [2, 0, 1], [2])
    assert programmes(run, certified_admission(run)) == [None, 0, 0]


def test_reserved_places_go_to_members_first_and_then_to_anybody() -> None:
    members = [False, False, True, True]
    wishes = [[(0, points)] for points in (9, 8, 5, 4)]
    run = market(wishes, range(4), [2], [(members, [1])])
    assert programmes(run, certified_admission(run)) == [0, None, 0, None]
    alone = market(wishes[:2], range(2), [2], [([False, False], [1])])
    assert programmes(alone, certified_admission(alone)) == [0, 0]


def test_nobody_and_nothing_is_a_run_as_well() -> None:
    assert admitted(market([], [], [])).tolist() == []
    assert certified_admission(market([[], []], [0, 1], [3])).tolist() == [-1, -1]


@CAMPAIGN
@given(markets())
def test_asking_in_rounds_gives_what_asking_one_by_one_gives(run: Market) -> None:
    assert certified_admission(run).tolist() == one_by_one(run)


@CAMPAIGN
@given(markets())
def test_rounds_on_arrays_give_the_same(run: Market) -> None:
    before, deferred.FEW = deferred.FEW, 0
    try:
        assert certified_admission(run).tolist() == one_by_one(run)
    finally:
        deferred.FEW = before


@CAMPAIGN
@given(markets(most=4, programmes=3))
def test_nobody_has_a_better_place_in_any_stable_outcome(run: Market) -> None:
    found = certified_admission(run).tolist()
    outcomes = list(stable_outcomes(run))
    assert tuple(found) in outcomes
    for other in outcomes:
        for own, another in zip(found, other, strict=True):
            assert another < 0 or 0 <= own <= another


@CAMPAIGN
@given(markets(groups=2))
def test_quotas_are_kept(run: Market) -> None:
    found = certified_admission(run)
    places = [programme for programme in programmes(run, found) if programme is not None]
    for programme, capacity in enumerate(run.capacities):
        assert places.count(programme) <= capacity
    if len(run.reserves) != 1:
        return
    for programme, places_ in enumerate(run.reserves[0].places.tolist()):
        members, wanting = 0, 0
        for person in np.flatnonzero(run.reserves[0].members).tolist():
            row = slice(run.starts[person], run.starts[person + 1])
            end = len(run.programmes) if found[person] < 0 else found[person] + 1
            wanted = [
                w for w in range(row.start, min(row.stop, end)) if run.programmes[w] == programme
            ]
            wanting += bool(wanted)
            members += found[person] in wanted
        assert members >= min(places_, wanting, run.capacities[programme])


def test_it_agrees_with_the_library_matching() -> None:
    """1,000 random runs; the library knows strict rankings, and nobody without a wish."""
    random = np.random.default_rng(5)
    for _ in range(1000):
        persons, count = random.integers(2, 15), random.integers(1, 6)
        wishes = [
            [(int(q), int(random.integers(0, 4))) for q in random.permutation(count)[:size]]
            for size in random.integers(1, count + 1, persons)
        ]
        run = market(
            wishes, random.permutation(persons).tolist(), random.integers(1, 5, count).tolist()
        )
        assert programmes(run, certified_admission(run)) == _by_library(run, wishes)


def _by_library(run: Market, wishes: list[list[tuple[int, int]]]) -> list[int | None]:
    asked = {q: [] for row in wishes for q, _ in row}  # type: dict[int, list[tuple[int, int, int]]]
    for person, row in enumerate(wishes):
        for q, merit in row:
            asked[q].append((-merit, int(run.lots[person]), person))
    solved = HospitalResident.create_from_dictionaries(
        {f"p{i}": [f"q{q}" for q, _ in row] for i, row in enumerate(wishes)},
        {f"q{q}": [f"p{one[2]}" for one in sorted(row)] for q, row in asked.items()},
        {f"q{q}": int(run.capacities[q]) for q in asked},
    ).solve()
    places = {str(one): int(str(q)[1:]) for q, row in solved.items() for one in row}
    return [places.get(f"p{i}") for i in range(run.persons)]


@pytest.mark.parametrize(
    ("found", "guarantee"),
    [
        ([0, 0, -1], "own_wish"),
        ([0, 2, 3], "capacity"),
        ([-1, 2, -1], "stability"),
        ([0, -1, 4], "stability"),
    ],
)
def test_a_wrong_outcome_is_not_certified(found: list[int], guarantee: str) -> None:
    run = market([[(0, 5), (1, 1)], [(0, 7)], [(0, 6), (1, 2)]], [0, 1, 2], [1, 1])
    with pytest.raises(CannotExplain) as error:
        certify(run, np.array(found))
    assert error.value.issues[0].code.id == "E448"
    assert error.value.issues[0].values["guarantee"] == guarantee


def test_a_reserve_that_is_not_kept_is_not_certified() -> None:
    run = market([[(0, 9)], [(0, 5)]], [0, 1], [1], [([False, True], [1])])
    assert certified_admission(run).tolist() == [-1, 1]
    with pytest.raises(CannotExplain):
        certify(run, np.array([0, -1]))


@CAMPAIGN
@given(markets())
def test_moving_one_person_is_always_noticed(run: Market) -> None:
    found = certified_admission(run)
    for person in range(run.persons):
        row = range(run.starts[person], run.starts[person + 1])
        for wish in (*row, -1):
            if wish == found[person]:
                continue
            other = found.copy()
            other[person] = wish
            with pytest.raises(CannotExplain):
                certify(run, other)
