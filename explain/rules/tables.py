"""Decision tables, checked before anything runs: rows that overlap, gaps, rows without use.

Conditions that compare names with constants cut the values of each name into stretches
inside which no condition turns. One value stands for each stretch, so that trying all
combinations proves what holds for all cases. Tables with other conditions, or with too
many combinations, are left to the calculation itself, which refuses a case that no row, or
more than one, decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product
from math import prod

from explain.case import Value
from explain.issues import Issue
from explain.rules import issues
from explain.rules.bodies import Body
from explain.rules.evaluation import Run, compiled
from explain.rules.syntax import Comparison, Constant, Expression, Junction, Name, Not, children
from explain.spec import Input

MOST_TRIED = 400_000
"""Combinations times rows: about a second of work for one table."""
_TRUE: Value = True

Inputs = Mapping[str, Input]
Found = tuple[Issue, int]


def check_table(step: str, body: Body, inputs: Inputs) -> Iterator[Found]:
    """Yield what is wrong with the rows of a table, each with the place of a row."""
    values = _values(body, inputs)
    if values is None:
        return
    seen = _Seen(step, body, tuple(tuple(map(compiled, row.when)) for row in body.rows))
    for combination in product(*values.values()):
        seen.add(dict(zip(values, combination, strict=True)))
    yield from seen.overlaps.values()
    if seen.gap is not None and body.hit != "collect_sum":
        about = {"step": step, "example": _said(seen.gap)}
        yield Issue(issues.ROWS_GAP, values=about), len(body.rows) - 1
    for place, row in enumerate(body.rows):
        if place not in seen.applied:
            yield Issue(issues.ROW_NEVER, values={"step": step, "row": row.id}), place


@dataclass(slots=True)
class _Seen:
    """What the combinations tried so far have shown of one table."""

    step: str
    body: Body
    conditions: tuple[tuple[Run, ...], ...]
    applied: set[int] = field(default_factory=set)
    overlaps: dict[tuple[int, int], Found] = field(default_factory=dict)
    gap: dict[str, Value] | None = None

    def add(self, case: dict[str, Value]) -> None:
        look = case.__getitem__
        rows = [
            place
            for place, when in enumerate(self.conditions)
            if all(condition(look) is True for condition in when)
        ]
        self.applied |= set(rows[:1] if self.body.hit == "first" else rows)
        if not rows and self.gap is None:
            self.gap = case
        if self.body.hit == "unique" and len(rows) > 1:
            self.overlap((rows[0], rows[1]), case)

    def overlap(self, pair: tuple[int, int], case: dict[str, Value]) -> None:
        first, second = (self.body.rows[place].id for place in pair)
        about = {"step": self.step, "first": first, "second": second, "example": _said(case)}
        self.overlaps.setdefault(pair, (Issue(issues.ROWS_OVERLAP, values=about), pair[1]))


def _said(case: Mapping[str, Value]) -> str:
    """Write an example as it would stand in a case file."""
    parts = []
    for name, value in case.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        parts.append(f"{name} = {text}")
    return ", ".join(parts) or "…"


def _values(body: Body, inputs: Inputs) -> dict[str, list[Value]] | None:
    """Return values of each name, one for each stretch; `None` where that cannot be known."""
    cuts: dict[str, set[Value]] = {}
    for row in body.rows:
        for condition in row.when:
            if not _simple(condition, cuts):
                return None
    found: dict[str, list[Value]] = {}
    for name, constants in cuts.items():
        stretches = _stretches(constants, inputs.get(name))
        if stretches is None:
            return None
        found[name] = stretches
    return found if prod(map(len, found.values())) * len(body.rows) <= MOST_TRIED else None


def _simple(node: Expression, cuts: dict[str, set[Value]]) -> bool:
    """Note the constants with which each name is compared; false where something else is done."""
    match node:
        case Name():
            cuts.setdefault(node.id, set()).add(_TRUE)
            return True
        case Constant():
            return True
        case (
            Comparison(left=Name() as name, right=Constant() as constant)
            | Comparison(left=Constant() as constant, right=Name() as name)
        ):
            cuts.setdefault(name.id, set()).add(constant.value)
            return True
        case Not() | Junction():
            return all(_simple(part, cuts) for part in children(node))
    return False


def _stretches(constants: set[Value], declared: Input | None) -> list[Value] | None:
    """Return one value for each stretch between the constants, and the constants."""
    kinds = {type(constant) for constant in constants}
    if kinds == {bool}:
        return [False, True]
    if kinds == {str}:
        return [item.id for item in declared.categories] if declared else None
    if kinds == {Decimal}:
        return _numbers(sorted(c for c in constants if isinstance(c, Decimal)), declared)
    if kinds == {date}:
        return _days(sorted(c for c in constants if type(c) is date))
    return None


def _numbers(constants: list[Decimal], declared: Input | None) -> list[Value]:
    whole = declared is not None and declared.type in {"integer", "duration"}
    between = [(low + high) / 2 for low, high in pairwise(constants)]
    found = [constants[0] - 1, *constants, *between, constants[-1] + 1]
    if declared is not None:
        found += [end for end in (declared.minimum, declared.maximum) if end is not None]
    if whole:
        found = [Decimal(int(value)) for value in found]
        found += [c + step for c in constants for step in (-1, 1) if c == int(c)]
    low = declared.minimum if declared else None
    high = declared.maximum if declared else None
    kept = {
        value
        for value in found
        if (low is None or value >= low) and (high is None or value <= high)
    }
    return sorted(kept)


def _days(constants: list[date]) -> list[Value]:
    one = timedelta(days=1)
    found = {day + step * one for day in constants for step in (-1, 0, 1)}
    return sorted(found)
