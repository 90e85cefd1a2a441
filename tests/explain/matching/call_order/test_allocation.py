"""A list of candidates is checked whole, and names nobody."""

from pathlib import Path

import pytest

from explain.errors import InvalidFile
from explain.i18n import language
from explain.matching.call_order.allocation import (
    KINDS,
    Allocation,
    read_allocation,
    with_candidate,
    with_rates,
)
from explain.matching.call_order.order import Rates
from explain.sources import Source
from tests.explain.matching.call_order.call_order_builders import run

INVALID = Path(__file__).parent / "invalid"
REASONS = {
    "empty": ("E440", 6, "holds no candidate"),
    "rank-repeated": ("E441", 8, "Rank 3 stands twice"),
    "rank-skipped": ("E442", 8, "Rank 4 is missing"),
    "ranks-reversed": ("E443", 7, "ends at rank 1, before it starts at rank 3"),
    "salt-missing": ("E444", 2, "“salt”"),
    "salt-short": ("E444", 5, "“salt”"),
    "unknown-type": ("E204", 7, "cannot be “rich”"),
    "rate-above-100": ("E208", 5, "100 or less"),
    "rate-below-0": ("E208", 5, "0 or more"),
    "rate-not-whole": ("E203", 5, "must be a whole number, and it is “12.5”"),
    "rate-missing": ("E201", 5, "“rates.residence” is missing"),
    "rates-twice": ("E104", 6, "“rates” is written twice"),
    "too-many": ("E208", 7, "1000000"),
    "holds-a-name": ("E202", 7, "not a field of this file"),
}


def test_every_invalid_list_is_explained_here() -> None:
    assert {path.stem for path in INVALID.glob("*.yaml")} == set(REASONS)


@pytest.mark.parametrize("name", REASONS)
def test_an_invalid_list_is_refused_with_its_reason_and_line(name: str) -> None:
    code, line, words = REASONS[name]
    path = INVALID / f"{name}.yaml"
    with pytest.raises(InvalidFile) as caught:
        read_allocation(Source(path.name, path.read_bytes()))
    (issue,) = caught.value.issues
    assert (issue.code.id, issue.line, issue.file) == (code, line, path.name)
    assert words in language("en").message(issue)


def test_all_bad_lines_are_reported_at_once() -> None:
    text = """\
format: 1
synthetic: false
programme: Licence
session: 2026
rates: {scholarship: 20, residence: 0}
candidates:
  - {first: 1, last: 4, type: neither}
  - {first: 3, type: holder}
  - {first: 7, type: holder}
"""
    with pytest.raises(InvalidFile) as caught:
        read_allocation(Source("a.yaml", text.encode()))
    found = [(issue.code.id, issue.line) for issue in caught.value.issues]
    assert found == [("E444", 2), ("E441", 8), ("E442", 9)]


def test_groups_and_single_lines_say_the_same() -> None:
    text = """\
format: 1
synthetic: true
programme: Licence
session: 2026
rates: {scholarship: 20, residence: 5}
candidates:
  - {first: 1, last: 2, type: resident}
  - {first: 3, type: both}
"""
    grouped = read_allocation(Source("a.yaml", text.encode()))
    assert grouped == Allocation(bytes([2, 2, 3]), Rates(20, 5), synthetic=True)
    assert grouped == read_allocation(run([2, 2, 3], 20, 5, synthetic=True))


def test_every_kind_has_a_name() -> None:
    assert sorted(KINDS.values()) == [0, 1, 2, 3]


def test_a_hypothetical_run_changes_one_thing_and_leaves_the_run_as_it_was() -> None:
    allocation = Allocation(bytes([0, 0, 1]), Rates(20, 0), synthetic=True)
    assert with_candidate(allocation, 2, 3).kinds == bytes([0, 3, 1])
    assert with_rates(allocation, Rates(5, 6)).rates == Rates(5, 6)
    assert allocation == Allocation(bytes([0, 0, 1]), Rates(20, 0), synthetic=True)
