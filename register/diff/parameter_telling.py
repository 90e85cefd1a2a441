"""Dated values of parameters that differ, in sentences."""

from collections.abc import Sequence
from datetime import date, timedelta

from explain.i18n import Language
from explain.issues import N_
from register.diff.fields import FieldChange, Key

_WHOLE = 4
"""Parts of the key of a dated value: list, parameter, values, first day."""


def is_dated(change: FieldChange) -> bool:
    """Tell whether a change is of a dated value of a parameter, or of a part of one."""
    return change.key[0] == "parameters" and change.key[2:3] == ("values",)


def starting_days(changes: Sequence[FieldChange]) -> frozenset[tuple[str, str]]:
    """Return each parameter with each day from which it has a new value."""
    return frozenset(
        (change.key[1], change.key[3])
        for change in changes
        if is_dated(change) and change.change == "added"
    )


def is_next(change: FieldChange, starts: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a value only ends because the next one, told as well, starts."""
    key, end = change.key, change.after
    if key[-1] != "valid_to" or not isinstance(end, date | str):
        return False
    last = end if isinstance(end, date) else date.fromisoformat(end)
    return (key[1], (last + timedelta(days=1)).isoformat()) in starts


def kept_values(changes: Sequence[FieldChange]) -> dict[Key, str]:
    """Name the parameters whose values are the same in the same order, from other days."""
    sides: dict[Key, tuple[list[object], list[object]]] = {}
    names: dict[Key, str] = {}
    for change in changes:
        if is_dated(change):
            before, after = sides.setdefault(change.key[:2], ([], []))
            whole = len(change.key) == _WHOLE
            for side, value in ((before, change.before), (after, change.after)):
                if value is not None:
                    side.append(value.get("value") if whole else (change.key, value))
            names[change.key[:2]] = change.label.split(" – ")[1]
    return {key: names[key] for key, (before, after) in sides.items() if before == after}


def parameter_sentence(change: FieldChange, words: Language) -> str:
    """Say that a dated value of a parameter came, went, moved or ends; blank for the rest."""
    key, say = change.key, words.text
    names = {"name": change.label.split(" – ")[1], "day": _day(key[3], words)}
    after, before = change.after, change.before
    if len(key) == _WHOLE:
        item = after if after is not None else before
        value = _first_value(change)
        if after is None:
            text = N_("“%(name)s” no longer has its value of %(day)s (%(value)s).")
        elif isinstance(item, dict) and item.get("value") in {"not_verified", "not_published"}:
            text = N_("From %(day)s, the value of “%(name)s” is not known here: %(value)s.")
        else:
            text = N_("From %(day)s, “%(name)s” is %(value)s.")
        return say(text, **names, value=value)
    sides = {"before": change.text_before, "after": change.text_after}
    if key[-1] == "value":
        text = N_("“%(name)s” went from %(before)s to %(after)s (from %(day)s).")
        return say(text, **names, **sides)
    if key[-1] == "valid_to":
        if not change.text_after:
            return say("The value of “%(name)s” of %(day)s has no end any more.", **names)
        text = N_("The value of “%(name)s” that applied from %(day)s ends on %(after)s.")
        return say(text, **names, after=change.text_after)
    return ""


def _first_value(change: FieldChange) -> str:
    """Return the value itself out of the text of a whole dated value."""
    text = change.segments[0].text
    for mark in ("\u00a0; ", "; "):
        text = text.split(mark, 1)[0]
    return text.split(": ", 1)[-1].split("\u00a0: ", 1)[-1]


def _day(text: str, words: Language) -> str:
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text
