"""Random rule sets against the same rules written as plain Python functions.

Each rule set is drawn twice at once: as the text of a rule file, and as functions over a
dictionary of numbers that know nothing of the engine.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explain.details import Step, Trace, TraceRow
from explain.errors import InvalidFile
from explain.explanation import Findings
from explain.rules.evaluation import evaluate, round_to
from explain.rules.expressions import parse
from explain.rules.running import Program
from explain.rules.syntax import with_fields
from tests.conftest import DEEP
from tests.explain.rules.random_rule_sets import (
    CASES,
    COLOURS,
    FLAGS,
    NUMBERS,
    Drawn,
    Values,
    rule_sets,
)
from tests.explain.rules.rule_files import (
    program,
    run,
)

LOW, HIGH = -12, 12


def ran(loaded: Program, case: Values, *unknown: str) -> Findings:
    """Run a rule set on a case, without what is unknown."""
    inputs = {name: value for name, value in case.items() if name not in {"day", *unknown}}
    if "members" in inputs:
        inputs["members"] = [{"x": x} for x in case["members"]]
    return run(loaded, inputs, *unknown, day=case["day"])


@settings(max_examples=10_000 if DEEP else 60)
@given(rule_sets(), CASES, CASES, st.sets(st.sampled_from([*NUMBERS, *FLAGS, "colour", "members"])))
def test_a_rule_set_means_what_the_same_functions_mean(
    drawn: Drawn, case: Values, other: Values, unknown: set[str]
) -> None:
    """One rule set, one case: its value, its trace, what would change it, what is unknown."""
    read = loaded(drawn)
    found = ran(read, case)
    assert found.outcome.value == drawn.value(case)
    replays(found)
    turns_and_none_is_nearer(found, drawn, case)
    part = ran(read, case, *unknown).outcome
    assert unknown.issuperset(part.missing)
    assert (part.value is None) == bool(part.missing)
    if part.value is not None:
        assert part.value == drawn.value(case)
        assert part.value == drawn.value({**case, **{name: other[name] for name in unknown}})


def loaded(drawn: Drawn) -> Program:
    """Load a rule set; one with a row that never applies is rightly refused, and put aside."""
    refused: tuple[str, ...] = ()
    try:
        return program(drawn.file)
    except InvalidFile as error:
        refused = tuple(issue.code.id for issue in error.issues)
    assume(not refused or not set(refused) <= {"E401", "E428"})
    raise AssertionError(refused)


def replays(found: Findings) -> None:
    """Each step is calculated again from what the trace says of it alone."""
    assert isinstance(found.detail, Trace)
    for one in found.detail.steps:
        assert one.value == replayed(one)
    assert found.detail.steps[-1].value == found.outcome.value


def replayed(one: Step) -> Any:
    """Calculate a step again from what its trace says alone."""
    bindings: dict[str, Any] = dict(one.bindings)
    failed = [line for line in (*one.exceptions, *one.rows) if line.failed is not None]
    assert all(calculated(line.failed or "", bindings) is False for line in failed)
    if not one.rows:
        return rounded(one, calculated(one.formula, bindings))
    applied: list[Any] = []
    for line in one.rows:
        holds = [calculated(text, bindings) for text in line.when[: met(line)]]
        assert all(value is True for value in holds) or line.state != "applied"
        if line.state == "applied":
            applied.append(calculated(line.gives, bindings))
    assert applied or one.hit == "collect_sum"
    return rounded(one, sum(applied) if one.hit == "collect_sum" else applied[0])


def calculated(text: str, bindings: Mapping[str, Any]) -> Any:
    fields = {"members": {"x"}}
    return evaluate(with_fields(parse(text), fields), bindings.__getitem__)


def rounded(one: Step, value: Any) -> Any:
    rule = one.rounded
    return value if rule is None else round_to(value, Decimal(rule.step), rule.mode)


def met(line: TraceRow) -> int:
    """Return how many conditions of a row were found to hold."""
    return len(line.when) if line.state == "applied" else 0


def turns_and_none_is_nearer(found: Findings, drawn: Drawn, case: Values) -> None:
    """Every change turns the outcome, and a walk one by one finds the same."""
    side = sign(drawn.value(case))
    shown: dict[tuple[str, Any], Any] = {
        (change.id, change.at): change.outcome for change in found.changes
    }
    for (of, at), outcome in shown.items():
        again = drawn.value({**case, of: int(at) if isinstance(at, Decimal) else at})
        assert again == outcome
        assert sign(again) != side
    for of in NUMBERS:
        for way in (-1, 1):
            nearest = nearest_turn(drawn, case, of, way)
            ours = {at for (one, at) in shown if one == of and (at - case[of]) * way > 0}
            assert ours == ({nearest} if nearest is not None else set())
    for of in FLAGS:
        turned = sign(drawn.value({**case, of: not case[of]})) != side
        assert ((of, not case[of]) in shown) == turned
    for colour in COLOURS:
        turned = sign(drawn.value({**case, "colour": colour})) != side
        assert (("colour", colour) in shown) == turned


def sign(value: Fraction) -> int:
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
