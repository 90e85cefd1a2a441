"""What a calculation rests on: its steps with their numbers, and the parameters applied."""

from collections.abc import Collection, Iterator
from decimal import Decimal

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
    used = {program.spec.outcome.step}
    deciding = set(used)
    found: list[Step] = []
    for step in reversed(program.order):
        if step.id in used:
            decisive = step.id in deciding
            used.update(run.used[step.id])
            if decisive:
                deciding.update(_settling(run, step))
            found.append(_trace(run, step, decisive=decisive))
    steps = tuple(reversed(found))
    parameters = [item for id_, item in run.parameters.items() if id_ in used]
    for step in program.order:
        if step.id in used and step.table is not None:
            parameters += _numbers(run, step)
    return steps, tuple(parameters)


def _numbers(run: Run, step: RuleStep) -> Iterator[Parameter]:
    """Return the numbers written in rows that counted: weights, such as the points of a grid.

    Rows that may apply together give one number (`any`): it is listed once.
    """
    applied = [looked for looked in run.applied[step.id].rows if looked.state == "applied"]
    for looked in applied[:1] if step.table and step.table.hit == "any" else applied:
        if looked.row.fixed and isinstance(looked.value, Decimal):
            said = looked.row.said
            yield Parameter(
                id=said.id,
                label=said.label or step.label,
                value=looked.value,
                unit=step.unit,
                reference=said.reference or step.reference,
            )


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
    found: set[str] = set()
    for looked in applied.settled:
        found |= looked.decided_by(run.value)
    return found


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
