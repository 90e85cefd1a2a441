"""The engine `rules/1`: check a rule file, run it on one case."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from explain.case import Case, Value
from explain.details import Trace
from explain.errors import CannotExplain, InvalidFile
from explain.explanation import Findings, Operation, Result
from explain.rules.bodies import calculation
from explain.rules.changes import Situation, single_changes
from explain.rules.evaluation import Known, Undetermined
from explain.rules.graph import build
from explain.rules.model import RulesFile
from explain.rules.running import Program, Run, calculate
from explain.rules.sentences import check_sentences
from explain.rules.tracing import needed, split
from explain.rules.validity import check_validity
from explain.sources import Document, Source
from explain.validation import validate


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
    uses = {step: frozenset(names) for step, names in graph.uses.items()}
    return Program(rules, _places(rules, document), graph.bodies, graph.order, uses, ready)


def _places(rules: RulesFile, document: Document) -> Mapping[str, tuple[str, int | None]]:
    """Return the file and the line of each parameter, and of what each step calculates."""
    paths: dict[str, tuple[str | int, ...]] = {
        item.id: ("parameters", index) for index, item in enumerate(rules.parameters)
    }
    for index, step in enumerate(rules.steps):
        paths[step.id] = ("steps", index, "formula" if step.table is None else "table")
    return {name: (document.file, document.line(path)) for name, path in paths.items()}


def find(program: Program, case: Case, allocation: Source | None = None) -> Findings:  # noqa: ARG001 - every engine's signature
    """Run the rules on one case, at the date of its decision.

    Raises `CannotExplain` where the outcome needs a parameter that has no known value on
    that day, or a step that has no exact result.
    """
    run = calculate(program, case)
    situation = Situation(
        bodies=program.bodies,
        after=run.after,
        outcome=program.spec.outcome.step,
        values=run.values,
        again=lambda name, value: _bare(run.again(name, value)),
    )
    return replace(_findings(run), changes=single_changes(situation, program.spec.inputs))


def trace(program: Program, case: Case) -> Findings:
    """Run the rules on one case without looking for what would have changed the outcome.

    Raises what `find` raises.
    """
    return _findings(calculate(program, case))


def outcome(program: Program, case: Case) -> Value | None:
    """Return the bare outcome of one case, or None where it has none."""
    found = calculate(program, case).values[program.spec.outcome.step]
    return None if isinstance(found, CannotExplain) else _bare(found)


def _bare(value: Known | None) -> Value | None:
    return None if isinstance(value, Undetermined | tuple) else value


def _findings(run: Run) -> Findings:
    program = run.program
    spec = program.spec
    value, missing = split(run.value(spec.outcome.step))
    steps, parameters = needed(run)
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
