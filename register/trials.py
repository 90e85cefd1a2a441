"""Trying an algorithm: worked examples, and answers that somebody typed into a form.

Nothing here is stored: what goes in comes out explained, and is forgotten.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from explain import engines
from explain.case import UNKNOWN, Case, from_form, validate_case
from explain.engines import Algorithm
from explain.errors import ExplainError, InvalidCase
from explain.explanation import Explanation
from explain.issues import BAD_DATE, N_, Code, Issue
from explain.matching.engine import cutoffs, fits, is_published, is_synthetic
from explain.matching.spec import MatchingSpec
from explain.scores.spec import ScoreFile
from explain.sources import Source
from explain.spec import LISTS, Spec
from register.entry.cases import WorkedCase, about, run
from register.entry.version import load_algorithm, placed
from register.errors import NotFound
from register.i18n import LanguageCode
from register.shelf import Holding

DAY = "decision-day"
"""Name of the form's field for the day of the decision; no input can have it."""
LIST = "candidate-list"
"""Name of the form's field for the list of candidates of a matching."""

UNKNOWN_EXAMPLE = Code(
    "W404-example",
    N_("There is no example “%(name)s” for this algorithm."),
    N_("Use one of: %(allowed)s."),
)

Algorithms = Mapping[int, Algorithm]


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example: the version that it runs on, and its explanation."""

    case: WorkedCase
    number: int
    explanation: Explanation

    @property
    def name(self) -> str:
        """Return the name of its file, without the ending."""
        return self.case.name


@dataclass(frozen=True, slots=True)
class Trial:
    """What was computed on somebody's answers, and by which version."""

    number: int
    explanation: Explanation


def executable(holding: Holding) -> dict[int, Algorithm]:
    """Load the versions of an entry that can be executed, by number.

    Raises `InvalidFile` where a published one cannot be loaded.
    """
    found: dict[int, Algorithm] = {}
    for number, version in holding.versions.items():
        try:
            algorithm = load_algorithm(version)
        except ExplainError:
            if holding.publication(number):
                raise
            continue
        if algorithm:
            found[number] = algorithm
    return found


def runnable(holding: Holding, algorithms: Algorithms) -> tuple[str, ...]:
    """Return the names of the worked examples for which there is a version to run."""
    return tuple(
        name for name, worked in holding.cases.items() if version_of(holding, worked) in algorithms
    )


def examples(holding: Holding, algorithms: Algorithms) -> tuple[Worked, ...]:
    """Work out the examples of an entry, in the order of their names.

    One that cannot be explained is left out: `grandjour check` reports it.
    """
    found = []
    for name in runnable(holding, algorithms):
        worked = holding.cases[name]
        number = version_of(holding, worked)
        with suppress(ExplainError, NotFound):
            explained = run(worked, holding.version(number), algorithms[number], holding.files)
            found.append(Worked(worked, number, explained))
    return tuple(found)


def version_of(holding: Holding, worked: WorkedCase) -> int:
    """Return the version on which an example runs; 0 where none applied on its day."""
    try:
        return worked.case.version or holding.on(worked.case.date).number
    except NotFound:
        return 0


def attempt(
    holding: Holding, algorithms: Algorithms, answers: Mapping[str, str], code: LanguageCode
) -> Trial:
    """Explain the answers of a form by the version in force on the day of the decision.

    `code` is the language of the page on which they were typed.

    Raises `InvalidCase` with every issue, `NotFound` where nothing was in force that day,
    and what the engine raises.
    """
    day = read_day(answers.get(DAY, ""), holding.day)
    version = holding.on(day)
    if version.number not in algorithms:
        version = holding.current
    algorithm = algorithms[version.number]
    case = _case(algorithm, answers, day, code)
    list_of_run = run_of(holding, algorithm.spec, answers)
    with placed(version):
        explained = engines.explain(algorithm, case, list_of_run, about(version))
    return Trial(version.number, explained)


def run_of(holding: Holding, spec: Spec, answers: Mapping[str, str]) -> Source | None:
    """Return the list of candidates that the answers name, else the first one."""
    lists = invented_lists(holding, spec)
    name = answers.get(LIST, "")
    if name not in lists:
        name = next(iter(lists), "")
    return Source(name, lists[name]) if name else None


def invented_lists(holding: Holding, spec: Spec | None) -> dict[str, bytes]:
    """Return the lists of candidates, for the method of `spec`, that hold nobody.

    Published cut-offs come first. A list of real people is never tried.
    """
    if not isinstance(spec, MatchingSpec):
        return {}
    lists = holding.files.beside.get("allocations", {})
    names = [name for name, data in lists.items() if _is_invented(data, spec.method)]
    return {name: lists[name] for name in sorted(names, key=lambda name: _order(lists[name]))}


@lru_cache(maxsize=1000)
def _order(data: bytes) -> int:
    """Sort published cut-offs first, those of most programmes before others; then invented runs."""
    allocation = Source("", data)
    return -len(cutoffs(allocation)) if is_published(allocation) else 1


@lru_cache(maxsize=1000)
def _is_invented(data: bytes, method: str) -> bool:
    allocation = Source("", data)
    try:
        return fits(method, allocation) and is_synthetic(allocation)
    except ExplainError:
        return False


def read_day(text: str, today: date) -> date:
    """Read the day of a form; a blank is today. Raises `InvalidCase`."""
    if not text.strip():
        return today
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        values = {"value": text[:40]}
        raise InvalidCase([Issue(BAD_DATE, field=DAY, values=values)]) from None


def _case(algorithm: Algorithm, answers: Mapping[str, str], day: date, code: LanguageCode) -> Case:
    """Validate answers. Some may be unknown, but not all of them."""
    about_person = {name: text for name, text in answers.items() if name not in {DAY, LIST}}
    raw = _with_unknown(algorithm.spec, from_form(algorithm.spec, about_person, code))
    optional = may_be_unknown(algorithm.spec) if any(raw.values()) else frozenset()
    unknown = tuple(
        item.id for item in algorithm.spec.inputs if item.id not in raw and item.id in optional
    )
    return validate_case(algorithm.spec, raw, day, unknown=unknown)


def _with_unknown(spec: Spec, raw: dict[str, Any]) -> dict[str, Any]:
    """Say of each person in a list what was left blank; leave out an empty list that needs one."""
    optional = may_be_unknown(spec)
    for item in spec.inputs:
        persons = raw.get(item.id)
        if item.type in LISTS and persons == [] and item.minimum:
            del raw[item.id]
        elif item.type in LISTS and item.id in optional:
            blank = {field.id: UNKNOWN for field in item.fields}
            raw[item.id] = [{**blank, **person} for person in persons or ()]
    return raw


def may_be_unknown(spec: Spec) -> frozenset[str]:
    """Return the inputs without which the calculation goes on."""
    if isinstance(spec, ScoreFile):
        return frozenset(spec.missing)
    if isinstance(spec, MatchingSpec):
        return spec.optional()
    every = (item.id for item in spec.inputs)
    return frozenset(every) if spec.engine == "rules/1" else frozenset()
