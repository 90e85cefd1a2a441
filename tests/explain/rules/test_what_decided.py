"""Which steps are decisive: compared with trying every value of all the others, together.

The steps that are told apart each repeat one input, so that an input that is tried is a step
that is tried.
"""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.case import validate_case
from explain.details import Trace
from explain.errors import CannotExplain
from explain.explanation import Findings
from explain.rules.engine import outcome, trace
from explain.rules.running import Program
from tests.explain.rules.rule_files import (
    DAY,
    WRITTEN,
    item,
    program,
    row,
    rules,
    run,
    step,
    table,
)

NUMBERS, FLAGS = ("a", "b", "c"), ("p", "q", "r")
DOMAIN: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(NUMBERS, (0, 1, 2, 3)),
    **dict.fromkeys(FLAGS, (False, True)),
}
INPUTS = [
    *(item(f"in_{name}", "integer", minimum=0, maximum=3) for name in NUMBERS),
    *(item(f"in_{name}", "boolean") for name in FLAGS),
]
STEPS = [step(name, f"in_{name}") for name in DOMAIN]

SIMPLE = st.sampled_from(
    ["p", "q", "r", "not p", *(f"{n} {sign} {k}" for n in NUMBERS for sign in "<>" for k in (1, 2))]
)
CONDITION = SIMPLE | st.builds(
    lambda one, word, other: f"({one} {word} {other})",
    SIMPLE,
    st.sampled_from(["and", "or"]),
    SIMPLE,
)
GIVEN = st.sampled_from(["0", "1", "2", "a", "b - c", "c * 2", "a if r else b"])
LINES = st.lists(st.tuples(st.lists(CONDITION, min_size=1, max_size=2), GIVEN), max_size=3)


@st.composite
def last_step(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a table of any policy, with an exception or without."""
    hit = draw(st.sampled_from(["first", "unique", "any", "collect_sum"]))
    # Under "unique" a last row without conditions is refused: this one always holds as well.
    drawn = [*draw(LINES), (["b <= a + b"] if hit == "unique" else [], draw(GIVEN))]
    lines = [row(f"r{n}", *when, gives=gives) for n, (when, gives) in enumerate(drawn)]
    when, gives = draw(CONDITION), draw(GIVEN)
    exception = {"id": "e", "label": "E", "when": when, "gives": gives, "reference": WRITTEN}
    # A condition that compares two names leaves the table to the calculation, whatever it holds.
    lines[0] = {**lines[0], "when": [*lines[0]["when"], "a <= a + b"]}
    return table("s", hit, *lines, exceptions=[exception] if draw(st.booleans()) else [])


def loaded(last: dict[str, Any]) -> Program:
    """Return rules in which every input plays a part, and only the steps differ."""
    every = " + ".join([*NUMBERS, *(f"(1 if {flag} else 0)" for flag in FLAGS)])
    return program(rules(INPUTS, [*STEPS, last, step("end", f"s if true else {every}")]))


def result(read: Program, values: dict[str, Any]) -> Any:
    """Return the outcome, or None where rows are in conflict or none applies."""
    case = validate_case(read.spec, {f"in_{name}": value for name, value in values.items()}, DAY)
    return outcome(read, case)


def decisive(found: Findings) -> set[str]:
    assert isinstance(found.detail, Trace)
    return {one.id for one in found.detail.steps if one.decisive}


@given(last_step(), st.fixed_dictionaries({n: st.sampled_from(d) for n, d in DOMAIN.items()}))
def test_the_decisive_steps_alone_settle_the_outcome(
    last: dict[str, Any], values: dict[str, Any]
) -> None:
    read = loaded(last)
    case = validate_case(read.spec, {f"in_{name}": value for name, value in values.items()}, DAY)
    try:
        found = trace(read, case)
    except CannotExplain:  # no row applies, or rows in conflict
        return
    free = [name for name in DOMAIN if name not in decisive(found)]
    for tried in product(*(DOMAIN[name] for name in free)):
        again = result(read, {**values, **dict(zip(free, tried, strict=True))})
        assert again in {found.outcome.value, None}, (free, tried)


TABLES = {
    "first": [("p", "1"), ("q", "2"), ("r", "3")],
    "collect_sum": [("p", "1"), ("q", "2"), ("r", "0")],
}


@pytest.mark.parametrize(
    ("hit", "values", "expected"),
    [
        ("first", {"p": False, "q": True, "r": True}, {"p", "q"}),
        ("first", {"p": True, "q": True, "r": True}, {"p"}),
        ("first", {"p": False, "q": False, "r": False}, {"p", "q", "r"}),
        ("collect_sum", {"p": False, "q": True, "r": True}, {"p", "q"}),
    ],
)
def test_a_condition_that_failed_decides_where_its_row_would_have_counted(
    hit: str, values: dict[str, bool], expected: set[str]
) -> None:
    """Compared with turning each condition alone."""
    rows = [row(f"r{n}", when, gives=gives) for n, (when, gives) in enumerate(TABLES[hit])]
    read = loaded(table("s", hit, *rows, row("rest", gives="4")))
    every = {**dict.fromkeys(NUMBERS, 1), **values}
    found = run(read, {f"in_{name}": value for name, value in every.items()})
    before = found.outcome.value
    turned = {one for one in FLAGS if result(read, {**every, one: not values[one]}) != before}
    assert turned == expected
    assert decisive(found) - {"s", "end"} == expected


def test_other_rows_of_a_unique_table_do_not_decide() -> None:
    """Had one of them applied as well, nothing would have been given."""
    rows = [row("one", "p", "a < 9", gives="1"), row("two", "q", "a + b < 9", gives="2")]
    read = loaded(table("s", "unique", *rows))
    case = {"in_p": True, "in_q": False, "in_r": False, "in_a": 1, "in_b": 1, "in_c": 1}
    assert decisive(run(read, case)) == {"p", "a", "s", "end"}


def test_an_exception_that_failed_decides() -> None:
    exception = {"id": "e", "label": "E", "when": "q", "gives": "0", "reference": WRITTEN}
    read = program(
        rules(INPUTS[3:5], [*STEPS[3:5], step("s", "1 if p else 2", exceptions=[exception])])
    )
    found = run(read, {"in_p": True, "in_q": False})
    assert decisive(found) == {"p", "q", "s"}
    assert isinstance(found.detail, Trace)
    (looked,) = found.detail.steps[-1].exceptions
    assert (looked.id, looked.state, looked.failed) == ("e", "failed", "q")


def test_what_lost_in_a_minimum_does_not_decide() -> None:
    read = program(rules(INPUTS[:2], [*STEPS[:2], step("s", "min(a, b)")]))
    assert decisive(run(read, {"in_a": 1, "in_b": 3})) == {"a", "s"}
