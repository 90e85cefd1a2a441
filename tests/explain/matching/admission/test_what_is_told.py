"""What one person reads of places by points: ties, counts, who passed, and what would have done."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.account import Account
from explain.case import Case
from explain.engines import explain
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.matching.admission.certificate import certified_admission
from explain.matching.admission.cutoffs import cutoffs, write_cutoffs
from explain.matching.admission.judging import judge
from explain.matching.admission.market import Market
from explain.matching.admission.publishing import publish
from explain.matching.admission.reruns import Standing, placed
from explain.matching.admission.run import read_run
from explain.sources import Source
from explain.wording import account
from tests.explain.matching.admission.builders import RUN, algorithm, case, explained
from tests.explain.matching.admission.markets import CAMPAIGN, markets
from tests.explain.matching.admission.test_one_person import person_in, run_of_market

REAL = RUN.replace("synthetic: true", f"synthetic: false\nsalt: {'0' * 32}")


def told(asked: Case, run: str = RUN, code: LanguageCode = "en") -> Account:
    return account(explained(asked, run)[0], algorithm().spec, language(code))


def published(asked: Case, old: str = "", new: str = "") -> Account:
    """Tell a case from the cut-offs of the run, with one text of the file replaced."""
    run = read_run(Source("run.yaml", RUN.encode()))
    data = write_cutoffs(publish(run, certified_admission(run.market)).file)
    changed = data.replace(old.encode(), new.encode()) if old else data
    assert not old or changed != data
    found = explain(algorithm(), asked, Source("cutoffs.json", changed))
    return account(found, algorithm().spec, language("en"))


@CAMPAIGN
@given(markets(), st.data())
def test_all_admitted_before_a_refused_person_are_counted_by_one_rule(
    market: Market, data: st.DataObject
) -> None:
    run = run_of_market(market)
    found = certified_admission(market)
    number = data.draw(st.integers(0, market.persons - 1))
    results = judge(person_in(run, number), cutoffs(publish(run, found).file))
    persons = market.wishers().tolist()
    for result in placed(Standing(run, number, found), results):
        wish = int(market.starts[number]) + result.rank - 1
        holders = [
            other
            for other, person in enumerate(persons)
            if market.programmes[other] == market.programmes[wish] and found[person] == other
        ]
        if result.outcome != "refused":
            assert (result.more, result.drawn) == (None, None)
            continue
        assert result.more == sum(bool(market.merits[h] > market.merits[wish]) for h in holders)
        level = [h for h in holders if market.merits[h] == market.merits[wish]]
        assert result.drawn == sum(
            bool(market.lots[persons[h]] < market.lots[number]) for h in level
        )
        passed_by = sum(row.passed_by or 0 for row in result.overtaking)
        assert result.more + result.drawn + passed_by == len(holders)


def test_a_person_put_into_a_run_is_counted_in_every_number() -> None:
    new = told(case({"a": "85"}, number=9))
    assert "For this example, your request was added to it." in new.summary
    assert "With you, that makes 5 people." in new.summary
    note = new.table[0].note
    assert "People who wished it, you included: 4." in note
    assert "Admitted: 2. Refused, you included: 2." in note
    same = told(case({"a": "80", "b": "80"}, number=3))
    assert "With you, that makes 4 people." in same.summary
    assert not any("was added" in text for text in same.summary)


def test_published_counts_say_whether_they_hold_the_person() -> None:
    text = "People who wished it, without you: 3."
    assert text in published(case({"a": "85"})).table[0].note
    real = published(case({"a": "85"}), '"synthetic": true', '"synthetic": false')
    assert "People who wished it, as published: 3." in real.table[0].note


@pytest.mark.parametrize("number", [1, 9])
def test_a_tie_at_the_cutoff_is_told_as_the_draw_decides_it(number: int) -> None:
    """School B has one place, and its last one admitted has 80 points and the number 3."""
    asked = case({"b": "60"}, number=number)
    people = RUN.replace("{person: p1, lottery: 1", "{person: p1, lottery: 7")
    (change,) = [text for text in told(asked, people).changes if "exactly" in text]
    tied, _ = explained(case({"b": "80"}, number=number), people)
    if tied.outcome.value == "b":
        assert number == 1
        assert change.endswith("You were drawn before that person, so you would have had a place.")
    else:
        assert number == 9
        assert "The draw would put that person first: still no place for you." in change
        assert change.endswith("From 80.1 points on, you would have had a place.")


def test_a_tie_from_cutoffs_is_told_as_far_as_the_numbers_drawn_are_known() -> None:
    level = "With exactly 80 points, you would have as many as the last one admitted."
    more = "With more points than that, you would have been admitted."
    for number, tie in ((2, "comes first then."), (9, "comes after then.")):
        _, change = published(case({"b": "60"}, number=number)).changes
        assert change == f"{level} Your number in the lottery {tie} {more}"
    unknown = published(case({"b": "60"}, number=2), ', "lottery": 3', "")
    hold = "This holds as long as the cut-offs stay the same."
    assert unknown.changes == (hold, f"{level} We do not know who comes first then. {more}")


def test_somebody_refused_at_the_points_of_the_cutoff_is_told_who_was_drawn_before() -> None:
    found = told(case({"b": "80"}, number=9))
    reason = found.reasons[0].sentence
    assert "who was drawn before you." in reason
    assert "1 person admitted there has as many points, and was drawn before you." in reason


def test_a_person_without_a_number_is_told_to_come_last() -> None:
    spec = algorithm().spec
    found, detail = explained(case({"b": "60"}, number=9))
    unnumbered = replace(found, detail=replace(detail, lottery=None))
    text = account(unnumbered, spec, language("en"))
    assert "In this run, a draw separates people who have the same points." in text.summary
    assert any("The draw would put that person first" in one for one in text.changes)


def test_points_that_still_do_not_admit_are_told_without_a_reason_that_is_not_known() -> None:
    found, detail = explained(case({"b": "60"}, number=9))
    other = replace(found, detail=replace(detail, lottery=1))
    text = account(other, algorithm().spec, language("en"))
    assert any("That would not have been enough." in one for one in text.changes)


def test_what_would_have_lost_a_place_is_not_told_as_a_change() -> None:
    found, detail = explained(case({"a": "41"}, grant=True))
    assert {again.outcome for again in detail.reruns} == {None}
    assert account(found, algorithm().spec, language("en")).changes == ()


def test_places_for_a_group_are_told_beside_all_places() -> None:
    note = told(case({"a": "85", "b": "60"})).table[0].note
    assert "Places: 2. Of these, reserved (pupils with a grant): 1." in note
    assert "No place is reserved for a group." in told(case({"b": "60"})).table[0].note
    unknown = published(case({"a": "85"}), '"capacity": 2, ', "")
    assert "Reserved places (pupils with a grant): 1." in unknown.table[0].note


def test_from_cutoffs_the_number_admitted_is_told_or_said_not_to_be_published() -> None:
    text = "1 person was admitted by this cut-off, with more points than you."
    assert text in published(case({"b": "60"})).reasons[0].sentence
    less = published(case({"b": "60"}), '"places": 1, "admitted": 1, "cutoff": 80', '"cutoff": 80')
    assert "How many they are is not published." in less.reasons[0].sentence


def test_small_counts_of_real_people_are_not_told() -> None:
    reason = told(case({"a": "80", "b": "80"}), REAL).reasons[0].sentence
    assert "How many passed before you is not told" in reason
    _, detail = explained(case({"a": "80", "b": "80"}), REAL)
    assert (detail.people, detail.wishes[0].more, detail.wishes[0].drawn) == (None, None, None)


def test_an_answer_that_would_tell_a_cutoff_of_real_people_is_not_tried() -> None:
    asked = case({"a": "80", "b": "80"})
    _, invented = explained(asked)
    _, real = explained(asked, REAL)
    data = [[again for again in one.reruns if again.kind == "datum"] for one in (invented, real)]
    assert [again.outcome for again in data[0]] == ["a"]
    assert data[1] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_invented_run_says_so_loudly_and_a_real_one_does_not(code: LanguageCode) -> None:
    assert told(case({"a": "85"}), code=code).invented
    assert not told(case({"a": "80", "b": "80"}), REAL, code).invented
