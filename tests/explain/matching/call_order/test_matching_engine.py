"""One person placed in one run: ranks, rates, steps, re-runs, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import to_record
from explain.details import Overtaking, Rate
from explain.engines import explain
from explain.errors import InvalidCase, InvalidFile
from explain.explanation import Change
from explain.i18n import language
from explain.issues import Issue
from explain.matching.engine import find
from tests.explain.matching.call_order.call_order_builders import (
    FILE,
    algorithm,
    case,
    detail,
    file_program,
    place,
    program,
    run,
)
from tests.explain.matching.call_order.call_order_reference import (
    CAMPAIGN,
    KINDS,
    PERCENTS,
    PUBLISHED,
    kinds,
    literal,
    names,
)

RANKING = PUBLISHED["2023 4.2"][0]
LIST = kinds(names(RANKING))
RANK = {name: rank for rank, name in enumerate(names(RANKING), start=1)}


def steps(name: str) -> dict[str, Any]:
    found = place(LIST, RANK[name], 20, 90, synthetic=True)
    return {step.id: step.value for step in found.operations}


def test_the_one_who_is_in_both_groups_passes_everybody() -> None:
    found = place(LIST, RANK["D1"], 20, 90, synthetic=True)
    assert found.outcome.value == 1
    assert detail(found).called_by == "both"
    assert [row for row in detail(found).overtaking if row.passed] == [
        Overtaking(rule="both", passed_by=0, passed=17)
    ]


def test_the_one_who_is_in_no_group_is_passed_by_rule() -> None:
    found = detail(place(LIST, RANK["N1"], 20, 90, synthetic=True))
    assert (found.before, found.after, found.candidates) == (3, 20, 20)
    assert found.called_by == "natural"
    assert {row.rule: row.passed_by for row in found.overtaking} == {
        "scholarship": 2,
        "residence": 14,
        "both": 1,
    }
    assert all(row.passed == 0 for row in found.overtaking)


def test_the_rates_tell_what_they_decided_up_to_this_person() -> None:
    found = detail(place(LIST, RANK["B1"], 20, 90, synthetic=True))
    assert found.after == 6
    assert found.rates == (
        Rate(
            id="scholarship_rate", label="Holders", percent=20, bound=True, bound_calls=2, served=2
        ),
        Rate(
            id="residence_rate", label="Residents", percent=90, bound=True, bound_calls=5, served=5
        ),
    )


def test_the_steps_lead_from_the_committee_s_rank_to_the_call_rank() -> None:
    assert steps("B1") == {
        "commission_rank": 13,
        "scholarship_calls": 2,
        "residence_calls": 5,
        "passed_by": 1,
        "passed": 8,
        "call_rank": 6,
    }
    assert list(steps("B1")) == list(steps("N1"))


def test_a_run_with_one_rate_says_nothing_of_the_other() -> None:
    found = place([0, 0, 1, 0], 1, 25, synthetic=True)
    assert [rate.id for rate in detail(found).rates] == ["scholarship_rate"]
    assert [row.rule for row in detail(found).overtaking] == ["scholarship"]
    assert "residence_calls" not in [step.id for step in found.operations]
    assert [(item.id, item.value) for item in found.parameters] == [
        ("scholarship_rate", 25),
        ("residence_rate", 0),
    ]


def test_a_run_without_rates_keeps_the_ranking() -> None:
    found = place([0, 1, 2, 3], 3, 0, 0, synthetic=True)
    assert found.outcome.value == 3
    assert (detail(found).rates, detail(found).overtaking, found.changes) == ((), (), ())


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS, st.data())
def test_changes_are_exact_runs_of_the_whole_order(
    ranking: bytes, scholarship: int, residence: int, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(ranking) - 1))
    kind = ranking[position]

    def rank(kind: int, scholarship: int, residence: int) -> int:
        kinds = [*ranking[:position], kind, *ranking[position + 1 :]]
        return literal(kinds, scholarship, residence).index(position) + 1

    found = place(ranking, position + 1, scholarship, residence, synthetic=True)
    runs: dict[str, tuple[bool | Decimal, int]] = {
        "boursier": (not kind & 1, rank(kind ^ 1, scholarship, residence)),
        "resident": (not kind & 2, rank(kind ^ 2, scholarship, residence)),
        "taux_b": (Decimal(0), rank(kind, 0, residence)),
        "taux_r": (Decimal(0), rank(kind, scholarship, 0)),
    }
    expected = {name: run for name, run in runs.items() if run[1] != found.outcome.value}
    assert {change.id: (change.at, change.outcome) for change in found.changes} == expected


def test_a_change_of_a_rate_is_one_value_and_a_change_of_group_a_choice() -> None:
    found = place([0, 0, 1, 0], 1, 25, synthetic=True)
    assert found.changes == (
        Change(id="boursier", low=True, high=None, at=True, outcome=1),
        Change(id="taux_b", low=Decimal(0), high=Decimal(0), at=Decimal(0), outcome=1),
    )


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS, st.data())
def test_the_counts_account_for_the_whole_move(
    ranking: bytes, scholarship: int, residence: int, data: st.DataObject
) -> None:
    rank = data.draw(st.integers(1, len(ranking)))
    found = place(ranking, rank, scholarship, residence, synthetic=True)
    order = literal(ranking, scholarship, residence)
    after = order.index(rank - 1) + 1
    assert (found.outcome.value, detail(found).after) == (after, after)
    overtaking = detail(found).overtaking
    passed_by = sum(row.passed_by or 0 for row in overtaking)
    passed = sum(row.passed or 0 for row in overtaking)
    assert passed_by == sum(position > rank - 1 for position in order[:after])
    assert passed == sum(position < rank - 1 for position in order[after:])
    assert after - rank == passed_by - passed


def test_the_record_is_the_same_bytes_twice() -> None:
    person, source = case(3, 0, 20, 90), run(LIST, 20, 90, synthetic=True)
    first, second = (to_record(explain(algorithm(), person, source)) for _ in range(2))
    assert first == second


def test_the_record_names_the_list_by_its_digest() -> None:
    source = run(LIST, 20, 90, synthetic=True)
    explanation = explain(algorithm(), case(3, 0, 20, 90), source)
    assert [name for name, _ in explanation.provenance.files] == ["matching.yaml", "run.yaml"]


# What is refused ---------------------------------------------------------------------


def refused(person: Any, source: Any) -> list[Issue]:
    with pytest.raises(InvalidCase) as caught:
        find(program(), person, source)
    return list(caught.value.issues)


def test_a_case_without_its_list_is_refused() -> None:
    (issue,) = refused(case(1, 0, 20), None)
    assert issue.code.id == "E307"


@pytest.mark.parametrize("rank", [0, -1, 5, 10**9])
def test_a_rank_outside_the_list_is_refused(rank: int) -> None:
    (issue,) = refused(case(rank, 0, 20), run([0, 0, 1, 0], 20))
    assert (issue.code.id, issue.field) == ("E445", "rang")
    assert "between 1 and 4" in language("en").message(issue)


@pytest.mark.parametrize("name", ["rang", "boursier", "taux_b", "taux_r"])
def test_an_unknown_datum_in_use_is_refused(name: str) -> None:
    unknown: dict[str, Any] = {name: None}
    (issue,) = refused(case(1, 0, 20, **unknown), run([0, 0], 20))
    assert (issue.code.id, issue.field) == ("E306", name)


def test_residence_may_be_unknown_where_no_rate_uses_it() -> None:
    assert find(program(), case(2, 0, 20, resident=None), run([0, 2], 20)).outcome.value == 2
    (issue,) = refused(case(2, 0, 20, 90, resident=None), run([0, 0], 20, 90))
    assert (issue.code.id, issue.field) == ("E306", "resident")


def test_residence_has_no_effect_where_no_rate_uses_it() -> None:
    source = run([0, 2], 20)
    found = [find(program(), case(2, kind, 20), source).outcome.value for kind in (0, 2)]
    assert found == [2, 2]


def test_a_real_list_refuses_other_rates_and_names_them() -> None:
    issues = refused(case(1, 0, 15, 80), run([0, 0], 20, 90))
    assert [(issue.code.id, issue.field) for issue in issues] == [
        ("E447", "taux_b"),
        ("E447", "taux_r"),
    ]
    assert "15 % in this case and 20 % in the list" in language("en").message(issues[0])


@pytest.mark.parametrize("stated", [1, 2, 3])
def test_a_real_list_refuses_another_person_without_saying_what_it_holds(stated: int) -> None:
    (issue,) = refused(case(1, stated, 20, 90), run([0, 1, 2, 3], 20, 90))
    assert issue.code.id == "E446"
    assert set(issue.values) == {"field", "label"}
    texts = {language("en").message(issue), language("en").hint(issue)}
    assert not any(word in text for text in texts for word in ("holder", "resident", "1", "2"))


def test_an_invented_list_takes_the_person_and_the_rates_as_stated() -> None:
    source = run([0, 0, 0, 0], 20, synthetic=True)
    found = find(program(), case(4, 1, 50), source)
    assert found.outcome.value == 1
    assert detail(found).rates[0].percent == 50


# The algorithm file ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("rank: rang", "rank: rank", "E449", 13),
        ("rank: rang", "rank: boursier", "E449", 13),
        ("member: boursier", "member: rang", "E449", 15),
        ("percent: taux_r", "percent: resident", "E449", 16),
        ("  - {id: both, label: resident holders first}\n", "", "E450", 17),
        ("  - {id: passed, label: Passed}\n", "", "E450", 22),
        ("{id: natural,", "{id: rang,", "E204", 18),
        ("{id: admission,", "{id: rang,", "E210", 1),
        ("method: call_order", "method: lottery", "E204", 12),
    ],
)
def test_an_algorithm_file_that_does_not_hold_together_is_refused(
    old: str, new: str, code: str, line: int | None
) -> None:
    assert old in FILE
    with pytest.raises(InvalidFile) as caught:
        file_program(FILE.replace(old, new, 1))
    found = [(issue.code.id, issue.line) for issue in caught.value.issues]
    assert (code, line) in found
