"""Scorecards, missing values, groups that count as one, and choices between classes."""

import dataclasses
import json
import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from explain.case import validate_case
from explain.details import Attribution
from explain.engines import Algorithm, explain, load
from explain.errors import InvalidCase, InvalidFile
from explain.explanation import Explanation
from explain.i18n import LanguageCode, language
from explain.scores.models.columns import LookupColumn, NumberColumn
from explain.scores.models.forest import LEAF, Forest
from explain.scores.models.forest_file import Origin, write_forest
from explain.wording import account
from tests.explain.scores import score_samples as samples
from tests.explain.scores.brute_force import shapley

Plain = dict[str, Any]

CARD = """
format: 1
kind: scorecard
intercept: 10
terms:
  - {kind: number, input: children, coefficient: 5}
  - {kind: number, input: years, coefficient: 0.5}
  - {kind: number, input: saving, coefficient: 0.25, missing: 4.5}
  - {kind: number, input: advised, coefficient: 3}
  - {kind: category, input: heating, coefficients: {gas: 0, oil: 10, wood: 2}, missing: 1}
  - kind: bands
    input: income
    bands: [{below: 15000, points: 30}, {below: 25000.5, points: 12.5}, {points: -2}]
"""


def card(missing: tuple[str, ...] = ("saving", "heating")) -> Algorithm:
    """Return a points scorecard written by hand."""
    display = samples.display(scale=1, offset=0, decimals=2, threshold=30)
    declared = samples.score(display=display, missing=list(missing))
    rows = [list(row) for row in samples.ROWS]
    if missing:
        rows[0][3] = ""
        rows[2][5] = ""
    return samples.algorithm(declared, CARD.encode(), samples.background(rows))


def detail(explanation: Explanation) -> Attribution:
    assert isinstance(explanation.detail, Attribution)
    return explanation.detail


@pytest.mark.parametrize(
    ("income", "points"),
    [(14999, 30), (15000, Decimal("12.5")), (25000, Decimal("12.5")), (Decimal("25000.5"), -2)],
)
def test_a_scorecard_adds_the_points_of_its_lines(income: Any, points: Any) -> None:
    found = explain(card(), samples.case(card(), income=income))
    # 10 + 2 x 5 + 4 x 0.5 + 35 x 0.25 + 10 for oil, and the band
    assert found.outcome.value == Decimal("40.75") + points
    assert detail(found).space == "points"


def test_the_contributions_of_a_scorecard_are_its_points_less_their_mean() -> None:
    found = detail(explain(card(), samples.case(card())))
    # Bands of the four rows: 12.5, -2, -2, -2.
    assert found.shares[0].value == pytest.approx(-2 - 6.5 / 4, abs=1e-15)
    assert abs(found.residual) <= 1e-12


def test_a_missing_value_counts_what_the_model_says() -> None:
    score = card()
    person = {**samples.PERSON}
    del person["saving"]
    found = explain(score, validate_case(score.spec, person, samples.DAY, unknown=("saving",)))
    # The four rows: missing, 45, 22.5 and 60 percent.
    mean = (4.5 + 45 / 4 + 22.5 / 4 + 15) / 4
    share = next(share for share in detail(found).shares if share.id == "saving")
    assert share.value == pytest.approx(4.5 - mean, abs=1e-15)
    assert found.outcome.value == Decimal("36.5") - 2 - Decimal("4.5") + Decimal("4.5")


def test_an_unknown_input_that_the_model_needs_is_refused() -> None:
    score = card()
    person = {name: value for name, value in samples.PERSON.items() if name != "income"}
    case = validate_case(score.spec, person, samples.DAY, unknown=("income",))
    with pytest.raises(InvalidCase) as caught:
        explain(score, case)
    assert [issue.code.id for issue in caught.value.issues] == ["E306"]


@pytest.mark.parametrize(
    ("missing", "code"), [(["rent"], "E662"), (["income"], "E663"), (["children"], "E663")]
)
def test_a_missing_value_without_a_meaning_is_refused(missing: list[str], code: str) -> None:
    declared = samples.score(missing=missing, display=samples.display(scale=1, offset=0))
    assert samples.refusals(declared, CARD.encode(), None) == [code]


def test_a_blank_in_the_background_is_refused_where_nothing_may_be_missing() -> None:
    rows = [list(row) for row in samples.ROWS]
    rows[1][3] = ""
    assert samples.refusals(None, None, samples.background(rows)) == ["E484"]


@pytest.mark.parametrize("threshold", [0, 5000])
def test_a_threshold_on_another_scale_than_the_points_is_refused(threshold: int) -> None:
    declared = samples.score(display=samples.display(threshold=threshold))
    assert samples.refusals(declared, None, None) == ["E666"]


def test_a_value_beyond_the_background_is_explained_and_flagged() -> None:
    score = samples.algorithm()
    found = explain(score, samples.case(score, income=80000, heating="gas"))
    (beyond,) = detail(found).outside
    assert (beyond.id, beyond.low, beyond.high) == ("income", 21000, 52000)
    told = account(found, score.spec, language("en"))
    assert "“income”: no example is above 52,000." in told.summary
    assert "So the calculation is less sure here." in told.summary


def test_the_ends_of_a_private_background_are_not_told() -> None:
    background = {**samples.SCORE["background"], "private": True}
    score = samples.algorithm(samples.score(background=background))
    found = detail(explain(score, samples.case(score, income=80000, heating="gas")))
    assert [(one.id, one.low, one.high) for one in found.outside] == [("income", None, None)]
    assert {share.reference for share in found.shares} == {None}
    allowed = samples.score(background={**background, "tells": ["range"]})
    told = detail(explain(samples.algorithm(allowed), samples.case(score, income=80000)))
    assert told.outside[0].high == 52000


# Trees ----------------------------------------------------------------------------------


def stump(column: int, threshold: float, low: list[float], high: list[float]) -> Plain:
    """Return a tree of one question."""
    return {"column": column, "threshold": threshold, "low": low, "high": high}


def forest(stumps: list[Plain], classes: tuple[str, ...] = ()) -> Forest:
    """Return pairs of questions as trees: the second is asked where the first says yes."""
    column: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    values: list[list[float]] = []
    zero = [0.0] * max(1, len(classes))
    roots = []
    for first, second in zip(stumps[::2], stumps[1::2], strict=True):
        root = len(column)
        roots.append(root)
        column += [first["column"], second["column"], LEAF, LEAF, LEAF]
        threshold += [first["threshold"], second["threshold"], 0.0, 0.0, 0.0]
        left += [root + 1, root + 2, LEAF, LEAF, LEAF]
        right += [root + 4, root + 3, LEAF, LEAF, LEAF]
        values += [zero, zero, second["low"], second["high"], first["high"]]
    return Forest(
        columns=(
            NumberColumn("income"),
            NumberColumn("children"),
            NumberColumn("years"),
            NumberColumn("saving"),
            LookupColumn("advised", {"false": 0.0, "true": 1.0}),
            LookupColumn("heating", {"gas": 0.0, "oil": 1.0, "wood": 0.0}),
        ),
        precision="float64",
        test="at_most",
        space="log-probability" if classes else "log-odds",
        classes=classes,
        intercepts=np.array(zero) + 0.125,
        roots=np.array(roots, dtype=np.int32),
        column=np.array(column, dtype=np.int32),
        threshold=np.array(threshold),
        left=np.array(left, dtype=np.int32),
        right=np.array(right, dtype=np.int32),
        missing_left=np.ones(len(column), dtype=np.bool_),
        categories=np.full(len(column), LEAF, dtype=np.int32),
        members=np.zeros((0, 0), dtype=np.bool_),
        values=np.array(values),
    )


ORIGIN = Origin(library="tests", version="1", model="by hand")

ONE = [
    stump(0, 30000.5, [0.0], [-1.25]),
    stump(3, 30.0, [0.5], [1.5]),
    stump(4, 0.5, [0.0], [0.75]),
    stump(1, 1.0, [-0.5], [0.25]),
    stump(5, 0.5, [0.0], [0.375]),
    stump(2, 4.0, [0.25], [-0.625]),
]


def trees(declared: Plain, model: Forest) -> Algorithm:
    files = write_forest(model, ORIGIN)
    files["score.yaml"] = json.dumps(declared, ensure_ascii=False).encode()
    files["background.csv"] = samples.background()
    return load(files, "score.yaml")


def test_an_absence_that_the_original_was_never_asked_about_is_refused() -> None:
    tried = dataclasses.replace(forest(ONE), missing=("income",))
    assert trees(samples.score(missing=["income"]), tried).spec.inputs
    with pytest.raises(InvalidFile) as raised:
        trees(samples.score(missing=["income", "years"]), tried)
    (issue,) = raised.value.issues
    assert (issue.code.id, issue.values["input"]) == ("E663", "years")


def plain(model: Forest, table: np.ndarray, place: int) -> list[float]:
    """Predict on a table of inputs, in the order of the declaration."""
    names = [item["id"] for item in samples.INPUTS]
    encoded = [
        [
            column.encode(dict(zip(names, row, strict=True))[column.input])
            for column in model.columns
        ]
        for row in table.tolist()
    ]
    return [float(value) for value in model.predict(np.array(encoded))[:, place]]


def table(rows: list[list[Any]]) -> np.ndarray:
    found = np.empty((len(rows), len(rows[0])), dtype=object)
    for place, row in enumerate(rows):
        found[place] = row
    return found


def background() -> np.ndarray:
    kinds = {"true": 1.0, "false": 0.0}
    return table(
        [[*(float(value) for value in row[:4]), kinds[row[4]], row[5]] for row in samples.ROWS]
    )


PERSON = [31200.0, 2.0, 4.0, 35.0, 0.0, "oil"]


def test_contributions_of_trees_are_shapley_values() -> None:
    model = forest(ONE)
    score = trees(samples.score(display=samples.display(threshold=49)), model)
    found = detail(explain(score, samples.case(score)))
    expected = shapley(lambda rows: plain(model, rows, 0), PERSON, background())
    assert [share.value for share in found.shares] == pytest.approx(expected, abs=1e-12)
    assert abs(found.residual) <= 1e-12
    assert found.space == "log-odds"


def test_a_group_that_counts_as_one_is_one_player() -> None:
    model = forest(ONE)
    group = {"id": "home", "label": "Foyer", "inputs": ["income", "saving"], "together": True}
    display = samples.display(threshold=49)
    score = trees(samples.score(groups=[group], display=display), model)
    found = detail(explain(score, samples.case(score)))
    assert found.grouping == "groups"

    def together(rows: np.ndarray) -> list[float]:
        apart = [[row[0][0], row[1], row[2], row[0][1], row[3], row[4]] for row in rows.tolist()]
        return plain(model, table(apart), 0)

    def joined(row: list[Any]) -> list[Any]:
        return [(row[0], row[3]), row[1], row[2], row[4], row[5]]

    reference = np.empty((4, 5), dtype=object)
    for place, row in enumerate(background().tolist()):
        for at, value in enumerate(joined(row)):
            reference[place, at] = value
    expected = shapley(together, joined(PERSON), _Pairs(reference))
    assert found.shares[0].id == "home"
    assert [share.value for share in found.shares] == pytest.approx(expected, abs=1e-12)


class _Pairs:
    """A table whose first column holds pairs, which NumPy would spread over two columns."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = rows

    def copy(self) -> "_Pairs":
        return _Pairs(self.rows.copy())

    def __setitem__(self, at: tuple[slice, int], value: object) -> None:
        for row in self.rows:
            row[at[1]] = value

    def tolist(self) -> list[list[Any]]:
        return [list(row) for row in self.rows]


CLASSES = ("low", "middle", "high")
MANY = [
    stump(0, 30000.5, [0, 0, 0], [1.0, 0.25, -0.5]),
    stump(3, 30.0, [0.5, 0.0, 0.0], [0.0, 0.5, 1.5]),
    stump(4, 0.5, [0, 0, 0], [-0.75, 0.25, 0.5]),
    stump(1, 1.0, [0.25, 0.5, 0.0], [0.0, 0.75, 0.125]),
]


def choice() -> Plain:
    outcome = {
        "id": "level",
        "label": "Niveau",
        "type": "category",
        "categories": [{"id": name, "label": name.capitalize()} for name in CLASSES],
    }
    display = samples.display()
    for name in ("threshold", "threshold_label", "favourable"):
        del display[name]
    return samples.score(outcome=outcome, display=display)


def test_a_choice_between_classes_explains_the_class_that_was_decided() -> None:
    model = forest(MANY, CLASSES)
    score = trees(choice(), model)
    found = explain(score, samples.case(score))
    outputs = [plain(model, table([PERSON]), place)[0] for place in range(3)]
    best = max(range(3), key=lambda place: outputs[place])
    assert found.outcome.value == CLASSES[best]
    assert detail(found).explained == CLASSES[best]
    expected = shapley(lambda rows: plain(model, rows, best), PERSON, background())
    assert [share.value for share in detail(found).shares] == pytest.approx(expected, abs=1e-12)
    total = math.fsum([detail(found).base, *expected])
    assert total == pytest.approx(outputs[best], abs=1e-12)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_choice_between_classes_is_told_with_its_points(code: LanguageCode) -> None:
    score = trees(choice(), forest(MANY, CLASSES))
    words = language(code)
    found = explain(score, samples.case(score))
    told = account(found, score.spec, words)
    assert "Low" in told.outcome
    total = words.quantity(detail(found).total, "points", 0)
    assert any(total in sentence for sentence in told.summary)
    assert found.changes
    for change in found.changes:
        again = explain(score, samples.case(score, **{change.id: change.at}))
        assert again.outcome.value == change.outcome != found.outcome.value
        assert any(str(change.outcome).capitalize() in sentence for sentence in told.changes)


def test_classes_that_are_not_the_choices_of_the_outcome_are_refused() -> None:
    declared = choice()
    declared["outcome"]["categories"].pop()
    with pytest.raises(InvalidFile) as caught:
        trees(declared, forest(MANY, CLASSES))
    assert [issue.code.id for issue in caught.value.issues] == ["E664"]


def test_a_choice_between_classes_has_no_threshold() -> None:
    declared = choice() | {"display": samples.display()}
    with pytest.raises(InvalidFile) as caught:
        trees(declared, forest(MANY, CLASSES))
    assert [issue.code.id for issue in caught.value.issues] == ["E665"]
