"""Evaluations of a choice between classes, against scikit-learn and readers who subtract."""

import math
import random
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from explain.canonical import digest
from explain.engines import Algorithm
from explain.errors import InvalidFile
from explain.i18n import language
from explain.scores.evaluation.choices import by_class, by_group
from explain.scores.evaluation.evaluating import evaluate
from explain.scores.evaluation.record import ClassRates, Evaluation, Rate, to_bytes
from explain.scores.evaluation.verifying import read_evaluation
from explain.scores.tallies import LEAST
from explain.wording.evaluation import told
from tests.explain.scores import score_samples as samples
from tests.explain.scores.test_score_class_sums import CLASSES, declared, model, of
from tests.explain.scores.test_score_doubt import some_rows

DAY = date(2026, 11, 23)
NAMES = [item["id"] for item in samples.INPUTS]
ROWS = some_rows(500, 12)
DICE = random.Random(8)  # noqa: S311 - a sample


def outputs(row: Sequence[str]) -> list[float]:
    read: dict[str, Any] = {"true": True, "false": False}
    values = {name: read.get(value, value) for name, value in zip(NAMES, row, strict=True)}
    return [of(name, values) for name in CLASSES]


OUTPUTS = [outputs(row) for row in ROWS]
GIVEN = [CLASSES[found.index(max(found))] for found in OUTPUTS]
HAPPENED = [
    DICE.choices(CLASSES, [math.exp(output / 3) for output in found])[0] for found in OUTPUTS
]
SET: dict[str, Any] = {
    "file": "evaluation.csv",
    "label": "Cas connus",
    "rows": len(ROWS),
    "observed": {"id": "truly", "label": "En réalité", "type": "category"},
    "groups": [{"id": "heating"}, {"id": "advised"}],
}


def cases(happened: Sequence[str] = tuple(HAPPENED)) -> bytes:
    lines = [",".join([*NAMES, "truly"])]
    lines += [",".join([*row, seen]) for row, seen in zip(ROWS, happened, strict=True)]
    return "\n".join([*lines, ""]).encode()


def algorithm() -> Algorithm:
    return samples.algorithm({**declared(), "evaluation": SET}, model())


def evaluated(data: bytes | None = None) -> Evaluation:
    program = algorithm().program
    data = cases() if data is None else data
    return evaluate(program, program.spec.evaluation, data, {"score.yaml": digest(b"")}, DAY)


FOUND = evaluated()
RESULTS = FOUND.classes or ()
MATRIX = confusion_matrix(HAPPENED, GIVEN, labels=list(CLASSES))


def counted(rate: Rate | None) -> tuple[int | None, int | None]:
    assert rate is not None
    return rate.count, rate.of


def test_what_was_given_instead_is_the_table_of_scikit_learn() -> None:
    shown = 0
    for one, row in zip(RESULTS, MATRIX.tolist(), strict=True):
        assert [cell.id for cell in one.given or ()] == list(CLASSES)
        for cell, count in zip(one.given or (), row, strict=True):
            assert cell.count in {None, count}
            shown += cell.count is not None
    assert shown >= 5


def test_rates_are_those_of_each_class_against_the_rest() -> None:
    for place, one in enumerate(RESULTS):
        right = int(MATRIX[place, place])
        truly, given = int(MATRIX[place].sum()), int(MATRIX[:, place].sum())
        assert counted(one.missed) == (truly - right, truly)
        assert counted(one.alarms) == (given - right, len(ROWS) - truly)


def test_calibration_is_that_of_the_class_that_was_given() -> None:
    softmax = [max(math.exp(o) for o in row) / sum(map(math.exp, row)) for row in OUTPUTS]
    tenths = [min(9, int(10 * share)) for share in softmax]
    assert FOUND.calibration == "probability"
    for band in FOUND.bands:
        assert band.low is not None
        rows = [at for at, tenth in enumerate(tenths) if tenth == round(10 * float(band.low))]
        if band.observed.count is not None:
            assert band.observed.of == len(rows)
            assert band.observed.count == sum(HAPPENED[at] == GIVEN[at] for at in rows)
            assert band.predicted is not None
            mean = sum(softmax[at] for at in rows) / len(rows)
            assert float(band.predicted) == pytest.approx(mean, abs=1e-9)


def test_groups_are_counted_apart() -> None:
    heating = [row[NAMES.index("heating")] for row in ROWS]
    (comparison, _) = FOUND.groups
    shown = 0
    for member in comparison.members:
        rows = [at for at, value in enumerate(heating) if value == member.id]
        for one in member.classes or ():
            truly = [at for at in rows if HAPPENED[at] == one.id]
            others = [at for at in rows if HAPPENED[at] != one.id]
            if one.missed and one.missed.count is not None:
                assert one.missed.of == len(truly)
                assert one.missed.count == sum(GIVEN[at] != one.id for at in truly)
                shown += 1
            if one.alarms and one.alarms.count is not None:
                assert one.alarms.of == len(others)
                assert one.alarms.count == sum(GIVEN[at] == one.id for at in others)
                shown += 1
    assert shown >= 6


def test_the_file_reads_back_to_the_same_bytes() -> None:
    data = to_bytes(FOUND)
    assert to_bytes(read_evaluation(data, "evaluation.json", "aid")) == data


@pytest.mark.parametrize("code", ["fr", "en"])
def test_it_is_told_in_sentences_and_tables(code: Any) -> None:
    said = told(FOUND, algorithm().program.spec, language(code))
    really = {"en": "really so for", "fr": "vraiment le cas pour"}
    assert any(really[code] in line for line in said.summary)
    first = said.grids[0]
    assert len(first.heads) == len(CLASSES) + 2
    assert [row[0] for row in first.rows] == [name.capitalize() for name in CLASSES]
    assert all(len(row) == len(grid.heads) for grid in said.grids for row in grid.rows)


def test_a_class_that_is_not_one_of_the_outcome_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidFile) as raised:
        evaluated(cases(["other", *HAPPENED[1:]]))
    (issue,) = raised.value.issues
    assert (issue.code.id, issue.line) == ("E644", 2)


# A reader who subtracts ---------------------------------------------------------------------


def follows(known: list[list[int]], secret: list[int]) -> bool:
    """Tell by exact elimination whether a sum follows from known ones."""
    basis: list[tuple[int, list[Fraction]]] = []

    def reduced(row: list[int]) -> list[Fraction]:
        found = [Fraction(value) for value in row]
        for at, one in basis:
            if found[at]:
                factor = found[at]
                found = [a - factor * b for a, b in zip(found, one, strict=True)]
        return found

    for row in known:
        left = reduced(row)
        at = next((place for place, value in enumerate(left) if value), None)
        if at is not None:
            basis.append((at, [value / left[at] for value in left]))
    return not any(reduced(secret))


def published(
    rates: Sequence[ClassRates], groups: Sequence[int], whole: int, classes: int
) -> tuple[list[list[int]], list[list[int]]]:
    """Return what is known and what is secret of some rates: sums of groups x class x class."""
    size = whole * classes * classes
    known, all_sums = [], []

    def mask(rows: Sequence[int], columns: Sequence[int]) -> list[int]:
        found = [0] * size
        for group, row, column in product(groups, rows, columns):
            found[(group * classes + row) * classes + column] = 1
        return found

    every = list(range(classes))
    for place, one in enumerate(rates):
        rest = [other for other in every if other != place]
        for rate, among, wrong in (
            (one.missed, [place], rest),
            (one.alarms, rest, [place]),
        ):
            assert rate is not None
            whole_mask, count = mask(among, every), mask(among, wrong)
            all_sums += [whole_mask, count, mask(among, [c for c in every if c not in wrong])]
            known += [whole_mask] if rate.of is not None else []
            known += [count] if rate.count is not None else []
        for column, cell in enumerate(one.given or ()):
            all_sums.append(mask([place], [column]))
            known += [mask([place], [column])] if cell.count is not None else []
    return known, all_sums


@pytest.mark.parametrize("seed", range(12))
def test_no_small_count_follows_from_what_is_published(seed: int) -> None:
    draw = np.random.default_rng(seed)
    classes, groups = int(draw.integers(2, 5)), int(draw.integers(2, 4))
    rows = int(draw.integers(40, 220))
    names = [f"c{place}" for place in range(classes)]
    observed = draw.choice(classes, rows, p=draw.dirichlet(np.ones(classes) * 2))
    given = np.where(draw.random(rows) < 0.75, observed, draw.integers(0, classes, rows))
    group = draw.choice(groups, rows, p=draw.dirichlet(np.ones(groups) * 2))
    members = {f"g{at}": group == at for at in range(groups)}
    counts = np.zeros((groups, classes, classes), np.int64)
    np.add.at(counts, (group, observed, given), 1)

    whole = by_class(names, observed, given)
    (comparison,) = by_group(names, observed, given, {"group": members}, whole)
    everybody = [1] * counts.size
    known, secrets = published(whole, range(groups), groups, classes)
    known.append(everybody)

    def small(sums: list[list[int]]) -> list[list[int]]:
        totals = ((one, int(counts.ravel() @ np.array(one))) for one in sums)
        return [one for one, total in totals if total < LEAST and any(one)]

    assert not any(follows(known, secret) for secret in small(secrets))
    for at, member in enumerate(comparison.members):
        more, hidden = published(member.classes or (), [at], groups, classes)
        known += more
        secrets += hidden
    assert not any(follows(known, secret) for secret in small(secrets))
    assert len(known) > 1
