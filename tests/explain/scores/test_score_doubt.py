"""The doubt about a score, held against the engine itself and against plain counting."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import to_record
from explain.case import CaseFile, read_case, validate_case
from explain.details import Attribution, Trace
from explain.engines import Algorithm, explain, load
from explain.errors import CannotExplain
from explain.explanation import Explanation
from explain.i18n import language
from explain.scores import display as reading
from explain.scores import sides
from explain.scores.doubt.doubting import against_each, doubt
from explain.scores.doubt.likeness import distances, similar
from explain.scores.doubt.record import Doubt
from explain.scores.doubt.stability import MOST_REASONS, SEED, first_reasons
from explain.scores.findings import raw
from explain.scores.models.columns import encode_all
from explain.scores.models.forest_file import write_forest
from explain.scores.tallies import LEAST, tally
from explain.wording import account
from explain.wording.doubt import doubts
from explain.wording.scores import MOST_REASONS as REASONS_OF_A_LETTER
from tests.explain.scores.score_samples import (
    DAY,
    ENTRIES,
    INPUTS,
    MODEL,
    SCORE,
    algorithm,
    background,
    case,
    display,
    entry,
    score,
)
from tests.explain.scores.test_score_kinds import CLASSES, MANY, ORIGIN, choice, forest

Row = list[str]


def cases(slug: str, version: int) -> CaseFile:
    """Return a worked example of an entry that names its version."""
    files = sorted((ENTRIES / slug / "cases").glob("*.yaml"))
    read = (read_case(path.read_bytes(), path.name)[0] for path in files)
    return next(found for found in read if found.version == version)


def some_rows(count: int, seed: int) -> list[Row]:
    dice = random.Random(seed)  # noqa: S311 - a sample
    return [
        [
            str(dice.randrange(0, 90000, 250)),
            str(dice.randrange(0, 6)),
            str(dice.randrange(0, 40)),
            str(dice.randrange(0, 90)),
            dice.choice(["true", "false"]),
            dice.choice(["gas", "oil", "wood"]),
        ]
        for _ in range(count)
    ]


ROWS = some_rows(120, 7)


def loaded(rows: list[Row], **changes: object) -> Algorithm:
    about = {**SCORE["background"], "rows": len(rows), **changes}
    return algorithm(score(background=about), rows=background(rows))


def explained(made: Algorithm, **changes: object) -> tuple[Explanation, Attribution]:
    found = explain(made, case(made, **changes))
    assert isinstance(found.detail, Attribution)
    return found, found.detail


def doubted(made: Algorithm, *, private: bool = False, **changes: object) -> Doubt:
    return doubt(made.program, explained(made, **changes)[0], private=private)


def reasons(made: Algorithm) -> list[str]:
    """Return the labels of the reasons that are printed."""
    found, _ = explained(made)
    return [reason.label for reason in account(found, made.spec, language("fr")).reasons]


def resamples(rows: list[Row]) -> Iterator[list[Row]]:
    """Draw from the documented stream, in whole numbers of Python."""
    bits = np.random.PCG64(SEED)
    for _ in range(200):
        draws = (int(bits.random_raw()) for _ in rows)
        yield [rows[((draw >> 32) * len(rows)) >> 32] for draw in draws]


def test_the_reasons_are_as_stable_as_the_engine_finds_them() -> None:
    """Each resample is a background of its own, with which the engine explains the case."""
    rows = ROWS[:12]
    stable = doubted(loaded(rows)).stability
    assert stable is not None
    ours = reasons(loaded(rows))
    seen = [reasons(loaded(drawn)) for drawn in resamples(rows)]
    assert stable.resamples == len(seen)
    assert list(stable.reasons) == ours
    assert stable.first == sum(found[:1] == ours[:1] for found in seen)
    assert stable.same == sum(set(found) == set(ours) for found in seen)
    assert 0 < stable.same < len(seen)


def test_a_background_of_equal_rows_is_as_stable_as_can_be() -> None:
    stable = doubted(loaded(ROWS[:1] * 30)).stability
    assert stable is not None
    assert (stable.first, stable.same) == (200, 200)


def test_cases_closer_to_the_threshold_are_counted_one_by_one() -> None:
    made = loaded(ROWS)
    near = doubted(made).nearness
    assert near is not None
    assert near.closer is not None
    gaps = []
    for row in ROWS:
        values = dict(zip((item["id"] for item in INPUTS), row, strict=True))
        person = {
            "income": int(values["income"]), "children": int(values["children"]),
            "years": int(values["years"]), "saving": int(values["saving"]),
            "advised": values["advised"] == "true", "heating": values["heating"],
        }  # fmt: skip
        gaps.append(abs(explained(made, **person)[1].output))
    own = abs(explained(made)[1].output)
    assert near.closer.count == sum(gap < own for gap in gaps)
    assert near.gap == abs(explained(made)[1].total - 50)


def test_similar_cases_are_the_nearest_by_the_declared_distance() -> None:
    made = loaded(ROWS)
    found = doubted(made).similar
    assert found is not None
    columns = list(zip(*ROWS, strict=True))
    own = ["31200", "2", "4", "35", "false", "oil"]
    spreads = [float(np.std([float(text) for text in column])) for column in columns[:4]]
    far = [
        sum(abs(float(row[at]) - float(own[at])) / spreads[at] for at in range(4))
        + sum(row[at] != own[at] for at in (4, 5))
        for row in ROWS
    ]
    nearest = sorted(range(len(ROWS)), key=lambda place: far[place])[:12]
    assert found.farthest == pytest.approx(far[nearest[-1]])
    assert found.alike.of == 12
    reached = sum(weight(ROWS[at]) >= 0 for at in nearest)
    assert found.alike == tally(reached, 12)


def weight(cells: Row) -> float:
    """Return the log-odds of a row, from the model's file."""
    row = dict(zip((item["id"] for item in INPUTS), cells, strict=True))
    total = float(MODEL["intercept"])
    for term in MODEL["terms"]:
        text = row[term["input"]]
        if term["kind"] == "category":
            total += float(term["coefficients"][text])
        else:
            number = {"true": 1.0, "false": 0.0}.get(text) if text.isalpha() else float(text)
            assert number is not None
            size = (number - float(term["center"])) / float(term["scale"])
            total += float(term["coefficient"]) * size
    return total


def test_choices_that_nobody_has_together_are_named() -> None:
    rows = [row for row in some_rows(300, 3) if not (row[4] == "false" and row[5] == "oil")]
    (pair,) = doubted(loaded(rows)).combinations or ()
    assert pair.ids == ("advised", "heating")
    refused = sum(row[4] == "false" for row in rows)
    oil = sum(row[5] == "oil" for row in rows)
    assert pair.expected == pytest.approx(refused * oil / len(rows))
    assert doubted(loaded(rows), advised=True).combinations == ()


def test_rare_choices_make_no_remark() -> None:
    rows = [row for row in ROWS if row[5] != "oil"][:100]
    rows += [[*ROWS[0][:4], "true", "oil"]] * 3
    assert doubted(loaded(rows)).combinations == ()


def test_what_is_beyond_the_background_is_that_of_the_record() -> None:
    made = loaded(ROWS)
    found, detail = explained(made, income=89999, children=9)
    assert [item.id for item in detail.outside] == ["children", "income"][::-1]
    assert doubt(made.program, found).outside == detail.outside


def test_a_small_background_has_no_similar_cases() -> None:
    assert doubted(loaded(ROWS[:49])).similar is None
    assert doubted(loaded(ROWS[:50])).similar is not None


def test_a_private_background_tells_only_what_is_allowed() -> None:
    hidden = doubted(loaded(ROWS), private=True)
    assert hidden.withheld == ("nearness", "range", "similar")
    assert (hidden.outside, hidden.combinations, hidden.similar) == (None, None, None)
    assert hidden.nearness is not None
    assert hidden.nearness.closer is None
    assert hidden.stability == doubted(loaded(ROWS)).stability
    allowed = doubted(loaded(ROWS, tells=["similar"]), private=True)
    assert allowed.withheld == ("nearness", "range")
    assert allowed.similar == doubted(loaded(ROWS)).similar


def test_without_a_threshold_there_is_no_distance_to_it() -> None:
    bare = {
        name: value
        for name, value in display().items()
        if name not in {"threshold", "threshold_label", "favourable"}
    }
    about = {**SCORE["background"], "rows": len(ROWS)}
    made = algorithm(score(display=bare, background=about), rows=background(ROWS))
    found = doubted(made)
    assert (found.nearness, found.similar) == (None, None)
    assert found.stability is not None


def test_the_same_case_has_the_same_doubt_to_the_last_byte() -> None:
    one, again = (to_record(doubted(loaded(ROWS))) for _ in range(2))
    shuffled = random.Random(1).sample(ROWS, len(ROWS))  # noqa: S311 - a sample
    assert one == again
    assert b'"seed":1' in one
    assert doubted(loaded(shuffled)).similar == doubted(loaded(ROWS)).similar


def test_contributions_against_each_row_are_those_of_a_background_of_one() -> None:
    made = loaded(ROWS[:10])
    found, detail = explained(made)
    values = {datum.id: raw(datum.value) for datum in found.data}
    names = [item.id for item in made.program.spec.inputs]
    rows = dict(zip(names, (column.values for column in made.program.columns), strict=True))
    each = against_each(made.program, values, rows)
    for place in range(10):
        alone = explained(loaded([ROWS[place]]))[1]
        assert each[place].tolist() == pytest.approx([share.value for share in alone.shares])
    assert each.mean(axis=0).tolist() == pytest.approx([share.value for share in detail.shares])


def test_an_algorithm_of_another_family_has_no_such_doubt() -> None:
    found = replace(explained(loaded(ROWS))[0], detail=Trace(steps=()))
    with pytest.raises(CannotExplain) as caught:
        doubt(loaded(ROWS).program, found)
    assert caught.value.issues[0].code.id == "E649"


def test_as_many_reasons_are_watched_as_a_letter_gives() -> None:
    assert MOST_REASONS == REASONS_OF_A_LETTER


@given(st.lists(st.integers(-3, 3).map(Decimal), max_size=9))
def test_reasons_are_the_largest_printed_points(shares: list[Decimal]) -> None:
    found = first_reasons(shares)
    sizes = sorted((abs(share) for share in shares if share), reverse=True)
    assert [abs(shares[place]) for place in found] == sizes[:4]


@given(
    st.lists(st.floats(-9, 9) | st.sampled_from([0.0, 0.1, -0.1]), min_size=1),
    st.sampled_from([10, -10, Decimal("0.3"), Decimal("-7.1")]),
    st.sampled_from([50, 51, Decimal("49.5")]),
)
def test_many_scores_are_on_the_side_where_each_of_them_is(
    outputs: list[float], scale: Decimal, threshold: Decimal
) -> None:
    declared = algorithm().program.spec.display.model_copy(
        update={"scale": Decimal(scale), "threshold": Decimal(threshold)}
    )
    one_by_one = [reading.reaches(declared, reading.points(declared, one)) for one in outputs]
    assert sides.reached(declared, np.array(outputs)).tolist() == one_by_one


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_count_of_fewer_than_five_is_never_told(count: int, more: int) -> None:
    told = tally(count, count + more)
    if told.count is not None:
        assert told.count >= LEAST
        assert count + more - told.count >= LEAST
    else:
        assert count < LEAST or more < LEAST
    assert told.of is None or told.of >= LEAST


def test_trees_are_doubted_in_the_same_way() -> None:
    """The mean of the contributions against each row is the explanation of the record."""
    made = entry("aide-renovation-energetique", 3)
    inputs = cases("aide-renovation-energetique", 3)
    found = explain(made, validate_case(made.spec, inputs.inputs, DAY, unknown=inputs.unknown))
    assert isinstance(found.detail, Attribution)
    values = {datum.id: raw(datum.value) for datum in found.data}
    names = [item.id for item in made.program.spec.inputs]
    rows = dict(zip(names, (column.values for column in made.program.columns), strict=True))
    each = against_each(made.program, values, rows)
    assert each.mean(axis=0).tolist() == pytest.approx(
        [share.value for share in found.detail.shares], abs=1e-9
    )
    told = doubt(made.program, found)
    assert told.stability is not None
    assert told.similar is not None
    assert told.similar.alike.of is not None
    assert doubt(made.program, found, most=10**9).stability == told.stability
    assert doubt(made.program, found, most=1) == replace(told, stability=None)


def test_a_choice_between_classes_counts_those_for_whom_the_same_is_decided() -> None:
    model = forest(MANY, CLASSES)
    spec = choice() | {"background": {**SCORE["background"], "rows": len(ROWS)}}
    files = write_forest(model, ORIGIN) | {
        "score.yaml": json.dumps(spec, ensure_ascii=False).encode(),
        "background.csv": background(ROWS),
    }
    made = load(files, "score.yaml")
    found = explain(made, case(made))
    told = doubt(made.program, found)
    assert told.nearness is not None
    assert told.nearness.following in set(CLASSES) - {found.outcome.value}
    assert told.similar is not None
    assert told.stability is not None
    names = [item.id for item in made.program.spec.inputs]
    rows = dict(zip(names, (column.values for column in made.program.columns), strict=True))
    decided = [CLASSES[place] for place in model.predict(encode_all(model.columns, rows)).argmax(1)]
    far = distances(made.program.spec.inputs, made.program.columns, {
        datum.id: raw(datum.value) for datum in found.data
    })  # fmt: skip
    nearest = np.flatnonzero(far <= sorted(far)[11])
    same = sum(decided[place] == found.outcome.value for place in nearest)
    assert told.similar.alike == tally(same, len(nearest))
    said = [line for part in doubts(told, found, made.spec, language("en")) for line in part.answer]
    assert any("the same result" in line for line in said)


def test_every_set_of_distances_has_its_nearest_whatever_the_order() -> None:
    far = np.array([3.0, 1.0, 2.0, 2.0, 1.0] * 20)
    marked = similar(far)
    assert marked is not None
    assert set(far[marked].tolist()) == {1.0}
    assert int(marked.sum()) == 40
