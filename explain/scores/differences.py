"""What differs between the models of two scores: weights that moved, trees that came or went.

Worths are in printed points of each version (`display.scale` times the additive space), so
that they compare with what people read; a constant is never compared as a weight.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from explain.scores import display as reading
from explain.scores.models.linear import (
    BandsTerm,
    CategoryTerm,
    ClassSums,
    LinearModel,
    NumberTerm,
    Sums,
    Term,
)
from explain.scores.population.influences import Population
from explain.scores.program import Program
from explain.scores.spec import ScoreFile

if TYPE_CHECKING:  # NumPy is loaded with a model that needs it
    from explain.scores.models.forest import Forest

Way = Literal["each", "choice", "band", "missing"]
Place = tuple[str, str, Way, str]
"""A result, an input, the way in which the input counts for it, and for which of its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightMove:
    """One weight before and after, in printed points; `None` where there was none.

    `way` is `each` (for one unit of a number), `choice` (`of` is the category), `band` (`of`
    is `low..high` in the input's unit, an end left open is empty) or `missing`. `result` is the
    class for which it counts, empty where the model gives one number.
    """

    result: str
    input: str
    way: Way
    of: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMove:
    """How often trees ask about one input, before and after."""

    input: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceMove:
    """How much an input does on average over each background, in printed points, without sign."""

    id: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDifference:
    """Two models, compared. `kinds` are `linear`, `logistic`, `scorecard` or `trees`.

    `weights` holds those that moved, where both are sums; `trees` the numbers of trees (0 for
    a sum), `questions` the inputs whose number of questions moved.
    """

    kinds: tuple[str, str]
    weights: tuple[WeightMove, ...]
    trees: tuple[int, int]
    questions: tuple[CountMove, ...]
    influences: tuple[InfluenceMove, ...]


def model_difference(
    before: Program, after: Program, measured: tuple[Population | None, Population | None]
) -> ModelDifference:
    """Compare two models; `measured` is what counts over each background, as far as it is told."""
    old, new = before.model, after.model
    sums = isinstance(old, LinearModel | ClassSums) and isinstance(new, LinearModel | ClassSums)
    return ModelDifference(
        kinds=(_kind(old), _kind(new)),
        weights=tuple(_weights(before, after)) if sums else (),
        trees=(_trees(old), _trees(new)),
        questions=tuple(_questions(old, new)),
        influences=tuple(_influences(*measured)),
    )


def _kind(model: "Sums | Forest") -> str:
    return model.kind if isinstance(model, LinearModel | ClassSums) else "trees"


def _trees(model: "Sums | Forest") -> int:
    return 0 if isinstance(model, LinearModel | ClassSums) else len(model.roots)


def _weights(before: Program, after: Program) -> Iterator[WeightMove]:
    old, new = _worths(before), _worths(after)
    for place in [*new, *(place for place in old if place not in new)]:
        was, becomes = old.get(place), new.get(place)
        if was != becomes:
            result, name, way, of = place
            yield WeightMove(result=result, input=name, way=way, of=of, before=was, after=becomes)


def _worths(program: Program) -> dict[Place, Decimal]:
    return {
        (result, *place): reading.worth(program.spec.display, value)
        for result, one in _sums(program.model)
        for term in one.terms
        for place, value in _parts(term, program.spec)
    }


def _sums(model: "Sums | Forest") -> Iterator[tuple[str, LinearModel]]:
    """Return each sum of terms with the result that it is about; none for trees."""
    if isinstance(model, LinearModel):
        yield "", model
    elif isinstance(model, ClassSums):
        yield from zip(model.classes, model.sums, strict=True)


def _parts(term: Term, spec: ScoreFile) -> Iterator[tuple[tuple[str, Way, str], float]]:
    match term:
        case NumberTerm():
            yield (term.input, "each", ""), term.slope
        case CategoryTerm():
            for name, value in term.coefficients.items():
                yield (term.input, "choice", name), value
        case BandsTerm():
            ends = ("", *(f"{limit:g}" for limit in term.limits), "")
            for low, high, value in zip(ends, ends[1:], term.points, strict=False):
                yield (term.input, "band", f"{low}..{high}"), value
    if term.missing is not None and term.input in spec.missing:
        yield (term.input, "missing", ""), term.missing


def _questions(old: "Sums | Forest", new: "Sums | Forest") -> Iterator[CountMove]:
    counts: list[Mapping[str, int]] = [
        {} if isinstance(model, LinearModel | ClassSums) else model.tests_by_input()
        for model in (old, new)
    ]
    for name in [*counts[1], *(name for name in counts[0] if name not in counts[1])]:
        was, becomes = counts[0].get(name, 0), counts[1].get(name, 0)
        if was != becomes:
            yield CountMove(input=name, before=was, after=becomes)


def _influences(old: Population | None, new: Population | None) -> Iterator[InfluenceMove]:
    if old is None or new is None:
        return
    was, becomes = ({one.id: one.size for one in side.influences} for side in (old, new))
    for name in [*becomes, *(name for name in was if name not in becomes)]:
        yield InfluenceMove(id=name, before=was.get(name), after=becomes.get(name))
