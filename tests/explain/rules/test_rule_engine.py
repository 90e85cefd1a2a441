"""Running rules: dates, unknowns, branches, errors, the trace."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.details import Trace
from explain.errors import CannotExplain
from explain.explanation import Findings
from explain.i18n import language
from explain.rules.evaluation import ROUNDINGS, evaluate, round_to
from explain.rules.expressions import parse
from explain.rules.running import Program
from explain.rules.sentences import fill
from tests.explain.rules.rule_files import item, parameter, program, rules, run, step

A, B, N = item("a"), item("b"), item("n")
P, Q = item("p", "boolean"), item("q", "boolean")
REFERENCE = {"title": "Arrêté du 2 janvier 2020"}


def simple(formula: str, *inputs: dict[str, Any], **more: Any) -> Program:
    return program(rules(inputs, [step("s", formula, **more)]))


def logical(formula: str) -> Program:
    return program(rules([P, Q], [step("s", formula)], outcome={"type": "boolean"}))


def steps(found: Findings) -> dict[str, Any]:
    assert isinstance(found.detail, Trace)
    return {item.id: item for item in found.detail.steps}


def stopped(loaded: Program, inputs: dict[str, Any], **more: Any) -> tuple[str, str, str]:
    """Return the code, the field and the message of the only issue."""
    with pytest.raises(CannotExplain) as refusal:
        run(loaded, inputs, **more)
    (issue,) = refusal.value.issues
    assert language("en").hint(issue)
    return issue.code.id, issue.field, language("en").message(issue)


# Dates -----------------------------------------------------------------------------------

PRICE = parameter(
    "price",
    "number",
    (1, "2020-01-01", "2020-12-31"),
    (2, "2021-01-01", "2021-06-30"),
    ("not_published", "2021-07-01", "2021-12-31"),
    (3, "2022-01-01", "2022-12-31"),
)
DATED = program(rules([A], [step("s", "a * price")], [PRICE]))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2020-01-01", 1),
        ("2020-12-31", 1),
        ("2021-01-01", 2),
        ("2021-06-30", 2),
        ("2022-01-01", 3),
        ("2022-12-31", 3),
    ],
)
def test_a_parameter_has_the_value_of_the_decision_s_day(day: str, value: int) -> None:
    found = run(DATED, {"a": 10}, day=date.fromisoformat(day))
    assert found.outcome.value == 10 * value
    (applied,) = found.parameters
    assert applied.value == value
    assert applied.valid_from is not None
    assert applied.valid_from <= date.fromisoformat(day)
    assert applied.reference is not None


@pytest.mark.parametrize("day", ["2019-12-31", "2023-01-01"])
def test_a_day_without_a_value_is_refused_and_the_known_days_are_named(day: str) -> None:
    code, field, message = stopped(DATED, {"a": 1}, day=date.fromisoformat(day))
    assert (code, field) == ("E430", "price")
    assert f"no value for {day}" in message
    assert "2020-01-01 → 2020-12-31" in message


def test_a_value_that_the_register_does_not_know_is_never_replaced() -> None:
    code, field, message = stopped(DATED, {"a": 1}, day=date(2021, 8, 1))
    assert (code, field) == ("E431", "price")
    assert "not published" in message


def test_a_parameter_that_the_case_does_not_need_may_be_unknown() -> None:
    loaded = program(rules([A], [step("s", "a * price if a > 0 else 0")], [PRICE]))
    found = run(loaded, {"a": 0}, day=date(2030, 1, 1))
    assert found.outcome.value == 0
    assert found.parameters == ()


# Unknowns --------------------------------------------------------------------------------

T, F, U = True, False, None


def given_truths(**values: bool | None) -> tuple[dict[str, bool], tuple[str, ...]]:
    known = {name: value for name, value in values.items() if value is not None}
    return known, tuple(name for name, value in values.items() if value is None)


@pytest.mark.parametrize(
    ("formula", "p", "q", "value"),
    [
        *[("p and q", p, q, v) for p, q, v in [
            (T, T, T), (T, F, F), (T, U, U), (F, T, F), (F, F, F), (F, U, F),
            (U, T, U), (U, F, F), (U, U, U),
        ]],
        *[("p or q", p, q, v) for p, q, v in [
            (T, T, T), (T, F, T), (T, U, T), (F, T, T), (F, F, F), (F, U, U),
            (U, T, T), (U, F, U), (U, U, U),
        ]],
        *[("not p and (q or not q)", p, q, v) for p, q, v in [
            (T, T, F), (F, T, T), (U, T, U), (F, U, U), (T, U, F),
        ]],
        *[("p == q", p, q, v) for p, q, v in [(T, T, T), (T, F, F), (T, U, U), (U, U, U)]],
        *[("q if p else not q", p, q, v) for p, q, v in [
            (T, T, T), (F, T, F), (T, U, U), (F, U, U), (U, T, U), (U, U, U),
        ]],
    ],
)  # fmt: skip
def test_three_valued_logic(
    *,
    formula: str,
    p: bool | None,
    q: bool | None,
    value: bool | None,
) -> None:
    known, unknown = given_truths(p=p, q=q)
    assert run(logical(formula), known, *unknown).outcome.value is value


@pytest.mark.parametrize(
    ("formula", "known", "missing"),
    [
        ("p and q", {}, ("p", "q")),
        ("p and q", {"p": True}, ("q",)),
        ("p or q", {"q": False}, ("p",)),
        ("q if p else not q", {}, ("p",)),
        ("q if p else not q", {"p": False}, ("q",)),
        ("p and q", {"q": False}, ()),
    ],
)
def test_only_what_is_really_needed_is_asked_for(
    formula: str, known: dict[str, bool], missing: tuple[str, ...]
) -> None:
    unknown = [name for name in ("p", "q") if name not in known]
    found = run(logical(formula), known, *unknown)
    assert found.outcome.missing == missing
    assert (found.outcome.value is None) == bool(missing)


@pytest.mark.parametrize(
    "formula", ["a + b", "a * b", "0 * a + b", "min(a, b)", "-a - b", "number(a) / 2 + b"]
)
def test_an_unknown_number_is_never_zero(formula: str) -> None:
    found = run(simple(formula, A, B), {"b": 5}, "a")
    assert found.outcome.value is None
    assert found.outcome.missing == ("a",)
    assert found.operations[0].value is None


def test_unknowns_travel_through_steps_and_rounding() -> None:
    rounding = {"mode": "up", "step": 1, "reference": REFERENCE}
    file = rules([A, B], [step("t", "a * 2", rounding=rounding), step("s", "t + b")])
    found = run(program(file), {"b": 1}, "a")
    assert found.outcome.missing == ("a",)
    assert steps(found)["s"].bindings == (("t", None), ("b", Decimal(1)))


# Branches and errors ---------------------------------------------------------------------


def test_a_division_by_zero_names_its_step() -> None:
    for inputs in ({"a": 1, "n": 0}, {"a": 0, "n": 0}):
        code, field, message = stopped(simple("a / n", A, N), inputs)
        assert (code, field) == ("E432", "s")
        assert message == "The step “S” divides by zero."


def test_a_number_too_large_or_too_small_names_its_step() -> None:
    large = simple("a * a * a * a * a * a", A)
    assert stopped(large, {"a": 10**19})[:2] == ("E433", "s")
    small = simple("a / n / n / n / n / n / n", A, N)
    assert stopped(small, {"a": Decimal("0.0000001"), "n": 10**19 - 1})[:2] == ("E433", "s")


def test_a_branch_not_taken_can_neither_fail_nor_be_missing() -> None:
    file = rules(
        [A, B, N],
        [step("share", "a / n"), step("s", "share + b if n > 0 else 0")],
    )
    found = run(program(file), {"a": 1, "n": 0}, "b")
    assert found.outcome.value == 0
    assert list(steps(found)) == ["s"]
    assert steps(found)["s"].bindings == (("n", Decimal(0)),)


def test_the_steps_that_the_outcome_needs_come_in_order() -> None:
    file = rules(
        [A, P],
        [
            step("s", "long if p else short"),
            step("long", "twice + 1"),
            step("short", "a"),
            step("twice", "a * 2"),
        ],
        outcome={"step": "s"},
    )
    assert list(steps(run(program(file), {"a": 4, "p": True}))) == ["twice", "long", "s"]
    assert list(steps(run(program(file), {"a": 4, "p": False}))) == ["short", "s"]


def test_an_error_in_a_step_that_is_needed_stops_the_outcome() -> None:
    file = rules([A, N], [step("share", "a / n"), step("s", "share + 1")])
    assert stopped(program(file), {"a": 1, "n": 0})[:2] == ("E432", "share")


def test_an_error_in_a_step_names_the_line_of_its_formula() -> None:
    file = rules([A, N], [step("share", "a / n"), step("s", "share + 1")])
    lines = json.dumps(file, indent=1, ensure_ascii=False).splitlines()
    with pytest.raises(CannotExplain) as refusal:
        run(program(file), {"a": 1, "n": 0})
    (issue,) = refusal.value.issues
    assert issue.line is not None
    assert lines[issue.line - 1].strip() == '"formula": "a / n",'


def test_a_chain_of_many_steps_runs() -> None:
    chain = [step("s0", "a"), *(step(f"s{n}", f"s{n - 1} + 1") for n in range(1, 500))]
    assert run(program(rules([A], chain)), {"a": 1}).outcome.value == 500


def test_categories_and_dates_are_compared() -> None:
    colour = item("colour", "category", categories=[{"id": i, "label": i} for i in ("red", "blue")])
    born, moved = item("born", "date"), item("moved", "date")
    file = rules(
        [colour, born, moved],
        [step("s", "'red' if colour != 'red' and born < moved else 'blue'")],
        outcome={"type": "category", "categories": colour["categories"]},
    )
    case = {"colour": "blue", "born": "1999-12-31", "moved": "2000-01-01"}
    assert run(program(file), case).outcome.value == "red"
    assert run(program(file), {**case, "moved": "1999-12-31"}).outcome.value == "blue"


# Rounding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "values"),
    [
        ("half_up", ("2.5", "3", "-2.5", "-3", "2.4", "2", "3.5", "4")),
        ("half_even", ("2.5", "2", "-2.5", "-2", "3.5", "4", "2.51", "3")),
        ("up", ("2.1", "3", "-2.1", "-3", "2", "2", "0.001", "1")),
        ("down", ("2.9", "2", "-2.9", "-2", "0.999", "0", "2", "2")),
        ("ceiling", ("2.1", "3", "-2.9", "-2", "2", "2", "-0.5", "0")),
        ("floor", ("2.9", "2", "-2.1", "-3", "2", "2", "-0.5", "-1")),
    ],
)
def test_each_way_of_rounding(mode: str, values: tuple[str, ...]) -> None:
    for before, after in zip(values[::2], values[1::2], strict=True):
        assert round_to(Decimal(before), Decimal(1), mode) == Decimal(after)


@given(
    st.decimals(-(10**9), 10**9, places=6),
    st.sampled_from(["0.01", "0.05", "1", "5", "10", "0.5"]),
    st.sampled_from(sorted(ROUNDINGS)),
)
def test_rounding_gives_a_multiple_less_than_one_step_away(
    value: Decimal, size: str, mode: str
) -> None:
    rounded, step_ = round_to(value, Decimal(size), mode), Decimal(size)
    assert rounded % step_ == 0
    assert abs(rounded - value) < step_
    if mode.startswith("half"):
        assert abs(rounded - value) * 2 <= step_


def test_the_trace_tells_what_was_rounded_and_where_that_is_written() -> None:
    rounding = {"mode": "down", "step": 5, "reference": REFERENCE}
    found = run(simple("a * 2", A, rounding=rounding), {"a": Decimal("3.7")})
    traced = steps(found)["s"]
    assert traced.value == 5
    assert traced.rounded is not None
    assert (traced.rounded.value, traced.rounded.mode, traced.rounded.step) == (
        Decimal("7.4"),
        "down",
        5,
    )
    assert traced.rounded.reference.title == REFERENCE["title"]


# The trace -------------------------------------------------------------------------------


@given(
    people=st.integers(1, 12),
    income=st.decimals(0, 10**5, places=2),
    extra=st.booleans(),
    hidden=st.sets(st.sampled_from(["n", "a", "p"]), max_size=1),
)
def test_a_trace_replays_to_the_same_result(
    *,
    people: int,
    income: Decimal,
    extra: bool,
    hidden: set[str],
) -> None:
    """Each step's formula, with the values beside it, gives the step's value again."""
    rounding = {"mode": "half_up", "step": Decimal("0.01"), "reference": REFERENCE}
    file = rules(
        [N, A, P],
        [
            step("bill", "n * 30 * price"),
            step("share", "a * 3 / 100"),
            step("due", "bill > share or p and bill > 100"),
            step("s", "max(0, bill - share) / n if due else 0", rounding=_plain(rounding)),
        ],
        [parameter("price", "number", (3.35, "2016-01-01", None))],
    )
    case = {"n": people, "a": income, "p": extra}
    found = run(program(file), {k: v for k, v in case.items() if k not in hidden}, *hidden)
    seen: dict[str, Any] = {}
    for traced in steps(found).values():
        bindings = dict(traced.bindings)
        assert all(seen.get(name, value) == value for name, value in bindings.items())
        seen |= {**bindings, traced.id: traced.value}
        if None in bindings.values():
            continue
        value = evaluate(parse(traced.formula), bindings.__getitem__)
        if traced.rounded is not None:
            assert isinstance(value, Decimal)
            assert value == traced.rounded.value
            value = round_to(value, Decimal(traced.rounded.step), traced.rounded.mode)
        assert value == traced.value
    assert seen["s"] == found.outcome.value


def _plain(rounding: dict[str, Any]) -> dict[str, Any]:
    return {**rounding, "step": float(rounding["step"])}


def test_operations_are_the_steps_of_the_trace() -> None:
    file = rules([A], [step("t", "a + 1", unit="number"), step("s", "t * 2")])
    found = run(program(file), {"a": 1})
    assert [(op.id, op.value) for op in found.operations] == [("t", 2), ("s", 4)]
    assert all(op.reference for op in found.operations)
    assert [item.id for item in steps(found).values()] == ["t", "s"]


def test_a_formula_is_traced_on_one_line() -> None:
    found = run(simple("a\n   +  1", A), {"a": 1})
    assert steps(found)["s"].formula == "a + 1"


def test_a_sentence_takes_the_values_that_are_written_for_it() -> None:
    assert fill("Cela fait {s} pour {n}.", {"s": "12 €", "n": "2"}) == "Cela fait 12 € pour 2."
    assert fill("{unknown}", {}) is None
