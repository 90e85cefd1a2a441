"""A case, and what runs it again with other values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from explain.case import Case, Value
from explain.explanation import Change
from explain.scores import display as reading
from explain.scores.models.linear import Raw, Sums, greatest
from explain.scores.spec import Display

if TYPE_CHECKING:  # NumPy is loaded with a model that needs it
    from explain.scores.models.forest import Forest


@dataclass(frozen=True, slots=True)
class Situation:
    """A case whose additive output is `output`.

    Where a model chooses between `classes`, `place` is that of the class decided, whose output
    it is, and `wanted` are the places of those to which a change is looked for. Both are empty,
    and `place` is 0, where a threshold decides.

    The *side* of other values is what they bring that is looked for: 0 for the favourable side
    of the threshold, the place of a class that is wanted, or `None`.
    """

    case: Case
    values: Mapping[str, Raw]
    output: float
    model: "Sums | Forest"
    display: Display
    place: int = 0
    classes: tuple[str, ...] = ()
    wanted: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        """Tell whether there is anything to look for."""
        if self.classes:
            return bool(self.wanted)
        return self.display.threshold is not None and self.side((self.output,)) is None

    def towards(self, side: int) -> "Situation":
        """Return the same case, for which only one side is looked for."""
        return replace(self, wanted=(side,)) if self.classes else self

    def sides(self) -> tuple[int, ...]:
        """Return what is looked for: the classes wanted, or the one side of the threshold."""
        return self.wanted if self.classes else (0,)

    def side(self, outputs: Sequence[float]) -> int | None:
        """Return the side of additive outputs: one, or one for each class."""
        if self.classes:
            place = greatest(outputs)
            return place if place in self.wanted else None
        reached = reading.reaches(self.display, reading.points(self.display, outputs[0]))
        return 0 if reached == (self.display.favourable == "above") else None

    def again(self, changed: Mapping[str, Value]) -> tuple[float, ...]:
        """Return the outputs of the case with other values, run through the model itself."""
        values = {**self.values, **{name: raw(value) for name, value in changed.items()}}
        if isinstance(self.model, Sums):
            return tuple(one.output(values) for one in self.model.sums)
        from explain.scores.models.outputs import output  # noqa: PLC0415 - needs NumPy

        places = range(len(self.classes) or 1)
        return tuple(output(self.model, values, place) for place in places)

    def side_with(self, changed: Mapping[str, Value]) -> int | None:
        """Return the side of other values."""
        return self.side(self.again(changed))

    def flips(self, changed: Mapping[str, Value]) -> bool:
        """Tell whether other values bring what is looked for."""
        return self.side_with(changed) is not None

    def outcome(self, changed: Mapping[str, Value]) -> tuple[Decimal | str, bool | None]:
        """Return the outcome with other values, as it is printed, and whether it reaches.

        That is a number of points and whether they reach the threshold, or a class and `None`.
        """
        outputs = self.again(changed)
        if self.classes:
            return self.classes[greatest(outputs)], None
        score = reading.points(self.display, outputs[0])
        return reading.printed(self.display, score), reading.reaches(self.display, score)

    def change(self, name: str, low: Value | None, high: Value | None, at: Value) -> Change:
        """Return the change of one input to a value from `low` to `high`, run again at `at`."""
        outcome, reached = self.outcome({name: at})
        return Change(id=name, low=low, high=high, at=at, outcome=outcome, reached=reached)


def raw(value: Value) -> Raw:
    """Return a case's value as the model reads it."""
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]  # no dates
