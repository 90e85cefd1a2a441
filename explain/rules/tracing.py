"""What a calculation rests on: its steps with their numbers, and the parameters applied."""

from collections.abc import Collection

from explain.case import Value
from explain.details import Step
from explain.errors import CannotExplain
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
    deciding = set(names)
    found: list[Step] = []
    for step in reversed(program.order):
        if step.id in names:
            decisive = step.id in deciding
            names.update(run.used[step.id])
            if decisive:
                deciding.update(_settling(run, step))
            found.append(_trace(run, step, decisive=decisive))
    steps = tuple(reversed(found))
    return steps, tuple(item for id_, item in run.parameters.items() if id_ in names)


def split(value: Known) -> tuple[Value | None, frozenset[str]]:
    """Separate a value from what is missing for it. No step gives a list."""
    if isinstance(value, Undetermined):
        return None, value.missing
    return (None if isinstance(value, tuple) else value), frozenset()


def _settling(run: Run, step: RuleStep) -> Collection[str]:
    """Return the names that settled what a step gave; all it used, where it gave nothing."""
    applied = run.applied.get(step.id)
    if applied is None or isinstance(applied.value, Undetermined):
        return run.used[step.id]
    names: set[str] = set()
    for looked in applied.settled:
        names |= looked.decided_by(run.value)
    return names


def _trace(run: Run, step: RuleStep, *, decisive: bool) -> Step:
    applied, given = run.applied[step.id], run.values[step.id]
    exception = _exception(step, applied)
    return Step(
        id=step.id,
        label=step.label,
        formula=normal(exception.gives if exception else step.formula or ""),
        bindings=tuple(
            [
                (name, None if isinstance(value, Undetermined) else value)
                for name, value in run.used[step.id].items()
            ]
        ),
        value=None if isinstance(given, _WITHOUT_VALUE) else given,
        unit=step.unit,
        reference=exception.reference if exception else step.reference,
        rounded=run.rounded.get(step.id),
        hit=step.table.hit if step.table and applied.rows else None,
        rows=tuple([item.said for item in applied.rows]),
        exception=exception.id if exception else None,
        exceptions=tuple([item.said for item in applied.exceptions]),
        decisive=decisive,
    )


_WITHOUT_VALUE = (Undetermined, tuple, CannotExplain)


def _exception(step: RuleStep, applied: Applied) -> RuleException | None:
    """Return the exception that applied, if one did."""
    wanted = applied.exception
    return next((item for item in step.exceptions if item.id == wanted), None) if wanted else None
