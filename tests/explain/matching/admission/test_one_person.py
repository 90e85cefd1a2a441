"""One person's wishes: from cut-offs as from the run, and what would have changed."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import to_record
from explain.engines import explain
from explain.errors import InvalidCase, InvalidFile
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.matching.admission.certificate import certified_admission
from explain.matching.admission.cutoffs import cutoffs, read_cutoffs, write_cutoffs
from explain.matching.admission.judging import judge, obtained
from explain.matching.admission.market import Market
from explain.matching.admission.person import Person, Wish
from explain.matching.admission.publishing import publish
from explain.matching.admission.rows import Person as PersonRow
from explain.matching.admission.rows import Programme as ProgrammeRow
from explain.matching.admission.rows import Wish as WishRow
from explain.matching.admission.run import Run, build, read_run, with_answers
from explain.matching.admission.run_file import RunFile
from explain.sources import Source
from explain.wording import account
from explain.wording.plain import check_account
from tests.explain.matching.admission.builders import ALGORITHM, RUN, algorithm, case, explained
from tests.explain.matching.admission.markets import CAMPAIGN, markets

THREE = {"a": "85", "b": "60", "c": "1"}


def published(text: str = RUN) -> Source:
    run = read_run(Source("run.yaml", text.encode()))
    made = publish(run, certified_admission(run.market))
    return Source("cutoffs.json", write_cutoffs(made.file))


def test_the_first_wish_whose_cutoff_is_reached_is_the_result() -> None:
    found, detail = explained(case(THREE))
    assert found.outcome.value == "c"
    assert [wish.outcome for wish in detail.wishes] == ["refused", "refused", "admitted"]
    first = detail.wishes[0]
    assert (first.points, first.ways[0].cutoff, first.ways[0].gap) == (85, Decimal("90.5"), -5.5)
    assert (first.place, first.capacity, first.refused) == (2, 2, 1)
    assert detail.wishes[2].ways[0].state == "free"


def test_lower_wishes_are_not_considered_once_one_is_met() -> None:
    _, detail = explained(case({"a": "95", "b": "99"}))
    assert [wish.outcome for wish in detail.wishes] == ["admitted", "not_considered"]


def test_a_reserved_place_lets_a_member_in() -> None:
    _, detail = explained(case({"a": "41"}, grant=True))
    assert (detail.wishes[0].outcome, detail.wishes[0].through) == ("admitted", "grants")
    assert explained(case({"a": "41"}))[1].wishes[0].outcome == "refused"


def test_nobody_is_admitted_anywhere_is_an_outcome() -> None:
    assert explained(case({"a": "1", "b": "1"}))[0].outcome.value == "none"


def test_published_cutoffs_say_the_same_as_the_run_where_the_person_is_in_it() -> None:
    run = read_run(Source("run.yaml", RUN.encode()))
    people = [person_in(run, number) for number in range(len(run.persons))]
    assert [_outcome(person, published()) for person in people] == ["a", "a", "b", "c"]


def _outcome(person: Person, source: Source) -> str:
    wishes = judge(person, read_cutoffs(source))
    return next((wish.programme for wish in wishes if wish.outcome == "admitted"), "none")


def person_in(run: Run, number: int) -> Person:
    market = run.market
    wishes = tuple(
        Wish(run.programmes[market.programmes[w]].id, run.points(int(market.merits[w])))
        for w in range(market.starts[number], market.starts[number + 1])
    )
    row = run.persons[number]
    return Person(wishes, row.lottery, row.groups)


@CAMPAIGN
@given(markets())
def test_cutoffs_alone_give_everybody_the_result_of_the_run(market: Market) -> None:
    run = run_of_market(market)
    found = certified_admission(market)
    known = cutoffs(publish(run, found).file)
    for number in range(market.persons):
        wishes = judge(person_in(run, number), known)
        got = next((wish.rank - 1 for wish in wishes if wish.outcome == "admitted"), None)
        wish = int(found[number])
        assert got == (None if wish < 0 else wish - int(market.starts[number]))
        programme = None if got is None else wishes[got].programme
        assert obtained(person_in(run, number), known) == programme


@CAMPAIGN
@given(markets(), st.data())
def test_other_answers_give_what_a_run_built_with_them_gives(
    market: Market, data: st.DataObject
) -> None:
    run = run_of_market(market)
    number = data.draw(st.integers(0, market.persons - 1))
    groups = frozenset(data.draw(st.sets(st.sampled_from(run.file.groups or ("none",)))))
    groups &= frozenset(run.file.groups)
    numbers = st.decimals(-3, 30, places=data.draw(st.integers(0, 3)))
    asked = person_in(run, number).wishes
    points = [data.draw(numbers) for _ in asked]
    persons = [
        replace(row, groups=groups) if at == number else row for at, row in enumerate(run.persons)
    ]
    rows = [
        WishRow(
            row.id,
            rank,
            wish.programme,
            points[rank - 1] if at == number else wish.points or Decimal(0),
            row.at,
        )
        for at, row in enumerate(run.persons)
        for rank, wish in enumerate(person_in(run, at).wishes, start=1)
    ]
    built = build(run.file, run.programmes, persons, rows).market
    changed = with_answers(run, number, points, groups)
    assert [
        changed.points(int(merit))
        for merit in changed.market.merits[market.starts[number] : market.starts[number + 1]]
    ] == points
    assert certified_admission(changed.market).tolist() == certified_admission(built).tolist()


def run_of_market(market: Market) -> Run:
    groups = tuple(f"g{number}" for number in range(len(market.reserves)))
    programmes = tuple(
        ProgrammeRow(
            f"q{q}",
            f"Q{q}",
            int(capacity),
            {g: int(r.places[q]) for g, r in zip(groups, market.reserves, strict=True)},
            ("", 0),
        )
        for q, capacity in enumerate(market.capacities)
    )
    persons = tuple(
        PersonRow(
            f"p{i}",
            int(lot),
            frozenset(g for g, r in zip(groups, market.reserves, strict=True) if r.members[i]),
            ("", 0),
        )
        for i, lot in enumerate(market.lots)
    )
    file = RunFile(
        format=1,
        method="deferred_acceptance",
        kind="run",
        synthetic=True,
        title="Run",
        session=2026,
        groups=groups,
        programmes=(),
        persons=(),
        wishes=(),
    )
    return Run(file, programmes, persons, market, Decimal(1), Decimal(0))


@given(first=st.integers(0, 120), second=st.integers(0, 120), grant=st.booleans())
def test_each_rerun_is_what_a_run_of_that_kind_gives(
    first: int, second: int, *, grant: bool
) -> None:
    wishes = {"a": str(first), "b": str(second)}
    _, detail = explained(case(wishes, grant=grant))
    for again in detail.reruns:
        if again.kind == "points":
            with_points = {**wishes, str(again.programme): str(again.at)}
            assert explained(case(with_points, grant=grant))[0].outcome.value == again.outcome
            fewer = Decimal(str(again.at)) - Decimal("0.1")
            below = {**wishes, str(again.programme): str(fewer)}
            other = explained(case(below, grant=grant))[0].outcome.value
            assert other != again.programme
        elif again.kind == "datum":
            other = explained(case(wishes, grant=not grant))[0].outcome.value
            assert other == (again.outcome or "none")
        elif again.kind == "capacity":
            label = f"label: School {str(again.programme).upper()}, capacity: "
            old = 2 if again.programme == "a" else 1
            more = RUN.replace(f"{label}{old}", f"{label}{again.at}")
            assert explained(case(wishes, grant=grant), more)[0].outcome.value == again.outcome
        else:
            none = RUN.replace("reserved.grants: 1", "reserved.grants: 0")
            other = explained(case(wishes, grant=grant), none)[0].outcome.value
            assert other == (again.outcome or "none")


def test_the_same_case_gives_the_same_record() -> None:
    assert to_record(explained(case(THREE))[0]) == to_record(explained(case(THREE))[0])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("wishes", [THREE, {"a": "90.5", "b": "99"}, {"a": "1"}], ids=str)
def test_an_account_is_plain(code: LanguageCode, wishes: dict[str, str]) -> None:
    found, _ = explained(case(wishes))
    told = account(found, algorithm().spec, language(code))
    bare = replace(told, data=(), limits=())
    assert [finding for finding in check_account(bare) if code == "en"] == []


def test_an_account_says_what_came_of_each_wish_and_what_would_change_it() -> None:
    told = account(explained(case(THREE))[0], algorithm().spec, language("en"))
    assert told.outcome == "Place: the calculation gives School C."
    assert [reason.sentence for reason in told.reasons] == [
        (
            "You have 85 points. The cut-off is 90.5 points."
            " By points, your rank is 2 among all who asked."
            " You lack 5.5 points to have as many as the last one admitted."
            " 1 person admitted there has more points than you."
            " 1 person behind you has a reserved place (pupils with a grant)."
        ),
        (
            "You have 60 points. The cut-off is 70 points. By points, your rank is 2 among all who"
            " asked. You lack 10 points to have as many as the last one admitted. 1 person admitted"
            " there has more points than you. Nobody behind you has a place there."
        ),
        (
            "You have 1 point. By points, your rank is 2 among all who asked. Capacity not reached:"
            " nobody was refused."
        ),
    ]
    assert "The cut-off is the points of the last person admitted." in told.summary
    assert "A committee may still move you." in told.summary
    assert told.changes[:3] == (
        "The whole run was made again, with one change at a time.",
        "These results are exact.",
        (
            "Wish 1: School A."
            " With exactly 90.5 points, you would have as many as the last one admitted."
            " The draw would put that person first: still no place for you."
            " From 90.6 points on, you would have had a place."
        ),
    )
    quota = "Without the reserved places (pupils with a grant), you would have had a place."
    assert f"Wish 1: School A. {quota}" in told.changes


def test_a_school_that_is_just_full_is_not_told_to_have_places_left() -> None:
    just_full = RUN.replace("School C, capacity: 3", "School C, capacity: 1")
    fourth = case({"b": "70", "c": "70"}, number=4)
    explanation, detail = explained(fourth, just_full)
    last = detail.wishes[1]
    assert (last.capacity, last.admitted, last.refused) == (1, 1, 0)
    told = account(explanation, algorithm().spec, language("en"))
    assert told.reasons[1].sentence.endswith("Every place is taken, and nobody was refused.")
    assert "Cut-off: none, as nobody was refused." in told.table[1].note


def test_cutoffs_of_fewer_than_five_real_people_are_withheld() -> None:
    real = RUN.replace("synthetic: true", f"synthetic: false\nsalt: {'0' * 32}")
    source = published(real)
    assert b'"cutoff":' not in source.data
    assert b"withheld" in source.data
    found = explain(algorithm(), case({"a": "85"}), source)
    assert found.outcome.value is None


def test_a_real_run_holds_only_whom_it_holds() -> None:
    real = RUN.replace("synthetic: true", f"synthetic: false\nsalt: {'0' * 32}")
    assert explained(case({"a": "80", "b": "80"}), real)[0].outcome.value == "b"
    with pytest.raises(InvalidCase) as error:
        explained(case({"a": "81", "b": "80"}), real)
    assert [issue.code.id for issue in error.value.issues] == ["E446"]


def test_a_wish_list_with_a_programme_twice_is_refused() -> None:
    asked = case({"a": "85", "b": "60"})
    wishes = asked.values["wishes"]
    assert isinstance(wishes, tuple)
    with pytest.raises(InvalidCase) as error:
        explained(replace(asked, values={**asked.values, "wishes": (*wishes, wishes[0])}))
    assert [issue.code.id for issue in error.value.issues] == ["E520"]
    assert error.value.issues[0].field == "wishes.3.school"


def test_a_programme_without_a_cutoff_is_named() -> None:
    source = published()
    less = Source("cutoffs.json", source.data.replace(b'"id": "c"', b'"id": "d"'))
    with pytest.raises(InvalidCase) as error:
        explain(algorithm(), case(THREE), less)
    assert [issue.code.id for issue in error.value.issues] == ["E521"]


def test_unknown_points_leave_the_result_open_from_cutoffs_and_refuse_a_rerun() -> None:
    asked = case(THREE)
    unknown = ({"school": "a", "own": None},)
    asked = replace(asked, values={**asked.values, "wishes": unknown})
    assert explain(algorithm(), asked, published()).outcome.value is None
    with pytest.raises(InvalidCase) as error:
        explained(asked)
    assert [issue.code.id for issue in error.value.issues] == ["E522"]


def test_an_allocation_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidFile) as error:
        explained(case(THREE), RUN.replace("kind: run", "kind: list"))
    assert [issue.code.id for issue in error.value.issues] == ["E204"]


def test_a_rules_file_that_is_not_there_is_named() -> None:
    text = "points: grid.yaml\nwishes: wishes"
    with pytest.raises(InvalidFile) as error:
        algorithm(ALGORITHM.replace("own_points: own\n", "").replace("wishes: wishes", text))
    assert [issue.code.id for issue in error.value.issues] == ["E541"]


def test_points_keep_their_decimals_in_whole_numbers() -> None:
    run = read_run(Source("run.yaml", RUN.encode()))
    assert run.unit == Decimal("0.1")
    assert np.array_equal(run.market.merits, [905, 400, 800, 800, 700, 700])
