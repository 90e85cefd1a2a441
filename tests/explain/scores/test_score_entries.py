"""The sample scores that add up, against arithmetic of our own and against their training."""

import json
import re
import runpy
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest

from explain.case import CaseFile, read_case, validate_case
from explain.details import Attribution
from explain.engines import Algorithm, explain
from explain.explanation import Explanation
from explain.scores.spec import ScoreFile
from tests.explain.scores.score_samples import ENTRIES, entry, entry_files

VERSIONS = [
    ("aide-renovation-energetique", 1),
    ("aide-renovation-energetique", 2),
    ("signaux-faibles", 1),
    ("signaux-faibles", 2),
]
TRAINED = [(slug, version) for slug, version in VERSIONS if (slug, version) != VERSIONS[-1]]
OF_TREES = "version-3"
CASES = [
    (slug, path.stem)
    for slug in ("aide-renovation-energetique", "signaux-faibles")
    for path in sorted((ENTRIES / slug / "cases").glob("*.yaml"))
    if not path.stem.endswith(OF_TREES)
]
FIRST_DAY_OF_VERSION_2 = {
    "aide-renovation-energetique": "2026-09-01",
    "signaux-faibles": "2026-11-15",
}


def case_file(slug: str, name: str) -> CaseFile:
    path = ENTRIES / slug / "cases" / f"{name}.yaml"
    return read_case(path.read_bytes(), path.name)[0]


def version_of(slug: str, case: CaseFile) -> int:
    return 2 if str(case.date) >= FIRST_DAY_OF_VERSION_2[slug] else 1


def explained(slug: str, case: CaseFile) -> tuple[Algorithm, Explanation]:
    score = entry(slug, version_of(slug, case))
    assert case.date is not None
    return score, explain(score, validate_case(score.spec, case.inputs, case.date))


def terms(files: dict[str, bytes], values: dict[str, Any]) -> Iterator[tuple[str, Fraction]]:
    """Yield what each input adds to the log-odds, in exact fractions, from the artefact."""
    for term in json.loads(files["model.json"])["terms"]:
        value = values[term["input"]]
        if term["kind"] == "category":
            yield term["input"], Fraction(term["coefficients"][value])
        else:
            number = {"true": 1, "false": 0}.get(str(value).lower(), value)
            distance = Fraction(str(number)) - Fraction(term["center"])
            yield term["input"], Fraction(term["coefficient"]) * distance / Fraction(term["scale"])


@lru_cache
def means(slug: str, version: int) -> dict[str, Fraction]:
    """Average what each input adds over all rows of the background, in exact fractions."""
    files = entry_files(slug, version)
    header, *lines = files["background.csv"].decode().splitlines()
    names = header.split(",")
    sums = dict.fromkeys(names, Fraction(0))
    for line in lines:
        for name, value in terms(files, dict(zip(names, line.split(","), strict=True))):
            sums[name] += value
    return {name: value / len(lines) for name, value in sums.items()}


@pytest.mark.parametrize(("slug", "name"), CASES)
def test_the_expected_outcome_is_that_of_exact_fractions(slug: str, name: str) -> None:
    case = case_file(slug, name)
    score, found = explained(slug, case)
    assert isinstance(score.spec, ScoreFile)
    display = score.spec.display
    files = entry_files(slug, version_of(slug, case))
    odds = Fraction(json.loads(files["model.json"])["intercept"])
    odds += sum(value for _, value in terms(files, case.inputs))
    points = Fraction(display.offset) + Fraction(display.scale) * odds
    assert case.expect is not None
    assert found.outcome.value == case.expect.outcome
    assert abs(points - Fraction(case.expect.outcome)) < Fraction(1, 10**display.decimals)
    assert found.outcome.reached is (points >= Fraction(str(display.threshold)))


@pytest.mark.parametrize(("slug", "name"), CASES)
def test_contributions_are_those_of_exact_fractions(slug: str, name: str) -> None:
    case = case_file(slug, name)
    _, found = explained(slug, case)
    assert isinstance(found.detail, Attribution)
    files = entry_files(slug, version_of(slug, case))
    usual = means(slug, version_of(slug, case))
    expected = {n: float(value - usual[n]) for n, value in terms(files, case.inputs)}
    shares = {share.id: share.value for share in found.detail.shares}
    assert shares.keys() == expected.keys()
    assert all(abs(shares[name] - expected[name]) <= 1e-12 for name in expected)


@pytest.mark.parametrize(("slug", "name"), CASES)
def test_printed_points_add_up_and_every_change_flips(slug: str, name: str) -> None:
    case = case_file(slug, name)
    score, found = explained(slug, case)
    values = {operation.id: operation.value for operation in found.operations}
    inputs = [item.id for item in score.spec.inputs]
    total = values[found.outcome.id]
    assert values["background"] + sum(values[i] for i in inputs) == total  # type: ignore[operator, misc]  # numbers
    for change in found.changes:
        for value in {change.low, change.high, change.at} - {None}:
            changed = {**case.inputs, change.id: value}
            again = explain(score, validate_case(score.spec, changed, found.decided_on))
            assert again.outcome.reached is not found.outcome.reached


@pytest.mark.parametrize(("slug", "version"), TRAINED)
def test_training_again_gives_the_same_model(slug: str, version: int) -> None:
    folder = ENTRIES / slug / str(version)
    made = runpy.run_path(str(folder / "train.py"))["train"](folder)
    kept = entry_files(slug, version)
    assert made["background.csv"] == kept["background.csv"]
    # The solver goes through the machine's BLAS, so weights are compared, not bytes.
    assert numbers(made["model.json"]) == pytest.approx(numbers(kept["model.json"]), abs=1e-6)


def numbers(model: bytes) -> list[float]:
    return [float(text) for text in re.findall(r'"(-?[0-9][-+.0-9e]*)"', model.decode())]


def test_both_sides_of_each_threshold_have_cases() -> None:
    sides = {(slug, explained(slug, case_file(slug, n))[1].outcome.reached) for slug, n in CASES}
    assert len(sides) == 4
