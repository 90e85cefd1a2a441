"""The files beside the versions of an entry: sample letters, and lists of candidates."""

from collections.abc import Iterator

from explain.errors import ExplainError
from explain.issues import Issue
from explain.matching.engine import is_synthetic
from explain.sources import Source
from register.entry.folder import EntryFiles


def check(files: EntryFiles) -> Iterator[Issue]:
    """Report letters and allocations that cannot be read."""
    for name, data in files.beside.get("allocations", {}).items():
        try:
            is_synthetic(Source(files.name("allocations", name), data))
        except ExplainError as error:
            yield from error.issues
    letters = files.beside.get("letters", {})
    if letters:
        from explain.notice.letter import read_letter  # noqa: PLC0415 - most entries have no letter

        for name, data in letters.items():
            try:
                read_letter(data, files.name("letters", name))
            except ExplainError as error:
                yield from error.issues
