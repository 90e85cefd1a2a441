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

A, B = item("a"), item("b")
YES = item("yes", "boolean")
EUROS = item("euros", "amount", unit="EUR/year")
MONTHLY = item("monthly", "amount", unit="EUR/month")
PEOPLE = item("people", "integer", unit="persons")
DAY = item("day", "date")
COLOUR = item(
    "colour", "category", categories=[{"id": "red", "label": "R"}, {"id": "blue", "label": "B"}]
)
PEOPLE_LIST = item(
    "members",
    "persons",
    fields=[
        {"id": "age", "label": "Age", "type": "integer", "unit": "years"},
        {"id": "works", "label": "Works", "type": "boolean"},
    ],
)
YEARS = item("years", "integer", unit="years", minimum=0, maximum=120)
RATE = parameter("rate", "percent", (3, "2020-01-01", None))
ROUNDING = {"mode": "half_up", "step": 1, "reference": {"title": "Arrêté"}}


def dated(*values: tuple[Any, str, str | None]) -> dict[str, Any]:
    return rules([A], [step("s", "a * p")], [parameter("p", "number", *values)])


def refused(file: Mapping[str, Any]) -> tuple[Issue, ...]:
    with pytest.raises(InvalidFile) as refusal:
        program(file)
    return refusal.value.issues


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    # id: the file, and words of the message
    "E401 a formula of 501 characters": (
        rules([A], [step("s", "a" + " + a" * 125)]),
        "500 are allowed",
    ),
    "E402 an open parenthesis": (rules([A], [step("s", "(a")]), "cannot be read"),
    "E403 an attribute": (rules([A], [step("s", "a.real")]), "“.” is not allowed"),
    "E404 a number with an exponent": (rules([A], [step("s", "a * 1e9")]), "“1e9” is not a number"),
    "E405 an unknown function": (rules([A], [step("s", "sqrt(a)")]), "no function “sqrt”"),
    "E406 a missing argument": (rules([A], [step("s", "min(a)")]), "has 1 values"),
    "E407 an unknown name": (rules([A], [step("s", "a + ab")]), "nothing has this name"),
    "E407 the outcome as a name": (rules([A], [step("s", "a + result")]), "nothing has this name"),
    "E408 a sum with a yes": (rules([A, YES], [step("s", "a + yes")]), "a yes or a no"),
    "E408 a number as a condition": (rules([A], [step("s", "1 if a else 2")]), "a number"),
    "E408 not of a number": (rules([A], [step("s", "1 if not a else 2")]), "“not”"),
    "E408 and with a number": (rules([A, YES], [step("s", "1 if yes and a else 2")]), "“and”"),
    "E408 an order of categories": (rules([COLOUR], [step("s", "colour < 'red'")]), "a category"),
    "E408 branches of two kinds": (rules([YES], [step("s", "1 if yes else false")]), "a yes or"),
    "E408 a date in a sum": (rules([DAY], [step("s", "day + 1")]), "a date"),
    "E408 a yes compared with a number": (rules([A, YES], [step("s", "a == yes")]), "“==”"),
    "E408 a function of a yes": (rules([YES], [step("s", "abs(yes)")]), "“abs”"),
    "E409 euros plus people": (
        rules([EUROS, PEOPLE], [step("s", "euros + people", unit="EUR/year")]),
        "EUR/year and persons",
    ),
    "E409 a year compared with a month": (
        rules([EUROS, MONTHLY], [step("s", "1 if euros > monthly else 0")]),
        "EUR/year and EUR/month",
    ),
    "E409 the largest of two units": (
        rules([EUROS, PEOPLE], [step("s", "max(1, euros, people)", unit="EUR/year")]),
        "“max” mixes",
    ),
    "E409 a percentage that is none": (
        rules([EUROS, A], [step("s", "percent_of(a, euros)", unit="EUR/year")]),
        "number and percent",
    ),
    "E409 a year of what is no monthly amount": (
        rules([PEOPLE], [step("s", "per_year(people)", unit="persons")]),
        "persons and /month",
    ),
    "E410 a percentage without its function": (
        rules([EUROS], [step("s", "euros * rate", unit="EUR/year")], [RATE]),
        "its formula gives",
    ),
    "E410 a unit on a yes": (
        rules([A], [step("s", "a > 0", unit="EUR")], outcome={"type": "boolean"}),
        "says EUR",
    ),
    "E411 two steps that wait": (
        rules([A], [step("s", "a + t"), step("t", "s + 1")]),
        "s → t → s",
    ),
    "E411 a step that waits for itself": (rules([A], [step("s", "a + s")]), "s → s"),
    "E412 an input and a step of one name": (rules([A], [step("a", "1")]), "“a” is the name"),
    "E412 a limit and a step of one name": (
        rules([A], [step("limit_one", "a")]),
        "“limit_one” is the name",
    ),
    "E413 an outcome without its step": (
        rules([A], [step("s", "a")], outcome={"step": "t"}),
        "no step has this name",
    ),
    "E414 an outcome of another type": (
        rules([A], [step("s", "a")], outcome={"type": "boolean"}),
        "says a yes or a no",
    ),
    "E414 an outcome in another unit": (
        rules([EUROS], [step("s", "euros", unit="EUR/year")], outcome={"unit": "EUR"}),
        "says EUR",
    ),
    "E414 an outcome with a category too few": (
        rules(
            [YES],
            [step("s", "'one' if yes else 'two'")],
            outcome={"type": "category", "categories": [{"id": "one", "label": "1"}]},
        ),
        "a category",
    ),
    "E415 an input without use": (rules([A, B], [step("s", "a")]), "“b” plays no part"),
    "E415 a parameter without use": (rules([A], [step("s", "a")], [RATE]), "“rate” plays no part"),
    "E415 a step without use": (
        rules([A], [step("t", "a + 1"), step("s", "a")]),
        "“t” plays no part",
    ),
    "E416 an input named as a keyword": (
        rules([item("class")], [step("s", "1")]),
        "word of the language",
    ),
    "E416 a step named as a function": (rules([A], [step("max", "a")]), "word of the language"),
    "E417 two values on one day": (
        dated((1, "2020-01-01", "2020-12-31"), (2, "2020-12-31", None)),
        "two values on 2020-12-31",
    ),
    "E417 an open value before another": (
        dated((1, "2020-01-01", None), (2, "2021-01-01", None)),
        "two values on 2021-01-01",
    ),
    "E418 a year without a value": (
        dated((1, "2020-01-01", "2020-12-31"), (2, "2022-01-01", None)),
        "from 2021-01-01 to 2021-12-31",
    ),
    "E419 an end before the start": (
        dated((1, "2020-01-01", "2019-12-31")),
        "ends on 2019-12-31",
    ),
    "E420 a category that is not declared": (
        rules([COLOUR], [step("s", "1 if colour == 'green' else 0")]),
        "blue, red can never be green",
    ),
    "E421 a rounded yes": (
        rules([A], [step("s", "a > 0", rounding=ROUNDING)], outcome={"type": "boolean"}),
        "is rounded",
    ),
    "E422 a placeholder without a value": (
        rules([A], [step("s", "a", sentence="Cela fait {b}.")]),
        "“b” between braces",
    ),
    "E406 a list without what to add": (
        rules([PEOPLE_LIST], [step("s", "sum(members)")]),
        "has 1 values",
    ),
    "E407 a field outside its list": (
        rules([PEOPLE_LIST], [step("s", "number(count(members)) + age")]),
        "nothing has this name",
    ),
    "E408 a number for each person where a condition is needed": (
        rules([PEOPLE_LIST], [step("s", "number(count(members, age))")]),
        "a number",
    ),
    "E408 a list in a sum": (rules([PEOPLE_LIST], [step("s", "members + 1")]), "a list"),
    "E408 the years between two numbers": (
        rules([A, B], [step("s", "years_between(a, b)", unit="years")]),
        "a number",
    ),
    "E409 days added as months": (
        rules(
            [DAY, item("wait", "duration", unit="days")],
            [step("s", "add_months(day, wait) > day")],
            outcome={"type": "boolean"},
        ),
        "days and months",
    ),
    "E423 a list inside a list": (
        rules([PEOPLE_LIST], [step("s", "number(count(members, any(members, works)))")]),
        "inside another list",
    ),
    "E424 a number as a list": (
        rules([A], [step("s", "number(count(a))")]),
        "“a” is not one",
    ),
    "E424 a sum as a list": (
        rules([A, B], [step("s", "number(count(a + b))")]),
        "is not one",
    ),
    "E425 a day that does not exist": (
        rules([DAY], [step("s", "day < date(2026, 2, 30)")], outcome={"type": "boolean"}),
        "not a day",
    ),
    "E425 a day that is calculated": (
        rules([DAY, A], [step("s", "day < date(a, 2, 1)")], outcome={"type": "boolean"}),
        "not a day",
    ),
    "E426 rows that overlap": (
        rules(
            [YEARS],
            [
                table(
                    "s",
                    "unique",
                    row("young", "years < 18", gives="1"),
                    row("adult", "years >= 17", gives="2"),
                )
            ],
        ),
        "“young” and “adult” both apply when years = 17",
    ),
    "E427 a gap between rows": (
        rules(
            [YEARS],
            [
                table(
                    "s",
                    "first",
                    row("young", "years < 18", gives="1"),
                    row("adult", "years > 18", gives="2"),
                )
            ],
        ),
        "no row applies when years = 18",
    ),
    "E427 a colour without a row": (
        rules([COLOUR], [table("s", "unique", row("red", "colour == 'red'", gives="1"))]),
        "no row applies when colour = blue",
    ),
    "E428 a row after one that takes everything": (
        rules(
            [YEARS],
            [table("s", "first", row("all", gives="1"), row("young", "years < 18", gives="2"))],
        ),
        "“young” never applies",
    ),
    "E428 a row beyond the range": (
        rules(
            [YEARS],
            [
                table(
                    "s", "collect_sum", row("all", gives="1"), row("old", "years > 120", gives="2")
                )
            ],
        ),
        "“old” never applies",
    ),
    "E429 a number as the condition of a row": (
        rules([A], [table("s", "first", row("one", "a + 1", gives="1"), row("two", gives="2"))]),
        "“one” must be a condition",
    ),
    "E409 rows in two units": (
        rules(
            [YEARS, EUROS],
            [
                table(
                    "s",
                    "first",
                    row("one", "years > 3", gives="euros"),
                    row("two", gives="years"),
                    unit="EUR/year",
                )
            ],
        ),
        "EUR/year and years",
    ),
}
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
