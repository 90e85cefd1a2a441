"""One person's day: from published figures, and from the run with exact re-runs."""

import json
from dataclasses import replace

import numpy as np
import pytest

from explain.canonical import to_record
from explain.details import DayRerun, Overtaking, Proposals
from explain.engines import explain
from explain.errors import CannotExplain, InvalidCase, InvalidFile
from explain.matching.daily_proposals.files import DayRunFile
from explain.matching.daily_proposals.reading import read_day
from explain.matching.daily_proposals.run import certified, evening, run_of
from explain.matching.engine import find
from explain.matching.engine import load as load_program
from explain.reading import read_yaml
from explain.wording import account
from register.i18n import language
from tests.explain.matching.daily_proposals.day_files import (
    DAY,
    FIGURES,
    SPEC,
    algorithm,
    case,
    detail,
    found,
    person,
    source,
)

NORMAL, REAL = DAY, DAY.replace("synthetic: true", "synthetic: false")


def test_a_wish_that_receives_an_offer_is_told_with_its_ranks() -> None:
    findings = found(person(1))
    maths, law = detail(findings).wishes
    assert findings.outcome.value is True
    assert (maths.state, maths.before, maths.rank) == ("offered", 1, 2)
    assert (maths.last_called, maths.gap, maths.moved_on) == (2, 0, 12)
    assert (law.state, law.stopped, law.gap) == ("waiting", "call_order", 1)
    assert [(step.id, step.value) for step in findings.operations] == [
        ("wishes", 2),
        ("offers", 1),
        ("given_up", 0),
        ("rounds", 1),
    ]


def test_who_passed_whom_by_which_rate_is_told_with_both_ranks() -> None:
    (maths, law) = detail(found(person(1))).wishes
    assert (maths.before, maths.rank) == (1, 2)
    assert maths.overtaking == (Overtaking(rule="scholarship", passed_by=1, passed=0),)
    assert law.overtaking == ()
    explanation = explain(algorithm(), person(1), source())
    told = account(explanation, algorithm().spec, language("en"))
    rows = {fact.label: fact.value for fact in told.table if fact.note == "maths"}
    assert rows["People who passed you by the rate of scholarship holders"] == "1"
    assert rows["People whom you passed by the rate of scholarship holders"] == "0"
    assert detail(found(person(1), REAL)).wishes[0].overtaking == (
        Overtaking(rule="scholarship", passed_by=None, passed=None),
    )
    real = account(explain(algorithm(), person(1), source(REAL)), algorithm().spec, language("en"))
    labels = {fact.label: fact.value for fact in real.table}
    assert (
        labels["People who changed places by the rate of scholarship holders"] == "a few, or none"
    )


def test_the_responder_accepts_and_what_would_have_changed_it_is_run_again() -> None:
    (maths, law) = detail(found(person(3, responder=True))).wishes
    assert (maths.state, law.state) == ("waiting", "taken")
    again = detail(found(person(3, responder=True))).reruns
    assert DayRerun(kind="places", wish=1, at=2, state="taken", rank=4) in again
    assert DayRerun(kind="quota", wish=1, state="waiting", rank=3) in again
    datum = DayRerun(kind="datum", wish=2, id="scholarship", at=True, state="returned", rank=1)
    assert datum in again


def test_more_places_are_the_fewest_that_bring_an_offer() -> None:
    file = read_day(source())
    assert isinstance(file, DayRunFile)
    (rerun,) = [r for r in detail(found(person(3, responder=True))).reruns if r.kind == "places"]
    for places, state in ((1, 0), (2, 5)):
        day = run_of(file).day
        wanted = day.programmes.wanted + np.array([places, 0], np.int32)
        changed = replace(day, programmes=replace(day.programmes, wanted=wanted))
        assert evening(changed).status[run_of(file).row(3, 0)] == state
    assert rerun.at == 2


def test_boarding_is_told_with_its_bar() -> None:
    text = DAY.replace("ranking: [4, 2]", "ranking: [2, 4]").replace("places: 2", "places: 4")
    (wish,) = detail(found(person(4, holder=True), text)).wishes
    assert wish.stopped == "boarding"
    assert wish.boarding is not None
    assert (wish.boarding.rank, wish.boarding.bar, wish.boarding.beds) == (2, 1, 1)
    reruns = detail(found(person(4, holder=True), text)).reruns
    assert DayRerun(kind="beds", wish=1, at=1, state="offered", rank=1) in reruns


def test_published_figures_and_the_person_s_own_ranks_are_enough() -> None:
    (wish,) = detail(found(case(rank=130), FIGURES)).wishes
    assert (wish.state, wish.stopped, wish.gap) == ("waiting", "call_order", 10)
    (wish,) = detail(found(case(rank=100, house_rank=26), FIGURES)).wishes
    assert (wish.state, wish.stopped) == ("waiting", "boarding")
    findings = found(case(rank=100, house_rank=25), FIGURES)
    assert detail(findings).wishes[0].state == "reached"
    assert findings.outcome.value is None


def test_counts_from_one_to_four_are_withheld_in_a_real_day() -> None:
    assert [w.offers for w in detail(found(person(1), NORMAL)).wishes] == [2, 1]
    assert {w.offers for w in detail(found(person(1), REAL)).wishes} == {None}
    assert {w.waiting for w in detail(found(person(1), REAL)).wishes} == {None}
    (wish,) = detail(found(case(rank=130), FIGURES)).wishes
    assert (wish.offers, wish.waiting) == (None, None)


def test_a_real_day_must_agree_with_the_case() -> None:
    for who in (person(1, holder=True), person(9)):
        with pytest.raises(InvalidCase) as caught:
            found(who, REAL)
        assert [issue.code.id for issue in caught.value.issues] == ["E563"]
    assert detail(found(person(1, holder=True))).wishes[0].rank == 1


def test_what_is_needed_and_unknown_is_asked_for() -> None:
    with pytest.raises(InvalidCase) as caught:
        found(case(rank=3))
    assert [issue.code.id for issue in caught.value.issues] == ["E306"] * 3
    with pytest.raises(InvalidCase) as caught:
        found(case(house_rank=3), FIGURES)
    assert [issue.field for issue in caught.value.issues] == ["rank"]
    with pytest.raises(InvalidCase):
        find(algorithm().program, person(1), None)


def test_a_day_that_breaks_a_condition_gives_no_result() -> None:
    file = read_day(source())
    assert isinstance(file, DayRunFile)
    wrong = replace(evening(run_of(file).day), broken=("P4",))
    with pytest.raises(CannotExplain) as caught:
        certified(wrong)
    assert [issue.code.id for issue in caught.value.issues] == ["E562"]


def test_nobody_else_stands_in_the_record() -> None:
    explanation = explain(algorithm(), person(1), source(REAL))
    plain = json.loads(to_record(explanation))
    plain["provenance"]["files"].pop()
    changed = REAL.replace("beds: 1", "beds: 7")
    other = json.loads(to_record(explain(algorithm(), person(1), source(changed))))
    other["provenance"]["files"].pop()
    assert plain == other


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("candidate: number", "candidate: scholarship", "E449"),
        ("responder: automatic", "responder: nothing", "E449"),
        ("  - {id: rounds, label: Rounds}\n", "", "E450"),
    ],
)
def test_an_algorithm_file_that_does_not_hold_together_is_refused(
    old: str, new: str, code: str
) -> None:
    with pytest.raises(InvalidFile) as caught:
        load_program(read_yaml(SPEC.replace(old, new).encode(), "matching.yaml"), {})
    assert code in {issue.code.id for issue in caught.value.issues}


def test_a_day_is_told_in_both_languages() -> None:
    explanation = explain(algorithm(), person(3, responder=True), source())
    french = account(explanation, algorithm().spec, language("fr"))
    assert french.summary == (
        "C’est le jour 12 des propositions.",
        "Votre rang d’appel est votre place dans l’ordre d’appel. Le rang 1 passe en premier.",
        "Le seuil est le rang d’appel de la dernière personne appelée.",
        "maths\u00a0: vous êtes en attente.",
        "law\u00a0: vous recevez une proposition. Votre répondeur automatique l’accepte.",
    )
    english = account(explanation, algorithm().spec, language("en"))
    ungiven = {
        fact.value
        for fact, datum in zip(english.data, explanation.data, strict=True)
        if datum.value is None
    }
    assert ungiven == {"not given: found in the data of the day"}
    waits = english.reasons[0].sentence
    assert "You stand 2 ranks behind the last one called." in waits
    assert waits.endswith("1 person passed you by the rate of scholarship holders.")
    assert english.changes[:4] == (
        "The whole day was made again, with one change at a time.",
        "These results are exact.",
        "maths. It would take 2 more places in this programme: then you would receive an offer.",
        "maths. Without any minimum rate here, your call rank would be 3. You would still wait.",
    )
    assert english.invented.startswith("Invented data")
    assert french.invented.startswith("Données inventées")


def test_nothing_is_said_to_change_a_wish_that_has_an_offer() -> None:
    for number in (1, 2, 3, 4):
        explanation = explain(algorithm(), person(number), source())
        detail = explanation.detail
        assert isinstance(detail, Proposals)
        told = account(explanation, algorithm().spec, language("en"))
        waiting = [wish.label for wish in detail.wishes if wish.state == "waiting"]
        named = [text for text in told.changes[2:] if len(detail.wishes) > 1]
        assert all(text.startswith(tuple(waiting)) for text in named)
        assert waiting or not told.changes


def test_a_bar_beyond_the_beds_is_explained_and_people_are_counted_with_the_person() -> None:
    told = account(explain(algorithm(), person(3), source()), algorithm().spec, language("en"))
    labels = {fact.label: fact.note for fact in told.table}
    assert "People who still wait, you included" in labels
    bars = [note for label, note in labels.items() if label.startswith("Bar: the last rank")]
    assert all("some who stand before take no bed" in note for note in bars)
