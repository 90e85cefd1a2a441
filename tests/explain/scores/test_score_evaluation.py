"""Evaluations against scikit-learn's counts, plain arithmetic, and readers who subtract."""

import json
import math
import random
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix, mean_absolute_error, mean_squared_error

from explain.canonical import digest
from explain.engines import Algorithm
from explain.errors import InvalidFile
from explain.scores.evaluation import intervals
from explain.scores.evaluation.evaluating import evaluate
from explain.scores.evaluation.record import Evaluation, Member, Rate, to_bytes
from explain.scores.evaluation.verifying import outdated, read_evaluation
from explain.scores.evaluation.withholding import Cell, withheld
from explain.scores.tallies import LEAST
from tests.explain.scores.score_samples import (
    INPUTS,
    MODEL,
    SCORE,
    algorithm,
    background,
    display,
    score,
)
from tests.explain.scores.test_score_doubt import some_rows, weight

DAY = date(2026, 11, 23)
NAMES = [item["id"] for item in INPUTS]
DICE = random.Random(5)  # noqa: S311 - a sample
# Nobody is on the edge of a tenth, of which scikit-learn says otherwise to which one it belongs.
ROWS = [row for row in some_rows(620, 11) if abs(weight(row)) > 1e-9][:600]
OUTPUTS = [weight(row) for row in ROWS]
HAPPENED = [DICE.random() < 1 / (1 + math.exp(-output)) for output in OUTPUTS]
PLACES = [DICE.choice(["north", "south", "south", "west"]) for _ in ROWS]

SET: dict[str, Any] = {
    "file": "evaluation.csv",
    "label": "Cas connus",
    "rows": len(ROWS),
    "observed": {"id": "agreed", "label": "Accord", "type": "boolean"},
    "groups": [
        {"id": "heating"},
        {"id": "advised"},
        {
            "id": "place",
            "label": "Lieu",
            "categories": [
                {"id": name, "label": name} for name in ("north", "south", "west", "sea")
            ],
        },
    ],
}


def cases(
    happened: list[Any] = HAPPENED, places: list[str] = PLACES, rows: list[list[str]] = ROWS
) -> bytes:
    lines = [",".join([*NAMES, "agreed", "place"])]
    lines += [
        ",".join([*row, str(seen).lower(), place])
        for row, seen, place in zip(rows, happened, places, strict=True)
    ]
    return "\n".join([*lines, ""]).encode()


def declared(**changes: Any) -> Algorithm:
    return algorithm(score(evaluation={**SET, **changes}), rows=background())


def evaluated(data: bytes | None = None, **changes: Any) -> Evaluation:
    program = declared(**changes).program
    data = cases() if data is None else data
    return evaluate(program, program.spec.evaluation, data, {"score.yaml": digest(b"")}, DAY)


FOUND = evaluated()
REACHED = [round(50 + 10 * output, 9) >= 50 for output in OUTPUTS]


def counted(rate: Rate | None) -> tuple[int | None, int | None]:
    assert rate is not None
    return rate.count, rate.of


def test_counts_at_the_threshold_are_those_of_scikit_learn() -> None:
    (fair, alarms), (missed, hits) = confusion_matrix(HAPPENED, REACHED).tolist()
    assert counted(FOUND.missed) == (missed, missed + hits)
    assert counted(FOUND.alarms) == (alarms, alarms + fair)


def test_calibration_is_that_of_scikit_learn() -> None:
    predicted = [1 / (1 + math.exp(-output)) for output in OUTPUTS]
    observed, means = calibration_curve(HAPPENED, predicted, n_bins=10)
    told = [band for band in FOUND.bands if band.observed.rate is not None]
    assert FOUND.calibration == "probability"
    assert len(told) > 6
    known = list(zip(means.tolist(), observed.tolist(), strict=True))
    for band in told:
        assert band.predicted is not None
        assert band.observed.rate is not None
        found = (float(band.predicted), float(band.observed.rate.value))
        assert any(pair == pytest.approx(found, abs=1e-11) for pair in known)


def member(name: str, value: str) -> Member:
    (group,) = [group for group in FOUND.groups if group.id == name]
    return next(one for one in group.members if one.id == value)


def test_errors_of_a_group_are_counted_and_compared_with_all_others() -> None:
    south = [place == "south" for place in PLACES]
    among = [place for place, seen in zip(south, HAPPENED, strict=True) if seen]
    wrong = [
        place
        for place, seen, high in zip(south, HAPPENED, REACHED, strict=True)
        if seen and not high
    ]
    found = member("place", "south")
    assert counted(found.missed) == (sum(wrong), sum(among))
    gap = intervals.difference(
        (sum(wrong), sum(among)), (len(wrong) - sum(wrong), len(among) - sum(among))
    )
    assert found.missed_difference is not None
    assert float(found.missed_difference.low) == pytest.approx(gap.low)
    assert float(found.missed_difference.high) == pytest.approx(gap.high)


def test_inputs_and_columns_make_groups_and_those_without_a_case_are_left_out() -> None:
    ids = {group.id: [one.id for one in group.members] for group in FOUND.groups}
    assert ids == {
        "heating": ["gas", "oil", "wood"],
        "advised": ["true", "false"],
        "place": ["north", "south", "west"],
    }


def test_a_group_that_is_small_takes_another_one_with_it() -> None:
    places = ["sea" if place < 6 else name for place, name in enumerate(PLACES)]
    found = evaluated(cases(places=places))
    (group,) = [group for group in found.groups if group.id == "place"]
    missed = {one.id: counted(one.missed)[0] for one in group.members}
    assert missed["sea"] is None
    assert sum(count is None for count in missed.values()) == 2
    assert all(one.missed_difference is None for one in group.members if missed[one.id] is None)


cells = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Cell(pair[0], sum(pair))),
    min_size=1,
    max_size=7,
)


@given(cells, st.integers(0, 7))
def test_nobody_can_subtract_their_way_to_a_small_count(some: list[Cell], cut: int) -> None:
    """What is hidden adds up to five at least on both sides, unless nothing at all is shown."""
    places = list(range(len(some)))
    sizes, counts = withheld(some, [places[:cut], places[cut:]])
    for block in (places, places[:cut], places[cut:]):
        hidden = [some[place] for place in block if counts[place]]
        if hidden and len(hidden) < len(block):
            assert sum(cell.count for cell in hidden) >= LEAST
            assert sum(cell.of - cell.count for cell in hidden) >= LEAST
            assert len(hidden) > 1 or block != places
        gone = [some[place].of for place in block if sizes[place]]
        assert not gone or len(gone) == len(block) or sum(gone) >= LEAST
    for cell, no_size, no_count in zip(some, sizes, counts, strict=True):
        assert no_count or min(cell.count, cell.of - cell.count) >= LEAST
        assert no_count or not no_size


@given(cells)
def test_nothing_is_hidden_without_need(some: list[Cell]) -> None:
    _, counts = withheld(some)
    small = [min(cell.count, cell.of - cell.count) < LEAST for cell in some]
    assert any(small) or not any(counts)


def test_totals_below_five_say_only_that() -> None:
    never = evaluated(cases(happened=[False] * 598 + [True] * 2))
    assert never.missed == Rate()
    rare = evaluated(cases(happened=[high and place > 3 for place, high in enumerate(REACHED)]))
    assert counted(rare.missed)[0] is None
    assert rare.missed is not None
    assert rare.missed.side == "few"


NUMBER = {"observed": {"id": "agreed", "label": "Points réels", "type": "number"}}
REAL = [round(50 + 10 * output + DICE.gauss(0, 8), 2) for output in OUTPUTS]


def on_its_side(points: float) -> int:
    """Return whole points; 49.6 stays below a threshold of 50."""
    return round(points) - (round(points) >= 50 > points)


def test_numbers_are_compared_with_the_printed_points() -> None:
    found = evaluated(cases(happened=REAL), **NUMBER)
    printed = [on_its_side(50 + 10 * output) for output in OUTPUTS]
    assert found.errors is not None
    assert found.errors.absolute is not None
    assert found.errors.signed is not None
    assert found.errors.cases == 600
    size = float(mean_absolute_error(REAL, printed))
    assert float(found.errors.absolute.value) == pytest.approx(size, abs=0.01)
    assert found.errors.squared is not None
    root = math.sqrt(mean_squared_error(REAL, printed))
    assert float(found.errors.squared) == pytest.approx(root, abs=0.01)
    away = np.array(printed) - np.array(REAL)
    assert float(found.errors.signed.value) == pytest.approx(float(away.mean()), abs=0.01)
    assert (found.missed, found.bands) == (None, ())


def test_a_model_without_probabilities_is_told_by_points() -> None:
    program = algorithm(score(evaluation=SET), {**MODEL, "kind": "linear"}, background()).program
    found = evaluate(program, program.spec.evaluation, cases(), {}, DAY)
    assert found.calibration == "points"
    assert (found.bands[0].low, found.bands[-1].high) == (None, None)
    assert [band.predicted for band in found.bands] == [None] * len(found.bands)
    sizes = [band.observed.of for band in found.bands]
    assert sum(size or 0 for size in sizes) == 600
    assert [band.high for band in found.bands[:-1]] == [band.low for band in found.bands[1:]]


def test_the_record_names_its_day_its_cases_and_its_files() -> None:
    plain = json.loads(to_bytes(FOUND))
    assert plain["evaluated_on"] == "2026-11-23"
    assert plain["data"]["digest"] == digest(cases())
    assert plain["files"] == {"score.yaml": digest(b"")}
    assert plain["missed"]["rate"].keys() == {"value", "low", "high"}
    assert isinstance(plain["missed"]["rate"]["low"], str)
    assert to_bytes(evaluated()) == to_bytes(FOUND)


def test_an_evaluation_is_read_as_it_was_written() -> None:
    assert read_evaluation(to_bytes(FOUND), "evaluation.json", "x") == FOUND


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidFile) as caught:
        read_evaluation(data, "evaluation.json", "x")
    (issue,) = caught.value.issues
    return issue.code.id


def test_an_edited_evaluation_is_refused() -> None:
    data = to_bytes(FOUND)
    assert refusal(b"{}") == "E648"
    assert refusal(b"not: [json") == "E648"
    assert refusal(data.replace(b":", b": ", 1)) == "E648"
    assert FOUND.missed is not None
    count = str(FOUND.missed.count).encode()
    kinder = str((FOUND.missed.count or 0) - 1).encode()
    assert refusal(data.replace(b'"missed":{"count":' + count, b'"missed":{"count":' + kinder))
    shown = data.replace(b'"alarms":{', b'"alarms":{"side":"few",', 1)
    assert refusal(shown) == "E648"


def test_an_evaluation_of_other_files_is_out_of_date() -> None:
    data = {"evaluation.csv": digest(cases())}
    assert [*outdated(FOUND, {"score.yaml": digest(b""), **data}, "f", "x")] == []
    found = [*outdated(FOUND, {"score.yaml": digest(b"other"), **data}, "f", "x")]
    assert [(issue.code.id, issue.values["name"]) for issue in found] == [("E647", "score.yaml")]
    assert [issue.code.id for issue in outdated(FOUND, {}, "f", "x")] == ["E647", "E647"]
    private = evaluated(visibility="private")
    assert [*outdated(private, {"score.yaml": digest(b"")}, "f", "x")] == []


def codes(make: Any) -> list[tuple[str, int | None]]:
    with pytest.raises(InvalidFile) as caught:
        make()
    return [(issue.code.id, issue.line) for issue in caught.value.issues]


def observed(**changes: str) -> dict[str, Any]:
    return {"observed": {**SET["observed"], **changes}}


GROUPS = [
    [{"id": "income"}],
    [{"id": "heating", "label": "Chauffage"}],
    [{"id": "place"}],
    [{"id": "place", "label": "Lieu", "categories": [{"id": "north", "label": "N"}]}],
]


@pytest.mark.parametrize("groups", GROUPS, ids=str)
def test_unclear_groups_are_refused(groups: list[Any]) -> None:
    assert [code for code, _ in codes(lambda: declared(groups=groups))] == ["E642"]


def test_contradictions_of_a_declaration_are_refused() -> None:
    bare = {
        name: value
        for name, value in display().items()
        if name not in {"threshold", "threshold_label", "favourable"}
    }
    without = score(display=bare, evaluation=SET)
    assert [code for code, _ in codes(lambda: algorithm(without))] == ["E640"]
    assert [code for code, _ in codes(lambda: declared(**observed(id="income")))] == ["E466"]
    assert [code for code, _ in codes(lambda: declared(**observed(id="place")))] == ["E466"]
    named = score()
    named["inputs"][0]["id"] = "evaluation"
    assert "E466" in [code for code, _ in codes(lambda: algorithm(named))]


def test_a_set_that_is_not_as_declared_is_refused_with_its_lines() -> None:
    data = cases()
    assert codes(lambda: evaluated(data.replace(b"agreed", b"granted", 1))) == [("E643", 1)]
    assert codes(lambda: evaluated(b"")) == [("E643", 1)]
    assert codes(lambda: evaluated(data, rows=599)) == [("E645", 601)]
    odd: list[Any] = ["maybe", *HAPPENED[1:]]
    assert codes(lambda: evaluated(cases(happened=odd))) == [("E644", 2)]
    assert codes(lambda: evaluated(cases(places=["moon", *PLACES[1:]]))) == [("E644", 2)]
    assert codes(lambda: evaluated(cases(happened=odd), **NUMBER))[0] == ("E644", 2)
    assert codes(lambda: evaluated(cases(happened=["NaN", *REAL[1:]]), **NUMBER)) == [("E644", 2)]
    wrong = [["-1", *ROWS[0][1:]], *ROWS[1:]]
    assert codes(lambda: evaluated(cases(rows=wrong))) == [("E482", 2)]
    lines = data.split(b"\n")
    lines[3] += b",1"
    assert codes(lambda: evaluated(b"\n".join(lines))) == [("E481", 4)]


def test_missing_values_make_a_group_of_their_own() -> None:
    model = json.loads(json.dumps(MODEL))
    model["terms"][-1]["missing"] = "0.25"
    about = {**SCORE["background"], "rows": 4}
    spec = score(evaluation=SET, missing=["heating"], background=about)
    program = algorithm(spec, model, background()).program
    rows = [[*row[:-1], "" if place % 3 == 0 else row[-1]] for place, row in enumerate(ROWS)]
    found = evaluate(program, program.spec.evaluation, cases(rows=rows), {}, DAY)
    heating = next(group for group in found.groups if group.id == "heating")
    assert [one.id for one in heating.members] == ["gas", "oil", "wood", "missing"]


def test_numbers_in_the_record_are_decimals_of_twelve_digits() -> None:
    texts: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in {"value", "low", "high", "predicted", "squared", "threshold"}:
                    texts.append(inner) if isinstance(inner, str) else collect(inner)
                else:
                    collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(json.loads(to_bytes(FOUND)))
    assert len(texts) > 50
    assert all(len(Decimal(text).as_tuple().digits) <= 12 for text in texts)
