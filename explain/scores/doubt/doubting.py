"""From one explained case to the doubt about it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from explain.canonical import digest, to_record
from explain.details import Attribution
from explain.errors import CannotExplain
from explain.explanation import Explanation
from explain.issues import Issue
from explain.scores import display as reading
from explain.scores import sides
from explain.scores.attribution import exact
from explain.scores.doubt.likeness import distances, similar, unseen_together
from explain.scores.doubt.record import Doubt, Nearness, Part, Similar, Stability
from explain.scores.doubt.stability import RESAMPLES, SEED, first_reasons, stability
from explain.scores.evaluation.issues import NOT_A_SCORE
from explain.scores.findings import raw
from explain.scores.models.columns import Floats, encode, encode_all
from explain.scores.models.forest import Booleans
from explain.scores.models.linear import Raw, Sums, greatest
from explain.scores.models.outputs import outputs
from explain.scores.program import Program
from explain.scores.spec import Display
from explain.scores.tallies import tally

PARTS: tuple[Part, ...] = ("nearness", "range", "similar")

Rows = Mapping[str, tuple[Raw, ...]]


def doubt(
    program: Program, explanation: Explanation, *, private: bool = False, most: int | None = None
) -> Doubt:
    """Return how sure the score of `explanation` is, which `program` has made.

    The stability of the reasons is left out for trees whose nodes times the background's rows
    are more than `most`, as it takes long.
    Of a `private` background only what `background.tells` of the algorithm file lists is told of
    the cases in it. Every row counts, and the result is the same on every machine. Raises
    `CannotExplain` where the explanation is not that of a score.
    """
    subject = _subject(program, explanation)
    told = set(program.spec.background.tells) if private else set(PARTS)
    items, columns = program.spec.inputs, program.columns
    seen = "range" in told
    return Doubt(
        explanation=digest(to_record(explanation)),
        background=subject.detail.background,
        nearness=subject.nearness(counted="nearness" in told),
        stability=subject.stability() if most is None or _work(program) <= most else None,
        outside=subject.detail.outside if seen else None,
        combinations=unseen_together(items, columns, subject.values) if seen else None,
        similar=subject.similar() if "similar" in told else None,
        withheld=tuple(part for part in PARTS if part not in told),
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """A case with what explained it, and the background.

    `values` holds the case as the model reads it, `rows` the background, one sequence for
    each input; `found` its additive outputs, rows x outputs; `place` is that of the output
    that is explained.
    """

    program: Program
    detail: Attribution
    values: Mapping[str, Raw]
    rows: Rows = field(repr=False)
    found: Floats = field(repr=False)
    place: int

    def nearness(self, *, counted: bool) -> Nearness | None:
        display = self.program.spec.display
        if self.detail.explained is not None:
            return self.lead(counted=counted)
        if display.threshold is None:
            return None
        limit = float(display.threshold)
        own, others = (
            abs(sides.points(display, some) - limit)
            for some in (np.array([self.detail.output]), self.found[:, 0])
        )
        closer = tally(int((others < own).sum()), len(others)) if counted else None
        return Nearness(gap=abs(self.detail.total - display.threshold), closer=closer)

    def lead(self, *, counted: bool) -> Nearness:
        """Return how far the class that comes next is behind the one decided."""
        display = self.program.spec.display
        outputs = list(self.program.attributor.outputs(self.values))
        own = _leads(display, np.array([outputs]))
        outputs[self.place] = -math.inf
        after = greatest(outputs)
        behind = reading.printed(display, reading.points(display, outputs[after]))
        others = _leads(display, self.found)
        closer = tally(int((others < own).sum()), len(others)) if counted else None
        gap = abs(self.detail.total - behind)
        return Nearness(gap=gap, closer=closer, following=self.program.classes[after])

    def stability(self) -> Stability:
        shares = self.detail.shares
        reasons = first_reasons([Decimal(repr(share.points)) for share in shares])
        counts = stability(
            self.program.spec.display,
            against_each(self.program, self.values, self.rows, self.place),
            self.found[:, self.place],
            self.detail.output,
            reasons,
        )
        return Stability(
            resamples=RESAMPLES,
            seed=SEED,
            reasons=tuple(shares[place].id for place in reasons),
            first=counts.first,
            same=counts.same,
        )

    def similar(self) -> Similar | None:
        alike = self.alike()
        far = distances(self.program.spec.inputs, self.program.columns, self.values)
        near = similar(far)
        if alike is None or near is None:
            return None
        counted = tally(int((near & alike).sum()), int(near.sum()))
        return Similar(farthest=float(far[near].max()), alike=counted)

    def alike(self) -> Booleans | None:
        """Mark the rows that reach the threshold, or for which the same class is decided."""
        if self.detail.explained is not None:
            same: Booleans = self.found.argmax(axis=1) == self.place
            return same
        display = self.program.spec.display
        return None if display.threshold is None else sides.reached(display, self.found[:, 0])


def _subject(program: Program, explanation: Explanation) -> _Subject:
    detail = explanation.detail
    if not isinstance(detail, Attribution):
        title = explanation.about.title or explanation.about.slug
        raise CannotExplain([Issue(NOT_A_SCORE, values={"title": title})])
    columns = zip(program.spec.inputs, program.columns, strict=True)
    rows = {item.id: column.values for item, column in columns}
    place = 0 if detail.explained is None else program.classes.index(detail.explained)
    values: dict[str, Raw] = {datum.id: raw(datum.value) for datum in explanation.data}
    return _Subject(program, detail, values, rows, outputs(program.model, rows), place)


def _leads(display: Display, outputs: Floats) -> Floats:
    """Return how far, in points, the second class of each row is behind the first."""
    ranked = np.sort(sides.points(display, outputs), axis=1)
    return np.abs(ranked[:, -1] - ranked[:, -2])


def _work(program: Program) -> int:
    if isinstance(program.model, Sums):
        return 0
    return len(program.model.column) * len(program.columns[0].values)


def against_each(program: Program, values: Mapping[str, Raw], rows: Rows, place: int = 0) -> Floats:
    """Return the contributions of a case against each row of the background: rows x players."""
    owners = {name: spot for spot, party in enumerate(program.players) for name in party.inputs}
    model, count = program.model, len(program.players)
    if isinstance(model, Sums):
        each = np.zeros((len(program.columns[0].values), count))
        for term in model.sums[place].terms:
            own = term.worth(values[term.input])
            others = np.array([term.worth(value) for value in rows[term.input]])
            each[:, owners[term.input]] += own - others
        return each
    of_columns = tuple(owners[column.input] for column in model.columns)
    row, table = encode(model.columns, values), encode_all(model.columns, rows)
    return exact.by_row(model, of_columns, count, row, table, place)
