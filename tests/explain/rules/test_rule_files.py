"""Rule files that cannot be right: each is refused at load, with its line and its words."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from explain.errors import InvalidFile
from explain.i18n import language
from explain.issues import Code, Issue
from explain.rules import issues
from explain.rules.model import RulesFile
from explain.texts import texts
from explain.units import UNITS
from tests.explain.rules.rule_files import (
    document,
    item,
    parameter,
    program,
    row,
    rules,
    step,
    table,
)
from tests.explain.rules.wrong_rule_files import (
    EUROS,
    MONTHLY,
    PEOPLE,
    PEOPLE_LIST,
    RATE,
    ROUNDING,
    WRONG,
    A,
    dated,
)


def refused(file: Mapping[str, Any]) -> tuple[Issue, ...]:
    with pytest.raises(InvalidFile) as refusal:
        program(file)
    return refusal.value.issues


RUNTIME = {"E430", "E431", "E432", "E433", "E434", "E435", "E436", "E437"}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_file_is_refused_with_its_words(name: str) -> None:
    file, words = WRONG[name]
    found = refused(file)
    code = name.split(maxsplit=1)[0]
    issue = next((issue for issue in found if issue.code.id == code), None)
    assert issue is not None, [issue.code.id for issue in found]
    assert words in language("en").message(issue)
    assert language("en").hint(issue)
    assert issue.file == "rules.yaml"
    assert issue.line is not None


def test_every_code_has_a_file_that_shows_it() -> None:
    declared = {value.id for value in vars(issues).values() if isinstance(value, Code)}
    assert declared - RUNTIME == {name.split()[0] for name in WRONG}


def test_the_line_is_that_of_the_formula() -> None:
    file = rules([A], [step("first", "a + 1"), step("s", "first +")])
    (issue,) = refused(file)
    lines = json.dumps(file, indent=1, ensure_ascii=False).splitlines()
    assert issue.line is not None
    assert lines[issue.line - 1].strip() == '"formula": "first +",'


def test_every_issue_comes_at_once_in_the_order_of_the_file() -> None:
    found = refused(
        rules(
            [A, item("if")],
            [step("s", "a +"), step("t", "a.b"), step("u", "s + t + nobody")],
        )
    )
    assert [issue.code.id for issue in found] == ["E416", "E402", "E403", "E407"]
    lines = [issue.line or 0 for issue in found]
    assert lines == sorted(lines)


def test_a_near_name_is_proposed() -> None:
    (issue,) = refused(rules([item("resources")], [step("s", "ressources + resources")]))
    assert "resources" in language("en").hint(issue)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"steps": []}, "E205"),
        ({"limits": []}, "E205"),
        ({"engine": "score/1"}, "E204"),
        ({"surprise": 1}, "E202"),
        ({"steps": [step("s", "a") | {"formula": ["a"]}]}, "E203"),
        ({"steps": [{"id": "s", "label": "S", "formula": "a"}]}, "E201"),
        ({"steps": [step("s", "a"), step("s", "a")]}, "E210"),
        ({"steps": [step("s", "a", unit="furlongs")]}, "E211"),
        ({"steps": [step("s", "a", rounding=ROUNDING | {"step": 0})]}, "E208"),
        ({"steps": [step("s", "a", rounding=ROUNDING | {"mode": "banker"})]}, "E204"),
        ({"parameters": [parameter("p", "EUR", ("cheap", "2020-01-01", None))]}, "E203"),
        ({"parameters": [parameter("p", "EUR", (True, "2020-01-01", None))]}, "E203"),
        ({"parameters": [parameter("p", "EUR", (1, "2020-13-01", None))]}, "E207"),
        ({"parameters": [parameter("p", "EUR")]}, "E205"),
        ({"steps": [table("s", "first")]}, "E205"),
        ({"steps": [table("s", "last", row("one", gives="1"))]}, "E204"),
        ({"steps": [table("s", "first", row("one", gives="1"), row("one", gives="2"))]}, "E210"),
        ({"steps": [table("s", "first", row("one", gives="1"), formula="a")]}, "E209"),
        ({"steps": [{"id": "s", "label": "S", "reference": {"title": "T"}}]}, "E209"),
        (
            {"steps": [table("s", "collect_sum", *(row(f"r{n}", gives="1") for n in range(501)))]},
            "E205",
        ),
        ({"inputs": [item("a", "duration", unit="km")]}, "E209"),
        ({"inputs": [item("a", "persons")]}, "E209"),
        ({"inputs": [item("a", "integer", minimum=0, decided_by="The board")]}, "E209"),
        ({"inputs": [PEOPLE_LIST | {"type": "number"}]}, "E209"),
    ],
)
def test_what_does_not_fit_the_model_is_refused(change: dict[str, Any], code: str) -> None:
    found = refused(rules([A], [step("s", "a")]) | change)
    assert code in {issue.code.id for issue in found}


def test_a_gap_can_be_said_instead_of_left() -> None:
    """The value of a time may be unknown to the register: then the file says so."""
    loaded = program(
        dated(
            (1, "2020-01-01", "2020-12-31"),
            ("not_published", "2021-01-01", "2021-12-31"),
            (2, "2022-01-01", None),
        )
    )
    assert loaded.spec.parameters[0].values[1].value == "not_published"


def test_steps_may_stand_in_any_order() -> None:
    loaded = program(
        rules([A], [step("s", "t + u"), step("t", "u + a"), step("u", "a")])
        | {"outcome": {"id": "result", "label": "R", "type": "number", "step": "s"}}
    )
    assert [item.id for item in loaded.order] == ["u", "t", "s"]


def test_a_file_in_order_keeps_its_order() -> None:
    steps = [step(f"s{n}", "a" if n == 0 else f"s{n - 1} + s0") for n in range(200)]
    assert [item.id for item in program(rules([A], steps)).order] == [s["id"] for s in steps]


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_can_be_that_of_a_step(unit: str) -> None:
    file = rules(
        [item("x", unit=unit)],
        [step("s", "x + x - 1", unit=unit)],
        outcome={"unit": unit},
    )
    assert program(file).order


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("people * euros / people", "EUR/year"),
        ("euros / 12 * 3", "EUR/year"),
        ("per_year(monthly) + euros", "EUR/year"),
        ("per_month(euros)", "EUR/month"),
        ("percent_of(rate, euros)", "EUR/year"),
        ("percent_of(3, monthly)", "EUR/month"),
        ("euros / per_year(monthly)", "ratio"),
        ("number(people) * euros", "EUR/year"),
        ("-euros + abs(euros)", "EUR/year"),
        ("euros if people > 3 else 0", "EUR/year"),
    ],
)
def test_units_follow_the_calculation(formula: str, unit: str) -> None:
    """Everything is used in a second term worth nothing, so that only the unit is tested."""
    unused = "0 * (number(people) + number(euros) + number(monthly) + number(rate))"
    file = rules(
        [EUROS, MONTHLY, PEOPLE],
        [step("rest", unused), step("s", f"({formula}) + ({formula}) * rest", unit=unit)],
        [RATE],
        outcome={"unit": unit},
    )
    assert program(file).order


def test_kilograms_per_kilometre_times_kilometres_are_kilograms() -> None:
    factor, distance = item("factor", unit="kg/km"), item("distance", unit="km")
    file = rules(
        [factor, distance],
        [step("s", "factor * distance", unit="kg")],
        outcome={"unit": "kg"},
    )
    assert program(file).order


def test_texts_have_the_keys_that_a_translation_uses() -> None:
    loaded = program(
        rules(
            [A],
            [step("s", "a * p", sentence="Cela fait {s}.")],
            [parameter("p", "number", (1, "2020-01-01", None))],
        )
    )
    keys = texts(loaded.spec).keys()
    assert {"a", "a.source", "p", "s", "s.sentence", "result", "limit_one"} <= keys


def test_a_rule_file_reads_as_its_model() -> None:
    assert RulesFile.model_validate(document(rules([A], [step("s", "a")])).value).steps[0].id == "s"
