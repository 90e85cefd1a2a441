"""Random rule sets against the same rules written as plain Python functions.

Each rule set is drawn twice at once: as the text of a rule file, and as functions over a
dictionary of numbers that know nothing of the engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explain.details import Step, Trace, TraceRow
from explain.errors import InvalidFile
from explain.rules.evaluation import evaluate
from explain.rules.expressions import parse
from explain.rules.running import Program
from tests.conftest import DEEP
from tests.explain.rules.rule_files import item, program, row, rules, run, step, table

LOW, HIGH = -12, 12
NUMBERS = ("a", "b", "c")
FLAGS = ("p", "q")
INPUTS = [
    *(item(name, "integer", minimum=LOW, maximum=HIGH) for name in NUMBERS),
    *(item(name, "boolean") for name in FLAGS),
]

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
    value: Callable[[Values], int]


def constant(number: int) -> Part:
    return Part(f"-{-number}" if number < 0 else str(number), lambda _: number)


def name(text: str) -> Part:
    return Part(text, lambda values: values[text])


def number_parts(names: tuple[str, ...]) -> st.SearchStrategy[Part]:
    leaves = st.integers(-9, 9).map(constant) | st.sampled_from(names).map(name)
    return st.recursive(leaves, lambda inner: numbers_of(inner, names), max_leaves=4)


def numbers_of(inner: st.SearchStrategy[Part], names: tuple[str, ...]) -> st.SearchStrategy[Part]:
    sums = st.tuples(inner, st.sampled_from("+-"), inner).map(added)
    products = st.tuples(st.integers(-3, 3), inner).map(multiplied)
    extremes = st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(extreme)
    choices = st.tuples(inner, conditions(names), inner).map(chosen)
    return sums | products | extremes | choices


def added(drawn: tuple[Part, str, Part]) -> Part:
    left, sign, right = drawn
    factor = 1 if sign == "+" else -1
    return Part(
        f"({left.text} {sign} ({right.text}))", lambda v: left.value(v) + factor * right.value(v)
    )


def multiplied(drawn: tuple[int, Part]) -> Part:
    factor, part = drawn
    return Part(f"({factor} * ({part.text}))", lambda v: factor * part.value(v))


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


def conditions(names: tuple[str, ...]) -> st.SearchStrategy[Part]:
    flags = st.sampled_from(FLAGS).map(name)
    compared = st.tuples(
        st.sampled_from(names), st.sampled_from(["<", "<=", ">", ">=", "=="]), st.integers(-9, 9)
    ).map(comparison)
    simple = flags | compared
    return simple | st.tuples(simple, st.sampled_from(["and", "or"]), simple).map(joined)


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


@st.composite
def bodies(draw: st.DrawFn, own: str, names: tuple[str, ...]) -> tuple[dict[str, Any], Part]:
    """Draw a formula or a table, with an exception or without, and what it means."""
    number = number_parts(names)
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        gives = draw(number)
        plain, meant = step(own, gives.text), gives.value
    else:
        hit = draw(st.sampled_from(["first", "collect_sum"]))
        lines = draw(st.lists(st.tuples(conditions(names), number), min_size=1, max_size=3))
        rest = draw(number)
        rows = [row(f"r{n}", w.text, gives=g.text) for n, (w, g) in enumerate(lines)]
        plain = table(own, hit, *rows, row("rest", gives=rest.text))

        def meant(values: Values) -> int:
            given = [gives.value(values) for when, gives in lines if when.value(values)]
            given.append(rest.value(values))
            return int(given[0] if hit == "first" else sum(given))

    if draw(st.booleans()):
        when, instead = draw(conditions(names)), draw(number)
        exception = {
            "id": "e",
            "label": "E",
            "when": when.text,
            "gives": instead.text,
            "reference": {"title": "T"},
        }
        more["exceptions"] = [exception]
        before = meant
        return {**plain, **more}, Part(
            own, lambda v: instead.value(v) if when.value(v) else before(v)
        )
    return plain, Part(own, meant)


@st.composite
def rule_sets(draw: st.DrawFn) -> Drawn:
    """Draw steps that build on each other, and a last one that uses everything."""
    names: tuple[str, ...] = NUMBERS
    steps, parts = [], []
    for place in range(draw(st.integers(1, 4))):
        plain, part = draw(bodies(f"s{place}", names))
        steps.append(plain)
        parts.append(part)
        names = (*names, f"s{place}")
    counted = [*names, *(f"(1 if {flag} else 0)" for flag in FLAGS)]
    offset = draw(st.integers(-20, 20))
    steps.append(step("total", " + ".join([*counted, f"({constant(offset).text})"])))

    def value(values: Values) -> int:
        known = dict(values)
        for part in parts:
            known[part.text] = part.value(known)
        return int(sum(known[one] for one in (*names, *FLAGS)) + offset)

    return Drawn(rules(INPUTS, steps), value)


CASES = st.fixed_dictionaries(
    {
        **{one: st.integers(LOW, HIGH) for one in NUMBERS},
        **{one: st.booleans() for one in FLAGS},
    }
)
CAMPAIGN = settings(max_examples=10_000 if DEEP else 60)


def loaded(drawn: Drawn) -> Program:
    """Load a rule set; one with a row that never applies is rightly refused, and put aside."""
    refused: tuple[str, ...] = ()
    try:
        return program(drawn.file)
    except InvalidFile as error:
        refused = tuple(issue.code.id for issue in error.issues)
    assume(not refused or not set(refused) <= {"E401", "E428"})
    raise AssertionError(refused)


@CAMPAIGN
@given(rule_sets(), CASES)
def test_a_rule_set_gives_what_the_same_functions_give(drawn: Drawn, case: Values) -> None:
    assert run(loaded(drawn), case).outcome.value == drawn.value(case)


@CAMPAIGN
@given(rule_sets(), CASES)
def test_a_trace_replays_to_the_same_result(drawn: Drawn, case: Values) -> None:
    found = run(loaded(drawn), case)
    assert isinstance(found.detail, Trace)
    for one in found.detail.steps:
        assert one.value == replayed(one)
    assert found.detail.steps[-1].value == found.outcome.value


def replayed(one: Step) -> Any:
    """Calculate a step again from what its trace says alone."""
    bindings: dict[str, Any] = dict(one.bindings)
    if not one.rows:
        return evaluate(parse(one.formula), bindings.__getitem__)
    applied: list[Any] = []
    for line in one.rows:
        holds = [evaluate(parse(text), bindings.__getitem__) for text in line.when[: met(line)]]
        assert all(value is True for value in holds) or line.state != "applied"
        if line.failed is not None:
            assert evaluate(parse(line.failed), bindings.__getitem__) is False
        if line.state == "applied":
            applied.append(evaluate(parse(line.gives), bindings.__getitem__))
    return applied[0] if one.hit == "first" else sum(applied)


def met(line: TraceRow) -> int:
    """Return how many conditions of a row were found to hold."""
    return len(line.when) if line.state == "applied" else 0


@CAMPAIGN
@given(rule_sets(), CASES)
def test_every_change_turns_the_outcome_and_none_is_nearer(drawn: Drawn, case: Values) -> None:
    found = run(loaded(drawn), case)
    side = sign(drawn.value(case))
    shown: dict[tuple[str, Any], Any] = {
        (change.id, change.at): change.outcome for change in found.changes
    }
    for (of, at), outcome in shown.items():
        again = drawn.value({**case, of: at if isinstance(at, bool) else int(at)})
        assert again == outcome
        assert sign(again) != side
    for of in NUMBERS:
        for way in (-1, 1):
            nearest = nearest_turn(drawn, case, of, way)
            ours = {int(at) for (one, at) in shown if one == of and (int(at) - case[of]) * way > 0}
            assert ours == ({nearest} if nearest is not None else set())
    for of in FLAGS:
        turned = sign(drawn.value({**case, of: not case[of]})) != side
        assert ((of, not case[of]) in shown) == turned


def sign(value: int) -> int:
    return (value > 0) - (value < 0)


def nearest_turn(drawn: Drawn, case: Values, of: str, way: int) -> int | None:
    """Walk one by one until the sign of the outcome turns."""
    side = sign(drawn.value(case))
    value = case[of] + way
    while LOW <= value <= HIGH:
        if sign(drawn.value({**case, of: value})) != side:
            return int(value)
        value += way
    return None
