"""Versions as JSON Lines (jsonlines.org): one whole version a line, as its own JSON says it."""

from collections.abc import Iterable

from register.exchange.subject import Subject
from register.presenting import data


def json_lines(subjects: Iterable[Subject]) -> bytes:
    """Write one line per version: the document of `/algorithmes/{slug}/{n}.json`."""
    return b"".join(
        data.write(data.version(subject.shelf, subject.holding, subject.number))
        for subject in subjects
    )
