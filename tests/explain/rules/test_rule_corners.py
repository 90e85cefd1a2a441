"""Corners of tables, lists of persons and numbers where a rule could say something wrong."""

from decimal import Decimal
from typing import Any

import pytest

from explain.case import from_form, numbered, validate_case
from explain.details import Trace
from explain.errors import InvalidCase, InvalidFile
from explain.explanation import Findings
from explain.rules.running import Program
from register.i18n import language
from register.presenting.forms import Questions, form
from tests.explain.rules.rule_files import DAY, WRITTEN, item, program, row, rules, run, step, table

A, B = item("a", "boolean"), item("b", "boolean")
N, M = item("n"), item("m")
EUROS = {"unit": "EUR/year"}
MEMBERS = item(
    "members",
    "persons",
    minimum=0,
    maximum=12,
    fields=[{"id": "pay", "label": "Pay", "type": "amount", **EUROS}],
)


def family() -> Program:
    return program(rules([MEMBERS], [step("s", "sum(members, pay)", **EUROS)], outcome=EUROS))


def decisive(found: Findings) -> set[str]:
    assert isinstance(found.detail, Trace)
    return {one.id for one in found.detail.steps if one.decisive}


AGREEING = (row("one", "a", gives="n"), row("two", "b", gives="m"), row("rest", gives="7"))


@pytest.mark.parametrize(
    ("inputs", "unknown", "value", "missing"),
    [
        ({"a": True, "b": False, "m": 7}, ("n",), Decimal(7), ()),
        ({"a": True, "b": True, "m": 7}, ("n",), Decimal(7), ()),
        ({"a": True, "b": True}, ("n", "m"), Decimal(7), ()),
    ],
)
def test_rows_that_must_agree_are_not_in_conflict_where_one_is_unknown(
    inputs: dict[str, Any], unknown: tuple[str, ...], value: Decimal, missing: tuple[str, ...]
) -> None:
    loaded = program(rules([A, B, N, M], [table("s", "any", *AGREEING)]))
    found = run(loaded, inputs, *unknown).outcome
    assert (found.value, found.missing) == (value, missing)


def test_rows_that_must_agree_ask_for_all_that_is_unknown_of_them() -> None:
    rest = row("rest", "not a", "not b", gives="7")
    loaded = program(rules([A, B, N, M], [table("s", "any", *AGREEING[:2], rest)]))
    found = run(loaded, {"a": True, "b": True}, "n", "m").outcome
    assert (found.value, found.missing) == (None, ("n", "m"))


@pytest.mark.parametrize("hit", ["first", "unique", "any"])
def test_a_row_that_gives_zero_decides_like_any_other(hit: str) -> None:
    rows = (row("free", "young", gives="0"), row("due", "not young", gives="n"))
    loaded = program(
        rules(
            [item("age", "integer", minimum=0, maximum=120), N],
            [step("young", "age < 18"), table("s", hit, *rows)],
        )
    )
    assert decisive(run(loaded, {"age": 3, "n": 5})) == {"young", "s"}


def test_rows_of_a_sum_that_give_zero_decide_nothing() -> None:
    rows = (row("free", "young", gives="0"), row("due", gives="n"))
    loaded = program(
        rules(
            [item("age", "integer", minimum=0, maximum=120), N],
            [step("young", "age < 18"), table("s", "collect_sum", *rows)],
        )
    )
    assert decisive(run(loaded, {"age": 3, "n": 5})) == {"s"}


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        ("n * 0", {}),
        ("n", {"rounding": {"mode": "half_up", "step": 1, "reference": WRITTEN}}),
    ],
)
def test_nothing_is_minus_zero(formula: str, more: dict[str, Any]) -> None:
    loaded = program(rules([N], [step("s", formula, **more)]))
    value = run(loaded, {"n": Decimal("-0.4")}).outcome.value
    assert not str(value).startswith("-")


@pytest.mark.parametrize(
    "formulas", [["members == members"], ["members", "count(members)"], ["members"]]
)
def test_a_list_of_persons_is_no_value_of_a_step(formulas: list[str]) -> None:
    made = [step(f"s{place}", formula) for place, formula in enumerate(formulas)]
    with pytest.raises(InvalidFile) as refusal:
        program(rules([MEMBERS], made, outcome={"type": "boolean"}))
    assert "E408" in {issue.code.id for issue in refusal.value.issues}


def test_a_table_too_large_to_try_is_left_to_the_calculation() -> None:
    names = "abcdefghijklmn"
    rows = [
        row(
            f"r{number}",
            *(name if number >> place & 1 else f"not {name}" for place, name in enumerate(names)),
            gives=str(number),
        )
        for number in range(450)
    ]
    inputs = [item(name, "boolean") for name in names]
    loaded = program(rules(inputs, [table("s", "unique", *rows)]))
    case = {name: bool(5 >> place & 1) for place, name in enumerate(names)}
    assert run(loaded, case).outcome.value == 5


@pytest.mark.parametrize("index", ["9" * 5000, "²", "\u0661", "0", "-1", "x", "01", "1.2"])
def test_a_person_is_numbered_in_plain_digits(index: str) -> None:
    """Any other number is an answer to no question."""
    loaded = family()
    answers = {f"members.{index}.pay": "5", "members.1.pay": "3"}
    raw = from_form(loaded.spec, answers)
    assert raw == {"members": [{"pay": Decimal(3)}], f"members.{index}.pay": "5"}
    with pytest.raises(InvalidCase) as refusal:
        validate_case(loaded.spec, raw, DAY)
    assert [issue.code.id for issue in refusal.value.issues] == ["E302"]


def test_persons_are_counted_without_the_numbers_left_out() -> None:
    spec = family().spec
    answers = {"members.999999999.pay": "5", "members.3.pay": "", "members.7.pay": "4"}
    assert from_form(spec, answers) == {"members": [{"pay": Decimal(4)}, {"pay": Decimal(5)}]}
    assert numbered(spec, answers) == {"members.1.pay": "4", "members.2.pay": "5"}


def test_a_form_shows_no_more_persons_than_were_answered() -> None:
    """An error stands beside the person whom it is about, however the answers were numbered."""
    spec = family().spec
    answers = {"members.999999999.pay": "x", f"members.{'9' * 5000}.pay": "1"}
    with pytest.raises(InvalidCase) as refusal:
        validate_case(spec, {"members": from_form(spec, answers)["members"]}, DAY)
    asked = Questions(spec=spec, answers=answers, issues=tuple(refusal.value.issues))
    made = form(asked, language("en"), action="/", examples=())
    fields = [field for group in made.groups for field in group.fields]
    assert len(fields) < 20
    assert [(field.id, field.value) for field in fields if field.error] == [("members.1.pay", "x")]


@pytest.mark.parametrize("name", ["7" * 5000, "members.1", "a.b"])
def test_a_field_with_any_name_is_reported_and_not_a_crash(name: str) -> None:
    with pytest.raises(InvalidCase) as refusal:
        validate_case(family().spec, {"members": [{"pay": 1, name: 1}], name: 2}, DAY)
    assert {issue.code.id for issue in refusal.value.issues} == {"E302"}


def test_a_number_of_five_thousand_digits_is_no_number() -> None:
    loaded = program(rules([N], [step("s", "n")]))
    with pytest.raises(InvalidCase) as refusal:
        validate_case(loaded.spec, {"n": 10**5000}, DAY)
    assert [issue.code.id for issue in refusal.value.issues] == ["E303"]


def test_a_change_is_not_shown_where_rows_would_be_in_conflict() -> None:
    """From -13 to -2 two rows apply; only beyond does another value turn the outcome."""
    y, x = (
        item("y", "integer", minimum=-20, maximum=20),
        item("x", minimum=-20, maximum=20),
    )
    rows = (row("low", "y < floor", gives="1"), row("high", "y > x", gives="0 - 1"))
    loaded = program(rules([x, y], [step("floor", "0 - 1 + x * 0"), table("s", "unique", *rows)]))
    found = run(loaded, {"x": Decimal("-13.66"), "y": -1})
    said = {change.id: (change.low, change.high, change.at) for change in found.changes}
    assert said["y"] == (None, Decimal(-14), Decimal(-14))
    assert found.outcome.value == -1
