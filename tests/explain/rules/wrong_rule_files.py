"""Rule files that cannot be right, by the code that refuses each and why."""

from typing import Any

from tests.explain.rules.rule_files import item, parameter, row, rules, step, table

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
    "E406 a missing argument": (rules([A], [step("s", "min(a)")]), "it has 1."),
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
        "it has 1.",
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
    "E438 rows that depend on two calculations": (
        rules(
            [A, B],
            [
                step("less", "a - b"),
                step("more", "a + b"),
                table(
                    "s",
                    "unique",
                    row("x", "less > 5", gives="1"),
                    row("y", "more < 5", gives="2"),
                    row("z", "less <= 5", "more >= 5", gives="3"),
                ),
            ],
        ),
        "may both apply: less = 6, more = 4",
    ),
    "E455 rows that do not give the same": (
        rules(
            [YEARS],
            [
                table(
                    "s",
                    "any",
                    row("young", "years < 18", gives="1"),
                    row("adult", "years >= 17", gives="2"),
                )
            ],
        ),
        "“young” and “adult” both apply and do not give the same when years = 17",
    ),
    "E456 rows that may not give the same": (
        rules(
            [A, B],
            [
                step("less", "a - b"),
                step("more", "a + b"),
                table(
                    "s",
                    "any",
                    row("x", "less > 5", gives="1"),
                    row("y", "more < 5", gives="2"),
                    row("z", "less <= 5", "more >= 5", gives="3"),
                ),
            ],
        ),
        "not give the same: less = 6, more = 4",
    ),
    "E451 a decimal comma": (
        rules([A], [step("s", "min(a, 12,50)")]),
        "“12,50” can be read as one number and as two values",
    ),
    "E452 a condition in French": (
        rules([A, B], [step("s", "a > 1 et b > 1")], outcome={"type": "boolean"}),
        "“et” is not a word of formulas",
    ),
    "E453 a sign of another hand": (rules([A, B], [step("s", "a × b")]), "The sign “×”"),
    "E454 an accent in a name": (rules([A], [step("s", "agé")]), "The letter “é”"),
    "E439 a gap that depends on two calculations": (
        rules(
            [A, B],
            [
                step("less", "a - b"),
                step("more", "a + b"),
                table(
                    "s", "first", row("x", "less > 5", gives="1"), row("y", "more < 5", gives="2")
                ),
            ],
        ),
        "no row applies: less = 4, more = 5",
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
