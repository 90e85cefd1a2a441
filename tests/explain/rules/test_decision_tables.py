"""Decision tables, exceptions, lists of persons and days: what they give, and what is traced."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from explain.details import Step, Trace
from explain.errors import CannotExplain
from explain.explanation import Findings
from explain.rules import calendar
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

YEARS = item("years", "integer", unit="years", minimum=0, maximum=120)
INCOME = item("income", "amount", unit="EUR/year", minimum=0)
WORKS = item("works", "boolean")
POINTS = {"unit": "points"}


def steps(found: Findings) -> dict[str, Step]:
    assert isinstance(found.detail, Trace)
    return {one.id: one for one in found.detail.steps}


def states(found: Findings, name: str = "s") -> dict[str, str]:
    return {one.id: one.state for one in steps(found)[name].rows}


BRACKETS = (
    row("low", "income < 18000", gives="4"),
    row("middle", "income < 36000", "years < 60", gives="3"),
    row("high", gives="1"),
)


def brackets(hit: str) -> Any:
    return program(rules([INCOME, YEARS], [table("s", hit, *BRACKETS)]))


@pytest.mark.parametrize(
    ("income", "years", "gives", "expected"),
    [
        (17999, 70, 4, {"low": "applied", "middle": "not_reached", "high": "not_reached"}),
        (18000, 59, 3, {"low": "failed", "middle": "applied", "high": "not_reached"}),
        (18000, 60, 1, {"low": "failed", "middle": "failed", "high": "applied"}),
    ],
)
def test_the_first_row_that_applies_counts(
    income: int, years: int, gives: int, expected: dict[str, str]
) -> None:
    found = run(brackets("first"), {"income": income, "years": years})
    assert found.outcome.value == gives
    assert states(found) == expected


def test_a_row_that_does_not_apply_names_its_first_false_condition() -> None:
    found = run(brackets("first"), {"income": 20000, "years": 60})
    assert [one.failed for one in steps(found)["s"].rows] == ["income < 18000", "years < 60", None]


@pytest.mark.parametrize(
    ("income", "years", "gives"), [(1, 1, 8), (1, 60, 5), (20000, 1, 4), (50000, 60, 1)]
)
def test_all_rows_that_apply_are_added_up(income: int, years: int, gives: int) -> None:
    found = run(brackets("collect_sum"), {"income": income, "years": years})
    assert found.outcome.value == gives


def test_a_number_or_a_yes_needs_no_quotes() -> None:
    rows = [
        {"id": "old", "when": ["years > 64"], "gives": 2},
        {"id": "all", "when": [True], "gives": 1.5},
    ]
    loaded = program(rules([YEARS], [table("s", "collect_sum", *rows)]))
    assert run(loaded, {"years": 70}).outcome.value == Decimal("3.5")


def test_a_sum_of_no_rows_is_zero() -> None:
    loaded = program(
        rules([YEARS], [table("s", "collect_sum", row("old", "years > 64", gives="2"))])
    )
    assert run(loaded, {"years": 30}).outcome.value == 0


def test_two_rows_of_a_unique_table_are_refused_when_a_case_meets_both() -> None:
    rows = (row("one", "a + b > 3", gives="1"), row("two", "a > b", gives="2"))
    loaded = program(rules([item("a"), item("b")], [table("s", "unique", *rows)]))
    assert run(loaded, {"a": 1, "b": 3}).outcome.value == 1
    with pytest.raises(CannotExplain) as refusal:
        run(loaded, {"a": 3, "b": 1})
    assert [issue.code.id for issue in refusal.value.issues] == ["E434"]
    assert refusal.value.issues[0].values["rows"] == "one, two"


def test_a_case_that_no_row_decides_is_refused() -> None:
    loaded = program(rules([item("a")], [table("s", "first", row("one", "a * a > 4", gives="1"))]))
    with pytest.raises(CannotExplain) as refusal:
        run(loaded, {"a": 2})
    assert [issue.code.id for issue in refusal.value.issues] == ["E435"]


def test_rows_that_apply_together_must_give_the_same() -> None:
    rows = (
        row("one", "a > 1", gives="a"),
        row("two", "a > 2", gives="3"),
        row("rest", "a <= 1", gives="0"),
    )
    loaded = program(rules([item("a")], [table("s", "any", *rows)]))
    assert run(loaded, {"a": 3}).outcome.value == 3
    with pytest.raises(CannotExplain) as refusal:
        run(loaded, {"a": 4})
    assert [issue.code.id for issue in refusal.value.issues] == ["E436"]


def test_what_nobody_knows_leaves_a_table_undetermined_only_where_it_matters() -> None:
    loaded = brackets("first")
    assert run(loaded, {"income": 5}, "years").outcome.value == 4
    found = run(loaded, {"income": 20000}, "years")
    assert (found.outcome.value, found.outcome.missing) == (None, ("years",))
    assert states(found) == {"low": "failed", "middle": "undetermined", "high": "not_reached"}
    assert run(loaded, {"years": 60}, "income").outcome.missing == ("income",)


def test_a_condition_that_fails_decides_whatever_else_is_unknown() -> None:
    rows = (row("one", "works", "years > 3", gives="2"), row("rest", gives="1"))
    loaded = program(rules([WORKS, YEARS], [table("s", "first", *rows)]))
    assert run(loaded, {"years": 2}, "works").outcome.value == 1


# Exceptions -----------------------------------------------------------------------------

EXCEPTION = {
    "id": "staff",
    "label": "Staff",
    "when": "works",
    "gives": "0",
    "reference": {"title": "Article 9"},
}


def test_an_exception_goes_before_the_step_and_brings_its_own_reference() -> None:
    loaded = program(rules([INCOME, WORKS], [step("s", "number(income)", exceptions=[EXCEPTION])]))
    found = run(loaded, {"income": 100, "works": True})
    traced = steps(found)["s"]
    assert (found.outcome.value, traced.exception, traced.formula) == (0, "staff", "0")
    assert traced.reference is not None
    assert traced.reference.title == "Article 9"
    plain = run(loaded, {"income": 100, "works": False})
    assert (plain.outcome.value, steps(plain)["s"].exception) == (100, None)


def test_an_exception_that_nobody_can_judge_leaves_the_step_undetermined() -> None:
    loaded = program(rules([INCOME, WORKS], [step("s", "number(income)", exceptions=[EXCEPTION])]))
    assert run(loaded, {"income": 100}, "works").outcome.missing == ("works",)


# Lists of persons -----------------------------------------------------------------------

MEMBERS = item(
    "members",
    "persons",
    maximum=9,
    fields=[
        {"id": "born", "label": "Born", "type": "date"},
        {"id": "pay", "label": "Pay", "type": "amount", "unit": "EUR/year"},
    ],
)
HOUSEHOLD = [
    {"born": "1980-02-29", "pay": 20000},
    {"born": "2002-06-01", "pay": 9000},
    {"born": "2002-06-02", "pay": 0},
]


def over(formula: str, **outcome: Any) -> Any:
    return program(rules([MEMBERS], [step("s", formula, **outcome)], outcome=outcome))


@pytest.mark.parametrize(
    ("formula", "unit", "value"),
    [
        ("count(members)", "persons", 3),
        ("count(members, years_between(born, decision_day) < 18)", "persons", 1),
        ("sum(members, pay)", "EUR/year", 29000),
        ("largest(members, pay)", "EUR/year", 20000),
        ("smallest(members, years_between(born, decision_day))", "years", 17),
        ("sum(members, pay if years_between(born, decision_day) >= 18 else 0)", "EUR/year", 29000),
        ("sum(members, pay) / number(count(members))", "EUR/year", Decimal(29000) / 3),
    ],
)
def test_what_is_said_of_persons_is_counted_and_added_up(
    formula: str, unit: str, value: Any
) -> None:
    loaded = over(formula, unit=unit)
    # On 1 June 2020 the second is 18 that very day, the third the day after.
    found = run(loaded, {"members": HOUSEHOLD})
    assert found.outcome.value == pytest.approx(value, abs=Decimal("1e-20"))


@pytest.mark.parametrize(
    ("formula", "value"),
    [("any(members, pay == 0)", True), ("all(members, pay < 20000)", False)],
)
def test_conditions_go_through_all_persons(formula: str, value: bool) -> None:  # noqa: FBT001 - expected
    loaded = program(rules([MEMBERS], [step("s", formula)], outcome={"type": "boolean"}))
    assert run(loaded, {"members": HOUSEHOLD}).outcome.value is value


def pays(of: str) -> Any:
    """Divide by the pay of each person, until one of them decides."""
    formula = f"{of}(members, 18000 / number(pay) {'>' if of == 'any' else '<='} 1)"
    return program(rules([MEMBERS], [step("s", formula)], outcome={"type": "boolean"}))


@pytest.mark.parametrize(("of", "value"), [("any", True), ("all", False)])
def test_the_first_person_who_decides_ends_the_search(of: str, value: bool) -> None:  # noqa: FBT001 - expected
    """As in `or` and `and`: what is unknown of others does not matter, nor what comes after."""
    rich, poor, none = (
        {"born": "1980-01-01", "pay": 20000},
        {"born": "1980-01-01", "pay": 9000},
        {"born": "1980-01-01", "pay": 0},
    )
    unknown = {"born": "unknown", "pay": "unknown"}
    for household in ([rich, poor, none], [unknown, poor], [poor, unknown]):
        assert run(pays(of), {"members": household}).outcome.value is value
    assert run(pays(of), {"members": [rich, unknown]}).outcome.missing == ("members",)
    with pytest.raises(CannotExplain):
        run(pays(of), {"members": [none, poor]})


def test_nobody_has_no_largest() -> None:
    loaded = over("largest(members, pay)", unit="EUR/year")
    assert run(over("sum(members, pay)", unit="EUR/year"), {"members": []}).outcome.value == 0
    with pytest.raises(CannotExplain) as refusal:
        run(loaded, {"members": []})
    assert [issue.code.id for issue in refusal.value.issues] == ["E437"]


def test_what_nobody_knows_of_one_person_is_missing_from_the_list() -> None:
    unknown = [*HOUSEHOLD[:2], {"born": "2002-06-02", "pay": "unknown"}]
    loaded = over("sum(members, pay)", unit="EUR/year")
    assert run(loaded, {"members": unknown}).outcome.missing == ("members",)
    counted = over("count(members, years_between(born, decision_day) >= 18)", unit="persons")
    assert run(counted, {"members": unknown}).outcome.value == 2


# Days -----------------------------------------------------------------------------------

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(DAYS, DAYS)
def test_whole_years_and_months_are_those_of_another_library(first: date, last: date) -> None:
    """The other library counts a birthday on 29 February as complete on the 28th."""
    start, end = min(first, last), max(first, last)
    other = relativedelta(end, start)
    months = calendar.months_between(start, end)
    if start.day <= 28:
        assert months == other.years * 12 + other.months
        assert calendar.years_between(start, end) == other.years
    assert calendar.months_between(end, start) == -months
    assert calendar.add_months(start, months) <= end


@given(DAYS, st.integers(-1200, 1200))
def test_months_are_added_as_another_library_adds_them(day: date, count: int) -> None:
    assert calendar.add_months(day, Decimal(count)) == day + relativedelta(months=count)
    assert calendar.add_days(day, Decimal(count)).toordinal() == day.toordinal() + count


def test_an_age_on_29_february_is_complete_on_1_march() -> None:
    born = date(2004, 2, 29)
    assert calendar.years_between(born, date(2022, 2, 28)) == 17
    assert calendar.years_between(born, date(2022, 3, 1)) == 18


def test_a_day_beyond_the_calendar_is_refused() -> None:
    wait = item("wait", "duration", unit="days")
    loaded = program(
        rules(
            [wait],
            [step("s", "add_days(decision_day, wait) > decision_day")],
            outcome={"type": "boolean"},
        )
    )
    assert run(loaded, {"wait": 3}).outcome.value is True
    with pytest.raises(CannotExplain) as refusal:
        run(loaded, {"wait": 3_900_000})
    assert [issue.code.id for issue in refusal.value.issues] == ["E433"]


# What decided ---------------------------------------------------------------------------


def test_steps_on_which_the_outcome_does_not_rest_are_not_decisive() -> None:
    loaded = program(
        rules(
            [INCOME, YEARS],
            [
                step("share", "income / 10", unit="EUR/year"),
                step("cap", "5000 + income * 0", unit="EUR/year"),
                step("due", "min(share, cap)", unit="EUR/year"),
                step("free", "years < 18"),
                step("s", "0 if free else due", unit="EUR/year"),
            ],
            outcome={"unit": "EUR/year"},
        )
    )
    found = run(loaded, {"income": 20000, "years": 40})
    assert {name for name, one in steps(found).items() if one.decisive} == {
        "share",
        "due",
        "free",
        "s",
    }


# What would have changed ----------------------------------------------------------------


def test_the_nearest_change_is_solved_through_a_table() -> None:
    loaded = program(
        rules(
            [INCOME, YEARS],
            [table("s", "first", *BRACKETS), step("t", "s >= 3")],
            outcome={"type": "boolean"},
        )
    )
    found = run(loaded, {"income": 20000, "years": 61})
    said = {change.id: (change.low, change.high, change.outcome) for change in found.changes}
    assert said["income"] == (None, Decimal("17999.99"), True) or said["income"] == (
        Decimal(0),
        Decimal("17999.99"),
        True,
    )
    assert said["years"][1] == 59
    assert DAY.year == 2020


def test_the_numbers_of_the_rows_that_applied_are_parameters_of_the_case() -> None:
    rows = (
        row("lives_here", "here", gives="300", label="Habite ici"),
        row("alone", "alone", gives="-30", label="Seul"),
        row("times", "rounds >= 1", gives="10 * rounds", label="Passages"),
    )
    grid = table("grid", "collect_sum", *rows, unit="points")
    inputs = [
        item("here", "boolean"),
        item("alone", "boolean"),
        item("rounds", "integer", unit="points", minimum=0),
    ]
    loaded = program(rules(inputs, [grid], outcome={"unit": "points"}))

    def told(**values: Any) -> list[tuple[str, Any, str | None]]:
        found = run(loaded, values).parameters
        return [(one.label, one.value, one.unit) for one in found]

    assert told(here=True, alone=True, rounds=2) == [
        ("Habite ici", Decimal(300), "points"),
        ("Seul", Decimal(-30), "points"),
    ]
    assert told(here=False, alone=False, rounds=0) == []
    reference = run(loaded, {"here": True, "alone": False, "rounds": 0}).parameters[0].reference
    assert reference is not None
    assert reference.title == WRITTEN["title"]
