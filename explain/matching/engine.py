"""The engine `matching/1`: load an algorithm file, and place one person in one run."""

from collections.abc import Mapping
from dataclasses import dataclass

from explain import issues
from explain.case import Case
from explain.errors import InvalidCase
from explain.explanation import Findings
from explain.issues import Issue
from explain.matching.spec import MatchingFile
from explain.reading import Document, Source
from explain.validation import validate


@dataclass(frozen=True, slots=True)
class Program:
    """A checked algorithm file."""

    spec: MatchingFile


def load(document: Document, files: Mapping[str, bytes]) -> Program:  # noqa: ARG001 - one signature for all engines; a matching names no other file
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    return Program(validate(MatchingFile, document))


def find(program: Program, case: Case, allocation: Source | None) -> Findings:
    """Place one person in the run `allocation`.

    Raises `InvalidCase` where the run is missing or does not hold this person.
    """
    if allocation is None:
        raise InvalidCase([Issue(issues.ALLOCATION_MISSING, field="allocation")])
    raise NotImplementedError(program, case)
