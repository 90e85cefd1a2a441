"""The methods `deferred_acceptance` and `points_with_capacity`: explain one person's wishes.

From published cut-offs alone the result of each wish follows. With the run itself at hand the
person is found in it (or put into it, where it is invented), and exact re-runs tell what would
have changed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from explain import issues
from explain.case import Case
from explain.details import Admission, Basis, WishResult
from explain.errors import InvalidCase, InvalidFile
from explain.explanation import Findings, Operation, Parameter, Result
from explain.issues import Issue
from explain.matching.admission.corrections import Correction, corrections, may_gain, with_datum
from explain.matching.admission.cutoffs import Cutoffs, CutoffsFile, document, read_cutoffs
from explain.matching.admission.judging import judge, obtained
from explain.matching.admission.person import Person, person_of
from explain.matching.admission.run_file import RunFile
from explain.matching.admission.spec import AdmissionFile, AdmissionStep, joined, read_spec
from explain.matching.grid import Grid, remembering
from explain.matching.privacy import disclosed
from explain.matching.stories import AdmissionStory, CutoffRow
from explain.sources import Source
from explain.spec import Reference

FILE, LIST = AdmissionFile, CutoffsFile | RunFile
PUBLISHED = (Cutoffs,)
NOWHERE = "none"
"""The outcome of somebody who gets none of the places."""
__all__ = [
    "FILE",
    "LIST",
    "PUBLISHED",
    "carry_out",
    "cutoffs",
    "find",
    "joined",
    "read_allocation",
    "read_spec",
    "story",
]


def read_allocation(source: Source) -> object:
    """Read published cut-offs, or a run, by its field `kind`. Raises `InvalidFile`."""
    return _read(source.name, source.data) if not source.beside else _by_kind(source)


@lru_cache(maxsize=8)
def _read(name: str, data: bytes) -> object:
    return _by_kind(Source(name, data))


def _by_kind(source: Source) -> object:
    written = document(source)
    kind = written.value.get("kind")
    if kind == "cutoffs":
        return read_cutoffs(source)
    if kind == "run":
        from explain.matching.admission.run import read_run  # noqa: PLC0415 - loads NumPy

        return read_run(source)
    values = {"field": "kind", "value": str(kind), "allowed": "cutoffs, run"}
    line = written.line(("kind",)) or 1
    raise InvalidFile([Issue(issues.NOT_ALLOWED, source.name, line, "kind", values)])


def find(
    spec: AdmissionFile, case: Case, allocation: Source | None, grid: Grid | None = None
) -> Findings:
    """Explain the wishes of one person.

    Raises `InvalidCase` where data lack or the run does not hold this person, `InvalidFile`
    where the run cannot be read, `CannotExplain` where a guarantee fails.
    """
    if allocation is None:
        raise InvalidCase([Issue(issues.ALLOCATION_MISSING, field="allocation")])
    grid = remembering(grid) if grid else None
    person = person_of(spec, case, grid)
    at_hand = read_allocation(allocation)
    every = corrections(spec, case, grid, person)
    corrected = (item for item in every if may_gain(person, item.person))
    detail = (
        _from_cutoffs(person, at_hand, corrected)
        if isinstance(at_hand, Cutoffs)
        else _in_run(spec, person, at_hand, corrected)
    )
    return Findings(
        outcome=_outcome(spec, detail),
        parameters=_parameters(person),
        operations=tuple(_operations(spec, detail, _source(at_hand))),
        changes=(),
        detail=detail,
    )


def carry_out(source: Source, report: Callable[[str], None]) -> Mapping[str, bytes]:
    """Run an allocation for everybody: see `running`."""
    from explain.matching.admission.running import carry_out as run_all  # noqa: PLC0415 - NumPy

    return run_all(source, report)


def story(source: Source) -> AdmissionStory | None:
    """Tell an invented run round by round; `None` where there is none to tell: see `story`."""
    from explain.matching.admission.run import Run  # noqa: PLC0415 - loads NumPy
    from explain.matching.admission.story import story as told  # noqa: PLC0415 - the same

    at_hand = read_allocation(source)
    return told(at_hand) if isinstance(at_hand, Run) else None


def cutoffs(source: Source) -> tuple[CutoffRow, ...]:
    """Return the cut-offs that may be shown: published ones, and those of an invented run."""
    from explain.matching.admission.run import Run  # noqa: PLC0415 - loads NumPy
    from explain.matching.admission.story import cutoffs as shown  # noqa: PLC0415 - the same
    from explain.matching.admission.story import cutoffs_of_run  # noqa: PLC0415 - the same

    at_hand = read_allocation(source)
    if isinstance(at_hand, Cutoffs):
        return shown(at_hand)
    return cutoffs_of_run(at_hand) if isinstance(at_hand, Run) else ()


def _detail(
    basis: Basis,
    person: Person,
    about: CutoffsFile,
    wishes: tuple[WishResult, ...],
) -> Admission:
    return Admission(
        basis=basis,
        synthetic=about.synthetic,
        session=about.session,
        title=about.title,
        lottery=person.lottery,
        wishes=wishes,
    )


def _from_cutoffs(person: Person, published: Cutoffs, corrected: Iterator[Correction]) -> Admission:
    wishes = judge(person, published)
    detail = _detail("cutoffs", person, published.file, wishes)
    refused = {wish.programme for wish in wishes if wish.outcome == "refused"}
    if not refused:
        return detail
    again = ((item, obtained(item.person, published)) for item in corrected)
    gains = (with_datum(item, outcome) for item, outcome in again if outcome in refused)
    return replace(detail, reruns=tuple(gains))


def _in_run(
    spec: AdmissionFile, person: Person, run: object, corrected: Iterator[Correction]
) -> Admission:
    from explain.matching.admission.publishing import publish  # noqa: PLC0415 - loads NumPy
    from explain.matching.admission.reruns import (  # noqa: PLC0415 - the same
        placed,
        reruns,
        standing,
    )
    from explain.matching.admission.run import Run  # noqa: PLC0415 - the same

    if not isinstance(run, Run):
        raise TypeError(run)
    here = standing(spec, person, run)
    published = publish(here.run, here.found)
    whole = replace(here.run, file=here.run.file.model_copy(update={"synthetic": True}))
    placed_as = replace(person, lottery=here.run.persons[here.at].lottery)
    own = judge(placed_as, publish(whole, here.found))  # one's own result is never withheld
    told = judge(person, published)
    results = placed(here, tuple(map(_disclosed, own, told)))
    again = tuple(reruns(spec, here, results, corrected))
    (people,) = disclosed([len(here.run.persons)], synthetic=here.run.synthetic)
    detail = _detail("run", person, published.file, results)
    return replace(detail, people=people, added=here.added, reruns=again)


def _disclosed(own: WishResult, told: WishResult) -> WishResult:
    """Return a person's own result with what may be told of others."""
    return replace(told, outcome=own.outcome, through=own.through)


def _outcome(spec: AdmissionFile, detail: Admission) -> Result:
    """Return the programme of the first wish that is met; a yes or a no for one list."""
    got = next((wish for wish in detail.wishes if wish.outcome == "admitted"), None)
    unsure = got is None and any(wish.outcome == "unknown" for wish in detail.wishes)
    value: bool | str | None = got.programme if got else NOWHERE
    if spec.outcome.type == "boolean":
        value = got is not None
    return Result(
        id=spec.outcome.id,
        label=spec.outcome.label,
        type=spec.outcome.type,
        value=None if unsure else value,
        unit=spec.outcome.unit,
    )


def _parameters(person: Person) -> tuple[Parameter, ...]:
    """Return the parameters that gave the points, each once."""
    found = {item.id: item for wish in person.wishes for item in wish.parameters}
    return tuple(found.values())


def _source(at_hand: object) -> Reference | None:
    """Say where cut-offs are published; those of a run are found in the run itself."""
    if not isinstance(at_hand, Cutoffs) or not at_hand.file.source:
        return None
    return Reference(title=at_hand.file.source, url=at_hand.file.url)


def _operations(
    spec: AdmissionFile, detail: Admission, written: Reference | None
) -> Iterator[Operation]:
    """Yield, for each wish, the points, the cut-offs of the ways that count, and the gaps.

    `written` is where the cut-offs are.
    """
    names: dict[str, AdmissionStep] = {step.id: step for step in spec.steps}
    unit = "points"
    for wish in detail.wishes:
        way = next((way for way in wish.ways if way.usable), None)
        values = {
            "points": wish.points,
            "cutoff": way.cutoff if way else None,
            "gap": way.gap if way else None,
        }
        for name, value in values.items():
            if value is not None:
                step = names[name]
                yield Operation(
                    id=f"{name}_{wish.rank}",
                    label=f"{step.label} ({wish.label})",
                    value=value,
                    unit=unit,
                    reference=written if name == "cutoff" else step.reference,
                )
