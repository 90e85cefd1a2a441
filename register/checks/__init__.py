"""What must hold in a register beyond each file by itself.

Every function takes what was read and returns issues; nothing here reads or writes.
"""

from collections.abc import Collection

from explain.engines import Algorithm
from explain.errors import InvalidFile
from explain.issues import Issue
from register.checks import algorithm, coherence, evaluation, sources, translation
from register.entry.folder import EntryFiles
from register.entry.version import Version, load_algorithm


def check_version(
    version: Version, files: EntryFiles, administrations: Collection[str]
) -> tuple[Algorithm | None, list[Issue]]:
    """Return what a version executes, if it can be loaded, and every issue by file and line."""
    found = [
        *coherence.check(version, administrations),
        *sources.check(version),
        *algorithm.check(version, files),
        *evaluation.check(version),
    ]
    loaded: Algorithm | None = None
    try:
        loaded = load_algorithm(version)
    except InvalidFile as error:
        found += error.issues
    else:
        if loaded is None:
            found += algorithm.check_unnamed(files, version.number)
        found += algorithm.check_engine(version, loaded)
        if loaded is not None or version.entry.algorithm is None:
            found += translation.check(version, files, loaded)
    return loaded, sorted(found, key=lambda issue: (issue.file, issue.line or 0, issue.code.id))
