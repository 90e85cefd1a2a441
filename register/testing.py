"""Worked examples as tests of an algorithm: what they give, and what none of them reaches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explain.details import Trace
from explain.errors import ExplainError
from explain.explanation import Explanation
from explain.issues import Issue
from explain.rules.model import RulesFile
from register.entry.cases import (
    Difference,
    WorkedCase,
    differences,
    no_version,
    number_for,
    run,
)
from register.errors import NotFound
from register.shelf import Holding
from register.trials import Algorithms


@dataclass(frozen=True, slots=True)
class Tested:
    """One worked example, run on the version of its day; `number` is `None` where none fits.

    `differences` is what is not as expected; `issues` why it could not be explained.
    `checked` counts the values that it expects.
    """

    name: str
    number: int | None
    checked: int
    differences: tuple[Difference, ...]
    issues: tuple[Issue, ...]
    explanation: Explanation | None

    @property
    def passed(self) -> bool:
        """Tell whether the example gives what it expects."""
        return not self.differences and not self.issues


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the examples reach of one version's rules: steps, rows and exceptions by id.

    `unreached` names what no example reaches, as `step`, or `step.row`.
    """

    number: int
    total: int
    unreached: tuple[str, ...]


def tests(holding: Holding, algorithms: Algorithms) -> Iterator[Tested]:
    """Run every worked example of an entry, in the order of their names, drafts included."""
    first_days = {number: holding.version(number).entry.applies_from for number in algorithms}
    for worked in holding.cases.values():
        number = number_for(worked.case, first_days)
        if number is not None:
            yield _tested(holding, worked, number, algorithms)
        else:
            wanted = _wanted(worked)
            yield Tested(worked.name, None, wanted, (), (no_version(worked),), None)


def coverage(algorithms: Algorithms, done: Iterable[Tested]) -> tuple[Coverage, ...]:
    """Tell what the examples reach of the rules of each version that some example runs on."""
    reached: dict[int, set[str]] = {}
    for item in done:
        if (
            item.number is not None
            and item.explanation is not None
            and isinstance(item.explanation.detail, Trace)
        ):
            reached.setdefault(item.number, set()).update(_reached(item.explanation.detail))
    found = []
    for number, names in sorted(reached.items()):
        every = tuple(_parts(algorithms[number].spec))
        left = tuple(name for name in every if name not in names)
        found.append(Coverage(number, len(every), left))
    return tuple(found)


def _tested(holding: Holding, worked: WorkedCase, number: int, algorithms: Algorithms) -> Tested:
    expected, checked = worked.case.expect, _wanted(worked)
    try:
        found = run(worked, holding.version(number), algorithms[number], holding.files)
    except (ExplainError, NotFound) as error:
        return Tested(worked.name, number, checked, (), tuple(error.issues), None)
    wrong = () if expected is None else tuple(differences(found, expected))
    return Tested(worked.name, number, checked, wrong, (), found)


def _wanted(worked: WorkedCase) -> int:
    """Count the values that an example expects."""
    return 1 + len(worked.case.expect.values) if worked.case.expect else 0


def _parts(spec: object) -> Iterator[str]:
    """Name every step, row and exception of a rule file."""
    if not isinstance(spec, RulesFile):
        return
    for step in spec.steps:
        yield step.id
        rows = step.table.rows if step.table else ()
        yield from (f"{step.id}.{row.id}" for row in rows)
        yield from (f"{step.id}.{exception.id}" for exception in step.exceptions)


def _reached(trace: Trace) -> Iterator[str]:
    for step in trace.steps:
        yield step.id
        if step.exception:
            yield f"{step.id}.{step.exception}"
        for row in step.rows:
            if row.state == "applied":
                yield f"{step.id}.{row.id}"
