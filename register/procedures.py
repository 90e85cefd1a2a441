"""How the places of a matching are given: an invented run to tell, and the cut-offs to show.

Both come from the allocations beside an entry. Nobody is named: a run of real people is neither
told nor counted here.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from explain.canonical import source_digest
from explain.engines import Algorithm
from explain.errors import ExplainError
from explain.matching.engine import cutoffs, fits, story
from explain.matching.spec import MatchingSpec
from explain.matching.stories import CutoffRow, Story
from explain.sources import Source
from register.shelf import Holding


@dataclass(frozen=True, slots=True)
class Procedure:
    """What can be shown of a matching: `run` names the allocation that `story` tells."""

    run: str
    story: Story | None
    cutoffs: tuple[CutoffRow, ...]


def procedure(holding: Holding, algorithm: Algorithm) -> Procedure | None:
    """Return what can be shown of a matching; `None` for another family.

    Of the invented runs, the one in which most different things happen is told; of equals, the
    smallest one. Of a run whose cut-offs are published beside it, these alone are shown. An
    allocation that cannot be read, or whose guarantees fail, is left out: `grandjour check`
    reports it.
    """
    spec = algorithm.spec
    if not isinstance(spec, MatchingSpec):
        return None
    found = tuple(_found(holding, spec.method))
    told = [(item.name, item.story) for item in found if item.story]
    told.sort(key=lambda pair: (-pair[1].kinds, pair[1].people, pair[0]))
    name, chosen = told[0] if told else ("", None)
    published = {row.run for item in found for row in item.cutoffs}
    rows = (row for item in found if item.digest not in published for row in item.cutoffs)
    return Procedure(name, chosen, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Allocation:
    name: str
    digest: str
    story: Story | None
    cutoffs: tuple[CutoffRow, ...]


def _found(holding: Holding, method: str) -> Iterator[_Allocation]:
    for name, data in holding.files.beside.get("allocations", {}).items():
        source = Source(name, data)
        with suppress(ExplainError):
            if fits(method, source):
                yield _Allocation(name, source_digest(source), story(source), cutoffs(source))
