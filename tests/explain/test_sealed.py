"""Sealed values: equal and hashed by what they hold, and refused a change by the type checker."""

from dataclasses import replace

import pytest

from explain.explanation import Operation

ONE = Operation(id="tax", label="Tax", value=12)


def _assign(operation: Operation) -> None:
    # `make check` fails if the type checker would allow this: an unused `ignore` is an error.
    operation.value = 13  # type: ignore[misc]  # the point of this test


def test_a_sealed_value_is_what_it_holds() -> None:
    same = Operation(id="tax", label="Tax", value=12)
    assert same == ONE
    assert hash(same) == hash(ONE)
    assert replace(ONE, value=13) != ONE


def test_a_sealed_value_takes_no_other_field() -> None:
    with pytest.raises(AttributeError):
        ONE.note = "late"  # type: ignore[attr-defined]  # the same
    with pytest.raises(TypeError):
        Operation("tax", "Tax", 12)  # type: ignore[call-arg]  # the same
