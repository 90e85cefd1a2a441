"""When each value of a parameter applies: in words, and as a bar beside them.

A grid of points has many parameters that change together. Those whose values have the same days
and the same texts are told together.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from explain.rules.model import DatedParameter, DatedValue, RulesFile
from explain.wording.words import capital
from register.i18n import Language
from register.pages.rule_views import History, ParameterValue, Period, Span
from register.presenting.writing import written

Axis = tuple[date, date]


def histories(spec: RulesFile, words: Language, today: date) -> tuple[History, ...]:
    """Tell the parameters in the order of the file.

    All drawings share one axis, from the first day of any value to today or the last end.
    """
    together: dict[object, list[DatedParameter]] = {}
    for item in spec.parameters:
        together.setdefault(_times(item), []).append(item)
    days = [value.valid_from for item in spec.parameters for value in item.values]
    ends = [value.valid_to for item in spec.parameters for value in item.values if value.valid_to]
    if not days:
        return ()
    axis = (min(days), max(today, *days, *ends))
    return tuple(_history(items, axis, words) for items in together.values())


def _ordered(item: DatedParameter) -> list[DatedValue]:
    return sorted(item.values, key=lambda value: value.valid_from)


def _times(item: DatedParameter) -> object:
    """Return what parameters told together have in common."""
    return tuple(
        (value.valid_from, value.valid_to, value.reference.title, value.reference.url, _gap(value))
        for value in _ordered(item)
    )


def _gap(value: DatedValue) -> str | None:
    return None if isinstance(value.value, Decimal) else value.value


def _history(items: Sequence[DatedParameter], axis: Axis, words: Language) -> History:
    first = _ordered(items[0])
    label = items[0].label
    if len(items) > 1:
        label = words.plural(
            "%(count)s parameter that changes on the same days",
            "%(count)s parameters that change on the same days",
            len(items),
        )
        if len(first) == 1:
            label = words.plural(
                "%(count)s parameter with the same days",
                "%(count)s parameters with the same days",
                len(items),
            )
    return History(
        label=label,
        spans=tuple(_span(value, axis) for value in first) if len(first) > 1 else (),
        start=words.day(axis[0]),
        end=words.day(axis[1]),
        periods=tuple(_period(items, place, words) for place in range(len(first))),
    )


def _period(items: Sequence[DatedParameter], place: int, words: Language) -> Period:
    values = [_ordered(item)[place] for item in items]
    first, gap = values[0], _gap(values[0])
    shown = () if gap else zip(items, values, strict=True)
    return Period(
        when=capital(_when(first, words)) if len(items) > 1 and not gap else _when(first, words),
        values=tuple(
            ParameterValue(label=item.label, value=words.quantity(value.value, item.unit))  # type: ignore[arg-type]  # no gap, so a number
            for item, value in shown
        ),
        gap={
            None: None,
            "not_published": words.text("not published"),
            "not_verified": words.text("not verified"),
        }[gap],
        written=written(first.reference),
    )


def _when(value: DatedValue, words: Language) -> str:
    start = words.day(value.valid_from)
    if value.valid_to is None:
        return words.text("since %(start)s", start=start)
    return words.text("from %(start)s to %(end)s", start=start, end=words.day(value.valid_to))


def _span(value: DatedValue, axis: Axis) -> Span:
    first, last = axis
    length = max((last - first).days, 1)
    start = (value.valid_from - first).days / length * 100
    end = ((value.valid_to or last) - first).days / length * 100
    return Span(
        start=round(start, 1), width=round(max(end - start, 0.5), 1), known=_gap(value) is None
    )
