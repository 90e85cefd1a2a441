"""When each value of a parameter applies, as a drawing beside the table that says it."""

from datetime import date
from decimal import Decimal

from explain.rules.model import DatedParameter, DatedValue, RulesFile
from explain.spec import Spec
from register.i18n import Language
from register.pages.entry_views import Span, Timeline


def timelines(spec: Spec, words: Language, today: date) -> tuple[Timeline, ...]:
    """Draw each parameter that has had more than one value.

    All drawings share one axis, from the first day of any value to today or the last end.
    """
    if not isinstance(spec, RulesFile):
        return ()
    several = [item for item in spec.parameters if len(item.values) > 1]
    days = [value.valid_from for item in several for value in item.values]
    ends = [value.valid_to for item in several for value in item.values if value.valid_to]
    if not days:
        return ()
    axis = (min(days), max(today, *days, *ends))
    return tuple(_timeline(item, axis, words) for item in several)


def _timeline(item: DatedParameter, axis: tuple[date, date], words: Language) -> Timeline:
    ordered = sorted(item.values, key=lambda value: value.valid_from)
    spans = tuple(_span(item, value, axis, words) for value in ordered)
    return Timeline(label=item.label, spans=spans, start=words.day(axis[0]), end=words.day(axis[1]))


def _span(
    item: DatedParameter, value: DatedValue, axis: tuple[date, date], words: Language
) -> Span:
    first, last = axis
    length = max((last - first).days, 1)
    start = (value.valid_from - first).days / length * 100
    end = ((value.valid_to or last) - first).days / length * 100
    known = isinstance(value.value, Decimal)
    text = words.quantity(value.value, item.unit) if known else words.text("not published")  # type: ignore[arg-type]  # known numbers
    since = words.day(value.valid_from)
    if value.valid_to is None:
        said = words.text("%(value)s since %(start)s", value=text, start=since)
    else:
        until = words.day(value.valid_to)
        said = words.text("%(value)s from %(start)s to %(end)s", value=text, start=since, end=until)
    return Span(
        text=said, start=round(start, 1), width=round(max(end - start, 0.5), 1), known=known
    )
