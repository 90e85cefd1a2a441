"""What would have changed the outcome: compared with trying every value."""

from decimal import Decimal
from itertools import dropwhile, groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.case import validate_case
from explain.explanation import Change
from explain.rules.engine import outcome
from explain.rules.running import Program
from tests.explain.rules.rule_files import DAY, item, parameter, program, rules, run, step

REFERENCE = {"title": "Arrêté"}
N = item("n", "integer", minimum=0, maximum=40)
M = item("m", "amount", minimum=0, maximum=2)
P = item("p", "boolean")
COLOURS = [{"id": name, "label": name} for name in ("red", "green", "blue")]
COLOUR = item("colour", "category", categories=COLOURS)


def turns(value: Any) -> Any:
    """Return what counts as the same outcome: the sign of a number."""
    return (value > 0) - (value < 0) if isinstance(value, Decimal) else value


def tried(loaded: Program, case: dict[str, Any], name: str, value: Any) -> Any:
    return outcome(loaded, validate_case(loaded.spec, {**case, name: value}, DAY))


def by_trial(
    loaded: Program, case: dict[str, Any], name: str, values: list[Decimal]
) -> tuple[Decimal, Decimal] | None:
    """Return the first of `values` that turns the outcome, and the last that still does so."""
    before = turns(tried(loaded, case, name, case[name]))
    sides = [(value, turns(tried(loaded, case, name, value))) for value in values]
    turned = dropwhile(lambda pair: pair[1] in {None, before}, sides)
    same = [list(group) for _, group in groupby(turned, key=lambda pair: pair[1])]
    return (same[0][0][0], same[0][-1][0]) if same else None


def found(changes: tuple[Change, ...], name: str, present: Decimal, *, up: bool) -> Change | None:
    return next((c for c in changes if c.id == name and (Decimal(str(c.at)) > present) == up), None)


@st.composite
def line(draw: st.DrawFn, depth: int = 2) -> str:
    """Draw a formula that is piecewise affine in n and in m."""
    if depth == 0:
        factor = draw(st.sampled_from(["", "2 * ", "-3 * ", "0.5 * ", "0.33 * "]))
        constant = draw(st.decimals(0, 30, places=1))
        return draw(st.sampled_from([f"{factor}n", f"{factor}m", f"{constant}", f"{factor}n - m"]))
    one, two = draw(line(depth - 1)), draw(line(depth - 1))
    sign = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
    shape = draw(
        st.sampled_from(
            [
                "min({0}, {1})",
                "max({0}, {1})",
                "({0}) - ({1})",
                "abs({0})",
                "percent_of(7, {0}) + ({1})",
                "({0} if {1} {2} {3} else {3})",
                "({0}) / 4",
                "(1 if p and {0} {2} {1} else {3})",
            ]
        )
    )
    return shape.format(one, two, sign, draw(line(0)))


ROUNDINGS = st.none() | st.builds(
    lambda mode, size: {"mode": mode, "step": size, "reference": REFERENCE},
    st.sampled_from(["half_up", "half_even", "up", "down", "ceiling", "floor"]),
    st.sampled_from([1, 0.5, 5]),
)


@given(
    formula=line(),
    rounding=ROUNDINGS,
    n=st.integers(0, 40),
    m=st.decimals(0, 2, places=2),
    p=st.booleans(),
)
def test_the_nearest_change_is_the_one_that_trying_every_value_finds(
    *, formula: str, rounding: dict[str, Any] | None, n: int, m: Decimal, p: bool
) -> None:
    """Both directions, bounds included; every value that is shown turns the outcome."""
    more = {"rounding": rounding} if rounding else {}
    used = "0 * n + 0 * m + (0 if p else 0)"
    file = rules([N, M, P], [step("used", used), step("s", f"({formula}) + used", **more)])
    loaded = program(file)
    case: dict[str, Any] = {"n": n, "m": m, "p": p}
    changes = run(loaded, case).changes
    grids = {"n": [Decimal(i) for i in range(41)], "m": [Decimal(i) / 100 for i in range(201)]}
    for name, grid in grids.items():
        present = Decimal(case[name])
        for up in (True, False):
            ahead = [v for v in grid if (v > present if up else v < present)]
            expected = by_trial(loaded, case, name, ahead if up else ahead[::-1])
            change = found(changes, name, present, up=up)
            assert (change is None) == (expected is None), (name, up, expected, change)
            if change is None or expected is None:
                continue
            near, far = (change.low, change.high) if up else (change.high, change.low)
            assert near == change.at == expected[0]
            assert (far if far is not None else grid[-1 if up else 0]) == expected[1]
            assert change.outcome == tried(loaded, case, name, change.at)
            assert turns(change.outcome) != turns(run(loaded, case).outcome.value)


def test_a_choice_is_tried() -> None:
    file = rules(
        [P, COLOUR],
        [step("s", "1 if p or colour == 'green' else 0")],
    )
    loaded = program(file)
    changes = run(loaded, {"p": False, "colour": "red"}).changes
    assert [(c.id, c.at, c.outcome) for c in changes] == [("p", True, 1), ("colour", "green", 1)]
    assert run(loaded, {"p": True, "colour": "green"}).changes == ()


def test_a_category_outcome_turns_when_it_becomes_another() -> None:
    file = rules(
        [N],
        [step("s", "'red' if n < 10 else 'green' if n < 20 else 'blue'")],
        outcome={"type": "category", "categories": COLOURS},
    )
    low, high = run(program(file), {"n": 15}).changes
    assert (low.low, low.high, low.at, low.outcome) == (None, 9, 9, "red")
    assert (high.low, high.high, high.at, high.outcome) == (20, None, 20, "blue")


def test_a_stretch_between_two_thresholds_has_both_bounds() -> None:
    file = rules([N], [step("s", "1 if 10 <= n < 20 else 0")])
    (change,) = run(program(file), {"n": 5}).changes
    assert (change.low, change.high, change.at, change.outcome) == (10, 19, 10, 1)


def test_changes_pass_through_steps_and_parameters() -> None:
    file = rules(
        [N, item("income", "amount", minimum=0)],
        [
            step("bill", "n * 30 * price"),
            step("due", "bill > percent_of(rate, income)"),
            step("s", "bill - percent_of(rate, income) if due else 0"),
        ],
        [
            parameter("price", "number", (3.35, "2016-01-01", None)),
            parameter("rate", "percent", (3, "2016-01-01", None)),
        ],
    )
    people, income = run(program(file), {"n": 4, "income": 13400}).changes
    assert (people.at, people.low, people.high) == (5, 5, None)
    assert (income.at, income.low, income.high) == (Decimal("13399.99"), None, Decimal("13399.99"))
    assert income.outcome == Decimal("0.0003")


@pytest.mark.parametrize(
    "formula",
    ["n * n - 100", "100 / n - 5", "(1 if n * n > 100 else 0)"],
)
def test_what_is_not_a_straight_line_is_left_out_rather_than_guessed(formula: str) -> None:
    assert run(program(rules([N], [step("s", formula)])), {"n": 3}).changes == ()


def test_unknown_outcomes_and_sensitive_data_have_no_changes() -> None:
    loaded = program(rules([N, P], [step("s", "n - 10 if p else 0")]))
    assert run(loaded, {"n": 3}, "p").changes == ()
    private = {**N, "sensitive": True}
    assert run(program(rules([private], [step("s", "n - 10")])), {"n": 3}).changes == ()


def test_an_unknown_that_does_not_matter_leaves_the_others_solved() -> None:
    loaded = program(rules([N, P], [step("s", "1 if n > 10 or p and n > 50 else 0")]))
    (change,) = run(loaded, {"n": 20}, "p").changes
    assert (change.id, change.at) == ("n", 10)
    assert change.outcome == 0
