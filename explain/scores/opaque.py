"""A score whose model nobody can read: explained from its predictions alone.

The values come from `explain.scores.estimate`: exact for few inputs, else an estimate that says so.
There is no model to search, and so no change that would have turned the score.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from explain.canonical import digest
from explain.case import Case
from explain.details import Background
from explain.errors import InvalidFile
from explain.explanation import Findings
from explain.reading import read_yaml
from explain.scores import findings
from explain.scores.attribution.contributions import Contributions
from explain.scores.background import Column, read_background
from explain.scores.engine import raw_values
from explain.scores.estimate import RUNS, SEED, Table, attribution, estimate
from explain.scores.players import Player, players
from explain.scores.spec import ScoreFile, contradictions, read_score

SPACE = "value"
"""The space of a prediction that is taken as it comes."""

PlainRow = Sequence[Any]
Predict = Callable[[Sequence[PlainRow]], Sequence[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Opaque:
    """A loaded score without its model. `rows` are the background as `predict` takes it."""

    spec: ScoreFile
    predict: Predict
    rows: Sequence[PlainRow]
    columns: tuple[Column, ...]
    players: tuple[Player, ...]
    background: Background
    runs: int
    seed: int


def load_opaque(
    main: bytes,
    table: bytes,
    predict: Predict,
    rows: Sequence[PlainRow],
    *,
    runs: int = RUNS,
    seed: int = SEED,
) -> Opaque:
    """Load a score file (`main`) and its background (`table`, CSV), without a model.

    `rows` are the same background for `predict`, which returns one number for each row that it
    is given. Raises `InvalidFile` with every issue of the first file that has some.
    """
    document = read_yaml(main, "score.yaml")
    spec = read_score(document)
    if found := contradictions(spec, document):
        raise InvalidFile(found)
    about = spec.background
    columns = read_background(table, about.file, spec.inputs, about.rows, spec.missing)
    background = Background(
        name=about.file, label=about.label, rows=about.rows, digest=digest(table)
    )
    return Opaque(spec, predict, rows, columns, players(spec), background, runs, seed)


def find_opaque(score: Opaque, case: Case, row: PlainRow) -> Findings:
    """Explain one case; `row` is the case as `predict` takes it.

    Raises `CannotExplain` where a value is too large, or where a prediction is no number.
    """
    spec = score.spec
    raw_values(spec, case)
    names = [item.id for item in spec.inputs]
    labels = [item.label for item in spec.inputs]
    found = estimate(_asked(score), score.rows, row, names, runs=score.runs, seed=score.seed)
    exact = Contributions(found.base, found.values, found.output)
    points = findings.points(spec, exact, None)
    told = attribution(found, labels, spec.display, SPACE, score.background)
    pairs = zip(told.shares, score.columns, strict=True)
    shares = tuple(replace(share, reference=column.mean) for share, column in pairs)
    outside = findings.outside(spec.inputs, score.columns, case, told=True)
    effects = findings.effects(spec, score.players, points)
    return Findings(
        outcome=findings.outcome(spec, points),
        parameters=(*effects, *findings.fixed(spec, points)),
        operations=findings.operations(spec, score.players, points),
        changes=(),
        detail=replace(told, shares=shares, outside=outside),
    )


def _asked(score: Opaque) -> Callable[[Table], Sequence[float]]:
    """Hand the rows to `predict` as plain lists: the estimate holds them in an array."""
    return lambda rows: score.predict(rows.tolist())
