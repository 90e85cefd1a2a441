"""The explanation of one case: one record for the three families of algorithm.

Its parts follow article R311-3-1-2 of the code des relations entre le public et
l'administration: (1) `contribution`, (2) `data`, (3) `parameters`, (4) `operations`;
then the outcome, what would have changed it, what the explanation does not say, where it
comes from, and one `detail` that is particular to the family.

In memory numbers are Decimal (money, points, ranks as int) or float (scores); in the
record they are decimal strings at 12 significant digits, and counts and ranks are whole JSON
numbers, so that replaying a case gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from explain.case import Case, Given, Value
from explain.spec import InputType, Reference, Spec

Fidelity = Literal["exact", "partial", "illustrative", "documented"]
Number = Decimal | float | int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which algorithm this is, as the register knows it. `fidelity` is of our version."""

    id: str = ""
    slug: str = ""
    version: int | None = None
    title: str = ""
    administration: str = ""
    fidelity: Fidelity = "illustrative"
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """(1) How far and in what way the calculation counts in the decision."""

    degree: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """(2) One piece of data used, and its source. `None` is undetermined.

    `source` is the one that the algorithm declares, unless the case names its own
    (`own_source`). `decided_by` names who judged it, where it is a judgement and not a fact.
    """

    id: str
    label: str
    type: InputType
    value: Given | None
    unit: str | None
    source: str
    own_source: bool = False
    decided_by: str | None = None
    sensitive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """(3) A parameter or weight as applied to this case, and where it is written."""

    id: str
    label: str
    value: Number | str
    unit: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """(4) One operation carried out, in order, with its result. `None` is undetermined."""

    id: str
    label: str
    value: Value | Number | None
    unit: str | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the algorithm computed: not the decision.

    `missing` names the inputs without which the value stays undetermined. For a score,
    `threshold` is on the printed scale and `reached` tells on which side the value is.
    """

    id: str
    label: str
    type: InputType
    value: Value | Number | None
    unit: str | None = None
    missing: tuple[str, ...] = ()
    threshold: Number | None = None
    reached: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one datum, everything else equal, and the outcome re-run with it.

    `low` and `high` bound the values that give it (either may be open); for a category or
    a boolean, `low` is the value. `outcome` is the outcome at `at`, a value of the range.
    """

    id: str
    low: Value | None
    high: Value | None
    at: Value
    outcome: Value | Number
    reached: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """One of several data that change together: to a value from `low` to `high`, as to `at`.

    Either bound may be open; for a category or a boolean, `low` is the value.
    """

    id: str
    low: Value | None
    high: Value | None
    at: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A change of several data together, and the outcome run again with it at each `at`.

    Every value of a range flips the outcome beside every value of the other ranges.
    `distance` counts a number in standard deviations of the background, a choice as 1. Where
    the change is proved `optimal`, none has fewer data, and none of as many is nearer. For
    the `best_found`, no change of fewer data than `fewest` exists, and one of as many data
    is at most `gap` nearer; `gap` is `None` where that is not known.
    """

    changes: tuple[Altered, ...]
    outcome: Value | Number
    reached: bool | None
    distance: float
    proof: Literal["optimal", "best_found"]
    fewest: int
    gap: float | None = None


Searched = Literal["found", "nothing", "out_of_time", "no_solver", "busy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How several data that would have to change together were looked for.

    `result` is `nothing` where it is proved that there is no such change within `bounds`, the
    digest of what may change and how far. Where the search stopped before (`out_of_time`,
    `no_solver`, `busy`), no change of `ruled_out` data or fewer is enough. `limit` counts
    operations of the solver, so that it ends at the same place on any machine.
    """

    result: Searched
    method: str
    bounds: str
    found: Combination | None = None
    ruled_out: int | None = None
    seed: int | None = None
    limit: float | None = None

    @property
    def repeatable(self) -> bool:
        """Tell whether any machine comes to the same result: only then was it proved."""
        if self.found is not None:
            return self.found.proof == "optimal"
        return self.result == "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """How a step was rounded: from `value` to a multiple of `step`, and where that is written."""

    value: Number
    mode: str
    step: Number
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """One row of a decision table, and how it came out for this case.

    `failed` is the first condition that does not hold; `value` what a row that applies gives.
    A row is `not_reached` where one before it applied and only the first counts.
    """

    id: str
    label: str | None
    when: tuple[str, ...]
    gives: str
    state: Literal["applied", "failed", "undetermined", "not_reached"]
    failed: str | None
    value: Value | Number | None
    reference: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a trace: its formula, and the values of the names in it.

    `bindings` holds the names that this case needed: a branch not taken is not there. A step
    that is a decision table has `rows`, read by the policy `hit`, and no formula. Where an
    exception applied, `exception` names it, and the formula and the reference are its own.
    `decisive` tells whether the outcome rests on this step's value.
    """

    id: str
    label: str
    formula: str
    bindings: tuple[tuple[str, Given | Number | None], ...]
    value: Value | Number | None
    unit: str | None = None
    reference: Reference | None = None
    rounded: Rounded | None = None
    hit: str | None = None
    rows: tuple[TraceRow, ...] = ()
    exception: str | None = None
    decisive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Detail of rules: every step in the order of evaluation."""

    kind: Literal["trace"] = "trace"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A minimum rate in a call order, in percent.

    `bound` tells whether it decided any call up to this person; `bound_calls` how many.
    `served` counts the candidates of the group called up to this person, herself included.
    A count is `None` where it is withheld, as it would speak of too few people.
    """

    id: str
    label: str
    percent: Number
    bound: bool
    bound_calls: int | None
    served: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaking:
    """How many candidates passed this person (or were passed by her), by which rule.

    A count is `None` where it is withheld, as it would speak of too few people.
    """

    rule: str
    passed_by: int | None
    passed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Detail of a matching: where one person stands, and nobody else.

    `before` and `after` are ranks from 1 to `candidates`.
    """

    kind: Literal["ranking"] = "ranking"
    before: int
    after: int
    candidates: int
    rates: tuple[Rate, ...]
    overtaking: tuple[Overtaking, ...]
    called_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one input adds to the score: `value` on the additive space, `points` as printed.

    `inputs` names the inputs that it stands for: one, or those of a group that counts as
    one. `reference` is the mean of a number over the background.
    """

    id: str
    label: str
    inputs: tuple[str, ...]
    value: float
    points: float
    reference: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The affine map from the additive space to what people read: offset + scale * x."""

    scale: Number
    offset: Number
    unit: str
    decimals: int
    threshold: Number | None
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The reference population: `rows` rows, all used, in the file with this digest."""

    name: str
    label: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A value beyond what the background has seen, which goes from `low` to `high`.

    Both are `None` for a choice, or an absence, that no row of the background has, and where
    the background is private.
    """

    id: str
    label: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Detail of a score: base + sum of shares = output, on the additive space.

    `method` names the method, `backend` what computed it, `space` the additive space.
    `grouping` tells who shares the score: each of the `inputs`, or also `groups` of inputs that
    count as one in the calculation itself. `explained` is the class that was decided, for a
    choice between several. `residual` is output - base - sum of the shares as computed.
    `error` is the standard error of an estimate, and `None` where the values are exact.
    `start` and `total` are the printed points of the base and the output.
    """

    kind: Literal["attribution"] = "attribution"
    method: str
    backend: str
    space: str
    grouping: Literal["inputs", "groups"]
    explained: str | None = None
    error: float | None
    base: float
    output: float
    residual: float
    start: Decimal
    total: Decimal
    shares: tuple[Share, ...]
    outside: tuple[Outside, ...]
    scale: Scale
    background: Background


Detail = Trace | Ranking | Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What was executed: the engine, and the name and digest of each file it read.

    `allocation` names the one among `files` that holds the data of a run of a matching.
    `inputs` is the digest of what was given: see `inputs_digest`.
    """

    engine: str
    files: tuple[tuple[str, str], ...]
    allocation: str | None = None
    inputs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One case, explained. `limits` holds what the explanation does not say.

    `together` is `None` where a change of one datum is enough, or where none is looked for.
    """

    format: Literal[1] = 1
    about: About
    decided_on: date
    outcome: Result
    contribution: Degree
    data: tuple[Datum, ...]
    parameters: tuple[Parameter, ...]
    operations: tuple[Operation, ...]
    changes: tuple[Change, ...]
    together: Search | None = None
    limits: tuple[str, ...]
    detail: Detail
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an engine finds for one case: the parts that differ from family to family."""

    outcome: Result
    parameters: tuple[Parameter, ...]
    operations: tuple[Operation, ...]
    changes: tuple[Change, ...]
    together: Search | None = None
    detail: Detail


def data_used(spec: Spec, case: Case) -> tuple[Datum, ...]:
    """List the data of `case` in the order of `spec`, each with its source."""
    return tuple(
        Datum(
            id=item.id,
            label=item.label,
            type=item.type,
            value=case.values[item.id],
            unit=item.unit,
            source=case.sources.get(item.id, item.source),
            own_source=item.id in case.sources,
            decided_by=item.decided_by,
            sensitive=item.sensitive,
        )
        for item in spec.inputs
    )
