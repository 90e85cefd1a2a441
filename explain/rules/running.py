"""One calculation by rules: what each name gave, and what it gives with another datum.

Every step is calculated at most once, in the order of the graph, without recursion. An
error in a step, or a parameter without a value for the day, counts only where something
needs it: a branch not taken can neither fail nor be reported as missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, DivisionByZero

from explain.case import Case, Given
from explain.details import Rounded
from explain.errors import CannotExplain
from explain.explanation import Parameter
from explain.issues import Issue
from explain.rules import issues
from explain.rules.bodies import Applied, Calculation, NoRow, RowsConflict
from explain.rules.evaluation import EmptyList, Known, Lookup, Undetermined, plain, round_to
from explain.rules.expressions import DECISION_DAY
from explain.rules.model import DatedParameter, RulesFile, RuleStep
from explain.rules.reading import Bodies
from explain.rules.validity import in_force

Gave = Known | CannotExplain
"""What a name gave: a value, that it cannot be known, or why there is none."""


@dataclass(frozen=True, slots=True)
class Program:
    """A checked rule file, ready to run.

    `order` puts each step after those it uses; `uses` holds the names in each step, and
    `places` says where each step and parameter is written.
    """

    spec: RulesFile
    places: Mapping[str, tuple[str, int | None]]
    bodies: Bodies
    order: tuple[RuleStep, ...]
    uses: Mapping[str, frozenset[str]]
    calculations: Mapping[str, Calculation]


@dataclass(frozen=True, slots=True)
class Run:
    """One calculation: what each name gave, and which names each step used."""

    program: Program
    values: dict[str, Gave] = field(default_factory=dict)
    used: dict[str, dict[str, Known]] = field(default_factory=dict)
    applied: dict[str, Applied] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    rounded: dict[str, Rounded] = field(default_factory=dict)
    affected: dict[str, tuple[RuleStep, ...]] = field(default_factory=dict)

    def value(self, name: str) -> Known:
        """Return a value that is needed, or raise what stands in its way."""
        return _needed(self.values, name)

    def again(self, name: str, value: Given) -> Known | None:
        """Return the outcome with another `value` of one input, or `None` if there is none."""
        values = {**self.values, name: value}

        def lookup(wanted: str) -> Known:
            return _needed(values, wanted)

        for step in self.after(name):
            values[step.id] = _gave(step, self.program, lookup)[0]
        found = values[self.program.spec.outcome.step]
        return None if isinstance(found, CannotExplain) else found

    def after(self, name: str) -> tuple[RuleStep, ...]:
        """Return the steps that a name has an effect on, in order."""
        if name not in self.affected:
            moved = {name}
            steps = []
            for step in self.program.order:
                if not moved.isdisjoint(self.program.uses[step.id]):
                    moved.add(step.id)
                    steps.append(step)
            self.affected[name] = tuple(steps)
        return self.affected[name]


def calculate(program: Program, case: Case) -> Run:
    """Run the rules on one case, at the date of its decision."""
    run = Run(program)
    for name, given in case.values.items():
        run.values[name] = Undetermined(frozenset({name})) if given is None else given
    run.values[DECISION_DAY] = case.decided_on
    for parameter in program.spec.parameters:
        run.values[parameter.id] = _parameter(run, parameter, case)
    for step in program.order:
        _step(run, step)
    return run


def _parameter(run: Run, parameter: DatedParameter, case: Case) -> Gave:
    try:
        applied = in_force(parameter, case.decided_on)
    except CannotExplain as error:
        return CannotExplain([_placed(issue, run.program) for issue in error.issues])
    run.parameters[parameter.id] = applied
    return Decimal(applied.value)


def _step(run: Run, step: RuleStep) -> None:
    used = run.used[step.id] = {}
    values = run.values

    def lookup(name: str) -> Known:
        found = values[name]
        if isinstance(found, CannotExplain):
            raise found
        used[name] = found
        return found

    value, applied = _gave(step, run.program, lookup)
    run.values[step.id] = value
    if applied is None:
        return
    run.applied[step.id] = applied
    rule = step.rounding
    if rule is not None and isinstance(applied.value, Decimal):
        run.rounded[step.id] = Rounded(
            value=applied.value, mode=rule.mode, step=rule.step, reference=rule.reference
        )


def _gave(step: RuleStep, program: Program, lookup: Lookup) -> tuple[Gave, Applied | None]:
    """Calculate a step: its rounded value and how it came about, or why there is none."""
    try:
        applied = program.calculations[step.id](lookup)
        value = applied.value
        if step.rounding is not None and isinstance(value, Decimal):
            value = round_to(value, step.rounding.step, step.rounding.mode)
    except CannotExplain as error:
        return error, None
    except ArithmeticError as error:
        return CannotExplain([_placed(_trouble(error, step), program)]), None
    return plain(value), applied


def _needed(values: Mapping[str, Gave], name: str) -> Known:
    found = values[name]
    if isinstance(found, CannotExplain):
        raise found
    return found


def _placed(issue: Issue, program: Program) -> Issue:
    """Say where the step or the parameter at fault is written."""
    file, line = program.places[issue.field]
    return replace(issue, file=file, line=line)


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
