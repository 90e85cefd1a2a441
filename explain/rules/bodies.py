"""What a step calculates: a formula or a decision table, and the exceptions that go before it.

A formula is a table of one row without conditions, so that both are read, checked and
calculated in one way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from explain.details import TraceRow
from explain.rules.decisive import Taker, taker
from explain.rules.evaluation import CONTEXT, Known, Lookup, Run, Undetermined, compiled
from explain.rules.syntax import Constant, Expression, names

Hit = Literal["formula", "first", "unique", "any", "collect_sum"]
State = Literal["applied", "failed", "undetermined", "not_reached"]


@dataclass(frozen=True, slots=True)
class Row:
    """Conditions that must all hold, and what the row then gives.

    `said` is what a trace says of it before it is looked at. A `fixed` row gives what is written
    in it, whatever the case.
    """

    id: str
    when: tuple[Expression, ...]
    gives: Expression
    said: TraceRow
    fixed: bool


@dataclass(frozen=True)
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
        return self._names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for part in self.expressions() for name in names(part)))


class Looked(NamedTuple):
    """How one row came out, what a trace says of it, and the names that decided it."""

    row: Row
    state: State
    said: TraceRow
    decided_by: Taker
    value: Known | None = None


class Applied(NamedTuple):
    """What a step gave: by its last exception, where that did not fail, or else by its rows.

    `settled` holds the exceptions and the rows that settled it: with the same values of the names
    that decided these, the step gives the same, whatever others were.
    """

    value: Known
    exceptions: tuple[Looked, ...]
    rows: tuple[Looked, ...]
    settled: tuple[Looked, ...]

    @property
    def exception(self) -> str | None:
        """Return the id of the exception that counts, if one does."""
        if not self.exceptions or self.exceptions[-1].state == "failed":
            return None
        return self.exceptions[-1].row.id


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
    if not exceptions:
        return lambda lookup: read(rows, lookup)

    def calculate(lookup: Lookup) -> Applied:
        looked: list[Looked] = []
        for ready in exceptions:
            here = ready.look(lookup)
            looked.append(here)
            if here.state != "failed":
                return Applied(_of(here), tuple(looked), (), tuple(looked))
        found = read(rows, lookup)
        return found._replace(exceptions=tuple(looked), settled=(*looked, *found.settled))

    return calculate


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row whose conditions and formula are ready, with how it comes out where that is known.

    `failed` has one place for each condition; `always` is there where the row gives a constant;
    it `adds` something to a sum, unless that constant is 0.
    """

    row: Row
    when: tuple[Run, ...]
    gives: Run
    decided_by: Taker
    failed: tuple[Looked, ...]
    not_reached: Looked
    always: Looked | None
    adds: bool

    @classmethod
    def of(cls, row: Row) -> "_Ready":
        said = row.said
        decided_by = taker((*row.when, row.gives))
        failed = tuple(
            Looked(row, "failed", replace(said, state="failed", failed=text), taker([condition]))
            for text, condition in zip(said.when, row.when, strict=True)
        )
        constant = row.gives.value if isinstance(row.gives, Constant) else None
        return cls(
            row=row,
            when=tuple(compiled(part) for part in row.when),
            gives=compiled(row.gives),
            decided_by=decided_by,
            failed=failed,
            not_reached=Looked(row, "not_reached", said, decided_by),
            always=None if constant is None else _applied(row, constant, decided_by),
            adds=row.gives != _NOTHING,
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
            return Looked(self.row, "undetermined", said, self.decided_by, unknown)
        return self.always or _applied(self.row, self.gives(lookup), self.decided_by)


def _applied(row: Row, value: Known, decided_by: Taker) -> Looked:
    said = row.said
    # Written out: this runs for every row of every case, and `replace` is far slower.
    shown = TraceRow(
        id=said.id,
        label=said.label,
        when=said.when,
        gives=said.gives,
        state="applied",
        failed=None,
        value=None if isinstance(value, _WITHOUT_VALUE) else value,
        reference=said.reference,
    )
    return Looked(row, "applied", shown, decided_by, value)


_WITHOUT_VALUE = (Undetermined, tuple)


def _of(looked: Looked) -> Known:
    assert looked.value is not None  # noqa: S101 - a row that applies, or may, has a value
    return looked.value


def _formula(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    (ready,) = rows
    value = ready.gives(lookup)
    return Applied(
        value, (), (), (Looked(ready.row, "applied", ready.row.said, ready.decided_by, value),)
    )


def _first(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    """Read down to the first row that applies: the rows before it had to fail."""
    looked: list[Looked] = []
    for place, ready in enumerate(rows, start=1):
        here = ready.look(lookup)
        looked.append(here)
        if here.state != "failed":
            left = [after.not_reached for after in rows[place:]]
            return Applied(_of(here), (), (*looked, *left), tuple(looked))
    raise NoRow


def _unique(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    """Find the only row that applies: had another one applied as well, nothing would be given."""
    looked = tuple(ready.look(lookup) for ready in rows)
    applied = tuple(item for item in looked if item.state == "applied")
    if len(applied) > 1:
        raise RowsConflict(tuple(item.row.id for item in applied), same=False)
    return _one(looked, applied)


def _any(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    """Find the rows that apply: each of them alone would give the same."""
    looked = tuple(ready.look(lookup) for ready in rows)
    applied = (item for item in looked if item.state == "applied")
    known = tuple(item for item in applied if not isinstance(item.value, Undetermined))
    if any(item.value != known[0].value for item in known):
        raise RowsConflict(tuple(item.row.id for item in known), same=True)
    return _one(looked, known)


def _one(looked: tuple[Looked, ...], applied: tuple[Looked, ...]) -> Applied:
    if applied:
        return Applied(_of(applied[0]), (), looked, applied)
    missing = _missing(item.value for item in looked)
    if not missing:
        raise NoRow
    return Applied(Undetermined(missing), (), looked, looked)


def _collect_sum(rows: tuple[_Ready, ...], lookup: Lookup) -> Applied:
    """Add up the rows that apply: a row that failed would have added something, unless it is 0."""
    looked = tuple([ready.look(lookup) for ready in rows])
    given = [item.value for item in looked if item.value is not None]
    missing = _missing(given)
    if missing:
        return Applied(Undetermined(missing), (), looked, looked)
    total = Decimal(0)
    for value in given:
        total = CONTEXT.add(total, value)  # type: ignore[arg-type]  # numbers, says `kinds`
    settled = tuple([item for item, ready in zip(looked, rows, strict=True) if ready.adds])
    return Applied(total, (), looked, settled)


def _missing(values: Iterable[Known | None]) -> frozenset[str]:
    return frozenset().union(*[v.missing for v in values if isinstance(v, Undetermined)])


_NOTHING = Constant(Decimal(0))
_POLICIES: Mapping[Hit, Callable[[tuple[_Ready, ...], Lookup], Applied]] = {
    "formula": _formula,
    "first": _first,
    "unique": _unique,
    "any": _any,
    "collect_sum": _collect_sum,
}
