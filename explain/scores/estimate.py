"""Shapley values of a model that nobody can read: only its predictions are given.

For few inputs every coalition is asked, and the values are exact. For more they are estimated by
shap's permutation explainer with a fixed seed (Štrumbelj and Kononenko, 2014; in pairs
of a permutation and its reverse, Mitchell et al., 2022). Each pair is an independent run; their
mean is the estimate, and its standard error comes from how much they differ.

All rows of the background are used. shap is given the game between the inputs rather than the
table, as its own masker keeps 100 rows and takes values that are nearly equal for equal. This is
the one module that imports shap, and only when it estimates.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from explain.details import Attribution, Background, Scale, Share
from explain.errors import CannotExplain
from explain.issues import N_, Issue
from explain.scores import display as reading
from explain.scores.evaluation.issues import ESTIMATE
from explain.scores.models.columns import Floats
from explain.scores.spec import Display

Table = NDArray[Any]
Predict = Callable[[Table], Sequence[float] | Floats]

FEW = 10
"""Up to so many inputs every coalition is asked: 1,024 of them, each for the whole background."""

RUNS = 50
SEED = 1
_ROWS = 100_000
"""At most so many rows are predicted in one call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """`base + sum(values) = output`, in the units of `predict`.

    `errors` holds the standard error of each value over the `runs`; it is `None` where the
    values are exact. It speaks of the permutations drawn, not of the choice of the background.
    """

    method: Literal["exact-enumeration", "estimate-permutation"]
    backend: str
    names: tuple[str, ...]
    base: float
    output: float
    values: tuple[float, ...]
    errors: tuple[float, ...] | None
    rows: int
    runs: int | None = None
    seed: int | None = None


def estimate(  # noqa: PLR0913 - what is asked, and how long it may take
    predict: Predict,
    background: Table | Sequence[Sequence[Any]],
    row: Sequence[Any],
    names: Sequence[str],
    *,
    runs: int = RUNS,
    seed: int = SEED,
    few: int = FEW,
) -> Estimate:
    """Return what each input adds to the prediction for `row`, compared with the background.

    `background` is rows x inputs, an array or plain sequences; `row` has one value for each of
    `names`. `predict` takes an array like the background and returns one number for each row, on
    the space that is to be explained (log-odds for a classifier). At least 2 `runs` are
    needed for an error. Raises `CannotExplain` where the shapes do not fit or a prediction is not a
    finite number.
    """
    table = _table(background)
    own = np.empty(len(row), dtype=table.dtype)
    own[:] = list(row)
    if table.ndim != 2 or len(table) == 0 or table.shape[1] != len(names) or len(row) != len(names):  # noqa: PLR2004 - rows and inputs
        raise _refused(N_("the table, the row and the names do not fit together"))
    game = _Game(predict, table, own)
    if len(names) <= few:
        values, errors = _enumerated(game, len(names)), None
    else:
        values, errors = _permuted(game, len(names), runs, seed)
    nobody, everybody = np.zeros(len(names), np.bool_), np.ones(len(names), np.bool_)
    return Estimate(
        method="exact-enumeration" if errors is None else "estimate-permutation",
        backend="enumeration/1" if errors is None else f"shap/{_shap().__version__}",
        names=tuple(names),
        base=game.worth(nobody),
        output=game.worth(everybody),
        values=tuple(values),
        errors=errors,
        rows=len(table),
        runs=None if errors is None else runs,
        seed=None if errors is None else seed,
    )


def attribution(
    found: Estimate, labels: Sequence[str], display: Display, space: str, background: Background
) -> Attribution:
    """Return an estimate as the detail of a record; its `error` is the largest of the errors.

    `labels` has one text for each input; `space` names that of the predictions, which
    `display` maps to points. Raises `CannotExplain` where `background` has other rows.
    """
    if background.rows != found.rows:
        raise _refused(N_("the record names another background"))
    start, total = (
        reading.printed(display, reading.points(display, value))
        for value in (found.base, found.output)
    )
    worths = [reading.worth(display, value) for value in found.values]
    points = reading.adding_up(total - start, worths, reading.step_of(display))
    parts = zip(found.names, labels, found.values, points, strict=True)
    return Attribution(
        method=found.method,
        backend=found.backend,
        space=space,
        grouping="inputs",
        error=None if found.errors is None else max(found.errors),
        base=found.base,
        output=found.output,
        residual=math.fsum((found.output, -found.base, *(-value for value in found.values))),
        start=start,
        total=total,
        shares=tuple(
            Share(id=name, label=label, inputs=(name,), value=value, points=float(printed))
            for name, label, value, printed in parts
        ),
        outside=(),
        scale=Scale(
            scale=display.scale,
            offset=display.offset,
            unit=display.unit,
            decimals=display.decimals,
            threshold=display.threshold,
            definition=display.definition,
        ),
        background=background,
    )


def _table(background: Table | Sequence[Sequence[Any]]) -> Table:
    """Return an array; rows that are plain sequences keep each value as it is."""
    if hasattr(background, "dtype") or not len(background):
        return np.asarray(background)
    table = np.empty((len(background), len(background[0])), dtype=object)
    for place, values in enumerate(background):
        if len(values) != table.shape[1]:
            raise _refused(N_("the table, the row and the names do not fit together"))
        table[place] = list(values)
    return table


@dataclass(slots=True)
class _Game:
    """The worth of a coalition: the mean prediction with its inputs taken from the row."""

    predict: Predict
    background: Table
    row: Table
    known: dict[bytes, float] = field(default_factory=dict)

    def worth(self, coalition: NDArray[np.bool_]) -> float:
        return self.worths(coalition[np.newaxis, :])[0]

    def worths(self, coalitions: NDArray[np.bool_]) -> list[float]:
        """Return the worth of each row of `coalitions` (coalitions x inputs)."""
        new = [one for one in np.unique(coalitions, axis=0) if one.tobytes() not in self.known]
        step = max(1, _ROWS // len(self.background))
        for first in range(0, len(new), step):
            self._ask(new[first : first + step])
        return [self.known[one.tobytes()] for one in coalitions]

    def _ask(self, coalitions: list[NDArray[np.bool_]]) -> None:
        tables = [np.where(one, self.row, self.background) for one in coalitions]
        found = np.asarray(self.predict(np.concatenate(tables)), dtype=np.float64)
        if found.shape != (len(coalitions) * len(self.background),) or not np.isfinite(found).all():
            raise _refused(N_("a prediction is missing, or is not a finite number"))
        for one, part in zip(coalitions, found.reshape(len(coalitions), -1).tolist(), strict=True):
            self.known[one.tobytes()] = math.fsum(part) / len(part)


def _enumerated(game: _Game, count: int) -> list[float]:
    """Return the Shapley values from their definition: every coalition."""
    coalitions = np.array(
        [[place >> player & 1 for player in range(count)] for place in range(2**count)], np.bool_
    )
    worths = game.worths(coalitions)
    return [_value(worths, player, count) for player in range(count)]


def _value(worths: Sequence[float], player: int, count: int) -> float:
    others = [other for other in range(count) if other != player]
    terms = []
    for size in range(count):
        weight = 1 / (count * math.comb(count - 1, size))
        for members in combinations(others, size):
            place = sum(1 << member for member in members)
            terms.append(weight * (worths[place | 1 << player] - worths[place]))
    return math.fsum(terms)


def _permuted(
    game: _Game, count: int, runs: int, seed: int
) -> tuple[list[float], tuple[float, ...]]:
    """Return the mean over independent runs of one pair of permutations, and its error."""
    if runs < 2:  # noqa: PLR2004 - one run does not differ from itself
        raise _refused(N_("one run alone does not tell its error"))
    shap = _shap()
    with _own_randomness():
        explainer = shap.PermutationExplainer(
            lambda some: np.array(game.worths(some.astype(np.bool_))),
            _Coalition((1, count)),
            seed=seed,
        )
        everybody = np.ones((1, count))
        found = np.array(
            [
                explainer(everybody, max_evals=2 * count + 1, silent=True).values[0]
                for _ in range(runs)
            ]
        )
    values = [math.fsum(column) / runs for column in found.T.tolist()]
    return values, tuple(_error(column) for column in found.T.tolist())


@dataclass(frozen=True, slots=True)
class _Coalition:
    """Hands a coalition on as it is, in shap's place of a table: the game knows its worth."""

    shape: tuple[int, int]

    def __call__(self, mask: NDArray[np.bool_], _row: Table) -> Table:
        return mask[np.newaxis, :].copy()


def _error(values: Sequence[float]) -> float:
    middle = math.fsum(values) / len(values)
    squares = math.fsum((value - middle) ** 2 for value in values)
    return math.sqrt(squares / (len(values) - 1) / len(values))


@contextmanager
def _own_randomness() -> Iterator[None]:
    """Leave the caller's random numbers as they are: shap draws from NumPy's common ones."""
    state = np.random.get_state()  # noqa: NPY002 - what shap uses
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002 - what shap uses


def _refused(problem: str) -> CannotExplain:
    return CannotExplain([Issue(ESTIMATE, values={"problem": problem})])


def _shap() -> Any:
    import shap  # noqa: PLC0415 - two seconds and 200 MB that an exact answer does not need

    return shap
