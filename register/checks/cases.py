"""Whether the worked examples of an entry fit its versions and give what they expect."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from explain.engines import Algorithm
from explain.errors import CannotExplain, ExplainError
from explain.issues import Code, Issue
from explain.sources import Document
from register.checks import wording
from register.entry import issues
from register.entry.cases import (
    Difference,
    WorkedCase,
    differences,
    no_version,
    number_for,
    run,
)
from register.entry.folder import EntryFiles
from register.entry.version import Version
from register.errors import NotFound

Executable = Mapping[int, tuple[Version, Algorithm]]


def check(
    cases: Mapping[str, WorkedCase],
    files: EntryFiles,
    by_number: Executable,
    published: Collection[int] = (),
) -> list[Issue]:
    """Run every case on the version that it names, else on the last one of its day.

    How its explanation reads is checked where the version is not among those `published`.
    """
    once: dict[tuple[Code, str, str, object], Issue] = {}
    for worked in cases.values():
        for issue in _check(worked, files, by_number, published):
            # Several examples may show the same text: it is named once.
            key = (issue.code, issue.place, issue.field, issue.values.get("text"))
            once.setdefault(key, issue)
    return list(once.values())


def _check(
    worked: WorkedCase, files: EntryFiles, by_number: Executable, published: Collection[int]
) -> Iterator[Issue]:
    document = worked.document
    first_days = {number: version.entry.applies_from for number, (version, _) in by_number.items()}
    number = number_for(worked.case, first_days)
    if number is None:
        if by_number or worked.case.version is not None:
            yield no_version(worked)
        return
    version, algorithm = by_number[number]
    try:
        explanation = run(worked, version, algorithm, files)
    except CannotExplain as error:
        yield from error.issues
        codes = ", ".join(issue.code.id for issue in error.issues)
        line = document.line(("inputs",))
        yield Issue(issues.CASE_STOPS, document.file, line, "inputs", {"codes": codes})
        return
    except (ExplainError, NotFound) as error:
        yield from (replace(issue, file=issue.file or document.file) for issue in error.issues)
        return
    if number not in published:
        yield from wording.check(explanation, version, algorithm, document)
    if worked.case.expect is None:
        return
    for difference in differences(explanation, worked.case.expect):
        yield _differs(difference, document)


def _differs(difference: Difference, document: Document) -> Issue:
    name = difference.id
    path = ("expect", "outcome") if name == "outcome" else ("expect", "values", name)
    if difference.found is None:
        values = {"name": name, "allowed": ", ".join(difference.known)}
        return Issue(issues.CASE_VALUE, document.file, document.line(path), name, values)
    values = {"found": difference.found, "expected": difference.expected}
    return Issue(issues.CASE_DIFFERS, document.file, document.line(path), name, values)
