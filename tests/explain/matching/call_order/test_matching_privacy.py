"""An explanation holds one person's place, and nothing of another person."""

import json

import pytest

from explain.canonical import to_record
from explain.engines import explain
from explain.matching.privacy import disclosed
from tests.explain.matching.call_order.call_order_builders import (
    algorithm,
    case,
    detail,
    place,
    run,
)

KIND_OF_OTHERS = bytes([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1])


def record(kinds: bytes, rank: int) -> bytes:
    """Return the record of one person of a real run, without the digest of the run."""
    explanation = explain(algorithm(), case(rank, kinds[rank - 1], 25), run(kinds, 25))
    plain = json.loads(to_record(explanation))
    plain["provenance"]["files"].pop()
    return json.dumps(plain).encode()


def test_who_the_others_are_does_not_show_as_long_as_the_counts_stay() -> None:
    moved = bytearray(KIND_OF_OTHERS)
    moved[14], moved[17] = 1, 0
    assert record(bytes(moved), 1) == record(KIND_OF_OTHERS, 1)


def test_the_residence_of_others_does_not_show_where_no_rate_uses_it() -> None:
    others = bytes([KIND_OF_OTHERS[0], *(kind | 2 for kind in KIND_OF_OTHERS[1:])])
    assert record(others, 1) == record(KIND_OF_OTHERS, 1)


def test_the_record_holds_no_list_as_long_as_the_run() -> None:
    explanation = explain(algorithm(), case(500, 0, 25), run(bytes(1000), 25))
    assert len(to_record(explanation)) < 4000


def test_small_counts_of_a_real_run_are_withheld_together() -> None:
    found = place(KIND_OF_OTHERS, 1, 25)
    assert {(row.passed_by, row.passed) for row in detail(found).overtaking} == {(None, None)}
    assert [(rate.bound, rate.bound_calls, rate.served) for rate in detail(found).rates] == [
        (True, None, None)
    ]
    assert [step.id for step in found.operations] == ["commission_rank", "call_rank"]


def test_an_invented_run_withholds_nothing() -> None:
    found = place(KIND_OF_OTHERS, 1, 25, synthetic=True)
    assert {(row.passed_by, row.passed) for row in detail(found).overtaking} == {(1, 0)}
    assert [(rate.bound_calls, rate.served) for rate in detail(found).rates] == [(1, 1)]


def test_counts_of_five_and_more_are_told() -> None:
    kinds = bytes([0] * 40 + [1] * 10)
    found = place(kinds, 30, 10)
    assert detail(found).after == 34
    assert [(row.passed_by, row.passed) for row in detail(found).overtaking] == [(None, None)]
    found = place(kinds, 40, 10)
    assert [(row.passed_by, row.passed) for row in detail(found).overtaking] == [(5, 0)]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 0), (0, 0)),
        ((5, 0, 12), (5, 0, 12)),
        ((4, 0, 12), (None, None, None)),
        ((1,), (None,)),
        ((), ()),
    ],
)
def test_a_count_from_one_to_four_withholds_its_neighbours(
    counts: tuple[int, ...], told: tuple[int | None, ...]
) -> None:
    assert disclosed(counts, synthetic=False) == told
    assert disclosed(counts, synthetic=True) == counts
