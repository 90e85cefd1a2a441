"""How often a score is right, for the page of its entry."""

from explain.scores.spec import ScoreFile
from explain.wording.evaluation import Grid, told
from register.entry.scores import evaluation_of
from register.pages.entry_views import Cell, EvaluationView, Table
from register.presenting.shown import Shown


def evaluation_view(shown: Shown) -> EvaluationView | None:
    """Return the evaluation of a score, empty where none was given; `None` for the others."""
    if not isinstance(shown.spec, ScoreFile):
        return None
    found = evaluation_of(shown.version)
    if found is None:
        return EvaluationView()
    said = told(found, shown.spec, shown.shell.words)
    return EvaluationView(
        summary=said.summary, tables=tuple(map(_table, said.grids)), notes=said.notes
    )


def _table(grid: Grid) -> Table:
    return Table(
        caption=grid.caption,
        columns=_cells(grid.heads),
        rows=tuple(map(_cells, grid.rows)),
    )


def _cells(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(text=text, numeric=place > 0) for place, text in enumerate(texts))
