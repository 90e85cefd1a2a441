"""Decision tables, checked before anything runs: rows that overlap or disagree, gaps, idle rows.

All cells (`explain.rules.cells`) of each time in which no parameter changes are tried,
which proves what holds for all cases. A table whose conditions cannot be cut into cells, or
into too many, is left to the calculation itself, which refuses a case that no row, or more
than one, decides. Where a cell gives a step a value that it may never have, the message says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from explain.case import Given
from explain.issues import Code, Issue
from explain.rules import issues
from explain.rules.bodies import Body, Row
from explain.rules.cells import Cells, Surroundings, looking
from explain.rules.evaluation import Known, Lookup, Run, compiled
from explain.rules.expressions import DECISION_DAY
from explain.rules.model import DatedParameter, RuleStep
from explain.rules.syntax import names
from explain.rules.validity import periods

MOST_TRIED = 400_000
"""Cells times rows: about a second of work for one table."""

Found = tuple[Issue, int]


def check_table(
    step: str, around: Surroundings, parameters: Iterable[DatedParameter]
) -> Iterator[Found]:
    """Yield what is wrong with the rows of a table, each with the place of a row."""
    body = around.bodies[step]
    used = _everything(body, around.bodies)
    times = [Cells(around, period) for period in periods(parameters, used)]
    if not all(_settled(cells, body.rows) for cells in times):
        yield from _beside_all(around.steps[step], body)
        return
    tried = [(cells, _judged(cells, body.exceptions)) for cells in times]
    if sum(cells.count() * _work(cells, body) for cells in times) > MOST_TRIED:
        return
    seen = _Seen(step, body)
    for cells, before in tried:
        seen.through(cells, before)
    if times:
        yield from seen.found()


def _beside_all(step: RuleStep, body: Body) -> Iterator[Found]:
    """Yield the first row that overlaps one without conditions, which always applies."""
    rows = step.table.rows if step.table else ()
    open_ = next((place for place, row in enumerate(rows) if not row.when), None)
    if body.hit != "unique" or open_ is None or len(rows) == 1:
        return
    other = next(place for place in range(len(rows)) if place != open_)
    first, second = sorted((open_, other))
    values = {"step": step.id, "first": rows[first].id, "second": rows[second].id}
    example = " and ".join(rows[other].when) or "…"
    yield Issue(issues.ROWS_OVERLAP, values={**values, "example": example}), second


def _everything(body: Body, bodies: Mapping[str, Body]) -> set[str]:
    """Return every name on which the conditions of a table rest."""
    found: set[str] = set()
    fresh = {name for row in (*body.rows, *body.exceptions) for name in _names(row)}
    while fresh:
        found |= fresh
        fresh = {name for step in fresh & bodies.keys() for name in bodies[step].names()} - found
    return found


def _names(row: Row) -> Iterator[str]:
    for condition in row.when:
        yield from names(condition)


def _settled(cells: Cells, rows: Iterable[Row]) -> bool:
    return all(cells.settle(condition) for row in rows for condition in row.when)


def _judged(cells: Cells, exceptions: Iterable[Row]) -> tuple[Row, ...]:
    """Return the exceptions that can be judged in each cell."""
    return tuple(row for row in exceptions if _settled(cells, [row]))


def _work(cells: Cells, body: Body) -> int:
    bodies = [body, *(cells.around.bodies[name] for name in cells.settled)]
    return sum(len(one.rows) + len(one.exceptions) for one in bodies)


@dataclass(slots=True)
class _Seen:
    """What the cells tried so far have shown of one table."""

    step: str
    body: Body
    applied: set[int] = field(default_factory=set)
    overlaps: dict[tuple[int, int], Found] = field(default_factory=dict)
    gap: Found | None = None

    def through(self, cells: Cells, exceptions: tuple[Row, ...]) -> None:
        """Try all cells but those in which one of the `exceptions` goes before the rows."""
        rows, before = ([_conditions(row) for row in of] for of in (self.body.rows, exceptions))
        gives = [compiled(row.gives) for row in self.body.rows]
        unsure = {row.id for row in self.body.exceptions} - {row.id for row in exceptions}
        if len(cells.cuts) > 1:
            unsure |= cells.free & cells.cuts.keys()
        for case in cells:
            look = looking(case)
            with suppress(ArithmeticError):
                if not any(_holds(when, look) for when in before):
                    held = [place for place, when in enumerate(rows) if _holds(when, look)]
                    example = _Example(case, cells, ", ".join(sorted(unsure)))
                    self.add(held, example)
                    if self.body.hit == "any" and len(held) > 1:
                        self.compare([(place, gives[place]) for place in held], example, look)

    def compare(self, held: list[tuple[int, Run]], example: "_Example", look: Lookup) -> None:
        """Note two rows that apply together and give, as far as is known here, not the same."""
        known: list[tuple[int, Known]] = []
        for place, gives in held:
            with suppress(ArithmeticError):
                known.append((place, gives(look)))
        other = next((place for place, value in known if value != known[0][1]), None)
        if other is not None and (known[0][0], other) not in self.overlaps:
            codes = issues.ROWS_DISAGREE, issues.ROWS_MAY_DISAGREE
            self.note(known[0][0], other, codes, example)

    def note(self, one: int, other: int, codes: tuple[Code, Code], example: "_Example") -> None:
        """Keep an example of two rows; the second code where it may be impossible."""
        first, second = self.body.rows[one].id, self.body.rows[other].id
        code = codes[1] if example.unsure else codes[0]
        issue = example.issue(code, step=self.step, first=first, second=second)
        self.overlaps[one, other] = issue, other

    def add(self, held: list[int], example: "_Example") -> None:
        self.applied |= set(held[:1] if self.body.hit == "first" else held)
        if not held and self.gap is None and self.body.hit != "collect_sum":
            code = issues.ROWS_GAP if not example.unsure else issues.ROWS_MAY_GAP
            self.gap = example.issue(code, step=self.step), len(self.body.rows) - 1
        if self.body.hit == "unique" and len(held) > 1 and (held[0], held[1]) not in self.overlaps:
            codes = issues.ROWS_OVERLAP, issues.ROWS_MAY_OVERLAP
            self.note(held[0], held[1], codes, example)

    def found(self) -> Iterator[Found]:
        yield from self.overlaps.values()
        if self.gap is not None:
            yield self.gap
        for place, row in enumerate(self.body.rows):
            if place not in self.applied:
                yield Issue(issues.ROW_NEVER, values={"step": self.step, "row": row.id}), place


@dataclass(frozen=True, slots=True)
class _Example:
    """One cell, as it is told; `unsure` names what may make it an impossible case."""

    case: Mapping[str, Given]
    cells: Cells
    unsure: str

    def issue(self, code: Code, **about: str) -> Issue:
        """Return an issue with this example."""
        return Issue(code, values={**about, "example": self.said(), "unsure": self.unsure})

    def said(self) -> str:
        """Write an example as it would stand in a case file."""
        told = {name: self.case[name] for name in self.cells.cuts}
        if self.cells.period.first is not None:
            told.setdefault(DECISION_DAY, self.cells.period.first)
        return ", ".join(f"{name} = {_written(value)}" for name, value in told.items()) or "…"


def _written(value: Given) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _conditions(row: Row) -> tuple[Run, ...]:
    return tuple(map(compiled, row.when))


def _holds(when: tuple[Run, ...], look: Lookup) -> bool:
    return all(condition(look) is True for condition in when)
