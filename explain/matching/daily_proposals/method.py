"""The method `daily_proposals`: one person's wishes on one day of Parcoursup.

From published figures alone, the person's own ranks tell where she stands. With the run of the
day at hand, she is found in it, the whole day is run, and exact re-runs tell what would have
changed it. NumPy is loaded for a run alone.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explain import issues as common
from explain.case import Case
from explain.details import DayWish, Proposals
from explain.errors import InvalidCase
from explain.explanation import Findings, Operation, Parameter, Result
from explain.issues import Issue
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.figures import from_figures
from explain.matching.daily_proposals.files import DayCandidate, DayFiguresFile, DayRunFile
from explain.matching.daily_proposals.reading import read_day
from explain.matching.daily_proposals.spec import DailyProposalsFile, DayStepId, read_spec
from explain.matching.stories import CutoffRow, DayStory
from explain.sources import Source

if TYPE_CHECKING:
    from explain.matching.daily_proposals.lists import DayLists

FILE, LIST = DailyProposalsFile, DayRunFile | DayFiguresFile
PUBLISHED = (DayFiguresFile,)
read_allocation = read_day
__all__ = [
    "FILE",
    "LIST",
    "PUBLISHED",
    "carry_out",
    "cutoffs",
    "find",
    "read_allocation",
    "read_spec",
    "story",
]

OFFERED = {"offered", "taken"}
GIVEN_UP = {"returned", "withdrawn"}


def find(
    spec: DailyProposalsFile,
    case: Case,
    allocation: Source | None,
    grid: object | None = None,  # noqa: ARG001 - every method's signature
) -> Findings:
    """Explain the wishes of one person on one day.

    Raises `InvalidCase` where the day is missing or does not hold this person, `InvalidFile`
    where it cannot be read, `CannotExplain` where one of the conditions P1 to P7 fails.
    """
    if allocation is None:
        raise InvalidCase([Issue(common.ALLOCATION_MISSING, field="allocation")])
    day = read_day(allocation)
    if isinstance(day, DayFiguresFile):
        detail, rounds = _from_figures(spec, case, day), None
    else:
        detail, rounds = _in_run(spec, case, day)
    return Findings(
        outcome=_outcome(spec, detail),
        parameters=tuple(_parameters(detail)),
        operations=tuple(_operations(spec, detail, rounds)),
        changes=(),
        detail=detail,
    )


def carry_out(source: Source, report: Callable[[str], None]) -> Mapping[str, bytes]:
    """Run a day for everybody: see `running`."""
    from explain.matching.daily_proposals.running import (  # noqa: PLC0415 - loads NumPy
        carry_out as run_all,
    )

    return run_all(source, report)


def story(source: Source) -> DayStory | None:
    """Tell an invented day round by round; `None` where there is none to tell: see `story`."""
    from explain.matching.daily_proposals.story import (  # noqa: PLC0415 - loads NumPy
        story as told,
    )

    day = read_day(source)
    return None if isinstance(day, DayFiguresFile) else told(day)


def cutoffs(source: Source) -> tuple[CutoffRow, ...]:
    """Return the last call ranks that may be shown: see `story`."""
    from explain.matching.daily_proposals.story import (  # noqa: PLC0415 - loads NumPy
        cutoffs as shown,
    )

    return shown(read_day(source))


def _from_figures(spec: DailyProposalsFile, case: Case, day: DayFiguresFile) -> Proposals:
    _all_known(spec, case, [spec.call_rank])
    rank, house_rank = _whole(case, spec.call_rank), _whole(case, spec.house_rank)
    wish = from_figures(day, rank or 0, house_rank, None)
    return Proposals(
        basis="figures",
        synthetic=day.synthetic,
        title=day.title,
        session=day.session,
        day=day.day,
        wishes=(wish,),
    )


def _in_run(
    spec: DailyProposalsFile, case: Case, file: "DayRunFile | DayLists"
) -> tuple[Proposals, int]:
    from explain.matching.daily_proposals.lists import lists_of  # noqa: PLC0415 - loads NumPy
    from explain.matching.daily_proposals.place import places  # noqa: PLC0415 - loads NumPy
    from explain.matching.daily_proposals.reruns import reruns  # noqa: PLC0415 - loads NumPy
    from explain.matching.daily_proposals.run import evening, run_of  # noqa: PLC0415 - loads NumPy

    _all_known(spec, case, [spec.candidate, spec.holder, spec.responder])
    lists = lists_of(file)
    candidate = _candidate(spec, case, lists)
    run = run_of(lists.with_candidate(candidate))
    outcome = evening(run.day)
    wishes = places(run, outcome, candidate)
    data = (("holder", spec.holder), ("responder", spec.responder))
    detail = Proposals(
        basis="run",
        synthetic=lists.synthetic,
        title=lists.head.title,
        session=lists.head.session,
        day=lists.head.day,
        wishes=wishes,
        reruns=reruns(run, candidate, wishes, data),
    )
    return detail, outcome.rounds


def _candidate(spec: DailyProposalsFile, case: Case, lists: "DayLists") -> DayCandidate:
    """Find the person of a case. A synthetic day takes her answers as stated, a real one not."""
    index = lists.index(_whole(case, spec.candidate) or 0)
    if index is not None:
        candidate = lists.candidate(index)
        stated = {"holder": case.values[spec.holder], "responder": case.values[spec.responder]}
        same = candidate.model_copy(update=stated)
        unranked = same.responder and any(
            wish.preference is None and wish.state == "waiting" for wish in same.wishes
        )
        if same == candidate or (lists.synthetic and not unranked):
            return same
    raise InvalidCase([Issue(issues.NO_SUCH_CANDIDATE, field=spec.candidate)])


def _all_known(spec: DailyProposalsFile, case: Case, names: list[str]) -> None:
    unknown = [name for name in names if case.values[name] is None]
    if unknown:
        raise InvalidCase(
            [
                Issue(
                    common.CASE_UNKNOWN_REFUSED,
                    field=name,
                    values={"field": name, "label": spec.input(name).label},
                )
                for name in unknown
            ]
        )


def _outcome(spec: DailyProposalsFile, detail: Proposals) -> Result:
    """Say whether an offer of this day is hers in the evening; not known from figures alone."""
    value: bool | None = any(wish.state in OFFERED for wish in detail.wishes)
    if detail.basis == "figures":
        value = None if detail.wishes[0].state == "reached" else False
    outcome = spec.outcome
    return Result(id=outcome.id, label=outcome.label, type=outcome.type, value=value)


def _parameters(detail: Proposals) -> Iterator[Parameter]:
    named: dict[str, DayWish] = {wish.programme: wish for wish in detail.wishes}
    for name, wish in named.items():
        yield Parameter(id=name, label=wish.label, value=wish.wanted, unit="places")


def _operations(
    spec: DailyProposalsFile, detail: Proposals, rounds: int | None
) -> Iterator[Operation]:
    counts: dict[DayStepId, int | None] = {
        "wishes": len(detail.wishes),
        "offers": sum(wish.state in OFFERED for wish in detail.wishes),
        "given_up": sum(wish.state in GIVEN_UP for wish in detail.wishes),
        "rounds": rounds,
    }
    names = {step.id: step for step in spec.steps}
    for name, count in counts.items():
        if count is not None:
            step = names[name]
            yield Operation(
                id=name, label=step.label, value=count, unit="number", reference=step.reference
            )


def _whole(case: Case, name: str) -> int | None:
    value = case.values[name]
    return int(value) if isinstance(value, Decimal) else None
