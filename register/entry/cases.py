"""Worked examples: synthetic persons beside the versions of an entry.

They are tests, examples on the page and pre-filled forms at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from explain.case import Case, CaseFile, Expectation, read_case, validate_case
from explain.details import Attribution, Proposals, Ranking
from explain.engines import Algorithm, explain
from explain.errors import ExplainError
from explain.explanation import About, Explanation
from explain.i18n import LanguageCode
from explain.issues import Issue
from explain.sources import Document, Source
from register.entry import issues
from register.entry.folder import EntryFiles
from register.entry.identity import Administration
from register.entry.version import Version, placed
from register.errors import NotFound

UNDETERMINED = "undetermined"
"""What a case expects of a value that cannot be known."""


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One worked example: `name` is its file's name without the ending."""

    name: str
    case: CaseFile
    document: Document

    def prepare(self, algorithm: Algorithm, decided_on: date) -> Case:
        """Validate it for an algorithm. Raises `InvalidCase` with every issue."""
        return validate_case(
            algorithm.spec,
            self.case.inputs,
            self.case.date or decided_on,
            unknown=self.case.unknown,
            sources=self.case.sources,
            document=self.document,
        )


def read_cases(files: EntryFiles) -> tuple[dict[str, WorkedCase], list[Issue]]:
    """Read the worked examples of an entry by name, and every issue in them."""
    cases: dict[str, WorkedCase] = {}
    found: list[Issue] = []
    for file, data in files.beside.get("cases", {}).items():
        try:
            case, document = read_case(data, files.name("cases", file))
        except ExplainError as error:
            found += error.issues
        else:
            name = file.rpartition(".")[0]
            cases[name] = WorkedCase(name, case, document)
    return cases, found


def allocation(files: EntryFiles, case: CaseFile, file: str) -> Source | None:
    """Return the data of the run that a case belongs to. Raises `NotFound` by name."""
    if case.allocation is None:
        return None
    data = files.beside.get("allocations", {}).get(case.allocation)
    if data is None:
        raise NotFound([Issue(issues.CASE_ALLOCATION, file, values={"name": case.allocation})])
    return Source(case.allocation, data)


def about(version: Version) -> About:
    """Say which algorithm an explanation is about, in what the version itself says for ever."""
    return About(
        id=version.entry.id,
        slug=version.slug,
        version=version.number,
        title=version.entry.title,
        administration=version.entry.administrations[0],
        fidelity=version.entry.fidelity,
        digest=version.digest,
    )


def named(
    explanation: Explanation, version: Version, administration: Administration, code: LanguageCode
) -> Explanation:
    """Give an explanation the names that people read instead of those that the record keeps."""
    said = replace(
        explanation.about,
        title=version.entry_in(code).title,
        administration=getattr(administration.name, code),
    )
    return replace(explanation, about=said)


def number_for(case: CaseFile, applies_from: Mapping[int, date]) -> int | None:
    """Choose the version that a case tests, drafts included: the one it names, else its day's.

    `applies_from` holds the first day of each version that can be executed. Returns `None` where
    none of them fits.
    """
    if case.version is not None:
        return case.version if case.version in applies_from else None
    fitting = [
        (first, number)
        for number, first in applies_from.items()
        if case.date is None or first <= case.date
    ]
    return max(fitting)[1] if fitting else None


def no_version(worked: WorkedCase) -> Issue:
    """Say that no version fits a case."""
    document, case = worked.document, worked.case
    if case.version is None:
        line, values = document.line(("date",)), {"day": case.date}
        return Issue(issues.CASE_DAY, document.file, line, "date", values)
    line, numbers = document.line(("version",)), {"number": case.version}
    return Issue(issues.CASE_VERSION, document.file, line, "version", numbers)


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of an explanation that is not the one its case expects.

    `found` is `undetermined` where information is missing, as a case writes it, and `None`
    where the calculation gives no value of that name; `known` lists the names that it gives.
    """

    id: str
    expected: Any
    found: Any
    known: tuple[str, ...] = ()


def differences(explanation: Explanation, expected: Expectation) -> Iterator[Difference]:
    """Compare an explanation with what its case expects."""
    found = values(explanation)
    wanted = {"outcome": expected.outcome, **expected.values}
    for name, value in wanted.items():
        if name not in found:
            yield Difference(name, value, None, tuple(found))
            continue
        actual = found[name]
        if not _equal(actual, value, expected.margin):
            yield Difference(name, value, UNDETERMINED if actual is None else actual)


def values(explanation: Explanation) -> Mapping[str, Any]:
    """Return every value on the way by id: operations, parameters, and those of the detail."""
    found: dict[str, Any] = {item.id: item.value for item in explanation.parameters}
    found |= {item.id: item.value for item in explanation.operations}
    detail = explanation.detail
    if isinstance(detail, Attribution):
        found |= {share.id: share.points for share in detail.shares}
    elif isinstance(detail, Ranking):
        found |= {"before": detail.before, "after": detail.after}
    elif isinstance(detail, Proposals):
        found |= dict(_wishes(detail))
    found |= {"outcome": explanation.outcome.value, "reached": explanation.outcome.reached}
    return found


def _wishes(detail: Proposals) -> Iterator[tuple[str, Any]]:
    """Name what a day gives each wish: its number (from 1), and what is told of it."""
    for number, wish in enumerate(detail.wishes, start=1):
        yield f"state_{number}", wish.state
        yield f"call_rank_{number}", wish.rank
        yield f"last_called_{number}", wish.last_called
        if wish.boarding:
            yield f"bar_{number}", wish.boarding.bar


def _equal(found: Any, expected: Any, margin: Decimal) -> bool:
    """Compare; a case writes `undetermined` for a value that cannot be known."""
    if found is None:
        return bool(expected == UNDETERMINED)
    if isinstance(expected, bool) or not isinstance(expected, int | Decimal):
        return str(found) == str(expected)
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        return False
    exact = Decimal(str(found))
    return abs(exact - expected) <= margin


def run(
    worked: WorkedCase, version: Version, algorithm: Algorithm, files: EntryFiles
) -> Explanation:
    """Explain a worked example with one version. Raises the errors of `explain`."""
    case = worked.prepare(algorithm, version.entry.applies_from)
    source = allocation(files, worked.case, worked.document.file)
    with placed(version):
        return explain(algorithm, case, source, about(version))
