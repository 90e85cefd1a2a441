"""The engine `score/1`: a linear or logistic model, explained exactly."""

from collections.abc import Mapping
from typing import Any

from explain.case import Case
from explain.explanation import Findings
from explain.reading import Document, Source


def load(document: Document, files: Mapping[str, bytes]) -> Any:  # noqa: ANN401 - being written
    """Load a score file with its model and its background."""
    raise NotImplementedError


def find(program: Any, case: Case, allocation: Source | None) -> Findings:  # noqa: ANN401
    """Explain one case."""
    raise NotImplementedError
