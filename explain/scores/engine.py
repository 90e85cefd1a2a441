"""The engine `score/1`: a score, explained exactly.

`load` reads `score.yaml`, its model and its background; `find` explains one case against
it. The record holds the exact additive values and the printed points, which add up.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from explain.case import Case, require_known
from explain.errors import CannotExplain
from explain.explanation import Findings
from explain.issues import Issue
from explain.scores import display as reading
from explain.scores import findings, issues
from explain.scores.changes.finding import changes_of
from explain.scores.changes.situation import Situation
from explain.scores.models.linear import Raw, greatest
from explain.scores.program import Program, load_program
from explain.scores.spec import ScoreFile
from explain.sources import Document, Source


def load(document: Document, files: Mapping[str, bytes], cache: Path | None = None) -> Program:
    """Load a score file with its model and its background.

    `cache` is the folder of tables for models of trees. Raises `InvalidFile` with every
    issue of the first file that has some.
    """
    return load_program(document, files, cache)


def find(program: Program, case: Case, allocation: Source | None) -> Findings:  # noqa: ARG001 - the engines share one signature
    """Explain one case.

    Raises `InvalidCase` where an input is undetermined that the model needs, `CannotExplain`
    where a value is too large to calculate with.
    """
    require_known(program.spec, case, program.spec.missing)
    values = raw_values(program.spec, case)
    place, explained = decided(program, values)
    exact = program.attributor.contributions(values, place)
    points = findings.points(program.spec, exact, explained)
    situation = Situation(
        case,
        values,
        exact.output,
        program.model,
        program.spec.display,
        place,
        program.classes,
        wanted(program, place),
    )
    changes = changes_of(situation, program.spec.inputs, program.columns)
    return Findings(
        outcome=findings.outcome(program.spec, points),
        parameters=findings.parameters(program, points, values, place),
        operations=findings.operations(program.spec, program.players, points),
        changes=changes.alone,
        together=changes.together,
        detail=findings.attribution(program, case, exact, points),
    )


def decided(program: Program, values: Mapping[str, Raw]) -> tuple[int, str | None]:
    """Return the place and the id of the class with the greatest output; 0 and `None` if none.

    Of two classes with the same output the first is decided, as in the libraries.
    """
    if not program.classes:
        return 0, None
    place = greatest(program.attributor.outputs(values))
    return place, program.classes[place]


def wanted(program: Program, place: int) -> tuple[int, ...]:
    """Return the places of the classes to which a change is looked for from the one at `place`.

    They are those that the declared order puts before it, or all others where none is declared.
    """
    order = program.spec.display.best_first
    names = program.classes
    if not names:
        return ()
    before = order[: order.index(names[place])] if order else names
    return tuple(at for at, name in enumerate(names) if at != place and name in before)


def raw_values(spec: ScoreFile, case: Case) -> dict[str, Raw]:
    """Return the case as the model reads it, refusing what floats cannot hold."""
    values: dict[str, Raw] = {}
    found = []
    for item in spec.inputs:
        value = case.values[item.id]
        if isinstance(value, Decimal) and abs(value) >= reading.LARGEST:
            about = {"label": item.label, "field": item.id}
            found.append(Issue(issues.SCORE_TOO_LARGE, field=item.id, values=about))
        values[item.id] = findings.raw(value)
    if found:
        raise CannotExplain(found)
    return values
