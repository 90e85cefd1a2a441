"""Changes as the engine tells them: directions, two terms together, and nothing at all."""

from typing import Any

import pytest

from explain.engines import explain
from explain.errors import InvalidFile
from tests.explain.scores import score_samples as samples


def declared(name: str, **changes: Any) -> Any:
    return samples.algorithm(samples.with_input(name, **changes))


def test_a_number_that_may_only_go_up_is_not_asked_to_go_down() -> None:
    display = samples.display(favourable="below")
    either = samples.algorithm({**samples.with_input("saving"), "display": display})
    upward = samples.algorithm({**samples.with_input("saving", direction="up"), "display": display})
    downward = {**samples.with_input("saving", direction="down"), "display": display}
    told = [
        [change.id for change in explain(score, samples.case(score, saving=45)).changes]
        for score in (either, upward, samples.algorithm(downward))
    ]
    assert ["saving" in names for names in told] == [True, False, True]


def test_a_number_that_may_only_go_down_is_not_asked_to_go_up() -> None:
    score = declared("saving", direction="down")
    assert "saving" not in {change.id for change in explain(score, samples.case(score)).changes}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("advised", {"direction": "up", "actionable": "over_time"}),
        ("heating", {"direction": "down"}),
        ("income", {"direction": "up"}),
        ("years", {"direction": "down"}),
    ],
)
def test_a_direction_that_means_nothing_is_refused(name: str, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidFile) as raised:
        declared(name, **changes)
    assert [issue.code.id for issue in raised.value.issues] == ["E209"]


@pytest.mark.parametrize(("direction", "told"), [("up", True), ("down", False)])
def test_a_boolean_may_go_one_way_only(direction: str, told: bool) -> None:  # noqa: FBT001 - a case
    score = declared("advised", direction=direction)
    shown = {change.id for change in explain(score, samples.case(score)).changes}
    assert ("advised" in shown) == told


def test_two_terms_change_together_where_one_is_not_enough() -> None:
    score = declared("years", actionable="no")
    # 0.89375 log-odds are missing: 0.375 for the advice, 0.03125 for each percent saved.
    explained = explain(score, samples.case(score, income=41000))
    assert explained.changes == ()
    assert explained.together is not None
    found = explained.together.found
    assert found is not None
    told = [(change.id, change.low, change.high, change.at) for change in found.changes]
    assert told == [("saving", 52, 90, 52), ("advised", True, None, True)]
    assert (found.outcome, found.reached, found.proof, found.fewest) == (50, True, "optimal", 2)


def test_what_nothing_changes_is_proved() -> None:
    score = declared("years", actionable="no")
    together = explain(score, samples.case(score, income=50000)).together
    assert together is not None
    assert (together.result, together.found, together.repeatable) == ("nothing", None, True)
