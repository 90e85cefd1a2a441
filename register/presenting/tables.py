"""The rules and parameters of an algorithm as tables, whatever its engine."""

from datetime import date
from decimal import Decimal

from explain.engines import Algorithm
from explain.matching.spec import MatchingFile
from explain.rules.model import DatedParameter, DatedValue, RulesFile
from explain.scores.model import LinearModel, NumberTerm
from explain.scores.spec import ScoreFile
from explain.spec import Spec
from explain.units import UNITS
from register.entry_views import Cell, Table
from register.i18n import Language


def tables(algorithm: Algorithm, spec: Spec, words: Language) -> tuple[Table, ...]:
    """Return the tables of an algorithm; `spec` has its texts in the page's language."""
    if isinstance(spec, RulesFile):
        return tuple(table for table in (_parameters(spec, words), _steps(spec, words)) if table)
    if isinstance(spec, MatchingFile):
        return (_rates(spec, words),)
    if isinstance(spec, ScoreFile):
        return (_weights(algorithm.program.model, spec, words),)
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


def _steps(spec: RulesFile, words: Language) -> Table:
    say = words.text
    rows = ((Cell(text=step.label), Cell(text=step.reference.title)) for step in spec.steps)
    return Table(
        caption=say("Steps of the calculation, in order"),
        columns=_heads(say("Step"), say("Written in")),
        rows=tuple(rows),
    )


def _rates(spec: MatchingFile, words: Language) -> Table:
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
    say, display = words.text, spec.display
    rows: list[tuple[Cell, ...]] = []
    for item, term in zip(spec.inputs, model.terms, strict=True):
        if isinstance(term, NumberTerm):
            worth = _points(term.slope, spec, words)
            rows.append(
                (Cell(text=item.label), Cell(text=_each(item.unit, item.type, words)), worth)
            )
            continue
        for category in item.categories:
            worth = _points(term.coefficients[category.id], spec, words)
            rows.append((Cell(text=item.label), Cell(text=category.label), worth))
    return Table(
        caption=say("Weights: what each piece of information adds or removes"),
        columns=_heads(say("Information"), say("For"), say("Effect"), numeric=(2,)),
        rows=tuple(rows),
        note=display.definition,
    )


def _each(unit: str | None, kind: str, words: Language) -> str:
    if kind == "boolean":
        return words.text("Yes")
    return words.text("each: %(one)s", one=words.quantity(1, unit, 0))


def _points(additive: float, spec: ScoreFile, words: Language) -> Cell:
    value = float(spec.display.scale) * additive
    text = words.quantity(round(value, 4), spec.display.unit, _decimals(value))
    return Cell(text=f"+{text}" if value > 0 else text, numeric=True)


def _decimals(value: float) -> int:
    """Return enough decimals to show two digits of a small number, four at most."""
    size = abs(value)
    return 1 if size >= 1 else 2 if size >= 0.1 else 4  # noqa: PLR2004 - as the summary says
