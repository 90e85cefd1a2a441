"""What would have had to be different together, where no single datum was enough."""

from collections.abc import Callable, Iterator

from explain.explanation import Altered, Change, Combination, Explanation
from explain.issues import N_
from explain.wording.words import Words

_NONE = {
    "nothing": (
        N_("Every change that seems possible was tried, alone and together."),
        N_("None is enough."),
    ),
    "out_of_time": (
        N_("Several pieces together were tried, until the time was over."),
        N_("Nothing was found. There may be something."),
    ),
    "no_solver": (N_("Several pieces together were not tried."),),
    "busy": (N_("Several pieces together were not tried: too many people were asking."),),
}


def together(
    words: Words, explanation: Explanation, shown: Callable[[Change | Combination], str]
) -> tuple[str, ...]:
    """Say the smallest change of several data, or that there is none. `shown` writes an outcome."""
    search = explanation.together
    if search is None:
        return ()
    found = search.found
    if found is None:
        rest = tuple(words.text(text) for text in _NONE[search.result])
    else:
        rest = tuple(_found(words, explanation, found, shown(found)))
    return (words.text("No single piece of information is enough to change the result."), *rest)


def _found(
    words: Words, explanation: Explanation, found: Combination, outcome: str
) -> Iterator[str]:
    count = words.language.number(len(found.changes))
    yield words.text(
        N_("With these %(count)s changes together, the threshold would be reached:")
        if found.reached
        else N_("With these %(count)s changes together, the threshold would not be reached:"),
        count=count,
    )
    yield from (_altered(words, explanation, change) for change in found.changes)
    yield words.text(
        N_("For example, with the nearest of these values, the calculation would give %(outcome)s.")
        if any(change.low != change.high and change.high for change in found.changes)
        else N_("With these values, the calculation would give %(outcome)s."),
        outcome=outcome,
    )
    yield from _proof(words, found)


def _altered(words: Words, explanation: Explanation, change: Altered) -> str:
    datum = next(datum for datum in explanation.data if datum.id == change.id)
    label = words.label(change.id, datum.label)
    low, high = (
        None if value is None else words.value(change.id, value, datum.unit, whole=True)
        for value in (change.low, change.high)
    )
    if isinstance(change.at, bool | str) or low == high:
        value = words.value(change.id, change.at, datum.unit, whole=True)
        return words.text("“%(label)s: %(value)s”.", label=label, value=value)
    if low is None:
        where = words.text("up to %(high)s", high=high)
    elif high is None:
        where = words.text("from %(low)s", low=low)
    else:
        where = words.text("between %(low)s and %(high)s", low=low, high=high)
    return words.text("“%(label)s” %(range)s.", label=label, range=where)


def _proof(words: Words, found: Combination) -> Iterator[str]:
    if found.proof == "optimal":
        yield words.text("It is proved that no smaller change is enough.")
        return
    yield words.text("This is the best change found in the time.")
    yield words.text("There may be a smaller one.")
    if found.fewest < len(found.changes):
        yield words.language.plural(
            "It would need at least %(count)s piece of information.",
            "It would need at least %(count)s pieces of information.",
            found.fewest,
        )
