"""The rules and parameters of an algorithm as tables, whatever its engine."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from explain.engines import Algorithm
from explain.issues import N_
from explain.matching.spec import MatchingSpec
from explain.rules.model import DatedParameter, DatedValue, RulesFile, RuleStep, TableRow
from explain.scores.models.linear import (
    BandsTerm,
    CategoryTerm,
    LinearModel,
    NumberTerm,
    Term,
)
from explain.scores.spec import ScoreFile
from explain.spec import Input, Spec
from explain.units import UNITS
from explain.wording import words as wording
from explain.wording.formulas import in_words
from register.i18n import Language
from register.pages.entry_views import Cell, Table

if TYPE_CHECKING:  # NumPy is loaded with a model that needs it
    from explain.scores.models.forest import Forest

READABLE = 0.1
LARGEST_STEP = 10**9


def tables(algorithm: Algorithm, spec: Spec, words: Language) -> tuple[Table, ...]:
    """Return the tables of an algorithm; `spec` has its texts in the page's language."""
    if isinstance(spec, RulesFile):
        return tuple(table for table in (_parameters(spec, words), _steps(spec, words)) if table)
    if isinstance(spec, MatchingSpec):
        return (_named_steps(spec, words),)
    if isinstance(spec, ScoreFile):
        model = algorithm.program.model
        made = _weights if isinstance(model, LinearModel) else _tests
        return (made(model, spec, words),)
    return ()


def unit_name(unit: str | None, words: Language) -> str | None:
    """Return a unit alone, as it stands beside a number, or None where there is none."""
    if unit is None:
        return None
    name = words.catalogue.ngettext(UNITS[unit].one, UNITS[unit].many, 2) % {"number": ""}
    return name.strip() or None


def _heads(*labels: str, numeric: tuple[int, ...] = ()) -> tuple[Cell, ...]:
    return tuple(Cell(text=label, numeric=at in numeric) for at, label in enumerate(labels))


def _parameters(spec: RulesFile, words: Language) -> Table | None:
    if not spec.parameters:
        return None
    say = words.text
    rows = [_value(item, dated, words) for item in spec.parameters for dated in item.values]
    return Table(
        caption=say("Parameters, and when each value applies"),
        columns=_heads(
            say("Parameter"),
            say("Value"),
            say("Valid from"),
            say("Valid until"),
            say("Written in"),
            numeric=(1,),
        ),
        rows=tuple(rows),
    )


def _value(item: DatedParameter, dated: DatedValue, words: Language) -> tuple[Cell, ...]:
    if isinstance(dated.value, Decimal):
        value = words.quantity(dated.value, item.unit)
    elif dated.value == "not_published":
        value = words.text("not published")
    else:
        value = words.text("not verified")
    return (
        Cell(text=item.label),
        Cell(text=value, numeric=True),
        Cell(text=words.day(dated.valid_from)),
        Cell(text=_until(dated.valid_to, words)),
        Cell(text=dated.reference.title),
    )


def _until(day: date | None, words: Language) -> str:
    return words.day(day) if day else words.text("still applies")


_HITS: Mapping[str, str] = {
    "first": N_("The first line that applies counts:"),
    "unique": N_("Only one of these lines may apply:"),
    "any": N_("All the lines that apply give the same:"),
    "collect_sum": N_("All the lines that apply are added up:"),
}


def _steps(spec: RulesFile, words: Language) -> Table:
    say = words.text
    labels = wording.words(spec, words)
    rows = (row for step in spec.steps for row in _step_rows(step, labels))
    return Table(
        caption=say("Steps of the calculation, in order"),
        columns=_heads(say("Step"), say("Calculation"), say("Written in")),
        rows=tuple(rows),
    )


def _step_rows(step: RuleStep, labels: wording.Words) -> Iterator[tuple[Cell, ...]]:
    """Write a step in one row, and each line of its table and each exception in one more."""
    how = in_words(step.formula, labels) if step.formula else ""
    if step.table:
        how = labels.text(_HITS[step.table.hit])
    yield Cell(text=step.label), Cell(text=how), Cell(text=step.reference.title)
    for row in step.table.rows if step.table else ():
        written = row.reference or step.reference
        yield (
            Cell(text=_titled(step, row, labels)),
            Cell(text=_line(row.when, row.gives, step.unit, labels)),
            Cell(text=written.title),
        )
    for exception in step.exceptions:
        yield (
            Cell(text=labels.text("Exception: %(label)s", label=exception.label)),
            Cell(text=_line((exception.when,), exception.gives, step.unit, labels)),
            Cell(text=exception.reference.title),
        )


def _titled(step: RuleStep, row: TableRow, labels: wording.Words) -> str:
    if not row.label:
        return step.label
    return labels.text("%(label)s: %(value)s", label=step.label, value=row.label)


def _line(when: tuple[str, ...], gives: str, unit: str | None, labels: wording.Words) -> str:
    plain = re.fullmatch(r"-?[0-9.]+", gives)
    value = labels.quantity(Decimal(gives), unit, whole=True) if plain else in_words(gives, labels)
    if not when:
        return labels.text("In all other cases: %(value)s", value=value)
    conditions = labels.text(" and ").join(in_words(condition, labels) for condition in when)
    return labels.text("%(conditions)s: %(value)s", conditions=conditions, value=value)


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


def _weights(model: LinearModel, spec: ScoreFile, words: Language) -> Table:
    """List what each input adds to the printed points: per unit, or for each choice."""
    say = words.text
    rows: list[tuple[Cell, ...]] = []
    for item, term in zip(spec.inputs, model.terms, strict=True):
        rows += _term(item, term, spec, words)
        if item.id in spec.missing and term.missing is not None:
            worth = _points(term.missing, spec, words)
            rows.append((Cell(text=item.label), Cell(text=say("If not known")), worth))
    return Table(
        caption=say("Weights: what each piece of information adds or removes"),
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
