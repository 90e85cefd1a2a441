"""The way in: load an algorithm's files, explain one case with it.

    algorithm = load({"rules.yaml": data}, "rules.yaml")
    case = validate_case(algorithm.spec, {"persons": 4}, date(2026, 11, 1))
    explanation = explain(algorithm, case)

Each engine is a package with two functions: `load(document, files, cache)` checks the algorithm
file and returns a frozen program that holds its `spec`; `find(program, case, allocation)`
runs it on a case. Released engine majors stay for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from explain import issues
from explain.canonical import digest, inputs_digest, source_digest
from explain.case import Case
from explain.errors import InvalidFile
from explain.explanation import About, Degree, Explanation, Findings, Provenance, data_used
from explain.issues import Issue
from explain.matching.grid import Grid
from explain.matching.issues import GRID_MISSING
from explain.reading import read_yaml
from explain.sources import Document, Source
from explain.spec import Spec

ENGINES: Mapping[str, str] = {
    "rules/1": "explain.rules.engine",
    "matching/1": "explain.matching.engine",
    "score/1": "explain.scores.engine",
}
"""Each engine's module. Only those are loaded that an algorithm asks for."""


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A loaded algorithm: what it declares, what it runs, and the digests of its files."""

    spec: Spec
    program: Any
    files: tuple[tuple[str, str], ...]


def load(files: Mapping[str, bytes], main: str, cache: Path | None = None) -> Algorithm:
    """Load the algorithm file `main`; `files` holds it and every file that it names.

    `cache` is a folder for what is costly to prepare and may be deleted at any time: tables
    of contributions, named by the digests of what they are made from. Raises `InvalidFile`
    with every issue found.
    """
    document = read_yaml(files[main], main)
    engine = document.value.get("engine")
    if not isinstance(engine, str) or engine not in ENGINES:
        values = {"field": "engine", "value": str(engine), "allowed": ", ".join(ENGINES)}
        raise InvalidFile(
            [Issue(issues.NOT_ALLOWED, main, document.line(("engine",)), "engine", values)]
        )
    program = _engine(engine).load(document, files, cache)
    if engine == "matching/1" and (name := program.spec.grid_file()):
        program = _engine(engine).with_grid(program, _grid(document, files, name))
    digests = tuple((name, digest(data)) for name, data in sorted(files.items()))
    return Algorithm(program.spec, program, digests)


def _engine(name: str) -> ModuleType:
    return import_module(ENGINES[name])


def _grid(document: Document, files: Mapping[str, bytes], name: str) -> Grid:
    """Load the rules that give the points of a matching."""
    if name not in files:
        values = {"name": name}
        line = document.line(("points",))
        raise InvalidFile([Issue(GRID_MISSING, document.file, line, "points", values)])
    rules = _engine("rules/1")
    program = rules.load(read_yaml(files[name], name), files)
    return Grid(program.spec, lambda case: rules.trace(program, case), program)


def explain(
    algorithm: Algorithm,
    case: Case,
    allocation: Source | None = None,
    about: About | None = None,
) -> Explanation:
    """Explain one case.

    `allocation` is the private data of one run of a matching. Raises `InvalidCase` where
    the case lacks what the engine needs, `CannotExplain` where it has no result.
    """
    spec = algorithm.spec
    found = _engine(spec.engine).find(algorithm.program, case, allocation)
    files = algorithm.files
    if allocation is not None:
        files += ((allocation.name, source_digest(allocation)),)
    provenance = Provenance(
        engine=spec.engine,
        files=files,
        allocation=allocation.name if allocation else None,
        inputs=inputs_digest(case),
    )
    return enveloped(spec, case, found, provenance, about or About())


def enveloped(
    spec: Spec, case: Case, found: Findings, provenance: Provenance, about: About
) -> Explanation:
    """Put what an engine found for a case into the envelope that all families share."""
    return Explanation(
        about=about,
        decided_on=case.decided_on,
        outcome=found.outcome,
        contribution=Degree(degree=spec.contribution.degree, mode=spec.contribution.mode),
        data=data_used(spec, case),
        parameters=found.parameters,
        operations=found.operations,
        changes=found.changes,
        together=found.together,
        limits=tuple(limit.id for limit in spec.limits),
        detail=found.detail,
        provenance=provenance,
    )
