"""The engine `rules/1`: check a rule file, run it on one case."""

from collections.abc import Mapping
from dataclasses import dataclass

from explain.case import Case
from explain.explanation import Findings
from explain.reading import Document, Source
from explain.spec import Spec


@dataclass(frozen=True, slots=True)
class Program:
    """A checked rule file, ready to run."""

    spec: Spec


def load(document: Document, files: Mapping[str, bytes]) -> Program:
    """Check a rule file. Raises `InvalidFile` with every issue found."""
    raise NotImplementedError


def find(program: Program, case: Case, allocation: Source | None) -> Findings:
    """Run the rules on one case. Raises `CannotExplain` where they have no result."""
    raise NotImplementedError
