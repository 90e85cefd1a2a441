"""What attributing a score gives, whichever the method."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from explain.scores.models.linear import Raw


@dataclass(frozen=True, slots=True)
class Contributions:
    """`base + sum(values) = output` within 1e-12 of their size, on the additive space.

    `values` stand in the order of the players.
    """

    base: float
    values: tuple[float, ...]
    output: float

    @property
    def residual(self) -> float:
        """Return what is left of the output: what rounding lost."""
        return math.fsum((self.output, -self.base, *(-value for value in self.values)))


class Attributor(Protocol):
    """A model with its background, ready to explain one case after another.

    `method` and `space` say in the record what the values are, `backend` what computed them.
    """

    @property
    def method(self) -> str:
        """Return the name of the method."""

    @property
    def backend(self) -> str:
        """Return the name and major version of what computes it."""

    @property
    def space(self) -> str:
        """Return the name of the additive space."""

    def outputs(self, values: Mapping[str, Raw]) -> tuple[float, ...]:
        """Return the additive output, or one for each class."""

    def contributions(self, values: Mapping[str, Raw], place: int = 0) -> Contributions:
        """Explain the output at `place` for one case."""

    def batch(self, rows: Mapping[str, Sequence[Raw]], place: int = 0) -> list[list[float]]:
        """Return the contributions to the output at `place` of several cases: rows x players."""

    def reached(self) -> tuple[float, float]:
        """Return the least and the greatest output over the background (of the first output)."""
