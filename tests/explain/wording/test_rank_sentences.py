"""A call order in sentences: one person's place, each number with its meaning."""

from datetime import date

import pytest

from explain.account import Account
from explain.details import Overtaking, Ranking, Rate
from explain.explanation import About, Change, Datum, Degree, Explanation, Provenance, Result
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.reading import read_yaml
from explain.spec import Spec
from explain.validation import validate
from explain.wording import account
from explain.wording.plain import check_account

HEAD = b"""
format: 1
engine: matching/1
contribution: {degree: The order decides., mode: It is automatic.}
inputs:
  - {id: grant, label: Grant, type: boolean, source: File, actionable: "no"}
outcome: {id: call_rank, label: Call rank, type: integer, unit: rank}
limits: [{id: free_places, label: A rank is not a place.}]
"""


def told(
    *,
    code: LanguageCode = "en",
    before: int = 14,
    after: int = 15,
    bound_calls: int | None = 3,
    served: int | None = 3,
    passed_by: int | None = 1,
) -> Account:
    ranking = Ranking(
        before=before,
        after=after,
        candidates=20,
        rates=(
            Rate(
                id="rate",
                label="Minimum rate",
                percent=20,
                bound=bound_calls != 0,
                bound_calls=bound_calls,
                served=served,
            ),
        ),
        overtaking=(Overtaking(rule="priority of grants", passed_by=passed_by, passed=0),),
        called_by="the first list",
    )
    spec = validate(Spec, read_yaml(HEAD, "matching.yaml"))
    return account(explained(ranking), spec, language(code))


def explained(ranking: Ranking) -> Explanation:
    return Explanation(
        about=About(fidelity="exact"),
        decided_on=date(2026, 6, 1),
        outcome=Result(
            id="call_rank", label="Call rank", type="integer", value=ranking.after, unit="rank"
        ),
        contribution=Degree(degree="", mode=""),
        data=(
            Datum(
                id="grant",
                label="Grant",
                type="boolean",
                value=False,
                unit=None,
                source="File",
                sensitive=False,
            ),
        ),
        parameters=(),
        operations=(),
        changes=(Change(id="grant", low=True, high=None, at=True, outcome=1),),
        limits=("free_places",),
        detail=ranking,
        provenance=Provenance(engine="matching/1", files=()),
    )


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (15, "The rules move you down: 15 − 14 = 1 place."),
        (14, "The rules do not change your rank."),
        (11, "The rules move you up: 14 − 11 = 3 places."),
    ],
)
def test_both_ranks_and_the_way_between_them_are_said(after: int, sentence: str) -> None:
    found = told(after=after)
    assert f"Call rank: the calculation gives the rank {after}." == found.outcome
    assert "Before the rules, you have the rank 14." in found.summary
    assert sentence in found.summary


@pytest.mark.parametrize(
    ("calls", "sentence"),
    [
        (0, "This rate decided no call up to yours."),
        (1, "This rate decided 1 call up to yours."),
        (3, "This rate decided 3 calls up to yours."),
        (None, "This rate decided a few calls up to yours."),
    ],
)
def test_it_is_said_whether_a_rate_played(calls: int | None, sentence: str) -> None:
    assert sentence in [reason.sentence for reason in told(bound_calls=calls).reasons]


def test_overtaking_is_told_by_rule_and_withheld_numbers_stay_withheld() -> None:
    assert told().reasons[0].sentence == "1 person passed you by this rule."
    assert told().reasons[0].direction == -1
    hidden = told(passed_by=None, served=None, bound_calls=None)
    text = " ".join([*(r.sentence for r in hidden.reasons), *(f.note for f in hidden.table)])
    assert "A few people changed places by this rule, or none." in text
    assert "Small numbers are not given, to protect others." in text


def test_every_number_of_the_table_has_its_meaning() -> None:
    assert all(fact.note for fact in told().table)


def test_a_change_is_the_order_run_again() -> None:
    assert told().changes == ("With “Grant: yes”, the calculation would give the rank 1.",)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_rank_is_told_in_plain_words(code: LanguageCode) -> None:
    assert [item for item in check_account(told(code=code)) if item.rule != "lix"] == []
