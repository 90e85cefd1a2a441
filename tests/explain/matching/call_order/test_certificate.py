"""The certificate refuses every order that breaks a guarantee, and no other."""

from itertools import permutations

import pytest
from hypothesis import given

from explain.errors import CannotExplain
from explain.matching.call_order.certificate import certified_order, certify
from explain.matching.call_order.order import (
    BOTH,
    HOLDER,
    NEITHER,
    RESIDENT,
    CallOrder,
    Rates,
    call_order,
)
from tests.explain.matching.call_order.call_order_reference import CAMPAIGN, KINDS, PERCENTS


def broken(kinds: bytes, rates: Rates, order: tuple[int, ...], binding: bytes) -> list[str]:
    with pytest.raises(CannotExplain) as caught:
        certify(kinds, rates, CallOrder(order, binding))
    assert {issue.code.id for issue in caught.value.issues} == {"E448"}
    return [issue.values["guarantee"] for issue in caught.value.issues]


@CAMPAIGN
@given(KINDS, PERCENTS, PERCENTS)
def test_every_run_is_certified(ranking: bytes, scholarship: int, residence: int) -> None:
    rates = Rates(scholarship, residence)
    assert certified_order(ranking, rates) == call_order(ranking, rates)


def test_somebody_called_twice_or_never_is_found() -> None:
    assert broken(bytes([0, 0]), Rates(), (0, 0), bytes(2)) == ["permutation"]
    assert broken(bytes([0, 0]), Rates(), (0,), bytes(1)) == ["permutation"]


def test_a_swap_inside_a_kind_is_found() -> None:
    assert broken(bytes([HOLDER, HOLDER]), Rates(50), (1, 0), bytes([1, 1])) == ["calls"]


def test_a_jump_without_a_binding_rate_is_found() -> None:
    assert broken(bytes([NEITHER, HOLDER]), Rates(), (1, 0), bytes(2)) == ["calls"]


def test_a_call_said_to_be_bound_by_a_rate_that_was_met_is_found() -> None:
    assert broken(bytes([HOLDER, NEITHER]), Rates(50), (0, 1), bytes([1, 1])) == ["calls"]


def test_a_missed_scholarship_rate_is_found() -> None:
    found = broken(bytes([NEITHER, HOLDER]), Rates(50), (0, 1), bytes(2))
    assert found == ["calls", "scholarship"]


def test_a_missed_residence_rate_is_found() -> None:
    assert broken(bytes([NEITHER, RESIDENT]), Rates(0, 50), (0, 1), bytes(2)) == ["calls"]


def test_scholarships_prevail_only_where_nobody_left_is_in_both_groups() -> None:
    rates = Rates(50, 50)
    certify(bytes([HOLDER, RESIDENT]), rates, CallOrder((0, 1), bytes([BOTH, RESIDENT])))
    assert broken(bytes([HOLDER, BOTH]), rates, (0, 1), bytes([BOTH, RESIDENT])) == ["calls"]


@pytest.mark.parametrize("rates", [Rates(40), Rates(0, 60), Rates(34, 67)])
def test_on_a_short_list_only_the_true_order_is_certified(rates: Rates) -> None:
    kinds = bytes([NEITHER, HOLDER, RESIDENT, BOTH, NEITHER])
    true = call_order(kinds, rates)
    others = [order for order in permutations(range(5)) if order != true.order]
    for order in others:
        assert broken(kinds, rates, order, true.binding)
