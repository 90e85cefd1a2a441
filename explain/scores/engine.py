"""The engine `score/1`: a linear or logistic score, explained exactly.

`load` reads `score.yaml`, its model and its background, and averages the background once;
`find` explains one case against it. The record holds the exact additive values and the
printed points, which add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from explain.case import Case, require_known
from explain.errors import CannotExplain, InvalidFile
from explain.explanation import (
    Attribution,
    Background,
    Findings,
    Operation,
    Parameter,
    Result,
    Scale,
    Share,
    digest,
)
from explain.issues import Issue
from explain.reading import Document, Source
from explain.scores import display as reading
from explain.scores import issues
from explain.scores.attribution.closed_form import (
    METHODS,
    Baseline,
    Contributions,
    baseline,
    contributions,
)
from explain.scores.background import Column, read_background
from explain.scores.changes.linear import Situation, nearest_changes, raw
from explain.scores.models.linear import LinearModel, NumberTerm, Raw, read_model
from explain.scores.spec import ScoreFile, contradictions, read_score


@dataclass(frozen=True, slots=True)
class Program:
    """A loaded score. `columns` and the model's terms stand in the order of the inputs."""

    spec: ScoreFile
    model: LinearModel
    columns: tuple[Column, ...]
    start: Baseline
    background: Background


def load(document: Document, files: Mapping[str, bytes]) -> Program:
    """Load a score file with its model and its background.

    Raises `InvalidFile` with every issue of the first file that has some.
    """
    spec = read_score(document)
    found = contradictions(spec, document)
    for path, name in ((("model",), spec.model), (("background", "file"), spec.background.file)):
        if name not in files:
            line, field = document.line(path), ".".join(path)
            values = {"name": name}
            found.append(Issue(issues.FILE_NOT_GIVEN, document.file, line, field, values))
    if found:
        raise InvalidFile(found)
    model = read_model(files[spec.model], spec.model, spec.inputs)
    about = spec.background
    data = files[about.file]
    columns = read_background(data, about.file, spec.inputs, about.rows)
    background = Background(
        name=about.file, label=about.label, rows=about.rows, digest=digest(data)
    )
    return Program(spec, model, columns, baseline(model, columns), background)


def find(program: Program, case: Case, allocation: Source | None) -> Findings:  # noqa: ARG001 - the engines share one signature
    """Explain one case.

    Raises `InvalidCase` where an input is undetermined, `CannotExplain` where a value is
    too large to calculate with.
    """
    require_known(program.spec, case)
    values = _raw_values(program, case)
    exact = contributions(program.model, program.start, values)
    points = _points(program, exact)
    situation = Situation(case, values, exact.output, program.model, program.spec.display)
    return Findings(
        outcome=_outcome(program, points),
        parameters=_parameters(program, points, values),
        operations=_operations(program, points),
        changes=nearest_changes(situation, program.spec.inputs, program.columns),
        detail=_attribution(program, exact, points),
    )


@dataclass(frozen=True, slots=True)
class _Points:
    """The printed points: `base + sum(shares) = total`."""

    base: Decimal
    shares: tuple[Decimal, ...]
    total: Decimal
    reached: bool | None


def _raw_values(program: Program, case: Case) -> dict[str, Raw]:
    """Return the case as the model reads it, refusing what floats cannot hold."""
    values: dict[str, Raw] = {}
    found = []
    for item in program.spec.inputs:
        value = case.values[item.id]
        if isinstance(value, Decimal) and abs(value) >= reading.LARGEST:
            about = {"label": item.label, "field": item.id}
            found.append(Issue(issues.SCORE_TOO_LARGE, field=item.id, values=about))
        elif value is not None:
            values[item.id] = raw(value)
    if found:
        raise CannotExplain(found)
    return values


def _points(program: Program, exact: Contributions) -> _Points:
    display = program.spec.display
    start, score = (reading.points(display, value) for value in (exact.base, exact.output))
    worths = [reading.worth(display, value) for value in exact.values]
    if any(abs(value) >= reading.largest(display) for value in (start, score, *worths)):
        outcome = program.spec.outcome
        about = {"label": outcome.label, "field": outcome.id}
        raise CannotExplain([Issue(issues.SCORE_TOO_LARGE, field=outcome.id, values=about)])
    base = reading.printed(display, start)
    total = reading.printed(display, score)
    shares = reading.adding_up(total - base, worths, reading.step_of(display))
    return _Points(base, tuple(shares), total, reading.reaches(display, score))


def _outcome(program: Program, points: _Points) -> Result:
    outcome, display = program.spec.outcome, program.spec.display
    return Result(
        id=outcome.id,
        label=outcome.label,
        type=outcome.type,
        value=points.total,
        unit=display.unit,
        threshold=display.threshold,
        reached=points.reached,
    )


def _parameters(
    program: Program, points: _Points, values: Mapping[str, Raw]
) -> tuple[Parameter, ...]:
    """List the weights of this case, then where every score starts, then the threshold.

    A number's weight is in points for one more unit of the input; a category's is in
    points compared with the mean of the background.
    """
    display, spec = program.spec.display, program.spec
    weights = []
    for item, term, mean in zip(spec.inputs, program.model.terms, program.start.means, strict=True):
        linear = isinstance(term, NumberTerm)
        weight = term.slope if isinstance(term, NumberTerm) else term.worth(values[item.id]) - mean
        value = reading.worth(display, weight)
        unit = None if linear else display.unit
        weights.append(Parameter(id=item.id, label=item.label, value=value, unit=unit))
    background = spec.background.label
    start = Parameter(id="background", label=background, value=points.base, unit=display.unit)
    return (*weights, start, *_threshold_parameter(program))


def _threshold_parameter(program: Program) -> tuple[Parameter, ...]:
    display = program.spec.display
    if display.threshold is None or display.threshold_label is None:
        return ()
    label, value = display.threshold_label, display.threshold
    return (Parameter(id=_THRESHOLD, label=label, value=value, unit=display.unit),)


_THRESHOLD = "display.threshold_label"
"""The key of the threshold's text, which is its id in the record as well."""


def _operations(program: Program, points: _Points) -> tuple[Operation, ...]:
    """List the start, each share, each group's sum, the total, and the comparison."""
    spec, unit = program.spec, program.spec.display.unit
    by_input = {item.id: share for item, share in zip(spec.inputs, points.shares, strict=True)}
    shares = [
        Operation(id=item.id, label=item.label, value=by_input[item.id], unit=unit)
        for item in spec.inputs
    ]
    groups = []
    for group in spec.groups:
        summed = sum((by_input[name] for name in group.inputs), Decimal(0))
        groups.append(Operation(id=group.id, label=group.label, value=summed, unit=unit))
    label = spec.background.label
    start = Operation(id="background", label=label, value=points.base, unit=unit)
    outcome = spec.outcome
    total = Operation(id=outcome.id, label=outcome.label, value=points.total, unit=unit)
    return (start, *shares, *groups, total, *_comparison(program, points))


def _comparison(program: Program, points: _Points) -> tuple[Operation, ...]:
    label = program.spec.display.threshold_label
    if label is None:
        return ()
    return (Operation(id=_THRESHOLD, label=label, value=points.reached),)


def _attribution(program: Program, exact: Contributions, points: _Points) -> Attribution:
    spec, display = program.spec, program.spec.display
    parts = zip(spec.inputs, program.columns, exact.values, points.shares, strict=True)
    shares = tuple(
        Share(
            id=item.id,
            label=item.label,
            value=value,
            points=float(share),
            reference=column.mean,
        )
        for item, column, value, share in parts
    )
    return Attribution(
        method=METHODS[program.model.kind],
        error=None,
        base=exact.base,
        output=exact.output,
        shares=shares,
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
