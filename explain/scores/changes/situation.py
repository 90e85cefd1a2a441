"""A case, and what runs it again with other values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from explain.case import Case, Value
from explain.explanation import Change
from explain.scores import display as reading
from explain.scores.models.linear import LinearModel, Raw
from explain.scores.spec import Display

if TYPE_CHECKING:  # NumPy is loaded with a model that needs it
    from explain.scores.models.forest import Forest


@dataclass(frozen=True, slots=True)
class Situation:
    """A case whose additive output is `output`. `place` is that of a class, else 0."""

    case: Case
    values: Mapping[str, Raw]
    output: float
    model: "LinearModel | Forest"
    display: Display
    place: int = 0

    def again(self, changed: Mapping[str, Value]) -> Decimal:
        """Return the points of the case with other values, run through the model itself."""
        values = {**self.values, **{name: raw(value) for name, value in changed.items()}}
        return reading.points(self.display, self._output(values))

    def good(self, score: Decimal) -> bool:
        """Tell whether `score` is on the favourable side of the threshold."""
        return reading.reaches(self.display, score) == (self.display.favourable == "above")

    def flips(self, changed: Mapping[str, Value]) -> bool:
        """Tell whether other values bring the favourable outcome."""
        return self.good(self.again(changed))

    def change(self, name: str, low: Value | None, high: Value | None, at: Value) -> Change:
        """Return the change of one input to a value from `low` to `high`, run again at `at`."""
        score = self.again({name: at})
        return Change(
            id=name,
            low=low,
            high=high,
            at=at,
            outcome=reading.printed(self.display, score),
            reached=reading.reaches(self.display, score),
        )

    def _output(self, values: Mapping[str, Raw]) -> float:
        if isinstance(self.model, LinearModel):
            return self.model.output(values)
        from explain.scores.models.outputs import output  # noqa: PLC0415 - needs NumPy

        return output(self.model, values, self.place)


def raw(value: Value) -> Raw:
    """Return a case's value as the model reads it."""
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]  # no dates
