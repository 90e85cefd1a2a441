"""How often a score is right, told in natural frequencies: so many in a hundred."""

from dataclasses import dataclass

from explain.i18n import Language
from explain.scores.evaluation.record import Evaluation
from explain.scores.spec import ScoreFile
from explain.wording.evaluation.figures import NOTHING
from explain.wording.evaluation.grids import Grid, Grids
from explain.wording.evaluation.sentences import Sentences
from explain.wording.words import words

__all__ = ["NOTHING", "Grid", "Told", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An evaluation in one language: sentences, tables, and remarks that hold for them."""

    summary: tuple[str, ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]


def told(evaluation: Evaluation, spec: ScoreFile, language: Language) -> Told:
    """Say an evaluation in one language. `spec` holds its labels in that language already."""
    about = words(spec, language), evaluation, spec
    sentences = Sentences(*about)
    return Told(
        summary=tuple(sentences.summary()),
        grids=tuple(Grids(*about).grids()),
        notes=tuple(sentences.notes()),
    )
