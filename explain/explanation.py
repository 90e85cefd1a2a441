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
from typing import Literal

from explain.case import Case, Given, Value
from explain.details import Detail, Number
from explain.sealed import sealed
from explain.spec import InputType, Reference, Spec

Fidelity = Literal["exact", "partial", "illustrative", "documented"]


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


@sealed
class Parameter:
    """(3) A parameter or weight as applied to this case, and where it is written."""

    id: str
    label: str
    value: Number | str
    unit: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    reference: Reference | None = None


@sealed
class Operation:
    """(4) One operation carried out, in order, with its result. `None` is undetermined."""

    id: str
    label: str
    value: Value | Number | None
    unit: str | None = None
    reference: Reference | None = None


@sealed
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


Searched = Literal["found", "nothing", "out_of_time", "no_solver", "busy", "too_large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How several data that would have to change together were looked for.

    `result` is `nothing` where it is proved that there is no such change within `bounds`, the
    digest of what may change and how far. Where the search stopped before (`out_of_time`,
    `no_solver`, `busy`) or the model is `too_large` for one, no change of `ruled_out` data or
    fewer is enough. `limit` counts operations of the solver, so that it ends at the same place
    on any machine.
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
        """Tell whether any machine comes to the same result."""
        if self.found is not None:
            return self.found.proof == "optimal"
        return self.result in {"nothing", "too_large"}


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
