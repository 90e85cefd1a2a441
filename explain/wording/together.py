"""What would have had to be different together, where no single datum was enough."""

from collections.abc import Callable, Iterator

from explain.explanation import Altered, Change, Combination, Explanation, Search
from explain.issues import N_
from explain.wording.words import Words

_STOPPED = {
    "out_of_time": N_("More of them were tried until the time was over, without a result."),
    "no_solver": N_("More of them were not tried: the program that searches is missing here."),
    "too_large": N_("More of them were not tried: the calculation is too long for that."),
    "busy": N_("More of them were not tried: too many people were asking."),
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
        return tuple(_nothing(words, search))
    alone = words.text("Among what can change, no single piece of information is enough.")
    return (alone, *_found(words, explanation, found, shown(found)))


def _nothing(words: Words, search: Search) -> Iterator[str]:
    if search.result == "nothing":
        yield words.text(
            "All that can change was tried, alone and together, as far as seems possible."
        )
        yield words.text("Nothing is enough to change the result.")
        return
    yield words.language.plural(
        "Among what can change, %(count)s piece of information is never enough.",
        "Among what can change, no %(count)s pieces of information together are enough.",
        search.ruled_out or 1,
    )
    yield words.text(_STOPPED[search.result])


def _found(
    words: Words, explanation: Explanation, found: Combination, outcome: str
) -> Iterator[str]:
    count = words.language.number(len(found.changes))
    turns = {
        True: N_("With these %(count)s changes together, the threshold would be reached:"),
        False: N_("With these %(count)s changes together, the threshold would not be reached:"),
        None: N_("With these %(count)s changes together, the result would be another one:"),
    }
    yield words.text(turns[found.reached], count=count)
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
        yield words.text("This is proved to be the smallest such change.")
        return
    yield words.text("This is the best change found in the time.")
    yield words.text("There may be a smaller one.")
    if found.fewest < len(found.changes):
        yield words.language.plural(
            "It would need at least %(count)s piece of information.",
            "It would need at least %(count)s pieces of information.",
            found.fewest,
        )
