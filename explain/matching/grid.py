"""What gives points to a wish: rules that another engine runs.

Rules and matching do not know one another. `explain.engines` hands the rules in as a `Grid`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from explain.case import Case
from explain.explanation import Findings
from explain.spec import Spec


@dataclass(frozen=True, slots=True)
class Grid:
    """What the rules declare, and how they are run on one case, with their trace.

    `program` is the rules as their own engine loads them, for whoever shows them as text.
    """

    spec: Spec
    find: Callable[[Case], Findings]
    program: Any = None


def remembering(grid: Grid) -> Grid:
    """Return a grid that runs its rules once for equal cases: wishes often share all that counts.

    It remembers for as long as it lives, which is one explanation.
    """
    known: list[tuple[Case, Findings]] = []

    def find(case: Case) -> Findings:
        for seen, found in known:
            if seen == case:
                return found
        found = grid.find(case)
        known.append((case, found))
        return found

    return replace(grid, find=find)
