"""Overlaps, gaps and rows without use: what is found at load, compared with trying every case."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.case import validate_case
from explain.details import Trace
from explain.errors import CannotExplain, InvalidFile
from explain.rules.engine import trace
from tests.explain.rules.rule_files import (
    WRITTEN,
    item,
    parameter,
    program,
    row,
    rules,
    step,
    table,
)

A, B = (item(name, "integer", minimum=0, maximum=3) for name in "ab")
P, Q = (item(name, "boolean") for name in "pq")
K = parameter("k", "number", (2, "2020-01-01", "2020-12-31"), (1, "2021-01-01", None))
DAYS = (date(2020, 6, 1), date(2021, 6, 1))
STEPS = [
    step("small", "a < 2"),
    table(
        "limit",
        "first",
        row("x", "p", gives="k"),
        row("y", "b > 1", gives="3"),
        row("z", gives="k + 1"),
    ),
    step("kind", "'low' if b < k else 'high'"),
]
CONDITIONS = [
    "a < k", "a >= k", "a < limit", "limit > b", "limit == 3", "small", "not small", "p", "not p",
    "q", "kind == 'low'", "kind != 'low'", "a < 3 and small", "p or q", "k > 1", "k * 2 > a",
    "decision_day < date(2021, 1, 1)",
]  # fmt: skip
EVERY = "(a + b + limit + k + (1 if p else 0) + (1 if q else 0) + (1 if small else 0)"
EVERY += " + (1 if kind == 'low' else 0))"


def codes(file: dict[str, Any]) -> set[str]:
    """Return the codes with which a file is refused; none where it is read."""
    try:
        program(file)
    except InvalidFile as error:
        return {issue.code.id for issue in error.issues}
    return set()


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    some = st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=2)
    drawn = draw(st.lists(some, min_size=1, max_size=3))
    gives = draw(st.permutations([0, 1, 1, 2]))
    found = [row(f"r{n}", *when, gives=str(gives[n])) for n, when in enumerate(drawn)]
    return [*found, row("rest", gives="9")] if draw(st.booleans()) else found


def cases(read: Any) -> Iterator[tuple[str, ...] | str]:
    """Yield for each case in turn the rows that apply, or the code with which it is refused."""
    for a, b, p, q, day in product(range(4), range(4), [False, True], [False, True], DAYS):
        case = validate_case(read.spec, {"a": a, "b": b, "p": p, "q": q}, day)
        try:
            found = trace(read, case)
        except CannotExplain as error:
            yield error.issues[0].code.id
            continue
        assert isinstance(found.detail, Trace)
        lines = next(one.rows for one in found.detail.steps if one.id == "s")
        yield tuple(line.id for line in lines if line.state == "applied")


@given(rows(), st.sampled_from(["first", "unique", "any"]), st.none() | st.sampled_from(CONDITIONS))
def test_what_is_found_at_load_is_what_trying_every_case_finds(
    lines: list[dict[str, Any]], hit: str, when: str | None
) -> None:
    exception = {"id": "e", "label": "E", "when": when, "gives": "7", "reference": WRITTEN}
    exceptions = [exception] if when else []
    end = step("end", f"s if true else {EVERY}")
    checked = table("s", hit, *lines, exceptions=exceptions)
    found = codes(rules([A, B, P, Q], [*STEPS, checked, end], [K]))
    # Two numbers that are asked for, compared, leave a table to the calculation.
    blind = [{**line, "when": [*line["when"], "a <= a + b"]} for line in lines]
    unchecked = table("s", hit, *blind, exceptions=exceptions)
    tried = list(cases(program(rules([A, B, P, Q], [*STEPS, unchecked, end], [K]))))
    assert ("E426" in found) == ("E434" in tried)
    assert ("E427" in found) == ("E435" in tried)
    assert ("E455" in found) == ("E436" in tried)
    if not {"E434", "E436"} & {*tried}:
        applied = {name for one in tried if isinstance(one, tuple) for name in one}
        assert ("E428" in found) == (applied < {line["id"] for line in lines})
    assert found <= {"E426", "E427", "E428", "E455"}


# What is calculated ----------------------------------------------------------------------

PEOPLE = item("people", "persons", minimum=0, maximum=9, fields=[
    {"id": "age", "label": "Age", "type": "integer", "unit": "years", "minimum": 0},
])  # fmt: skip
INCOME = item("income", "amount", unit="EUR/year", minimum=0)
PARTS = item("parts", "number", minimum=1, maximum=20)


def counted(*conditions: str) -> dict[str, Any]:
    lines = [row(f"r{n}", when, gives=str(n)) for n, when in enumerate(conditions)]
    children = step("children", "count(people, age < 18)", unit="persons")
    return rules([PEOPLE], [children, table("s", "unique", *lines)])


def test_persons_are_counted_in_whole_numbers_from_zero() -> None:
    assert codes(counted("children == 0", "children == 1", "children >= 2")) == set()
    assert codes(counted("children == 0", "children >= 2")) == {"E427"}


def shared(*conditions: str) -> dict[str, Any]:
    lines = [row(f"r{n}", when, gives=str(n)) for n, when in enumerate(conditions)]
    quotient = step("quotient", "income / parts / 12", unit="EUR/year")
    return rules([INCOME, PARTS], [quotient, table("s", "unique", *lines)])


def test_a_quotient_of_amounts_is_not_below_zero() -> None:
    assert codes(shared("0 <= quotient < 400", "quotient >= 400")) == set()
    assert codes(shared("0 <= quotient < 400", "quotient > 400")) == {"E427"}
    assert codes(shared("0 <= quotient < 400", "quotient >= 300")) == {"E426"}
    assert codes(shared("quotient < 0", "quotient >= 0")) == {"E428"}


def test_a_row_without_conditions_overlaps_any_other_that_only_one_may_apply() -> None:
    """Even where the conditions of the other compare two amounts that nobody knows yet."""
    lines = (row("more", "income > quotient", gives="1"), row("rest", gives="2"))
    quotient = step("quotient", "income / parts", unit="EUR/year")
    with pytest.raises(InvalidFile) as refused:
        program(rules([INCOME, PARTS], [quotient, table("s", "unique", *lines)]))
    (issue,) = refused.value.issues
    assert (issue.code.id, issue.values["example"]) == ("E426", "income > quotient")
    assert codes(rules([INCOME, PARTS], [quotient, table("s", "first", *lines)])) == set()


def test_a_gap_is_named_with_the_first_day_on_which_it_is_there() -> None:
    dated = parameter(
        "top", "EUR/year", (900, "2020-01-01", "2024-12-31"), (800, "2025-01-01", None)
    )
    lines = (row("low", "income < top", gives="1"), row("high", "income >= 900", gives="2"))
    with pytest.raises(InvalidFile) as refusal:
        program(rules([INCOME], [table("s", "unique", *lines)], [dated]))
    (issue,) = refusal.value.issues
    assert issue.code.id == "E427"
    assert issue.values["example"] == "income = 800, decision_day = 2025-01-01"
