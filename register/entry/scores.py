"""What a version that is a score tells beyond its explanations: doubts, and its evaluation."""

from explain.engines import Algorithm
from explain.errors import InvalidFile
from explain.explanation import Explanation
from explain.scores.doubt.doubting import doubt
from explain.scores.doubt.record import Doubt
from explain.scores.evaluation.record import FILE, Evaluation
from explain.scores.evaluation.verifying import read_evaluation
from explain.scores.population.influences import Population, population
from explain.scores.program import Program
from register.entry.version import Version, locate

AT_ONCE = 10_000_000
"""So many nodes of trees, times rows, are looked at while somebody waits for a page."""


def doubt_of(
    version: Version, algorithm: Algorithm, explanation: Explanation, *, waiting: bool = False
) -> Doubt | None:
    """Return the doubt about a score that the version has explained; `None` for another family.

    `waiting` leaves out what takes long. Of a private background only what the algorithm
    file allows is told.
    """
    program = algorithm.program
    if not isinstance(program, Program):
        return None
    private = is_private(version, program.spec.background.file)
    return doubt(program, explanation, private=private, most=AT_ONCE if waiting else None)


def evaluation_of(version: Version) -> Evaluation | None:
    """Return the evaluation that the version holds, if it has one that can be read."""
    data = version.artefacts.get(FILE)
    if data is None:
        return None
    try:
        return read_evaluation(data, version.places[FILE], version.slug)
    except InvalidFile:
        return None


def population_of(version: Version, algorithm: Algorithm) -> Population | None:
    """Return what counts over the background of a score, as far as it may be told."""
    program = algorithm.program
    if not isinstance(program, Program):
        return None
    about = program.spec.background
    if is_private(version, about.file) and "influences" not in about.tells:
        return None
    return population(program)


def is_private(version: Version, name: str) -> bool:
    """Tell whether the version lists the file `name` as private."""
    return any(
        item.visibility == "private"
        for item in version.entry.artefacts
        if (place := locate(item.path, version.number)) and place[1] == name
    )
