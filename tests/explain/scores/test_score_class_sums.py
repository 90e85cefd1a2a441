"""A choice between classes that are sums of terms: files, explanations, sentences."""

import json
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from explain.details import Attribution
from explain.engines import Algorithm, explain
from explain.explanation import Explanation
from explain.i18n import LanguageCode, language
from explain.reading import read_yaml
from explain.scores.differences import model_difference
from explain.scores.doubt.doubting import doubt
from explain.scores.models.linear import ClassSums
from explain.scores.models.linear_file import read_linear, write_model
from explain.scores.population.influences import population
from explain.scores.program import Program
from explain.wording import account
from explain.wording.doubt import doubts
from tests.explain.scores import score_samples as samples
from tests.explain.scores.brute_force import shapley
from tests.explain.scores.test_score_doubt import some_rows

Plain = dict[str, Any]

CLASSES = ("refused", "examined", "granted")
CHANGED = ("years", "saving", "advised", "heating")
"""What a person may change in the samples."""


def model() -> Plain:
    """Return a model of three sums; each is the sample's, turned and moved."""
    sums = []
    for name, sign, intercept in zip(CLASSES, (-1.0, 0.25, 1.0), ("0.5", "1.25", "0"), strict=True):
        terms = json.loads(json.dumps(samples.MODEL["terms"]))
        for place, term in enumerate(terms):
            if "coefficient" in term:
                term["coefficient"] = str(sign * float(term["coefficient"]) + place / 16)
            else:
                weights = term["coefficients"]
                term["coefficients"] = {n: str(sign * float(w)) for n, w in weights.items()}
        sums.append({"class": name, "intercept": intercept, "terms": terms})
    return {"format": 1, "kind": "logistic", "classes": sums}


def declared(**changes: Any) -> Plain:
    outcome = {
        "id": "result",
        "label": "Résultat",
        "type": "category",
        "categories": [{"id": name, "label": name.capitalize()} for name in CLASSES],
    }
    display = samples.display(decimals=2, **changes)
    for name in ("threshold", "threshold_label", "favourable"):
        del display[name]
    return samples.score(outcome=outcome, display=display)


def algorithm(rows: list[list[str]] | None = None, **changes: Any) -> Algorithm:
    spec = declared(**changes)
    if rows is not None:
        spec["background"] = {**spec["background"], "rows": len(rows)}
    return samples.algorithm(spec, model(), samples.background(rows or samples.ROWS))


def of(name: str, row: dict[str, Any]) -> float:
    """Add a class up by hand, from the texts of the file."""
    one = next(one for one in model()["classes"] if one["class"] == name)
    total = float(one["intercept"])
    for term in one["terms"]:
        value = row[term["input"]]
        if "coefficients" in term:
            total += float(term["coefficients"][value])
        else:
            scaled = (float(value) - float(term["center"])) / float(term["scale"])
            total += float(term["coefficient"]) * scaled
    return total


def person(**changes: Any) -> Plain:
    return {**samples.PERSON, **changes}


def winner(row: Plain) -> str:
    return max(CLASSES, key=lambda name: of(name, row))


def explained(score: Algorithm, **changes: Any) -> Explanation:
    return explain(score, samples.case(score, **changes))


def detail(found: Explanation) -> Attribution:
    assert isinstance(found.detail, Attribution)
    return found.detail


PEOPLE: list[Plain] = [{}, {"income": 80000}, {"income": 9000, "children": 5}, {"saving": 90}]


def background() -> list[Plain]:
    names = [item["id"] for item in samples.INPUTS]
    read = {"true": True, "false": False}
    rows = (dict(zip(names, row, strict=True)) for row in samples.ROWS)
    return [{name: read.get(value, value) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("changes", PEOPLE)
def test_the_class_that_was_decided_is_explained_as_brute_force_does(changes: Plain) -> None:
    found = explained(algorithm(), **changes)
    row = person(**changes)
    name = winner(row)
    assert (found.outcome.value, detail(found).explained) == (name, name)
    names = list(row)
    rows = np.array([[one[n] for n in names] for one in background()], dtype=object)

    def predict(table: Any) -> Any:
        return np.array([of(name, dict(zip(names, one, strict=True))) for one in table])

    expected = shapley(predict, [row[n] for n in names], rows)
    assert [share.value for share in detail(found).shares] == pytest.approx(expected, abs=1e-12)
    assert detail(found).output == pytest.approx(of(name, row), abs=1e-12)
    assert detail(found).space == "log-probability"
    assert detail(found).method == "exact-linear-log-probability"


def test_weights_are_those_of_the_class_that_was_decided() -> None:
    found = explained(algorithm())
    one = next(one for one in model()["classes"] if one["class"] == found.outcome.value)
    term = next(term for term in one["terms"] if term["input"] == "saving")
    weight = next(item.value for item in found.parameters if item.id == "saving")
    expected = 10 * float(term["coefficient"]) / float(term["scale"])
    assert float(weight) == pytest.approx(expected, rel=1e-11)


def test_the_file_reads_back_to_the_same_bytes() -> None:
    inputs = algorithm().spec.inputs
    read = read_linear(read_yaml(json.dumps(model()).encode(), "model.json"), inputs)
    assert isinstance(read, ClassSums)
    written = write_model(read)
    assert write_model(read_linear(read_yaml(written, "model.json"), inputs)) == written


def without(name: str) -> Plain:
    found = model()
    found["classes"][1]["terms"] = [t for t in found["classes"][1]["terms"] if t["input"] != name]
    return found


def test_files_that_are_no_sums_of_classes_are_refused() -> None:
    twice, alone, odd = model(), model(), model()
    twice["classes"][1]["class"] = "refused"
    alone["classes"] = alone["classes"][:1]
    odd["classes"][2]["terms"][0]["scale"] = "0"
    cases = {"E210": twice, "E472": without("years"), "E471": odd}
    for code, file in cases.items():
        assert code in samples.refusals(declared(), file, None), code
    assert samples.refusals(declared(), alone, None) != []
    assert samples.refusals(declared(), {**model(), "terms": []}, None) != []
    assert samples.refusals(samples.score(), model(), None) == ["E664"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"best_first": ["granted", "refused"]}, "E667"),
        ({"best_first": ["granted", "refused", "examined", "other"]}, "E667"),
        ({"scale": -10}, "E668"),
    ],
)
def test_an_order_or_a_scale_that_misleads_is_refused(changes: Plain, code: str) -> None:
    assert samples.refusals(declared(**changes), model(), None) == [code]
    if "best_first" in changes:
        alone = samples.score(display=samples.display(**changes))
        assert samples.refusals(alone, None, None) == [code]


# What would have changed it --------------------------------------------------------------


@pytest.mark.parametrize("changes", PEOPLE)
def test_every_change_that_is_told_brings_the_class_that_it_names(changes: Plain) -> None:
    found = explained(algorithm(), **changes)
    for change in found.changes:
        assert winner(person(**changes) | {change.id: change.at}) == change.outcome
        assert change.outcome != found.outcome.value
        assert change.id in CHANGED
    if found.together is not None and found.together.found is not None:
        values = {one.id: one.at for one in found.together.found.changes}
        assert winner(person(**changes) | values) == found.together.found.outcome


def test_nobody_is_told_how_to_get_a_worse_result() -> None:
    best, worst = algorithm(best_first=[*CLASSES[::-1]]), algorithm(best_first=[*CLASSES])
    for changes in PEOPLE:
        decided = winner(person(**changes))
        for score, order in ((best, CLASSES[::-1]), (worst, CLASSES)):
            found = explained(score, **changes)
            better = order[: order.index(decided)]
            assert all(change.outcome in better for change in found.changes)
            if not better:
                assert (found.changes, found.together) == ((), None)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_changes_are_told_with_the_result_that_they_bring(code: LanguageCode) -> None:
    seen = set()
    for income in range(9000, 90000, 9000):
        score = algorithm()
        found = explained(score, income=income)
        told = account(found, score.spec, language(code))
        if found.changes:
            seen.add("alone")
            named = {str(change.outcome).capitalize() for change in found.changes}
            assert all(any(name in line for line in told.changes) for name in named)
        if found.together and found.together.found:
            seen.add("together")
            name = str(found.together.found.outcome).capitalize()
            assert any(name in line for line in told.together)
            another = {"fr": "le résultat serait un autre", "en": "the result would be another one"}
            assert any(another[code] in line for line in told.together)
    assert seen >= {"alone"}


# Doubt, and the whole background -------------------------------------------------------------


def test_nearness_is_the_lead_over_the_class_that_comes_next() -> None:
    rows = some_rows(120, 3)
    score = algorithm(rows)
    found = explained(score)
    told = doubt(score.program, found).nearness
    assert told is not None
    ranked = sorted(CLASSES, key=lambda name: -of(name, person()))
    points = [round(50 + 10 * Decimal(of(name, person())), 2) for name in ranked]
    assert (told.following, told.gap) == (ranked[1], points[0] - points[1])
    names = [item["id"] for item in samples.INPUTS]
    read = {"true": True, "false": False}
    leads = []
    for row in rows:
        values = {n: read.get(v, v) for n, v in zip(names, row, strict=True)}
        first, second, _ = sorted((of(name, values) for name in CLASSES), reverse=True)
        leads.append(first - second)
    own = of(ranked[0], person()) - of(ranked[1], person())
    assert told.closer is not None
    assert told.closer.count == sum(lead < own for lead in leads)
    for code, text in (("en", "The next result is"), ("fr", "Le résultat suivant")):
        said = doubts(doubt(score.program, found), found, score.spec, language(code))
        assert any(text in line for part in said for line in part.answer)


def test_each_row_of_the_background_is_explained_for_its_own_class() -> None:
    rows = some_rows(60, 4)
    score = algorithm(rows)
    told = population(score.program)
    assert told is not None
    program = score.program
    sizes = dict.fromkeys((player.id for player in program.players), 0.0)
    names = [item.id for item in program.spec.inputs]
    for at in range(len(rows)):
        values = {
            name: column.values[at] for name, column in zip(names, program.columns, strict=True)
        }
        outputs = program.attributor.outputs(values)
        shares = program.attributor.contributions(values, outputs.index(max(outputs))).values
        for player, share in zip(program.players, shares, strict=True):
            sizes[player.id] += abs(share)
    for one in told.influences:
        assert float(one.size) == pytest.approx(10 * sizes[one.id] / len(rows), rel=1e-9)


def test_a_weight_that_moved_is_named_with_its_class() -> None:
    changed = model()
    term = next(term for term in changed["classes"][2]["terms"] if "coefficient" in term)
    term["coefficient"] = str(float(term["coefficient"]) + 1)
    after = samples.algorithm(declared(), changed, samples.background(samples.ROWS))
    before = algorithm()
    assert isinstance(before.program, Program)
    assert isinstance(after.program, Program)
    found = model_difference(before.program, after.program, (None, None))
    assert (found.kinds, found.trees) == (("logistic", "logistic"), (0, 0))
    (move,) = found.weights
    assert (move.result, move.input, move.way) == ("granted", term["input"], "each")
    assert move.before is not None
    assert move.after is not None
    assert move.after > move.before
