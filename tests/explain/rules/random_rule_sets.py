"""Random rule files, each drawn together with the same rules as plain Python functions."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.explain.rules.rule_files import (
    WRITTEN,
    item,
    parameter,
    row,
    rules,
    step,
    table,
)

LOW, HIGH = -12, 12
NUMBERS = ("a", "b", "c")
FLAGS = ("p", "q")
COLOURS = ("red", "green", "blue")
FIELDS = [{"id": "x", "label": "X", "type": "integer", "minimum": 0, "maximum": 9}]
INPUTS = [
    *(item(name, "integer", minimum=LOW, maximum=HIGH) for name in NUMBERS),
    *(item(name, "boolean") for name in FLAGS),
    item("colour", "category", categories=[{"id": one, "label": one} for one in COLOURS]),
    item("members", "persons", minimum=0, maximum=3, fields=FIELDS),
]
DATED = {date(2019, 6, 1): 3, date(2020, 6, 1): -2, date(2021, 6, 1): 0}
PARAMETER = parameter(
    "k",
    "number",
    (3, "2019-01-01", "2019-12-31"),
    (-2, "2020-01-01", "2020-12-31"),
    (0, "2021-01-01", None),
)

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of a rule: its text, and what it means."""

    text: str
    value: Callable[[Values], Any]


@dataclass(frozen=True)
class Drawn:
    """A rule set: its file, and its meaning."""

    file: dict[str, Any]
    value: Callable[[Values], Fraction]


def constant(number: int) -> Part:
    return Part(f"-{-number}" if number < 0 else str(number), lambda _: number)


def name(text: str) -> Part:
    return Part(text, lambda values: values[text])


@cache
def number_parts(names: tuple[str, ...]) -> st.SearchStrategy[Part]:
    leaves = st.integers(-9, 9).map(constant) | st.sampled_from(names).map(name) | PERSONS
    return st.recursive(leaves, lambda inner: numbers_of(inner, names), max_leaves=4)


PERSONS = st.sampled_from(
    [
        Part("number(count(members, x > 3))", lambda v: sum(x > 3 for x in v["members"])),
        Part("sum(members, x)", lambda v: sum(v["members"])),
        Part(
            "(largest(members, x) if count(members) > 0 else 0)",
            lambda v: max(v["members"], default=0),
        ),
    ]
)


def numbers_of(inner: st.SearchStrategy[Part], names: tuple[str, ...]) -> st.SearchStrategy[Part]:
    sums = st.tuples(inner, st.sampled_from("+-"), inner).map(added)
    products = st.tuples(st.integers(-3, 3), inner).map(multiplied)
    shares = st.tuples(inner, st.sampled_from([2, 4, 5])).map(divided)
    extremes = st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(extreme)
    choices = st.tuples(inner, conditions(names), inner).map(chosen)
    return sums | products | shares | extremes | choices


def added(drawn: tuple[Part, str, Part]) -> Part:
    left, sign, right = drawn
    factor = 1 if sign == "+" else -1
    return Part(
        f"({left.text} {sign} ({right.text}))", lambda v: left.value(v) + factor * right.value(v)
    )


def multiplied(drawn: tuple[int, Part]) -> Part:
    factor, part = drawn
    return Part(f"({factor} * ({part.text}))", lambda v: factor * part.value(v))


def divided(drawn: tuple[Part, int]) -> Part:
    part, by = drawn
    return Part(f"(({part.text}) / {by})", lambda v: Fraction(part.value(v)) / by)


def extreme(drawn: tuple[str, Part, Part]) -> Part:
    function, left, right = drawn
    of = min if function == "min" else max
    return Part(
        f"{function}({left.text}, {right.text})", lambda v: of(left.value(v), right.value(v))
    )


def chosen(drawn: tuple[Part, Part, Part]) -> Part:
    yes, condition, no = drawn
    return Part(
        f"(({yes.text}) if {condition.text} else ({no.text}))",
        lambda v: yes.value(v) if condition.value(v) else no.value(v),
    )


@cache
def conditions(names: tuple[str, ...]) -> st.SearchStrategy[Part]:
    flags = st.sampled_from(FLAGS).map(name)
    compared = st.tuples(
        st.sampled_from(names), st.sampled_from(["<", "<=", ">", ">=", "=="]), st.integers(-9, 9)
    ).map(comparison)
    simple = flags | compared | OTHERS
    return simple | st.tuples(simple, st.sampled_from(["and", "or"]), simple).map(joined)


OTHERS = st.sampled_from(
    [
        Part('colour == "red"', lambda v: v["colour"] == "red"),
        Part('colour != "blue"', lambda v: v["colour"] != "blue"),
        Part("not p", lambda v: not v["p"]),
        Part("any(members, x < 2)", lambda v: any(x < 2 for x in v["members"])),
        Part("all(members, x < 5)", lambda v: all(x < 5 for x in v["members"])),
        Part("decision_day >= date(2020, 6, 1)", lambda v: v["day"] >= date(2020, 6, 1)),
    ]
)


def comparison(drawn: tuple[str, str, int]) -> Part:
    of, sign, limit = drawn
    compare: Mapping[str, Callable[[int], bool]] = {
        "<": lambda x: x < limit,
        "<=": lambda x: x <= limit,
        ">": lambda x: x > limit,
        ">=": lambda x: x >= limit,
        "==": lambda x: x == limit,
    }
    return Part(f"{of} {sign} {constant(limit).text}", lambda v: compare[sign](v[of]))


def joined(drawn: tuple[Part, str, Part]) -> Part:
    left, word, right = drawn
    if word == "and":
        return Part(f"({left.text} and {right.text})", lambda v: left.value(v) and right.value(v))
    return Part(f"({left.text} or {right.text})", lambda v: left.value(v) or right.value(v))


@dataclass(frozen=True)
class Body:
    """What a step is written as, beside its id, and what it means."""

    written: Callable[[str], dict[str, Any]]
    value: Callable[[Values], Any]


def formula(part: Part) -> Body:
    return Body(lambda own: step(own, part.text), part.value)


Line = tuple[Part, Part]
"""A condition, and what is given where it holds."""


def first(lines: list[Line], rest: Part) -> Body:
    return Body(
        lambda own: table(own, "first", *rows(lines), row("rest", gives=rest.text)),
        lambda v: next((gives.value(v) for when, gives in lines if when.value(v)), rest.value(v)),
    )


def summed(lines: list[Line], rest: Part) -> Body:
    return Body(
        lambda own: table(own, "collect_sum", *rows(lines), row("rest", gives=rest.text)),
        lambda v: rest.value(v) + sum(gives.value(v) for when, gives in lines if when.value(v)),
    )


def unique(lines: list[Line], rest: Part) -> Body:
    """Each row says that none before it holds."""
    apart = [
        row(f"r{n}", *(f"not ({before.text})" for before, _ in lines[:n]), when.text, gives=g.text)
        for n, (when, g) in enumerate(lines)
    ]
    none = [f"not ({when.text})" for when, _ in lines]
    last = row("rest", *none, gives=rest.text)
    return Body(
        lambda own: table(own, "unique", *apart, last),
        lambda v: next((gives.value(v) for when, gives in lines if when.value(v)), rest.value(v)),
    )


def agreeing(lines: list[Line], rest: Part) -> Body:
    """All rows give the same but the last, which applies alone."""
    same = [(when, lines[0][1]) for when, _ in lines]
    last = row("rest", *(f"not ({when.text})" for when, _ in lines), gives=rest.text)
    return Body(
        lambda own: table(own, "any", *rows(same), last),
        lambda v: (
            lines[0][1].value(v) if any(when.value(v) for when, _ in lines) else rest.value(v)
        ),
    )


def rows(lines: list[Line]) -> list[dict[str, Any]]:
    return [row(f"r{n}", when.text, gives=gives.text) for n, (when, gives) in enumerate(lines)]


def excepted(body: Body, when: Part, gives: Part) -> Body:
    """Put an exception before a body."""
    written = {"label": "E", "when": when.text, "gives": gives.text, "reference": WRITTEN}
    return Body(
        lambda own: {**body.written(own), "exceptions": [{"id": "e", **written}]},
        lambda v: gives.value(v) if when.value(v) else body.value(v),
    )


@cache
def bodies(names: tuple[str, ...]) -> st.SearchStrategy[Body]:
    """Draw a formula or a table, with an exception or without."""
    number, condition = number_parts(names), conditions(names)
    lines = st.lists(st.tuples(condition, number), min_size=1, max_size=3)
    tables = st.builds(
        lambda kind, lines, rest: kind(lines, rest),
        st.sampled_from([first, summed, unique, agreeing]),
        lines,
        number,
    )
    plain = number.map(formula) | tables
    return plain | st.builds(excepted, plain, condition, number)


@st.composite
def rule_sets(draw: st.DrawFn) -> Drawn:
    """Draw steps that build on each other, and a last one that uses everything."""
    names: tuple[str, ...] = (*NUMBERS, "k")
    drawn: dict[str, Body] = {}
    for place in range(draw(st.integers(1, 4))):
        drawn[f"s{place}"] = draw(bodies(names))
        names = (*names, f"s{place}")
    offset, rounding = draw(st.integers(-20, 20)), draw(st.none() | st.sampled_from(["1", "0.5"]))
    others = [*FLAGS, 'colour == "green"', "count(members) > 1"]
    parts = [*names, *(f"(1 if {flag} else 0)" for flag in others), f"({constant(offset).text})"]
    more = {"mode": "floor", "step": float(rounding or 0), "reference": WRITTEN}
    last = step("total", " + ".join(parts), **({"rounding": more} if rounding else {}))
    steps = [*(body.written(own) for own, body in drawn.items()), last]

    def value(values: Values) -> Fraction:
        known = dict(values) | {"k": DATED[values["day"]]}
        for own, body in drawn.items():
            known[own] = body.value(known)
        total = sum(Fraction(known[one]) for one in (*names, *FLAGS)) + offset
        total += (values["colour"] == "green") + (len(values["members"]) > 1)
        size = Fraction(rounding or 0)
        return Fraction(math.floor(total / size) * size if size else total)

    return Drawn(rules(INPUTS, steps, [PARAMETER]), value)


CASES = st.fixed_dictionaries(
    {
        **{one: st.integers(LOW, HIGH) for one in NUMBERS},
        **{one: st.booleans() for one in FLAGS},
        "colour": st.sampled_from(COLOURS),
        "members": st.lists(st.integers(0, 9), max_size=3),
        "day": st.sampled_from(sorted(DATED)),
    }
)
