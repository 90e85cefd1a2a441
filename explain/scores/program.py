"""A score, loaded: what it declares, its model, its background, and what attributes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from explain.canonical import digest, number_text
from explain.details import Background
from explain.errors import InvalidFile
from explain.issues import Issue
from explain.scores import display as reading
from explain.scores import issues
from explain.scores.attribution.closed_form import closed_form
from explain.scores.attribution.contributions import Attributor
from explain.scores.background import Column, read_background
from explain.scores.models.linear import Sums
from explain.scores.models.reading import read_model
from explain.scores.players import Player, players
from explain.scores.spec import ScoreFile, contradictions, read_score
from explain.sources import Document

if TYPE_CHECKING:  # NumPy is loaded with a model that needs it
    from explain.scores.models.forest import Forest


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A loaded score. `columns` (of the background) stand in the order of the inputs.

    `classes` names what a model chooses between, in its order; empty where it gives one
    number.
    """

    spec: ScoreFile
    model: "Sums | Forest"
    columns: tuple[Column, ...]
    players: tuple[Player, ...]
    attributor: Attributor
    background: Background
    classes: tuple[str, ...]


def load_program(document: Document, files: Mapping[str, bytes], cache: Path | None) -> Program:
    """Load a score file with its model and its background.

    `cache` is the folder in which tables for models of trees are kept; without one they are
    built when a case is first explained. Raises `InvalidFile` with every issue of the first
    file that has some.
    """
    spec = read_score(document)
    found = [*contradictions(spec, document), *_absent(spec, document, files)]
    if found:
        raise InvalidFile(found)
    model = read_model(files, spec.model, spec.inputs)
    about = spec.background
    data = files[about.file]
    columns = read_background(data, about.file, spec.inputs, about.rows, spec.missing)
    background = Background(
        name=about.file, label=about.label, rows=about.rows, digest=digest(data)
    )
    parties = players(spec)
    attributor: Attributor
    if isinstance(model, Sums):
        attributor = closed_form(model, parties, [column.values for column in columns])
    else:
        from explain.scores.attribution.trees import Trees  # noqa: PLC0415 - needs NumPy

        names = [item.id for item in spec.inputs]
        rows = dict(zip(names, (column.values for column in columns), strict=True))
        key = digest(b"\n".join((files[spec.model], data)))
        attributor = Trees(model, parties, rows, key, cache)
    program = Program(spec, model, columns, parties, attributor, background, model.classes)
    found = [*_missing(program, document), *_outcome(program, document)]
    if not found:
        found += _threshold(program, document)
    if found:
        raise InvalidFile(found)
    return program


def _absent(spec: ScoreFile, document: Document, files: Mapping[str, bytes]) -> list[Issue]:
    found = []
    for path, name in ((("model",), spec.model), (("background", "file"), spec.background.file)):
        if name not in files:
            line, field = document.line(path), ".".join(path)
            found.append(Issue(issues.FILE_NOT_GIVEN, document.file, line, field, {"name": name}))
    return found


def _missing(program: Program, document: Document) -> list[Issue]:
    """Refuse a declared absence that the model has no worth for, or was not tried with."""
    model = program.model
    if isinstance(model, Sums):
        terms = (term for one in model.sums for term in one.terms)
        worthless = {term.input for term in terms if term.missing is None}
    elif model.missing is None:
        return []
    else:
        worthless = {item.id for item in program.spec.inputs} - set(model.missing)
    return [
        Issue(
            issues.MISSING_NOT_HANDLED,
            document.file,
            document.line(("missing", place)),
            "missing",
            {"input": name},
        )
        for place, name in enumerate(program.spec.missing)
        if name in worthless
    ]


def _outcome(program: Program, document: Document) -> list[Issue]:
    expected = tuple(category.id for category in program.spec.outcome.categories)
    if set(expected) == set(program.classes):
        return []
    values = {
        "found": ", ".join(program.classes) or "—",
        "expected": ", ".join(expected) or "—",
    }
    line = document.line(("outcome",))
    return [Issue(issues.OUTCOME_CLASSES, document.file, line, "outcome", values)]


def _threshold(program: Program, document: Document) -> list[Issue]:
    """Refuse a threshold that lies beyond every score of the background: another scale."""
    display = program.spec.display
    if display.threshold is None:
        return []
    low, high = sorted(reading.points(display, end) for end in program.attributor.reached())
    if low < display.threshold <= high or low == high:
        return []
    values = {
        "threshold": str(display.threshold),
        "low": number_text(round(low, 2)),
        "high": number_text(round(high, 2)),
    }
    path = ("display", "threshold")
    return [
        Issue(issues.THRESHOLD_SCALE, document.file, document.line(path), ".".join(path), values)
    ]
