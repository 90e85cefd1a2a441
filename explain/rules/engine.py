"""The engine `rules/1`: check a rule file, run it on one case.

Every step is calculated at most once, in the order of the graph, without recursion. An
error in a step, or a parameter without a value for the day, counts only where the outcome
needs it: a branch not taken can neither fail nor be reported as missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException, DivisionByZero
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
)
from explain.issues import Issue
from explain.reading import Document, Source
from explain.rules import issues
from explain.rules.changes import Situation, single_changes
from explain.rules.evaluation import Known, Undetermined, evaluate, round_to
from explain.rules.expressions import Expression, normal
from explain.rules.graph import build
from explain.rules.model import DatedParameter, RulesFile, RuleStep
from explain.rules.sentences import check_sentences
from explain.rules.validity import check_validity, in_force
from explain.validation import validate


@dataclass(frozen=True, slots=True)
class Program:
    """A checked rule file, ready to run. `order` puts each step after those it uses."""

    spec: RulesFile
    formulas: Mapping[str, Expression]
    order: tuple[RuleStep, ...]


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
    return Program(rules, graph.formulas, graph.order)


def find(program: Program, case: Case, allocation: Source | None = None) -> Findings:  # noqa: ARG001 - every engine's signature
    """Run the rules on one case, at the date of its decision.

    Raises `CannotExplain` where the outcome needs a parameter that has no known value on
    that day, or a step that has no exact result.
    """
    run = _Run(program, case)
    run.calculate()
    steps, parameters = run.needed()
    spec = program.spec
    value, missing = _split(run.value(spec.outcome.step))
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
        changes=run.changes(),
        detail=Trace(steps=steps),
    )


def outcome(program: Program, case: Case) -> Value | None:
    """Return the bare outcome of one case, or None where it has none."""
    run = _Run(program, case)
    run.calculate()
    found = run.values[program.spec.outcome.step]
    return None if isinstance(found, Undetermined | CannotExplain) else found


def _split(value: Known) -> tuple[Value | None, frozenset[str]]:
    """Separate a value from what is missing for it."""
    if isinstance(value, Undetermined):
        return None, value.missing
    return value, frozenset()


@dataclass(slots=True)
class _Run:
    """One calculation: what each name gave, and which names each step needed."""

    program: Program
    case: Case
    values: dict[str, Known | CannotExplain] = field(default_factory=dict)
    used: dict[str, dict[str, Known]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    rounded: dict[str, Rounded] = field(default_factory=dict)

    def calculate(self) -> None:
        for name, given in self.case.values.items():
            self.values[name] = Undetermined(frozenset({name})) if given is None else given
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
            return self.round(step, evaluate(self.program.formulas[step.id], lookup))
        except CannotExplain as error:
            return error
        except DecimalException as error:
            zero = isinstance(error, DivisionByZero)
            code = issues.DIVISION_BY_ZERO if zero else issues.TOO_LARGE_OR_SMALL
            values = {"label": step.label, "step": step.id}
            return CannotExplain([Issue(code, field=step.id, values=values)])

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
            formulas=self.program.formulas,
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
        for step in reversed(self.program.order):
            if step.id in needed:
                needed |= self.used[step.id].keys()
        steps = tuple(self.trace(step) for step in self.program.order if step.id in needed)
        return steps, tuple(item for id_, item in self.parameters.items() if id_ in needed)

    def trace(self, step: RuleStep) -> Step:
        bindings = tuple((name, _split(value)[0]) for name, value in self.used[step.id].items())
        return Step(
            id=step.id,
            label=step.label,
            formula=normal(step.formula),
            bindings=bindings,
            value=_split(self.value(step.id))[0],
            unit=step.unit,
            reference=step.reference,
            rounded=self.rounded.get(step.id),
        )
