"""The models of two versions of a score, compared as far as they may be told."""

from dataclasses import dataclass

from explain.engines import Algorithm
from explain.scores.differences import ModelDifference, model_difference
from explain.scores.population.influences import Population
from explain.scores.program import Program
from register.entry.scores import is_private
from register.entry.version import Version


@dataclass(frozen=True, slots=True)
class Side:
    """One version of two, with what it executes and what counts over its background."""

    version: Version
    algorithm: Algorithm | None
    measured: Population | None = None


def compare_models(before: Side, after: Side) -> ModelDifference | None:
    """Compare two models; None where there are not two, where they are the same or private."""
    programs = [_program(side) for side in (before, after)]
    if programs[0] is None or programs[1] is None or _same(before, after):
        return None
    return model_difference(programs[0], programs[1], (before.measured, after.measured))


def _program(side: Side) -> Program | None:
    program = side.algorithm.program if side.algorithm else None
    if not isinstance(program, Program) or is_private(side.version, program.spec.model):
        return None
    return program


def _same(before: Side, after: Side) -> bool:
    """Tell whether models, backgrounds and scales are the same to the byte."""
    files = [
        {name: digest for name, digest in side.algorithm.files if not name.endswith(".yaml")}
        for side in (before, after)
        if side.algorithm
    ]
    displays = [side.algorithm.program.spec.display for side in (before, after) if side.algorithm]
    return files[0] == files[1] and displays[0] == displays[1]
