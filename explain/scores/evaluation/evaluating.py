"""From a score and an evaluation set to the evaluation."""

import math
from collections.abc import Mapping
from datetime import date

import numpy as np

from explain.canonical import digest, number_text
from explain.scores import display as reading
from explain.scores import sides
from explain.scores.evaluation import intervals
from explain.scores.evaluation.calibration import (
    by_points,
    by_tenths,
    of_given,
    probabilities,
)
from explain.scores.evaluation.cases import Cases, read_cases
from explain.scores.evaluation.choices import by_class, by_group
from explain.scores.evaluation.rates import Wrong
from explain.scores.evaluation.record import (
    Bounds,
    Comparison,
    DataSet,
    Errors,
    Evaluation,
    Member,
    bounds,
)
from explain.scores.evaluation.withholding import Cell, withheld
from explain.scores.known_cases import MISSING, EvaluationSet
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans
from explain.scores.models.outputs import decided, outputs
from explain.scores.program import Program
from explain.scores.spec import ScoreFile
from explain.scores.tallies import LEAST


def evaluate(
    program: Program, declared: EvaluationSet, data: bytes, files: Mapping[str, str], day: date
) -> Evaluation:
    """Measure how often a score is right on all cases of an evaluation set.

    `data` are the bytes of the set, `files` the digests of the files that give the score,
    by name. Raises `InvalidFile` where the set is not as declared.
    """
    spec = program.spec
    cases = read_cases(data, declared, spec.inputs, spec.missing, program.classes)
    found = outputs(program.model, cases.inputs)
    threshold = spec.display.threshold
    evaluation = Evaluation(
        evaluated_on=day,
        data=DataSet(
            name=declared.file,
            label=declared.label,
            rows=declared.rows,
            digest=digest(data),
            visibility=declared.visibility,
        ),
        files=dict(files),
        observed=declared.observed.id,
        threshold=None if threshold is None else number_text(threshold),
    )
    members = {group.id: _members(spec, declared, cases, group.id) for group in declared.groups}
    if declared.observed.type == "number":
        measured = _distances(spec, found[:, 0], cases, members)
    elif declared.observed.type == "boolean":
        measured = _sides(program, found[:, 0], cases, members)
    else:
        measured = _choices(program, found, cases, members)
    return evaluation.model_copy(update=measured)


Members = Mapping[str, Mapping[str, Booleans]]


def _members(
    spec: ScoreFile, declared: EvaluationSet, cases: Cases, name: str
) -> dict[str, Booleans]:
    """Return the rows of each group that has some, in the order of the declaration."""
    choices = {item.id: [choice.id for choice in item.categories] for item in spec.inputs}
    choices |= {
        group.id: [choice.id for choice in group.categories]
        for group in declared.own_columns(spec.inputs)
    }
    values = np.array(cases.groups[name])
    rows = {one: values == one for one in [*(choices[name] or ["true", "false"]), MISSING]}
    return {one: some for one, some in rows.items() if some.any()}


def _sides(program: Program, found: Floats, cases: Cases, members: Members) -> dict[str, object]:
    display = program.spec.display
    happened = np.array(cases.observed) == 1.0
    reached = sides.reached(display, found)
    missed, alarms = Wrong(happened, ~reached), Wrong(~happened, reached)
    predicted = probabilities(program.attributor.space, found)
    bands = (
        by_points(display, found, happened, reached)
        if predicted is None
        else by_tenths(predicted, happened, reached)
    )
    groups = []
    for name, rows in members.items():
        misses, falses = missed.by_group(rows), alarms.by_group(rows)
        groups.append(
            Comparison(
                id=name,
                members=tuple(
                    Member(
                        id=one,
                        missed=misses[one][0],
                        missed_difference=misses[one][1],
                        alarms=falses[one][0],
                        alarms_difference=falses[one][1],
                    )
                    for one in rows
                ),
            )
        )
    return {
        "missed": missed.whole(),
        "alarms": alarms.whole(),
        "calibration": "points" if predicted is None else "probability",
        "bands": tuple(bands),
        "groups": tuple(groups),
    }


def _choices(program: Program, found: Floats, cases: Cases, members: Members) -> dict[str, object]:
    """Compare the class that was given with the one that it really was."""
    observed = np.array(cases.observed, np.intp)
    given = np.array(decided(program.model, cases.inputs), np.intp)
    own, right = found[np.arange(len(found)), given], given == observed
    everybody = np.ones(len(found), np.bool_)
    predicted = of_given(program.attributor.space, found, given)
    bands = (
        by_points(program.spec.display, own, right, everybody)
        if predicted is None
        else by_tenths(predicted, right, everybody)
    )
    classes = by_class(program.classes, observed, given)
    return {
        "classes": classes,
        "calibration": "points" if predicted is None else "probability",
        "bands": tuple(bands),
        "groups": by_group(program.classes, observed, given, members, classes),
    }


def _distances(spec: ScoreFile, found: Floats, cases: Cases, members: Members) -> dict[str, object]:
    """Compare printed points with the observed number."""
    printed = [
        float(reading.printed(spec.display, reading.points(spec.display, output)))
        for output in found.tolist()
    ]
    error = np.array(printed) - np.array(cases.observed)
    groups = []
    for name, rows in members.items():
        hidden, _ = withheld([Cell(int(some.sum()), int(some.sum())) for some in rows.values()])
        groups.append(
            Comparison(
                id=name,
                members=tuple(
                    Member(id=one, errors=Errors())
                    if lost
                    else Member(
                        id=one,
                        errors=_errors(error[some]),
                        errors_difference=_gap(error[some], error[~some]),
                    )
                    for (one, some), lost in zip(rows.items(), hidden, strict=True)
                ),
            )
        )
    return {"errors": _errors(error), "groups": tuple(groups)}


def _errors(error: Floats) -> Errors:
    if len(error) < LEAST:
        return Errors()
    squared = math.sqrt(math.fsum((error**2).tolist()) / len(error))
    return Errors(
        cases=len(error),
        absolute=bounds(_absolute(error).interval()),
        signed=bounds(intervals.mean(error.tolist()).interval()),
        squared=number_text(squared),
    )


def _gap(error: Floats, others: Floats) -> Bounds | None:
    if len(others) < LEAST:
        return None
    return bounds(_absolute(error).minus(_absolute(others)))


def _absolute(error: Floats) -> intervals.Mean:
    return intervals.mean(np.abs(error).tolist())
