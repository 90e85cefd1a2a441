"""What two versions of an entry give for the same case: whose result changes.

Each version is asked only for what it knows: an input that it does not have is left out and
named; where it lacks one that it needs, it says so and gives nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from explain.canonical import number_text
from explain.case import CaseFile, from_form, read_case, validate_case
from explain.engines import Algorithm, explain
from explain.errors import ExplainError, InvalidCase
from explain.explanation import Explanation, Result
from explain.i18n import LanguageCode
from explain.issues import CASE_MISSING, Issue
from explain.sources import Source
from explain.spec import Spec
from register.entry.cases import about, allocation
from register.entry.version import Version
from register.errors import NotFound
from register.shelf import Holding
from register.trials import Algorithms, may_be_unknown, run_of

Effect = Literal["same", "value", "decision", "not_comparable"]
"""`decision`: another side of the threshold, another choice, yes instead of no, or a result
where there was none. `value`: another number, on the same side."""


@dataclass(frozen=True, slots=True)
class Run:
    """One case run by one version: an explanation, or why there is none.

    `unused` names the inputs of the case that the version does not have, `lacking` those that
    it needs and the case does not give.
    """

    number: int
    explanation: Explanation | None
    issues: tuple[Issue, ...] = ()
    unused: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contrast:
    """One case, run by both versions. `case` is its file; a form's answers have none."""

    name: str
    before: Run
    after: Run
    case: CaseFile | None = None

    @property
    def effect(self) -> Effect:
        """Tell what the newer version changes for this case."""
        old, new = self.before.explanation, self.after.explanation
        if old is None or new is None:
            return "not_comparable"
        if _decided(old.outcome) != _decided(new.outcome):
            return "decision"
        return "same" if _written(old.outcome) == _written(new.outcome) else "value"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of an entry that both calculate."""

    holding: Holding
    older: int
    newer: int
    algorithms: Algorithms = field(repr=False)

    @property
    def numbers(self) -> tuple[int, int]:
        """Return the two numbers, the older first."""
        return self.older, self.newer


def comparable(algorithms: Algorithms, older: int, newer: int) -> bool:
    """Tell whether both versions calculate."""
    return older in algorithms and newer in algorithms


def contrast_all(pair: Pair) -> Iterator[Contrast]:
    """Run every worked example through both versions, in the order of their names."""
    for name, worked in pair.holding.cases.items():
        day = worked.case.date or pair.holding.version(pair.newer).entry.applies_from
        yield _contrast(pair, name, worked.case, day, worked.document.file)


def contrast_case(pair: Pair, source: Source, decided_on: date | None = None) -> Contrast:
    """Run a case file through both versions. Raises `InvalidFile` where it cannot be read."""
    case, _ = read_case(source.data, source.name)
    return _contrast(
        pair, source.name, case, decided_on or case.date or pair.holding.day, source.name
    )


def contrast_answers(
    pair: Pair, answers: Mapping[str, str], day: date, code: LanguageCode
) -> Contrast:
    """Run what somebody typed on a page in the language `code` through both versions."""
    runs = []
    for number in pair.numbers:
        spec = pair.algorithms[number].spec
        own = {item.id for item in spec.inputs}
        kept = {name: text for name, text in answers.items() if name.partition(".")[0] in own}
        raw = from_form(spec, kept, code)
        blank = {item.id for item in spec.inputs if item.id not in raw}
        unknown = tuple(sorted(blank & may_be_unknown(spec))) if raw else ()
        case = _Given(raw, unknown, day, ())
        runs.append(_run(pair, number, case, run_of(pair.holding, spec, answers)))
    return Contrast("", runs[0], runs[1])


@dataclass(frozen=True, slots=True)
class _Given:
    """What one version is given of a case."""

    inputs: Mapping[str, Any]
    unknown: tuple[str, ...]
    day: date
    unused: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict)


def _contrast(pair: Pair, name: str, case: CaseFile, day: date, file: str) -> Contrast:
    try:
        source = allocation(pair.holding.files, case, file)
    except NotFound as error:
        failed = [Run(number, None, error.issues) for number in pair.numbers]
        return Contrast(name, failed[0], failed[1], case)
    runs = [
        _run(pair, number, _given(case, pair.algorithms[number].spec, day), source)
        for number in pair.numbers
    ]
    return Contrast(name, runs[0], runs[1], case)


def _given(case: CaseFile, spec: Spec, day: date) -> _Given:
    """Keep what a version has of a case; what it has and may lack becomes unknown."""
    own = {item.id for item in spec.inputs}
    inputs = {name: value for name, value in case.inputs.items() if name in own}
    missing = {name for name in own - set(inputs) if name not in case.unknown}
    unknown = [name for name in case.unknown if name in own]
    unknown += sorted(missing & _optional(spec))
    unused = tuple(name for name in (*case.inputs, *case.unknown) if name not in own)
    sources = {name: text for name, text in case.sources.items() if name in inputs}
    return _Given(inputs, tuple(unknown), day, unused, sources)


def _optional(spec: Spec) -> frozenset[str]:
    """Return the inputs whose absence a score reads as a value of its own."""
    return frozenset(getattr(spec, "missing", ()))


def _run(pair: Pair, number: int, given: _Given, run: Source | None) -> Run:
    algorithm: Algorithm = pair.algorithms[number]
    version: Version = pair.holding.version(number)
    try:
        case = validate_case(
            algorithm.spec,
            given.inputs,
            given.day,
            unknown=given.unknown,
            sources=given.sources,
        )
        found = explain(algorithm, case, run, about(version))
    except InvalidCase as error:
        lacking = tuple(issue.field for issue in error.issues if issue.code == CASE_MISSING)
        return Run(number, None, error.issues, given.unused, lacking)
    except ExplainError as error:
        return Run(number, None, error.issues, given.unused)
    return Run(number, found, (), given.unused)


def _written(outcome: Result) -> str:
    value = outcome.value
    if isinstance(value, bool) or value is None or isinstance(value, str | date):
        return str(value)
    return number_text(value)


def _decided(outcome: Result) -> object:
    """Return what a result decides: a side, a choice, yes or no, something or nothing."""
    if outcome.reached is not None:
        return outcome.reached
    value = outcome.value
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return True
    return value != 0
