"""What a calculation rests on: its steps with their numbers, and the parameters applied."""

from explain.case import Value
from explain.details import Step
from explain.explanation import Parameter
from explain.rules.bodies import Applied
from explain.rules.evaluation import Known, Undetermined
from explain.rules.expressions import normal
from explain.rules.model import RuleException, RuleStep
from explain.rules.running import Run


def needed(run: Run) -> tuple[tuple[Step, ...], tuple[Parameter, ...]]:
    """List the steps and the parameters on which the outcome of a calculation rests."""
    program = run.program
    names = {program.spec.outcome.step}
    deciding = {program.spec.outcome.step}
    for step in reversed(program.order):
        if step.id in names:
            names |= run.used[step.id].keys()
        if step.id in deciding:
            deciding |= _decisive(run, step)
    steps = tuple(
        _trace(run, step, decisive=step.id in deciding)
        for step in program.order
        if step.id in names
    )
    return steps, tuple(item for id_, item in run.parameters.items() if id_ in names)


def split(value: Known) -> tuple[Value | None, frozenset[str]]:
    """Separate a value from what is missing for it. No step gives a list."""
    if isinstance(value, Undetermined):
        return None, value.missing
    return (None if isinstance(value, tuple) else value), frozenset()


def _decisive(run: Run, step: RuleStep) -> frozenset[str]:
    """Return the names that decided what a step gave; all it used, where it gave nothing."""
    applied = run.applied.get(step.id)
    if applied is None or isinstance(applied.value, Undetermined):
        return frozenset(run.used[step.id])
    if applied.exception is not None:
        rows = [applied.exception.row]
    elif applied.rows:
        summed = run.program.bodies[step.id].hit == "collect_sum"
        counted = [item for item in applied.rows if item.state == "applied"]
        rows = [item.row for item in counted if item.value != 0 or not summed]
    else:
        rows = list(run.program.bodies[step.id].rows)
    return frozenset().union(*(row.decided_by(run.value) for row in rows))


def _trace(run: Run, step: RuleStep, *, decisive: bool) -> Step:
    applied = run.applied[step.id]
    exception = _exception(step, applied)
    rows = applied.rows
    return Step(
        id=step.id,
        label=step.label,
        formula=normal(exception.gives if exception else step.formula or ""),
        bindings=tuple(
            (name, None if isinstance(value, Undetermined) else value)
            for name, value in run.used[step.id].items()
        ),
        value=split(run.value(step.id))[0],
        unit=step.unit,
        reference=exception.reference if exception else step.reference,
        rounded=run.rounded.get(step.id),
        hit=step.table.hit if step.table and rows else None,
        rows=tuple(item.said for item in rows),
        exception=exception.id if exception else None,
        decisive=decisive,
    )


def _exception(step: RuleStep, applied: Applied) -> RuleException | None:
    """Return the exception that applied, if one did."""
    if applied.exception is None:
        return None
    return next(item for item in step.exceptions if item.id == applied.exception.row.id)
