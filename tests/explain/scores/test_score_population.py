"""What counts over the whole background: true means, and nothing of fewer than five rows."""

import json
import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.engines import Algorithm, load
from explain.scores.models.forest_file import write_forest
from explain.scores.population.bands import BANDS, bands
from explain.scores.population.influences import Influence, Population, population
from explain.scores.population.parts import Part, parts
from explain.scores.spec import Display
from explain.scores.tallies import LEAST
from tests.explain.scores import score_samples as samples
from tests.explain.scores import test_score_kinds as kinds
from tests.explain.scores.brute_force import shapley

DISPLAY = Display.model_validate(samples.display(scale=10, offset=0, decimals=0, threshold=50))
CHOICE = samples.declared_inputs(
    [{"id": "c", "type": "category", "categories": [{"id": x, "label": x} for x in "abcdef"]}]
)[0]
NUMBER, WHOLE, FLAG = samples.declared_inputs(
    [{"id": "n", "type": "number"}, {"id": "i", "type": "integer"}, {"id": "b", "type": "boolean"}]
)
SHARE = st.floats(-3, 3, allow_nan=False).map(lambda share: round(share, 6))
NUMBERS = st.one_of(
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 2)),
    st.integers(0, 12).map(float),
    st.just(0.0),
)


def rows(count: int, seed: int = 1) -> list[list[str]]:
    draw = random.Random(seed)  # noqa: S311 - sample data
    return [
        [
            f"{draw.randint(0, 60000)}.{draw.randint(0, 99):02d}",
            str(draw.randint(0, 4)),
            str(draw.choice([0, 0, 0, 3, 9, 25])),
            str(draw.randint(0, 90)),
            draw.choice(["true", "false"]),
            draw.choice(["gas", "gas", "oil", "wood"]),
        ]
        for _ in range(count)
    ]


def score(count: int, **changes: Any) -> Algorithm:
    about = {"file": "background.csv", "label": "Moyenne", "rows": count}
    return samples.algorithm(
        samples.score(background=about, **changes), None, samples.background(rows(count))
    )


def found(count: int, **changes: Any) -> Population:
    result = population(score(count, **changes).program)
    assert result is not None
    return result


def test_sizes_are_those_of_brute_force_over_all_coalitions() -> None:
    """Every row explained through nothing but the model's own output."""
    program = score(8).program
    names = [item.id for item in program.spec.inputs]
    table = np.array(
        [list(values) for values in zip(*(c.values for c in program.columns), strict=True)],
        dtype=object,
    )

    def predict(rows: Any) -> list[float]:
        return [program.model.output(dict(zip(names, row, strict=True))) for row in rows]

    values = [shapley(predict, list(row), table) for row in table]
    scale = float(program.spec.display.scale)
    result = population(program)
    assert result is not None
    for influence in result.influences:
        place = names.index(influence.id)
        size = sum(abs(row[place]) for row in values) / len(values) * scale
        assert float(influence.size) == pytest.approx(abs(size), abs=1e-9)


def test_a_choice_between_classes_counts_what_was_decided_for_each_row() -> None:
    model = kinds.forest(kinds.MANY, kinds.CLASSES)
    about = {"file": "background.csv", "label": "Moyenne", "rows": 8}
    files = {
        **write_forest(model, kinds.ORIGIN),
        "score.yaml": json.dumps({**kinds.choice(), "background": about}).encode(),
        "background.csv": samples.background(rows(8)),
    }
    program = load(files, "score.yaml").program
    columns = [column.values for column in program.columns]
    table = kinds.table([list(values) for values in zip(*columns, strict=True)])
    sums = [0.0] * len(samples.INPUTS)
    for row in table:
        alone = kinds.table([list(row)])
        outputs = [kinds.plain(model, alone, place)[0] for place in range(len(kinds.CLASSES))]
        best = outputs.index(max(outputs))
        values = shapley(lambda rows, best=best: kinds.plain(model, rows, best), row, table)  # type: ignore[misc] # bound now
        sums = [total + abs(value) for total, value in zip(sums, values, strict=True)]
    result = population(program)
    assert result is not None
    sizes = {one.id: float(one.size) for one in result.influences}
    scale = abs(float(program.spec.display.scale)) / len(table)
    expected = [total * scale for total in sums]
    assert [sizes[item["id"]] for item in samples.INPUTS] == pytest.approx(expected, abs=1e-9)
    assert all(one.parts == () for one in result.influences)


def test_the_largest_comes_first_and_every_player_is_there() -> None:
    result = found(60)
    sizes = [influence.size for influence in result.influences]
    assert sizes == sorted(sizes, reverse=True)
    assert {influence.id for influence in result.influences} == {
        item["id"] for item in samples.INPUTS
    }
    assert result.rows == 60


def test_a_group_that_counts_as_one_has_a_size_and_no_parts() -> None:
    group = {"id": "home", "label": "Foyer", "inputs": ["income", "children"], "together": True}
    result = found(60, groups=[group])
    home = next(one for one in result.influences if one.id == "home")
    assert home.parts == ()
    assert home.size > 0
    assert "income" not in {one.id for one in result.influences}


def test_contributions_made_at_once_are_those_of_each_case() -> None:
    for program in (score(40).program, samples.entry("aide-renovation-energetique", 3).program):
        names = [item.id for item in program.spec.inputs]
        rows = [column.values[:40] for column in program.columns]
        made = program.attributor.batch(dict(zip(names, rows, strict=True)))
        for values, found in zip(zip(*rows, strict=True), made, strict=True):
            case = dict(zip(names, values, strict=True))
            assert found == pytest.approx(program.attributor.contributions(case).values, abs=1e-12)


def test_a_background_of_fewer_than_five_rows_tells_nothing() -> None:
    limit = {"threshold", "threshold_label", "favourable"}
    plain = {name: value for name, value in samples.display().items() if name not in limit}
    assert population(score(LEAST - 1, display=plain).program) is None


def test_means_over_all_parts_add_up_to_nothing() -> None:
    """Over the whole background contributions cancel out, whatever the input."""
    for influence in found(200).influences:
        assert sum(part.count or 0 for part in influence.parts) == 200
        sums = ((part.count or 0) * (part.mean or Decimal(0)) for part in influence.parts)
        total = sum(sums, Decimal(0))
        assert abs(total) < Decimal("1e-6")


def holds(low: Decimal | None, high: Decimal | None, *, after: bool, number: Decimal) -> bool:
    above = low is None or number > low or (not after and number == low)
    return bool(above and (high is None or number < high))


@pytest.mark.parametrize("whole", [False, True])
@given(numbers=st.lists(NUMBERS, min_size=LEAST, max_size=120))
def test_bands_hold_each_number_once_and_five_at_least(
    *, whole: bool, numbers: Sequence[float]
) -> None:
    if whole:
        numbers = [float(round(number)) for number in numbers]
    cut = bands(numbers, whole=whole)
    assert sorted(place for band in cut for place in band.places) == list(range(len(numbers)))
    assert all(len(band.places) >= LEAST for band in cut)
    assert len(cut) <= BANDS + 1
    for band in cut:
        for place in band.places:
            number = Decimal(repr(numbers[place]))
            if band.single:
                assert number == band.low
            else:
                assert holds(band.low, band.high, after=band.after, number=number)
    starts = [min(numbers[place] for place in band.places) for band in cut]
    assert starts == sorted(starts)


@given(st.lists(NUMBERS, min_size=LEAST, max_size=120))
def test_the_first_band_and_the_last_are_open(numbers: Sequence[float]) -> None:
    cut = bands(numbers, whole=False)
    assert cut[0].single or cut[0].low is None
    assert cut[-1].high is None


def test_bands_of_many_numbers_end_on_round_ones() -> None:
    draw = random.Random(7)  # noqa: S311 - sample data
    cut = bands([round(draw.uniform(1_000, 99_000), 2) for _ in range(1000)], whole=False)
    assert len(cut) == BANDS
    edges = [band.high for band in cut[:-1]]
    assert all(edge is not None and not edge % 2000 for edge in edges)
    assert all(60 <= len(band.places) <= 140 for band in cut)


def test_a_value_that_most_rows_share_stands_by_itself() -> None:
    draw = random.Random(7)  # noqa: S311 - sample data
    numbers = [0.0] * 800 + [round(draw.uniform(0.01, 50), 2) for _ in range(200)]
    first, second, *_ = bands(numbers, whole=False)
    zero = Decimal(0)
    assert (first.low, first.single, len(first.places)) == (zero, True, 800)
    assert (second.low, second.after) == (zero, True)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d", None]), SHARE), min_size=LEAST),
    st.integers(0, 2),
)
def test_nothing_is_told_of_fewer_than_five_rows(
    pairs: list[tuple[str | None, float]], rare: int
) -> None:
    pairs += [("f", 1.0)] * rare
    values, shares = [value for value, _ in pairs], [share for _, share in pairs]
    check_parts(parts(CHOICE, values, shares, DISPLAY), values, shares)


@given(st.lists(st.tuples(st.one_of(st.none(), NUMBERS), SHARE), min_size=LEAST, max_size=120))
def test_nothing_is_told_of_fewer_than_five_rows_with_a_number(
    pairs: list[tuple[float | None, float]],
) -> None:
    values, shares = [value for value, _ in pairs], [share for _, share in pairs]
    check_parts(parts(NUMBER, values, shares, DISPLAY), values, shares)


def check_parts(cut: tuple[Part, ...], values: Sequence[object], shares: Sequence[float]) -> None:
    """What is told is right, of five or more, and so is what can be found by difference."""
    told = [part for part in cut if part.count is not None]
    assert all((part.count or 0) >= LEAST for part in told)
    assert all((part.count is None) == (part.mean is None) for part in cut)
    hidden = len(values) - sum(part.count or 0 for part in told)
    assert hidden == 0 or hidden >= LEAST or not told
    assert (hidden == 0) == (len(told) == len(cut))
    for part in told:
        if part.choices or not part.known:
            chosen: tuple[object, ...] = part.choices if part.known else (None,)
            exact = [Fraction(s) for v, s in zip(values, shares, strict=True) if v in chosen]
            assert part.count == len(exact)
            assert float(part.mean or 0) == pytest.approx(float(sum(exact) / len(exact) * 10))


def test_yes_and_no_are_parts_like_choices() -> None:
    values = [1.0] * 6 + [0.0] * 9
    cut = parts(FLAG, values, [1.0] * 6 + [-0.5] * 9, DISPLAY)
    assert [(part.choices, part.count, part.mean) for part in cut] == [
        (("true",), 6, Decimal(10)),
        (("false",), 9, Decimal(-5)),
    ]


def test_rare_choices_are_told_together() -> None:
    values = ["a"] * 20 + ["b"] * 3 + ["c"] * 4
    cut = parts(CHOICE, values, [1.0] * 27, DISPLAY)
    assert [(part.choices, part.count) for part in cut] == [(("a",), 20), (("b", "c"), 7)]


def test_a_rare_choice_alone_takes_the_next_one_along() -> None:
    values = ["a"] * 20 + ["b"] * 8 + ["c"] * 1
    cut = parts(CHOICE, values, [1.0] * 29, DISPLAY)
    assert [(part.choices, part.count) for part in cut] == [(("a",), 20), (("b", "c"), 9)]


def test_a_rare_absence_is_withheld_with_the_smallest_band() -> None:
    values = [1.0] * 30 + [2.0] * 9 + [3.0] * 10 + [None] * 2
    cut = parts(WHOLE, values, [1.0] * 51, DISPLAY)
    assert [(part.low, part.known, part.count) for part in cut] == [
        (1, True, 30),
        (2, True, None),
        (3, True, 10),
        (None, False, None),
    ]


def test_the_sample_entries_tell_what_their_weights_say() -> None:
    """Each more child adds the same to the mean, as the model is a sum of terms."""
    result = population(samples.entry("aide-renovation-energetique", 2).program)
    assert result is not None
    children: Influence = next(one for one in result.influences if one.id == "enfants")
    means = [part.mean or Decimal(0) for part in children.parts if part.single]
    steps = {round(after - before, 6) for before, after in pairwise(means)}
    assert len(means) == 6
    assert len(steps) == 1
