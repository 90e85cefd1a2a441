"""How the names of a rule file depend on each other: checks, and the order of the steps."""

import difflib
import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.reading import Document, Path
from explain.rules import issues
from explain.rules.expressions import WORDS, Expression, names, parse
from explain.rules.kinds import Kind, declared, fits, infer, said
from explain.rules.model import DatedParameter, RulesFile, RuleStep
from explain.spec import Input, Limit

_Named = Input | DatedParameter | RuleStep | Limit
Formulas = Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Graph:
    """The formulas by step, and the steps in an order in which each can be calculated."""

    formulas: Formulas
    order: tuple[RuleStep, ...]


def build(rules: RulesFile, document: Document) -> Graph:
    """Read every formula and find the order of the steps.

    Raises `InvalidFile` with every issue that can be found at once.
    """
    check = _Check(rules, document)
    found = [*check.words(), *check.twice(), *check.outcome_step()]
    formulas, unread = check.formulas()
    found += unread
    found += check.unknown(formulas)
    if found:
        raise InvalidFile(_by_line(found))
    order = _order(rules.steps, formulas)
    if len(order) < len(rules.steps):
        raise InvalidFile([check.cycle(formulas, order)])
    found = [*check.kinds(formulas, order), *check.unused(formulas)]
    if found:
        raise InvalidFile(_by_line(found))
    return Graph(formulas, order)


def _by_line(found: Iterable[Issue]) -> list[Issue]:
    return sorted(found, key=lambda issue: issue.line or 0)


def _order(steps: tuple[RuleStep, ...], formulas: Formulas) -> tuple[RuleStep, ...]:
    """Order steps so that each comes after those it uses, else as in the file.

    Steps on a cycle, or after one, are left out.
    """
    uses = {step.id: names(formulas[step.id]) for step in steps}
    waiting = {step.id: step for step in steps}
    order: list[RuleStep] = []
    while ready := [id_ for id_ in waiting if waiting.keys().isdisjoint(uses[id_])][:1]:
        order.append(waiting.pop(ready[0]))
    return tuple(order)


@dataclass(frozen=True, slots=True)
class _Check:
    """The checks of one file, each yielding issues with their lines."""

    rules: RulesFile
    document: Document

    def issue(self, issue: Issue, path: Path, field: str) -> Issue:
        return replace(issue, file=self.document.file, line=self.document.line(path), field=field)

    def named(self) -> Iterator[tuple[str, Path]]:
        """Yield each id that shares the file's one space of names, and its place."""
        rules = self.rules
        groups: Mapping[str, tuple[_Named, ...]] = {
            "inputs": rules.inputs,
            "parameters": rules.parameters,
            "steps": rules.steps,
            "limits": rules.limits,
        }
        for group, items in groups.items():
            for index, item in enumerate(items):
                yield item.id, (group, index, "id")
        yield rules.outcome.id, ("outcome", "id")

    def words(self) -> Iterator[Issue]:
        for name, path in self.named():
            if keyword.iskeyword(name) or name in WORDS:
                yield self.issue(Issue(issues.RESERVED_NAME, values={"name": name}), path, name)

    def twice(self) -> Iterator[Issue]:
        seen: set[str] = set()
        for name, path in self.named():
            if name in seen:
                yield self.issue(Issue(issues.NAME_TWICE, values={"name": name}), path, name)
            seen.add(name)

    def outcome_step(self) -> Iterator[Issue]:
        step = self.rules.outcome.step
        steps = [item.id for item in self.rules.steps]
        if step not in steps:
            values = {"step": step, "allowed": ", ".join(steps)}
            yield self.issue(Issue(issues.OUTCOME_STEP, values=values), ("outcome", "step"), step)

    def formulas(self) -> tuple[dict[str, Expression], list[Issue]]:
        read: dict[str, Expression] = {}
        found: list[Issue] = []
        for index, step in enumerate(self.rules.steps):
            try:
                read[step.id] = parse(step.formula)
            except InvalidFile as error:
                found += [
                    self.issue(item, ("steps", index, "formula"), step.id) for item in error.issues
                ]
        return read, found

    def unknown(self, formulas: Formulas) -> Iterator[Issue]:
        known = {name for name, path in self.named() if path[0] not in {"limits", "outcome"}}
        for index, step in enumerate(self.rules.steps):
            path = ("steps", index, "formula")
            for name in names(formulas[step.id]) if step.id in formulas else ():
                if name not in known:
                    near = difflib.get_close_matches(name, known, n=3) or sorted(known)
                    values = {"name": name, "allowed": ", ".join(near[:10])}
                    yield self.issue(Issue(issues.UNKNOWN_NAME, values=values), path, step.id)

    def cycle(self, formulas: Formulas, order: tuple[RuleStep, ...]) -> Issue:
        """Follow uses among the steps left over until one comes back."""
        left = [step.id for step in self.rules.steps if step not in order]
        way = [left[0]]
        while way[-1] not in way[:-1]:
            way.append(next(name for name in names(formulas[way[-1]]) if name in left))
        circle = way[way.index(way[-1]) :]
        index = [step.id for step in self.rules.steps].index(circle[0])
        issue = Issue(issues.CYCLE, values={"cycle": " → ".join(circle)})
        return self.issue(issue, ("steps", index, "formula"), circle[0])

    def unused(self, formulas: Formulas) -> Iterator[Issue]:
        """Find what the outcome does not depend on."""
        used = {self.rules.outcome.step}
        fresh = set(used)
        while fresh:
            fresh = {name for step in fresh & formulas.keys() for name in names(formulas[step])}
            fresh -= used
            used |= fresh
        for name, path in self.named():
            if path[0] not in {"limits", "outcome"} and name not in used:
                yield self.issue(Issue(issues.UNUSED, values={"name": name}), path, name)

    def kinds(self, formulas: Formulas, order: tuple[RuleStep, ...]) -> Iterator[Issue]:
        known = {
            item.id: declared(item.type, item.unit, item.categories) for item in self.rules.inputs
        }
        known |= {item.id: declared("number", item.unit, ()) for item in self.rules.parameters}
        places = {step.id: index for index, step in enumerate(self.rules.steps)}
        for step in order:
            stated = declared("number", step.unit, ())
            known[step.id] = stated
            try:
                found = infer(formulas[step.id], known)
            except InvalidFile as error:
                path: Path = ("steps", places[step.id], "formula")
                yield from (self.issue(item, path, step.id) for item in error.issues)
                continue
            yield from self.step(step, found, stated, places[step.id])
            known[step.id] = stated if found.type == "number" else found
        yield from self.outcome(known[self.rules.outcome.step])

    def step(self, step: RuleStep, found: Kind, stated: Kind, index: int) -> Iterator[Issue]:
        values = {"step": step.id, "declared": step.unit or "number", "found": said(found)}
        number = found.type == "number"
        if (number and not fits(found, stated)) or (not number and step.unit is not None):
            issue = Issue(issues.STEP_UNIT, values=values)
            yield self.issue(issue, ("steps", index, "unit"), step.id)
        if step.rounding and not number:
            issue = Issue(issues.ROUNDING_KIND, values=values)
            yield self.issue(issue, ("steps", index, "rounding"), step.id)

    def outcome(self, found: Kind) -> Iterator[Issue]:
        outcome = self.rules.outcome
        wanted = declared(outcome.type, outcome.unit, outcome.categories)
        if not fits(found, wanted):
            values = {"step": outcome.step, "declared": said(wanted), "found": said(found)}
            issue = Issue(issues.OUTCOME_MISMATCH, values=values)
            yield self.issue(issue, ("outcome", "type"), outcome.id)
