"""The engine `matching/1`: check an algorithm file, explain one person in one run.

How people are matched is a *method*: a room of its own, whose module `method` offers

- `FILE` and `LIST`, the models of its algorithm file and of its allocations;
- `read_spec(document)` and `read_allocation(source)`, which check such files;
- `joined(spec, grid)`, the algorithm with the rules that give its points, if it uses any;
- `PUBLISHED`, the classes of the allocations that hold published figures alone;
- `find(spec, case, allocation, grid)`, which explains one person;
- `story(allocation)` and `cutoffs(allocation)`, for the page that tells the procedure.

The field `method` of a file chooses one. An allocation that names none is a list of a call
order, the first method that there was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from explain import issues
from explain.case import Case
from explain.errors import CannotExplain, InvalidFile
from explain.explanation import Findings
from explain.issues import Issue
from explain.matching.admission import method as admission
from explain.matching.call_order import method as call_order
from explain.matching.daily_proposals import method as daily_proposals
from explain.matching.grid import Grid
from explain.matching.issues import NOT_FOR_EVERYBODY
from explain.matching.spec import MatchingSpec
from explain.matching.stories import CutoffRow, Story
from explain.reading import read_yaml
from explain.sources import Document, Source

METHODS: Mapping[str, ModuleType] = {
    "call_order": call_order,
    "daily_proposals": daily_proposals,
    "deferred_acceptance": admission,
    "points_with_capacity": admission,
}
FIRST_METHOD = "call_order"


@dataclass(frozen=True, slots=True)
class Program:
    """A checked algorithm file, and the rules that give points, where it names some."""

    spec: MatchingSpec
    grid: Grid | None = None


def with_grid(program: Program, grid: Grid) -> Program:
    """Return the program that takes its points from `grid`."""
    joined = METHODS[program.spec.method].joined
    return Program(joined(program.spec, grid.spec), grid)


def load(
    document: Document,
    files: Mapping[str, bytes],  # noqa: ARG001 - every engine's signature
    cache: Path | None = None,  # noqa: ARG001 - the same
) -> Program:
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    return Program(_method(document, document.value.get("method")).read_spec(document))


def find(program: Program, case: Case, allocation: Source | None) -> Findings:
    """Explain one person in the run `allocation`.

    Raises `InvalidCase` where the run is missing or does not hold this person,
    `InvalidFile` where it cannot be read, `CannotExplain` where a guarantee fails.
    """
    found: Findings = METHODS[program.spec.method].find(
        program.spec, case, allocation, program.grid
    )
    return found


def carry_out(
    program: Program, allocation: Source, report: Callable[[str], None]
) -> Mapping[str, bytes]:
    """Run an allocation for everybody; return the files of the result by name.

    Raises `InvalidFile` where the data are not those of this method, with every bad row;
    `CannotExplain` where the method runs for one person only, or a guarantee fails.
    """
    name = program.spec.method
    run = getattr(METHODS[name], "carry_out", None)
    if run is None:
        raise CannotExplain([Issue(NOT_FOR_EVERYBODY, values={"method": name})])
    found: Mapping[str, bytes] = run(allocation, report)
    return found


def is_synthetic(allocation: Source) -> bool:
    """Check an allocation, and tell whether it holds nobody. Raises `InvalidFile`."""
    return bool(_method_of(allocation).read_allocation(allocation).synthetic)


def is_published(allocation: Source) -> bool:
    """Tell whether an allocation holds published figures alone. Raises `InvalidFile`."""
    method = _method_of(allocation)
    return isinstance(method.read_allocation(allocation), method.PUBLISHED)


def fits(method: str, allocation: Source) -> bool:
    """Tell whether an allocation is one of `method`. Raises `InvalidFile`."""
    return METHODS[method] is _method_of(allocation)


def story(allocation: Source) -> Story | None:
    """Tell step by step how an invented run goes, small enough to be followed.

    Returns `None` for a run of real people, for one that is too large, and for cut-offs without
    the run behind them. Raises `InvalidFile` where it cannot be read, `CannotExplain` where a
    guarantee fails.
    """
    found: Story | None = _method_of(allocation).story(allocation)
    return found


def cutoffs(allocation: Source) -> tuple[CutoffRow, ...]:
    """Return the cut-offs that everybody may see: published ones, or those of an invented run.

    Raises what `story` raises.
    """
    found: tuple[CutoffRow, ...] = _method_of(allocation).cutoffs(allocation)
    return found


def _method_of(allocation: Source) -> ModuleType:
    document = read_yaml(allocation.data, allocation.name)
    return _method(document, document.value.get("method", FIRST_METHOD))


def _method(document: Document, name: Any) -> ModuleType:
    if isinstance(name, str) and name in METHODS:
        return METHODS[name]
    code = issues.MISSING_FIELD if name is None else issues.NOT_ALLOWED
    line = document.line(("method",)) or min(document.lines.values(), default=1)
    values = {"field": "method", "name": "method", "value": str(name)}
    values["allowed"] = ", ".join(METHODS)
    raise InvalidFile([Issue(code, document.file, line, "method", values)])
