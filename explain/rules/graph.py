"""How the names of a rule file depend on each other: checks, and the order of the steps."""

import difflib
import heapq
import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.rules import issues
from explain.rules.bodies import Body
from explain.rules.cells import Surroundings
from explain.rules.expressions import DECISION_DAY, WORDS
from explain.rules.kinds import Kind, Kinds, declared, fits, infer, of_input, said, together
from explain.rules.model import DatedParameter, RulesFile, RuleStep
from explain.rules.reading import Bodies, read_bodies
from explain.rules.syntax import refuse
from explain.rules.tables import check_table
from explain.sources import Document, Path
from explain.spec import Input, Limit

Uses = Mapping[str, tuple[str, ...]]
_Named = Input | DatedParameter | RuleStep | Limit


@dataclass(frozen=True, slots=True)
class Graph:
    """What each step calculates, and the steps in an order in which each can be calculated.

    `uses` holds the names in what each step calculates, as `Body.names` returns them.
    """

    bodies: Bodies
    uses: Uses
    order: tuple[RuleStep, ...]


def build(rules: RulesFile, document: Document) -> Graph:
    """Read every formula and find the order of the steps.

    Raises `InvalidFile` with every issue that can be found at once.
    """
    check = _Check(rules, document)
    found = [*check.words(), *check.twice(), *check.outcome_step()]
    bodies, unread = read_bodies(rules, document)
    found += unread
    uses = {step: body.names() for step, body in bodies.items()}
    found += check.unknown(uses)
    if found:
        raise InvalidFile(_by_line(found))
    order = _order(rules.steps, uses)
    if len(order) < len(rules.steps):
        raise InvalidFile([check.cycle(uses, order)])
    kinds = check.names()
    found = [*check.kinds(bodies, order, kinds), *check.unused(uses)]
    if not found:
        found += check.tables(bodies, kinds)
    if found:
        raise InvalidFile(_by_line(found))
    return Graph(bodies, uses, order)


def _by_line(found: Iterable[Issue]) -> list[Issue]:
    return sorted(found, key=lambda issue: issue.line or 0)


def _order(steps: tuple[RuleStep, ...], uses: Uses) -> tuple[RuleStep, ...]:
    """Order steps so that each comes after those it uses, else as in the file.

    Steps on a cycle, or after one, are left out.
    """
    places = {step.id: place for place, step in enumerate(steps)}
    needs = [places.keys() & set(uses[step.id]) for step in steps]
    used_by: dict[str, list[int]] = {step.id: [] for step in steps}
    for place, names in enumerate(needs):
        for name in names:
            used_by[name].append(place)
    left = [len(names) for names in needs]
    ready = [place for place, count in enumerate(left) if not count]
    order: list[RuleStep] = []
    while ready:
        step = steps[heapq.heappop(ready)]
        order.append(step)
        for place in used_by[step.id]:
            left[place] -= 1
            if not left[place]:
                heapq.heappush(ready, place)
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

    def unknown(self, uses: Uses) -> Iterator[Issue]:
        known = {name for name, path in self.named() if path[0] not in {"limits", "outcome"}}
        for index, step in enumerate(self.rules.steps):
            path = ("steps", index, "formula" if step.table is None else "table")
            for name in uses.get(step.id, ()):
                if name not in known and name != DECISION_DAY:
                    near = difflib.get_close_matches(name, known, n=3) or sorted(known)
                    values = {"name": name, "allowed": ", ".join(near[:10])}
                    yield self.issue(Issue(issues.UNKNOWN_NAME, values=values), path, step.id)

    def cycle(self, uses: Uses, order: tuple[RuleStep, ...]) -> Issue:
        """Follow uses among the steps left over until one comes back."""
        left = [step.id for step in self.rules.steps if step not in order]
        way = [left[0]]
        while way[-1] not in way[:-1]:
            way.append(next(name for name in uses[way[-1]] if name in left))
        circle = way[way.index(way[-1]) :]
        index = [step.id for step in self.rules.steps].index(circle[0])
        issue = Issue(issues.CYCLE, values={"cycle": " → ".join(circle)})
        return self.issue(issue, ("steps", index, "formula"), circle[0])

    def unused(self, uses: Uses) -> Iterator[Issue]:
        """Find what the outcome does not depend on."""
        used = {self.rules.outcome.step}
        fresh = set(used)
        while fresh:
            fresh = {name for step in fresh & uses.keys() for name in uses[step]}
            fresh -= used
            used |= fresh
        for name, path in self.named():
            if path[0] not in {"limits", "outcome"} and name not in used:
                yield self.issue(Issue(issues.UNUSED, values={"name": name}), path, name)

    def names(self) -> dict[str, Kind]:
        """Return the kind of each name that is given, before any step."""
        known = {item.id: of_input(item) for item in self.rules.inputs}
        known |= {item.id: declared("number", item.unit, ()) for item in self.rules.parameters}
        return {**known, DECISION_DAY: declared("date", None, ())}

    def kinds(
        self, bodies: Bodies, order: tuple[RuleStep, ...], known: dict[str, Kind]
    ) -> Iterator[Issue]:
        """Check kinds and units, and add the kind of each step to those that are `known`."""
        places = {step.id: index for index, step in enumerate(self.rules.steps)}
        for step in order:
            stated = declared("number", step.unit, ())
            known[step.id] = stated
            inner: Path = ("steps", places[step.id], "formula" if step.table is None else "table")
            try:
                found = body_kind(bodies[step.id], known)
            except InvalidFile as error:
                yield from (self.issue(item, inner, step.id) for item in error.issues)
                continue
            yield from self.step(step, found, stated, places[step.id])
            known[step.id] = stated if found.type == "number" else found
        yield from self.outcome(known[self.rules.outcome.step])

    def tables(self, bodies: Bodies, kinds: Kinds) -> Iterator[Issue]:
        """Find rows that overlap, leave a gap or never apply."""
        inputs = {item.id: item for item in self.rules.inputs}
        steps = {item.id: item for item in self.rules.steps}
        around = Surroundings(inputs, steps, bodies, kinds)
        for index, step in enumerate(self.rules.steps):
            if step.table is not None:
                for issue, place in check_table(step.id, around, self.rules.parameters):
                    path: Path = ("steps", index, "table", "rows", place)
                    yield self.issue(issue, path, step.id)

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


def body_kind(body: Body, known: Kinds) -> Kind:
    """Return the kind of what a step gives. Raises `InvalidFile` with the first issue found."""
    found: list[Kind] = []
    for row in (*body.rows, *body.exceptions):
        for condition in row.when:
            kind = infer(condition, known)
            if kind.type != "boolean":
                refuse(issues.NOT_A_CONDITION, name=row.id, found=said(kind))
        found.append(infer(row.gives, known))
    return together(found, summed=body.hit == "collect_sum")
