"""Whether a score's evaluation is what was computed, with the files of its version."""

from collections.abc import Iterator

from explain.canonical import digest
from explain.errors import InvalidFile
from explain.issues import Issue
from explain.scores.evaluation.record import FILE
from explain.scores.evaluation.verifying import outdated, read_evaluation
from register.entry.version import Version


def check(version: Version) -> Iterator[Issue]:
    """Report an evaluation that was edited, or made with other files."""
    if FILE not in version.artefacts:
        return
    place = version.places[FILE]
    try:
        evaluation = read_evaluation(version.artefacts[FILE], place, version.slug)
    except InvalidFile as error:
        yield from error.issues
        return
    present = {name: digest(data) for name, data in version.artefacts.items()}
    yield from outdated(evaluation, present, place, version.slug)
