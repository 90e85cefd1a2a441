"""What an explanation holds that is particular to its family: a trace, a ranking, shares.

`Trace` tells rules; `Ranking`, `Proposals` and `Admission` a matching; `Attribution` a score. In
memory numbers are Decimal (money, points), int (ranks) or float (scores).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from explain.case import Given, Value
from explain.sealed import sealed
from explain.spec import Reference

Number = Decimal | float | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """How a step was rounded: from `value` to a multiple of `step`, and where that is written."""

    value: Number
    mode: str
    step: Number
    reference: Reference


@sealed
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


@sealed
class Step:
    """One step of a trace: its formula, and the values of the names in it.

    `bindings` holds the names that this case needed: a branch not taken is not there. A step
    that is a decision table has `rows`, read by the policy `hit`, and no formula. Where an
    exception applied, `exception` names it, and the formula and the reference are its own.
    `exceptions` holds those that were looked at, in order: all before it failed.

    `decisive` tells whether the outcome rests on this step's value: the values of the decisive
    steps alone settle the outcome, as long as what lost to another in a `min` or a `max` still
    loses (a sufficient reason: Darwiche and Hirth, "On the reasons behind decisions", 2020).
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
    exceptions: tuple[TraceRow, ...] = ()
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
class Boarding:
    """One wish’s place in the ranking of a boarding house.

    Beds go to ranks up to `bar`; `highest` is how far the bar could have gone on this day. Both
    are `None` where nothing limits them.
    """

    house: str
    label: str
    rank: int | None
    bar: int | None
    highest: int | None
    beds: int | None


DayState = Literal[
    "offered", "taken", "held", "returned", "withdrawn", "waiting", "closed", "reached"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWish:
    """One wish on one day: where the person stands, and nobody else.

    `state` is the evening’s: an offer of today, waiting or `taken` by the automatic responder;
    `held` from an earlier day; `returned` or `withdrawn` without the person, by rule; `waiting`;
    `closed` before. `reached` says that both bars reach the person, as far as published figures
    tell. `stopped` tells why somebody waits: the call order, or the bar of the boarding house.
    `before` is the committee’s rank and `rank` the call rank. `last_called` is the last call rank
    with an offer so far (`None`: nobody yet), and `gap` how far behind it the person stands (0 or
    less: at or before it). `full` is false where everybody who waits was called: the capacity is
    not reached. `moved_on` is the last day on which an offer was made. `wanted` people may hold
    an offer. `offers` of today and people still `waiting` are `None` where not published or
    withheld. `overtaking` tells by which rules the call rank differs from the committee’s.
    """

    programme: str
    label: str
    state: DayState
    stopped: Literal["call_order", "boarding"] | None
    before: int | None
    rank: int
    last_called: int | None
    gap: int | None
    full: bool | None
    moved_on: int | None
    wanted: int
    limit_rank: int
    offers: int | None
    waiting: int | None
    boarding: Boarding | None = None
    overtaking: tuple[Overtaking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRerun:
    """The whole day made again with one thing changed: exact, for the wish number `wish` (from 1).

    `places`: the programme has `at` places more, the fewest that bring an offer; `beds`: the
    house has. `quota`: the programme applies no minimum rate. `datum`: the datum `id` is `at`.
    `state` and `rank` are those of the wish then.
    """

    kind: Literal["places", "beds", "quota", "datum"]
    wish: int
    id: str | None = None
    at: Value | int | None = None
    state: DayState
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Detail of one day of Parcoursup: each wish of one person, and nobody else.

    `basis` tells from what it was found: published figures, or the run of the day itself.
    `synthetic` tells that nobody stands behind them.
    """

    kind: Literal["proposals"] = "proposals"
    basis: Literal["figures", "run"]
    synthetic: bool = False
    title: str
    session: int
    day: int
    wishes: tuple[DayWish, ...]
    reruns: tuple[DayRerun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way into a programme: `open` to everybody, or reserved for the group `id`.

    `usable` tells whether it is open to this person. `cutoff` is the points of the last one
    admitted this way, `lottery` that one's number where ties are drawn; `gap` is what the
    person has beyond it. `met` is `None` where the facts do not say (a tie, points not known).
    `admitted` people came in this way; `None` where not known or withheld.
    """

    id: str
    usable: bool
    state: Literal["full", "free", "closed", "withheld"]
    places: int | None
    cutoff: Number | None
    lottery: int | None
    gap: Number | None
    met: bool | None
    admitted: int | None = None


WishOutcome = Literal["admitted", "refused", "not_considered", "unknown"]
Basis = Literal["cutoffs", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishResult:
    """One wish, `rank` from 1, and what came of it.

    `judged` tells how many of the points rest on a human judgement, where some may. `asked`,
    `admitted` and `refused` count people; `None` where not published or withheld. `through` is
    the way that let the person in. `place` is the rank among all who wished it, by points
    alone, where the run itself is at hand; `after` the rank that the reserved places make of it,
    and `overtaking` says who passed whom by which group. Of those admitted where this person is
    refused, `more` have more points and `drawn` as many and a smaller number; with those who
    passed by a reserved place they are all. `steps` is how rules gave the points.
    """

    rank: int
    programme: str
    label: str
    outcome: WishOutcome
    points: Number | None
    judged: Number | None
    capacity: int | None
    asked: int | None
    admitted: int | None
    refused: int | None
    ways: tuple[Way, ...]
    through: str | None
    place: int | None = None
    after: int | None = None
    overtaking: tuple[Overtaking, ...] = ()
    more: int | None = None
    drawn: int | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """The whole run made again with one thing changed: exact.

    From cut-offs alone it is a comparison with the same cut-offs, and of a `datum` only.

    `points`: the person has `at` points at `programme`, the fewest that admit. `capacity`:
    `programme` has `at` places, the fewest that admit. `quota`: the group `id` has no reserved
    place anywhere. `datum`: the datum `id` is `at`, in the wish of `programme` where it belongs
    to one. `outcome` is the programme that the person gets then, or `None`.
    """

    kind: Literal["points", "capacity", "quota", "datum"]
    programme: str | None = None
    id: str | None = None
    at: Value | Number | None = None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Detail of places by points: each wish of one person, and nobody else.

    `basis` tells from what it was found: published cut-offs, or the run itself. `synthetic`
    tells that nobody stands behind them. A run holds `people`, this person included (`None`
    where withheld, or not known); `added` tells that the person was put into an invented run.
    """

    kind: Literal["admission"] = "admission"
    basis: Basis
    synthetic: bool = False
    people: int | None = None
    added: bool = False
    session: int
    title: str
    lottery: int | None
    wishes: tuple[WishResult, ...]
    reruns: tuple[Rerun, ...] = ()


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


Detail = Trace | Ranking | Proposals | Admission | Attribution
