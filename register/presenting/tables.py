"""What scores and matchings calculate with, as tables; rules are told as text, in `rules`."""

from itertools import pairwise
from typing import TYPE_CHECKING

from explain.engines import Algorithm
from explain.matching.spec import MatchingSpec
from explain.scores.models.linear import (
    BandsTerm,
    CategoryTerm,
    LinearModel,
    NumberTerm,
    Sums,
    Term,
)
from explain.scores.spec import ScoreFile
from explain.spec import Input, Spec
from register.i18n import Language
from register.pages.entry_views import Cell, Table

if TYPE_CHECKING:  # NumPy is loaded with a model that needs it
    from explain.scores.models.forest import Forest

READABLE = 0.1
LARGEST_STEP = 10**9


def tables(algorithm: Algorithm, spec: Spec, words: Language) -> tuple[Table, ...]:
    """Return the tables of an algorithm; `spec` has its texts in the page's language."""
    if isinstance(spec, MatchingSpec):
        return (_named_steps(spec, words),)
    if isinstance(spec, ScoreFile):
        model = algorithm.program.model
        if not isinstance(model, Sums):
            return (_tests(model, spec, words),)
        names = {choice.id: choice.label for choice in spec.outcome.categories}
        captions = [
            words.text("Weights for “%(result)s”", result=names[name]) for name in model.classes
        ] or [words.text("Weights: what each piece of information adds or removes")]
        pairs = zip(model.sums, captions, strict=True)
        return tuple(_weights(one, caption, spec, words) for one, caption in pairs)
    return ()


def _heads(*labels: str, numeric: tuple[int, ...] = ()) -> tuple[Cell, ...]:
    return tuple(Cell(text=label, numeric=at in numeric) for at, label in enumerate(labels))


def _named_steps(spec: MatchingSpec, words: Language) -> Table:
    say = words.text
    steps = ((Cell(text=step.label), Cell(text=_title(step.reference))) for step in spec.steps)
    return Table(
        caption=say("Steps of the calculation, in order"),
        columns=_heads(say("Step"), say("Written in")),
        rows=tuple(steps),
    )


def _title(reference: object) -> str:
    return getattr(reference, "title", "")


def _weights(model: LinearModel, caption: str, spec: ScoreFile, words: Language) -> Table:
    """List what each input adds to the printed points: per unit, or for each choice."""
    say = words.text
    rows: list[tuple[Cell, ...]] = []
    for item, term in zip(spec.inputs, model.terms, strict=True):
        rows += _term(item, term, spec, words)
        if item.id in spec.missing and term.missing is not None:
            worth = _points(term.missing, spec, words)
            rows.append((Cell(text=item.label), Cell(text=say("If not known")), worth))
    return Table(
        caption=caption,
        columns=_heads(say("Information"), say("For"), say("Effect"), numeric=(2,)),
        rows=tuple(rows),
        note=spec.display.definition,
    )


def _term(item: Input, term: Term, spec: ScoreFile, words: Language) -> list[tuple[Cell, ...]]:
    label = Cell(text=item.label)
    match term:
        case NumberTerm():
            step = 1 if item.type == "boolean" else _step(float(spec.display.scale) * term.slope)
            each = _each(step, item.unit, item.type, words)
            return [(label, Cell(text=each), _points(term.slope * step, spec, words))]
        case BandsTerm():
            bands = zip(_bands(term, item, words), term.points, strict=True)
            return [(label, Cell(text=band), _points(worth, spec, words)) for band, worth in bands]
        case CategoryTerm():
            return [
                (
                    label,
                    Cell(text=category.label),
                    _points(term.coefficients[category.id], spec, words),
                )
                for category in item.categories
            ]


def _bands(term: BandsTerm, item: Input, words: Language) -> list[str]:
    limits = [words.quantity(limit, item.unit) for limit in term.limits]
    middle = [
        words.text("from %(low)s to less than %(high)s", low=low, high=high)
        for low, high in pairwise(limits)
    ]
    first = words.text("less than %(limit)s", limit=limits[0])
    last = words.text("%(limit)s or more", limit=limits[-1])
    return [first, *middle, last]


def _tests(model: "Forest", spec: ScoreFile, words: Language) -> Table:
    """List how often the trees look at each input."""
    say, counts = words.text, model.tests_by_input()
    rows = (
        (Cell(text=item.label), Cell(text=words.number(counts.get(item.id, 0)), numeric=True))
        for item in sorted(spec.inputs, key=lambda item: -counts.get(item.id, 0))
    )
    trees = words.plural(
        "The calculation adds up the answers of %(count)s small decision tree.",
        "The calculation adds up the answers of %(count)s small decision trees.",
        len(model.roots),
    )
    return Table(
        caption=say("Questions that the decision trees ask about each piece of information"),
        columns=_heads(say("Information"), say("Questions"), numeric=(1,)),
        rows=tuple(rows),
        note=f"{trees} {spec.display.definition}",
    )


def _each(step: int, unit: str | None, kind: str, words: Language) -> str:
    if kind == "boolean":
        return words.text("Yes")
    return words.text("for each %(one)s", one=words.quantity(step, unit, 0))


def _step(points: float) -> int:
    """Return the power of ten of the input's unit whose effect can be read without many zeros.

    `points` is the effect of one unit.
    """
    step = 1
    while 0 < abs(points * step) < READABLE and step < LARGEST_STEP:
        step *= 10
    return step


def _points(additive: float, spec: ScoreFile, words: Language) -> Cell:
    value = float(spec.display.scale) * additive
    decimals = 1 if abs(value) >= 1 else 2
    text = words.quantity(round(value, decimals), spec.display.unit, decimals)
    return Cell(text=f"+{text}" if value > 0 else text, numeric=True)
