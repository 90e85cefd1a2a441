"""The exceptions of the explanation library.

ExplainError                every one of them; carries the issues it found
├── InvalidFile             a file cannot be read or does not say what it must
├── InvalidCase             one person's data do not fit the algorithm's inputs
├── CannotExplain           the calculation itself has no result for this case
├── IncompleteNotice        a letter lacks elements that the law demands
└── DocumentFailed          the document could not be produced
"""

from collections.abc import Iterable

from explain.issues import Issue


class ExplainError(Exception):
    """Base of all errors here. `issues` is never empty, in the order of the source."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        """Keep the issues; the text of the exception is for programmers only."""
        self.issues = tuple(issues)
        super().__init__("; ".join(f"{i.place} {i.code.id} {i.field}" for i in self.issues))


class InvalidFile(ExplainError):
    """A file cannot be read or does not say what it must."""


class InvalidCase(ExplainError):
    """One person's data do not fit the declared inputs."""


class CannotExplain(ExplainError):
    """The calculation has no result for this case."""


class IncompleteNotice(ExplainError):
    """The letter lacks an element that the law demands."""


class DocumentFailed(ExplainError):
    """The document could not be produced."""
