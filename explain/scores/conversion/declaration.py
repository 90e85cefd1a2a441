"""What a converted model is held against: the declared inputs and the background."""

from collections.abc import Sequence
from dataclasses import dataclass

from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.scores.models.linear import Raw
from explain.spec import Input

Row = Sequence[Raw]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declared `inputs`, those of them that may be `missing`, and the background.

    Each of `rows` has one value for each input, in their order: a boolean is 1.0 or 0.0, a
    category its id, a missing value `None`. `classes` are the outcome's choices, where it has
    some. `seed` draws further rows to compare on. `file` is the name that messages give.
    """

    inputs: tuple[Input, ...]
    rows: Sequence[Row]
    missing: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    seed: int = 0
    file: str = "model"

    def columns(self, rows: Sequence[Row]) -> dict[str, tuple[Raw, ...]]:
        """Return `rows` as one sequence of values for each input."""
        names = [item.id for item in self.inputs]
        return dict(zip(names, zip(*rows, strict=True), strict=True))


def refuse(code: Code, file: str, **values: object) -> InvalidFile:
    """Return the refusal of a model."""
    return InvalidFile([Issue(code, file, values=values)])
