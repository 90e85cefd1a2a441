"""What a step calculates: a formula or a decision table, and the exceptions that go before it.

A formula is a table of one row without conditions, so that both are read, checked and
calculated in one way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from explain.details import TraceRow
from explain.rules.decisive import Taker
from explain.rules.evaluation import CONTEXT, Known, Lookup, Run, Undetermined, compiled
from explain.rules.syntax import Constant, Expression, names

Hit = Literal["formula", "first", "unique", "any", "collect_sum"]
State = Literal["applied", "failed", "undetermined", "not_reached"]


@dataclass(frozen=True, slots=True)
class Row:
    """Conditions that must all hold, and what the row then gives.

    `said` is what a trace says of it before it is looked at; `decided_by` names what decided it
    where it applies.
    """

    id: str
    when: tuple[Expression, ...]
    gives: Expression
    said: TraceRow
    decided_by: Taker


@dataclass(frozen=True, slots=True)
class Body:
    """`exceptions` come first; then `rows`, read by the policy `hit`."""

    exceptions: tuple[Row, ...]
    hit: Hit
    rows: tuple[Row, ...]

    def expressions(self) -> Iterator[Expression]:
        """Yield every formula and condition, in the order of the file."""
        for row in (*self.rows, *self.exceptions):
            yield from row.when
            yield row.gives

    def names(self) -> tuple[str, ...]:
        """Return each name used, once, in the order in which a reader meets it."""
        return tuple(dict.fromkeys(name for part in self.expressions() for name in names(part)))


@dataclass(frozen=True, slots=True)
class Looked:
    """How one row came out, and what a trace says of it."""

    row: Row
    state: State
    said: TraceRow
    value: Known | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a step gave: by an exception, or by its rows, as far as they were looked at."""

    value: Known
    exception: Looked | None
    rows: tuple[Looked, ...]


class RowsConflict(ArithmeticError):
    """Rows apply together that may not; never leaves `explain.rules`."""

    def __init__(self, rows: tuple[str, ...], *, same: bool) -> None:
        """Keep the ids of the rows; `same` where they could have agreed."""
        super().__init__()
        self.rows = rows
        self.same = same


class NoRow(ArithmeticError):
    """No row applies; never leaves `explain.rules`."""


Calculation = Callable[[Lookup], Applied]


def calculation(body: Body) -> Calculation:
    """Return a function that calculates `body`.

    It raises `RowsConflict` and `NoRow`, and what `explain.rules.evaluation` raises.
    """
    exceptions = tuple(_Ready.of(row) for row in body.exceptions)
    rows = tuple(_Ready.of(row) for row in body.rows)
    read = _POLICIES[body.hit]

    def calculate(lookup: Lookup) -> Applied:
        for ready in exceptions:
            looked = ready.look(lookup)
            if looked.state != "failed":
                return Applied(_of(looked), looked, ())
        return read(rows, lookup)

    return calculate


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row whose conditions and formula are ready, with how it comes out where that is known.

    `failed` has one place for each condition; `always` is there where the row gives a constant.
    """

    row: Row
    when: tuple[Run, ...]
    gives: Run
    failed: tuple[Looked, ...]
    not_reached: Looked
    always: Looked | None

    @classmethod
    def of(cls, row: Row) -> "_Ready":
        said = row.said
        failed = tuple(
            Looked(row, "failed", replace(said, state="failed", failed=text)) for text in said.when
        )
        constant = row.gives.value if isinstance(row.gives, Constant) else None
        return cls(
            row=row,
            when=tuple(compiled(part) for part in row.when),
            gives=compiled(row.gives),
            failed=failed,
            not_reached=Looked(row, "not_reached", said),
            always=None if constant is None else _applied(row, constant),
        )

    def look(self, lookup: Lookup) -> Looked:
        """Say whether the row applies; a condition that fails decides, whatever is unknown."""
        missing: frozenset[str] | None = None
        for place, condition in enumerate(self.when):
            holds = condition(lookup)
            if holds is True:
                continue
            if not isinstance(holds, Undetermined):
                return self.failed[place]
            missing = holds.missing | (missing or frozenset())
        if missing is not None:
            unknown = Undetermined(missing)
            said = replace(self.row.said, state="undetermined")
            return Looked(self.row, "undetermined", said, unknown)
        return self.always or _applied(self.row, self.gives(lookup))


def _applied(row: Row, value: Known) -> Looked:
    said = row.said
    # Written out: this runs for every row of every case, and `replace` is ten times slower.
    shown = TraceRow(
        id=said.id,
        label=said.label,
        when=said.when,
        gives=said.gives,
        state="applied",
        failed=None,
        value=None if isinstance(value, Undetermined | tuple) else value,
        reference=said.reference,
    )
    return Looked(row, "applied", shown, value)


def _of(looked: Looked) -> Known:
    assert looked.value is not None  # noqa: S101 - a row that applies, or may, has a value
    return looked.value


def _formula(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    return Applied(rows[0].gives(lookup), None, ())


def _first(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    looked: list[Looked] = []
    found: Looked | None = None
    for ready in rows:
        if found is not None:
            looked.append(ready.not_reached)
            continue
        here = ready.look(lookup)
        looked.append(here)
        if here.state != "failed":
            found = here
    if found is None:
        raise NoRow
    return Applied(_of(found), None, tuple(looked))


def _unique(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    looked = tuple(ready.look(lookup) for ready in rows)
    applied = [item for item in looked if item.state == "applied"]
    if len(applied) > 1:
        raise RowsConflict(tuple(item.row.id for item in applied), same=False)
    return _one(looked, applied)


def _any(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    looked = tuple(ready.look(lookup) for ready in rows)
    applied = [item for item in looked if item.state == "applied"]
    known = [item for item in applied if not isinstance(item.value, Undetermined)]
    if any(item.value != known[0].value for item in known):
        raise RowsConflict(tuple(item.row.id for item in known), same=True)
    return _one(looked, known)


def _one(looked: tuple[Looked, ...], applied: list[Looked]) -> Applied:
    if applied:
        return Applied(_of(applied[0]), None, looked)
    missing = _missing(looked)
    if not missing:
        raise NoRow
    return Applied(Undetermined(missing), None, looked)


def _collect_sum(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    looked = tuple(ready.look(lookup) for ready in rows)
    missing = _missing(looked)
    if missing:
        return Applied(Undetermined(missing), None, looked)
    total = Decimal(0)
    for item in looked:
        if isinstance(item.value, Decimal):
            total = CONTEXT.add(total, item.value)
    return Applied(total, None, looked)


def _missing(looked: tuple[Looked, ...]) -> frozenset[str]:
    values = (item.value for item in looked)
    return frozenset().union(*(v.missing for v in values if isinstance(v, Undetermined)))


_POLICIES: Mapping[Hit, Callable[[tuple[_Ready, ...], Lookup], Applied]] = {
    "formula": _formula,
    "first": _first,
    "unique": _unique,
    "any": _any,
    "collect_sum": _collect_sum,
}
