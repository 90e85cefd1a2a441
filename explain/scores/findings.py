"""One explained score as the parts of the record: printed points that add up, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explain.case import Case
from explain.details import Attribution, Outside, Scale, Share
from explain.errors import CannotExplain
from explain.explanation import Operation, Parameter, Result
from explain.issues import Issue
from explain.scores import display as reading
from explain.scores import issues
from explain.scores.attribution.closed_form import ClosedForm
from explain.scores.attribution.contributions import Contributions
from explain.scores.background import Column
from explain.scores.models.linear import NumberTerm, Raw
from explain.scores.players import Player
from explain.scores.program import Program
from explain.scores.spec import ScoreFile
from explain.spec import Input

THRESHOLD = "display.threshold_label"
"""The key of the threshold's text, which is its id in the record as well."""


@dataclass(frozen=True, slots=True)
class Points:
    """The printed points: `start + sum(shares) = total`; `explained` is the decided class."""

    start: Decimal
    shares: tuple[Decimal, ...]
    total: Decimal
    reached: bool | None
    explained: str | None


def points(spec: ScoreFile, exact: Contributions, explained: str | None) -> Points:
    """Print exact contributions. Raises `CannotExplain` where they are too large."""
    display = spec.display
    start, score = (reading.points(display, value) for value in (exact.base, exact.output))
    worths = [reading.worth(display, value) for value in exact.values]
    if any(abs(value) >= reading.largest(display) for value in (start, score, *worths)):
        outcome = spec.outcome
        about = {"label": outcome.label, "field": outcome.id}
        raise CannotExplain([Issue(issues.SCORE_TOO_LARGE, field=outcome.id, values=about)])
    base = reading.printed(display, start)
    total = reading.printed(display, score)
    shares = reading.adding_up(total - base, worths, reading.step_of(display))
    return Points(base, tuple(shares), total, reading.reaches(display, score), explained)


def outcome(spec: ScoreFile, found: Points) -> Result:
    """Return the printed points, or the class that has the most of them."""
    declared, display = spec.outcome, spec.display
    chosen = found.explained is not None
    return Result(
        id=declared.id,
        label=declared.label,
        type=declared.type,
        value=found.explained if chosen else found.total,
        unit=None if chosen else display.unit,
        threshold=display.threshold,
        reached=found.reached,
    )


def parameters(
    program: Program, found: Points, values: Mapping[str, Raw], place: int = 0
) -> tuple[Parameter, ...]:
    """List the weights of this case, then where every score starts, then the threshold.

    A sum of terms has weights: a number's is in points for one more unit of the input; that
    of a choice, a band or an absence is in points compared with the mean of the background.
    Trees have no weight that holds for all cases: what each input weighs in this one is what
    it adds or removes, in points. `place` is that of the class that is explained, else 0.
    """
    return (*_weights(program, found, values, place), *fixed(program.spec, found))


def _weights(
    program: Program, found: Points, values: Mapping[str, Raw], place: int
) -> list[Parameter]:
    attributor, spec = program.attributor, program.spec
    if not isinstance(attributor, ClosedForm):
        return effects(spec, program.players, found)
    weights = []
    terms, means = attributor.model.sums[place].terms, attributor.means[place].terms
    pairs = zip(spec.inputs, terms, means, strict=True)
    for item, term, mean in pairs:
        value = values[item.id]
        sloped = isinstance(term, NumberTerm) and value is not None
        weight = term.slope if isinstance(term, NumberTerm) and sloped else term.worth(value) - mean
        worth = reading.worth(spec.display, weight)
        unit = None if sloped else spec.display.unit
        weights.append(Parameter(id=item.id, label=item.label, value=worth, unit=unit))
    return weights


def effects(spec: ScoreFile, parties: Sequence[Player], found: Points) -> list[Parameter]:
    """List what each input weighs in this case: what it adds or removes, in points."""
    unit = spec.display.unit
    return [
        Parameter(id=player.id, label=player.label, value=share, unit=unit)
        for player, share in zip(parties, found.shares, strict=True)
    ]


def fixed(spec: ScoreFile, found: Points) -> tuple[Parameter, ...]:
    """List what is the same for everybody: where every score starts, then the threshold."""
    display, label = spec.display, spec.background.label
    start = Parameter(id="background", label=label, value=found.start, unit=display.unit)
    if display.threshold is None or display.threshold_label is None:
        return (start,)
    label, value = display.threshold_label, display.threshold
    return (start, Parameter(id=THRESHOLD, label=label, value=value, unit=display.unit))


def operations(spec: ScoreFile, parties: Sequence[Player], found: Points) -> tuple[Operation, ...]:
    """List the start, each share, the total and the comparison; then each group's sum."""
    unit = spec.display.unit
    by_player = {player.id: share for player, share in zip(parties, found.shares, strict=True)}
    shares = [
        Operation(id=player.id, label=player.label, value=by_player[player.id], unit=unit)
        for player in parties
    ]
    sums = []
    for group in spec.groups:
        if not group.together:
            summed = sum((by_player[name] for name in group.inputs), Decimal(0))
            sums.append(Operation(id=group.id, label=group.label, value=summed, unit=unit))
    label = spec.background.label
    start = Operation(id="background", label=label, value=found.start, unit=unit)
    declared = spec.outcome
    total = Operation(id=declared.id, label=declared.label, value=found.total, unit=unit)
    return (start, *shares, total, *_comparison(spec, found), *sums)


def _comparison(spec: ScoreFile, found: Points) -> tuple[Operation, ...]:
    label = spec.display.threshold_label
    if label is None:
        return ()
    return (Operation(id=THRESHOLD, label=label, value=found.reached),)


def attribution(program: Program, case: Case, exact: Contributions, found: Points) -> Attribution:
    """Return the exact values beside the printed ones, and what they are compared with."""
    spec, display = program.spec, program.spec.display
    told = not spec.background.private or "range" in spec.background.tells
    means = {
        item.id: column.mean if told else None
        for item, column in zip(spec.inputs, program.columns, strict=True)
    }
    parts = zip(program.players, exact.values, found.shares, strict=True)
    shares = tuple(
        Share(
            id=player.id,
            label=player.label,
            inputs=player.inputs,
            value=value,
            points=float(share),
            reference=means.get(player.id),
        )
        for player, value, share in parts
    )
    grouped = any(group.together for group in spec.groups)
    return Attribution(
        method=program.attributor.method,
        backend=program.attributor.backend,
        space=program.attributor.space,
        grouping="groups" if grouped else "inputs",
        explained=found.explained,
        error=None,
        base=exact.base,
        output=exact.output,
        residual=exact.residual,
        start=found.start,
        total=found.total,
        shares=shares,
        outside=outside(spec.inputs, program.columns, case, told=told),
        scale=Scale(
            scale=display.scale,
            offset=display.offset,
            unit=display.unit,
            decimals=display.decimals,
            threshold=display.threshold,
            definition=display.definition,
        ),
        background=program.background,
    )


def outside(
    inputs: tuple[Input, ...], columns: tuple[Column, ...], case: Case, *, told: bool
) -> tuple[Outside, ...]:
    """Name the inputs whose value no row of the background comes up to.

    The ends of what the rows hold are left out unless they may be `told`.
    """
    found = []
    for item, column in zip(inputs, columns, strict=True):
        value = case.values[item.id]
        if column.low is None or column.high is None or value is None:
            seen = raw(value) in column.values
            low = high = None
        else:
            low, high = column.low, column.high
            seen = low <= float(value) <= high  # type: ignore[arg-type]  # scores have no dates
        if not seen:
            ends = (low, high) if told else (None, None)
            found.append(Outside(id=item.id, label=item.label, low=ends[0], high=ends[1]))
    return tuple(found)


def raw(value: object) -> Raw:
    """Return a case's value as the model reads it."""
    if value is None or isinstance(value, str):
        return value
    return float(value)  # type: ignore[arg-type]  # numbers and booleans: scores have no dates
