"""The engine `rules/1`: check a rule file, run it on one case.

Every step is calculated at most once, in the order of the graph, without recursion. An
error in a step, or a parameter without a value for the day, counts only where the outcome
needs it: a branch not taken can neither fail nor be reported as missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, DivisionByZero
from pathlib import Path

from explain.case import Case, Value
from explain.errors import CannotExplain, InvalidFile
from explain.explanation import (
    Change,
    Findings,
    Operation,
    Parameter,
    Result,
    Rounded,
    Step,
    Trace,
    TraceRow,
)
from explain.issues import Issue
from explain.reading import Document, Source
from explain.rules import issues
from explain.rules.bodies import Applied, Calculation, Looked, NoRow, RowsConflict, calculation
from explain.rules.changes import Situation, single_changes
from explain.rules.decisive import decisive
from explain.rules.evaluation import EmptyList, Known, Undetermined, round_to
from explain.rules.expressions import DECISION_DAY, normal
from explain.rules.graph import build
from explain.rules.model import DatedParameter, RuleException, RulesFile, RuleStep, TableRow
from explain.rules.reading import Bodies
from explain.rules.sentences import check_sentences
from explain.rules.validity import check_validity, in_force
from explain.validation import validate


@dataclass(frozen=True, slots=True)
class Program:
    """A checked rule file, ready to run. `order` puts each step after those it uses."""

    spec: RulesFile
    bodies: Bodies
    order: tuple[RuleStep, ...]
    calculations: Mapping[str, Calculation]


def load(
    document: Document,
    files: Mapping[str, bytes],  # noqa: ARG001 - every engine's signature
    cache: Path | None = None,  # noqa: ARG001 - the same
) -> Program:
    """Check a rule file. Raises `InvalidFile` with every issue found, with its line."""
    rules = validate(RulesFile, document)
    found = list(check_validity(rules.parameters, document))
    try:
        graph = build(rules, document)
    except InvalidFile as error:
        raise InvalidFile([*found, *error.issues]) from None
    found += check_sentences(rules.steps, graph, document)
    if found:
        raise InvalidFile(found)
    ready = {step.id: calculation(graph.bodies[step.id]) for step in graph.order}
    return Program(rules, graph.bodies, graph.order, ready)


def find(program: Program, case: Case, allocation: Source | None = None) -> Findings:  # noqa: ARG001 - every engine's signature
    """Run the rules on one case, at the date of its decision.

    Raises `CannotExplain` where the outcome needs a parameter that has no known value on
    that day, or a step that has no exact result.
    """
    run = _Run(program, case)
    run.calculate()
    return replace(_findings(run), changes=run.changes())


def trace(program: Program, case: Case) -> Findings:
    """Run the rules on one case without looking for what would have changed the outcome.

    Raises what `find` raises.
    """
    run = _Run(program, case)
    run.calculate()
    return _findings(run)


def outcome(program: Program, case: Case) -> Value | None:
    """Return the bare outcome of one case, or None where it has none."""
    run = _Run(program, case)
    run.calculate()
    found = run.values[program.spec.outcome.step]
    return None if isinstance(found, Undetermined | CannotExplain | tuple) else found


def _findings(run: "_Run") -> Findings:
    program = run.program
    spec = program.spec
    value, missing = _split(run.value(spec.outcome.step))
    steps, parameters = run.needed()
    result = Result(
        id=spec.outcome.id,
        label=spec.outcome.label,
        type=spec.outcome.type,
        value=value,
        unit=spec.outcome.unit,
        missing=tuple(item.id for item in spec.inputs if item.id in missing),
    )
    operations = tuple(
        Operation(
            id=step.id,
            label=step.label,
            value=step.value,
            unit=step.unit,
            reference=step.reference,
        )
        for step in steps
    )
    return Findings(
        outcome=result,
        parameters=parameters,
        operations=operations,
        changes=(),
        detail=Trace(steps=steps),
    )


def _split(value: Known) -> tuple[Value | None, frozenset[str]]:
    """Separate a value from what is missing for it. No step gives a list."""
    if isinstance(value, Undetermined):
        return None, value.missing
    return (None if isinstance(value, tuple) else value), frozenset()


@dataclass(slots=True)
class _Run:
    """One calculation: what each name gave, and which names each step needed."""

    program: Program
    case: Case
    values: dict[str, Known | CannotExplain] = field(default_factory=dict)
    used: dict[str, dict[str, Known]] = field(default_factory=dict)
    applied: dict[str, Applied] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    rounded: dict[str, Rounded] = field(default_factory=dict)

    def calculate(self) -> None:
        for name, given in self.case.values.items():
            self.values[name] = Undetermined(frozenset({name})) if given is None else given
        self.values[DECISION_DAY] = self.case.decided_on
        for parameter in self.program.spec.parameters:
            self.values[parameter.id] = self.parameter(parameter)
        for step in self.program.order:
            self.values[step.id] = self.step(step)

    def parameter(self, parameter: DatedParameter) -> Known | CannotExplain:
        try:
            applied = in_force(parameter, self.case.decided_on)
        except CannotExplain as error:
            return error
        self.parameters[parameter.id] = applied
        return Decimal(applied.value)

    def step(self, step: RuleStep) -> Known | CannotExplain:
        used = self.used[step.id] = {}

        def lookup(name: str) -> Known:
            used[name] = self.value(name)
            return used[name]

        try:
            applied = self.applied[step.id] = self.program.calculations[step.id](lookup)
            return self.round(step, applied.value)
        except CannotExplain as error:
            return error
        except ArithmeticError as error:
            return CannotExplain([_trouble(error, step)])

    def round(self, step: RuleStep, value: Known) -> Known:
        rule = step.rounding
        if rule is None or not isinstance(value, Decimal):
            return value
        self.rounded[step.id] = Rounded(
            value=value, mode=rule.mode, step=rule.step, reference=rule.reference
        )
        return round_to(value, rule.step, rule.mode)

    def value(self, name: str) -> Known:
        """Return a value that is needed, or raise what stands in its way."""
        found = self.values[name]
        if isinstance(found, CannotExplain):
            raise found
        return found

    def changes(self) -> tuple[Change, ...]:
        """Find which single change of one datum would have turned the outcome."""
        situation = Situation(
            bodies=self.program.bodies,
            order=self.program.order,
            outcome=self.program.spec.outcome.step,
            values=self.values,
            again=self.again,
        )
        return single_changes(situation, self.program.spec.inputs)

    def again(self, name: str, value: Value) -> Value | None:
        """Return the outcome with another `value` of one input, or None if there is none."""
        return outcome(self.program, replace(self.case, values={**self.case.values, name: value}))

    def needed(self) -> tuple[tuple[Step, ...], tuple[Parameter, ...]]:
        """List the steps and the parameters on which this outcome rests."""
        needed = {self.program.spec.outcome.step}
        decisive = {self.program.spec.outcome.step}
        for step in reversed(self.program.order):
            if step.id in needed:
                needed |= self.used[step.id].keys()
            if step.id in decisive:
                decisive |= self.decisive(step)
        steps = tuple(
            self.trace(step, decisive=step.id in decisive)
            for step in self.program.order
            if step.id in needed
        )
        return steps, tuple(item for id_, item in self.parameters.items() if id_ in needed)

    def decisive(self, step: RuleStep) -> frozenset[str]:
        """Return the names that decided what a step gave; all it used, where it gave nothing."""
        used = self.used[step.id]
        applied = self.applied.get(step.id)
        if applied is None or isinstance(applied.value, Undetermined):
            return frozenset(used)
        return decisive(self.program.bodies[step.id], applied, self.value)

    def trace(self, step: RuleStep, *, decisive: bool) -> Step:
        applied = self.applied[step.id]
        exception = _exception(step, applied)
        rows = applied.rows
        return Step(
            id=step.id,
            label=step.label,
            formula=normal(exception.gives if exception else step.formula or ""),
            bindings=tuple(
                (name, None if isinstance(value, Undetermined) else value)
                for name, value in self.used[step.id].items()
            ),
            value=_split(self.value(step.id))[0],
            unit=step.unit,
            reference=exception.reference if exception else step.reference,
            rounded=self.rounded.get(step.id),
            hit=step.table.hit if step.table and rows else None,
            rows=tuple(map(_row, step.table.rows, rows)) if step.table and rows else (),
            exception=exception.id if exception else None,
            decisive=decisive,
        )


def _exception(step: RuleStep, applied: Applied) -> RuleException | None:
    """Return the exception that applied, if one did."""
    if applied.exception is None:
        return None
    return next(item for item in step.exceptions if item.id == applied.exception.row.id)


def _row(row: TableRow, looked: Looked) -> TraceRow:
    value = None if looked.value is None else _split(looked.value)[0]
    return TraceRow(
        id=row.id,
        label=row.label,
        when=tuple(map(normal, row.when)),
        gives=normal(row.gives),
        state=looked.state,
        failed=None if looked.failed is None else normal(row.when[looked.failed]),
        value=value,
        reference=row.reference,
    )


def _trouble(error: ArithmeticError, step: RuleStep) -> Issue:
    """Say why a step has no exact result."""
    values = {"label": step.label, "step": step.id}
    match error:
        case DivisionByZero():
            code = issues.DIVISION_BY_ZERO
        case RowsConflict():
            code = issues.ROWS_DIFFER if error.same else issues.SEVERAL_ROWS
            values["rows"] = ", ".join(error.rows)
        case NoRow():
            code = issues.NO_ROW
        case EmptyList():
            code = issues.NOBODY
        case _:
            code = issues.TOO_LARGE_OR_SMALL
    return Issue(code, field=step.id, values=values)
