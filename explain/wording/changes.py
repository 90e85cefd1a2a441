"""What would have changed the result: one datum changed, everything else equal."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import groupby

from explain.explanation import Change, Explanation
from explain.issues import N_
from explain.wording.words import Words

CHOICES_IN_A_SENTENCE = 2
"""How many choices one sentence names: labels are long, and sentences are not."""

Shown = Callable[[Change], str]


def changes(words: Words, explanation: Explanation, shown: Shown) -> tuple[str, ...]:
    """Say the changes of each datum in one or two sentences. `shown` writes an outcome."""
    data = {datum.id: datum for datum in explanation.data}
    by_datum: dict[str, list[Change]] = {}
    for change in explanation.changes:
        by_datum.setdefault(change.id, []).append(change)
    return tuple(
        text
        for name, items in by_datum.items()
        for text in _of_one(
            _Telling(words, words.label(name, data[name].label), data[name].unit, shown), items
        )
    )


def _of_one(telling: "_Telling", items: list[Change]) -> Iterator[str]:
    for change in items:
        if isinstance(change.at, Decimal):
            yield telling.range(change)
    choices = [change for change in items if not isinstance(change.at, Decimal)]
    for reached, same in groupby(choices, key=lambda change: change.reached):
        if reached is None:
            yield from telling.each_result(list(same))
        else:
            yield telling.choices(list(same))


class _Telling:
    """Says the changes of one datum."""

    def __init__(self, words: Words, label: str, unit: str | None, shown: Shown) -> None:
        self.words = words
        self.label = label
        self.unit = unit
        self.shown = shown

    def range(self, change: Change) -> str:
        at = self.words.value(change.id, change.at, self.unit, whole=True)
        outcome = self.shown(change)
        if change.low == change.high:
            return self.exactly(at, outcome) + self.threshold(change)
        where = {"label": self.label, "range": self.bounds(change)}
        if change.reached is None and not _varies(change):
            return self.words.text(
                "“%(label)s” %(range)s: the calculation would give %(outcome)s.",
                **where,
                outcome=outcome,
            )
        example = self.words.text(
            "For example, with %(value)s, the calculation would give %(outcome)s.",
            value=at,
            outcome=outcome,
        )
        return self.words.text(_turn(change), **where) + " " + example

    def bounds(self, change: Change) -> str:
        low, high = (
            None if value is None else self.words.value(change.id, value, self.unit, whole=True)
            for value in (change.low, change.high)
        )
        if low is None:
            return self.words.text("up to %(high)s", high=high)
        if high is None:
            return self.words.text("from %(low)s", low=low)
        return self.words.text("between %(low)s and %(high)s", low=low, high=high)

    def choices(self, items: list[Change]) -> str:
        value = self.words.either(self.words.value(item.id, item.at, None) for item in items)
        outcomes = list(dict.fromkeys(self.shown(item) for item in items))
        return self.exactly(value, self.words.either(outcomes)) + self.threshold(items[0])

    def each_result(self, items: list[Change]) -> Iterator[str]:
        """Say with which choices each result comes, a few choices in a sentence."""
        by_result: dict[str, list[Change]] = {}
        for item in items:
            by_result.setdefault(self.shown(item), []).append(item)
        for same in by_result.values():
            for first in range(0, len(same), CHOICES_IN_A_SENTENCE):
                yield self.choices(same[first : first + CHOICES_IN_A_SENTENCE])

    def exactly(self, value: str, outcome: str) -> str:
        return self.words.text(
            "With “%(label)s: %(value)s”, the calculation would give %(outcome)s.",
            label=self.label,
            value=value,
            outcome=outcome,
        )

    def threshold(self, change: Change) -> str:
        if change.reached is None:
            return ""
        if change.reached:
            return " " + self.words.text("The threshold would be reached.")
        return " " + self.words.text("The threshold would not be reached.")


def _varies(change: Change) -> bool:
    """Tell whether the outcome may differ inside the range: all but zero and choices may."""
    return not isinstance(change.outcome, bool | str) and change.outcome != 0


def _turn(change: Change) -> str:
    if change.reached is None:
        return N_("“%(label)s” %(range)s: the result would change.")
    if change.reached:
        return N_("“%(label)s” %(range)s: the threshold would be reached.")
    return N_("“%(label)s” %(range)s: the threshold would not be reached.")
