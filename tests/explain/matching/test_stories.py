"""Stories tell what the calculation does, of invented runs alone; cut-offs hide small groups."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from explain.errors import CannotExplain
from explain.matching import engine
from explain.matching.admission import story as telling
from explain.matching.admission.market import Market
from explain.matching.daily_proposals.day import PROPOSED, WAITING
from explain.matching.daily_proposals.proposing import turns
from explain.matching.stories import MOST_PEOPLE, AdmissionStory, CallStory, DayStory
from explain.sources import Source
from tests.explain.matching.admission.builders import RUN
from tests.explain.matching.admission.markets import CAMPAIGN, markets, one_by_one
from tests.explain.matching.admission.test_one_person import run_of_market
from tests.explain.matching.daily_proposals.day_builders import as_columns, states
from tests.explain.matching.daily_proposals.literal_day import some_day, whole_day
from tests.explain.matching.daily_proposals.test_day_offers import SEEDS

ENTRIES = Path(__file__).parents[3] / "entries"


def allocation(slug: str, name: str) -> Source:
    """Return an allocation of the sample register."""
    path = ENTRIES / slug / "allocations" / f"{name}.yaml"
    return Source(path.name, path.read_bytes())


@CAMPAIGN
@given(markets())
def test_the_rounds_of_any_run_end_where_asking_one_by_one_ends(market: Market) -> None:
    found = telling.story(run_of_market(market))
    assert found is not None
    starts = market.starts[:-1].tolist()
    expected = [
        None if wish < 0 else wish - start + 1
        for wish, start in zip(one_by_one(market), starts, strict=True)
    ]
    assert [person.obtained for person in found.persons] == expected


@CAMPAIGN
@given(markets())
def test_in_each_round_a_programme_keeps_within_its_places_and_answers_everybody(
    market: Market,
) -> None:
    found = telling.story(run_of_market(market))
    assert found is not None
    places = {item.id: item.capacity for item in found.programmes}
    held: dict[str, set[str]] = {item.id: set() for item in found.programmes}
    for row in found.rounds:
        for choice in row:
            kept = {one.person for one, _ in choice.kept}
            refused = {one.person for one in choice.refused}
            asking = {one.person for one in choice.asking}
            assert not kept & refused
            assert kept | refused == held[choice.programme] | asking
            assert len(kept) <= places[choice.programme]
            held[choice.programme] = kept
    everybody = [person for people in held.values() for person in people]
    assert len(everybody) == len(set(everybody))


def test_a_story_that_ends_elsewhere_than_the_calculation_is_not_told() -> None:
    telling.compare([0, -1, 3], [0, -1, 3])
    with pytest.raises(CannotExplain):
        telling.compare([0, -1, 3], [0, 2, 3])


@CAMPAIGN
@given(SEEDS)
def test_each_round_of_a_day_only_adds_offers_then_answers(seed: int) -> None:
    morning = some_day(seed, answers=True)
    day, rows = as_columns(morning)
    found = list(turns(day))
    before = day.wishes.status
    for turn in found:
        changed = turn.offered != before
        assert set(before[changed].tolist()) <= {WAITING}
        assert set(turn.offered[changed].tolist()) <= {PROPOSED}
        before = turn.answered
    expected = [wish.status for wish in whole_day(morning).wishes]
    assert states(found[-1].answered, rows) == expected


def test_the_order_of_a_published_example_is_told_call_by_call() -> None:
    found = engine.story(allocation("parcoursup", "2023-4-2"))
    assert isinstance(found, CallStory)
    # D1 R1 R2 R3 R4 B1 R5 R6 R7 R8 B2 R9 ... R16 N1, by their ranks in the committee's order
    ranks = [18, 1, 2, 4, 5, 13, 6, 7, 8, 9, 15, 10, 11, 12, 14, 16, 17, 19, 20, 3]
    assert [call.rank for call in found.calls] == ranks
    assert found.calls[0].rule == "both"
    assert [call.rank for call in found.calls if call.holder] == [18, 13, 15]
    for place, call in enumerate(found.calls):
        assert call.holders == sum(one.holder for one in found.calls[:place])
        assert call.residents == sum(one.resident for one in found.calls[:place])


def test_an_invented_day_is_told_with_its_two_rounds() -> None:
    found = engine.story(allocation("parcoursup", "jour-exemple"))
    assert isinstance(found, DayStory)
    offers = [[found.wishes[n].candidate for n in turn.offers] for turn in found.rounds]
    assert offers == [[1, 1, 3, 4], [2]]
    assert [turn.bars for turn in found.rounds] == [{"internat": 2}, {"internat": 1}]
    answered = [(found.wishes[n].programme, state) for n, state in found.rounds[0].answers]
    assert answered == [("licence", "taken"), ("prepa", "returned")]
    stopped = [(wish.candidate, wish.house) for wish in found.wishes if wish.stopped]
    assert stopped == [(2, "internat")]


SALT = "s" * 40


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("parcoursup", "2023-4-2"),
        ("parcoursup", "jour-exemple"),
        ("affelnet-paris", "tour-invente"),
        ("place-en-creche-pessac", "liste-inventee"),
    ],
)
def test_a_run_of_real_people_is_neither_told_nor_counted(slug: str, name: str) -> None:
    invented = allocation(slug, name)
    assert engine.story(invented) is not None
    text = invented.data.decode().replace("synthetic: true", f"synthetic: false\nsalt: {SALT}")
    real = Source("run.yaml", text.encode())
    assert engine.story(real) is None
    assert engine.cutoffs(real) == ()


def test_a_run_of_too_many_people_is_not_told_but_its_cutoffs_are() -> None:
    people = range(1, MOST_PEOPLE + 2)
    text = RUN[: RUN.index("persons:")].replace("groups: [grants]\n", "")
    text = text.replace(", reserved.grants: 1", "")
    text += "persons:\n" + "".join(f"  - {{person: p{n}, lottery: {n}}}\n" for n in people)
    text += "wishes:\n"
    text += "".join(f"  - {{person: p{n}, rank: 1, programme: a, points: {n}}}\n" for n in people)
    text += "".join(
        f"  - {{person: p{n}, rank: 2, programme: {school}, points: {n}}}\n"
        for n, school in ((1, "b"), (2, "c"))
    )
    source = Source("run.yaml", text.encode())
    assert engine.story(source) is None
    assert [(row.state, row.value) for row in engine.cutoffs(source)] == [
        ("full", MOST_PEOPLE),
        ("free", None),
        ("free", None),
    ]


def test_a_story_tells_reserved_places_and_the_draw() -> None:
    found = engine.story(Source("run.yaml", RUN.encode()))
    assert isinstance(found, AdmissionStory)
    first = {choice.programme: choice for choice in found.rounds[0]}
    assert [(one.person, way) for one, way in first["a"].kept] == [
        ("p1", "open"),
        ("p2", "grants"),
    ]
    assert [one.person for one in first["a"].refused] == ["p3"]
    assert not found.drawn
    level = engine.story(Source("run.yaml", RUN.replace("90.5", "80").encode()))
    assert isinstance(level, AdmissionStory)
    assert level.drawn


PUBLISHED = """\
format: 1
method: deferred_acceptance
kind: cutoffs
synthetic: false
title: Published
session: 2025
programmes:
  - id: a
    label: School A
    admitted: 3
    refused: 20
    ways: [{id: open, state: full, admitted: 3, cutoff: 12.5}]
  - {id: b, label: School B, refused: 2, ways: [{id: open, state: full, admitted: 9, cutoff: 8}]}
  - {id: c, label: School C, admitted: 9, refused: 0, ways: [{id: open, state: free}]}
"""


def test_cutoffs_and_counts_of_fewer_than_five_real_people_are_withheld() -> None:
    rows = engine.cutoffs(Source("cutoffs.yaml", PUBLISHED.encode()))
    assert [(row.state, row.value, row.taken, row.left) for row in rows] == [
        ("withheld", None, None, None),
        ("full", Decimal(8), None, None),
        ("free", None, 9, 0),
    ]
    invented = PUBLISHED.replace("synthetic: false", "synthetic: true")
    assert engine.cutoffs(Source("cutoffs.yaml", invented.encode()))[0].value == Decimal("12.5")


def test_the_published_cutoffs_of_pessac_are_those_of_its_invented_list() -> None:
    (run,) = engine.cutoffs(allocation("place-en-creche-pessac", "liste-inventee"))
    (published,) = engine.cutoffs(allocation("place-en-creche-pessac", "seuil-de-la-liste"))
    assert (published.value, published.taken, published.left) == (run.value, run.taken, run.left)
    assert engine.is_published(allocation("place-en-creche-pessac", "seuil-de-la-liste"))
    assert not engine.is_published(allocation("place-en-creche-pessac", "liste-inventee"))
