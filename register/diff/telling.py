"""What differs, in sentences for people who never saw a comparison of texts.

First whether the calculation changed and how, each rule, parameter and weight by its name;
then the facts of the entry; then where the text differs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from explain.i18n import Language
from explain.issues import N_
from explain.scores.differences import ModelDifference
from explain.spec import Spec
from register.diff import Comparison
from register.diff.algorithm import calculates
from register.diff.fields import FieldChange, Key
from register.diff.model_telling import model_sentences
from register.diff.parameter_telling import (
    is_dated,
    is_next,
    kept_values,
    parameter_sentence,
    starting_days,
)
from register.diff.rule_telling import (
    FORMULAS,
    formula_sentence,
    is_implied,
    is_table,
    moved_to_tables,
    table_sentence,
)

MOST = 12
"""Sentences of one part; the others are counted."""

SHORT = 80
"""Longest value, in characters, that stands in a sentence."""

QUIET = frozenset({"kind", "change_note", "author_role", "last_checked", "review_due", "algorithm"})
"""Fields of an entry that say something of the version, not of the algorithm."""

COUNTED = frozenset({"artefacts", "references", "provenance", "keywords", "format"})
"""Fields of an entry that are only counted, if at all."""

_LISTS = {
    "inputs": (
        N_("The calculation asks for one more piece of data: %(names)s."),
        N_("The calculation asks for more data: %(names)s."),
        N_("The calculation no longer asks for: %(names)s."),
    ),
    "steps": (
        N_("The calculation has one more step: %(names)s."),
        N_("The calculation has more steps: %(names)s."),
        N_("The calculation no longer has: %(names)s."),
    ),
    "parameters": (
        N_("The calculation has one more parameter: %(names)s."),
        N_("The calculation has more parameters: %(names)s."),
        N_("The calculation no longer has: %(names)s."),
    ),
    "limits": (
        N_("It names one more limit: %(names)s"),
        N_("It names one more limit: %(names)s"),
        N_("It no longer names this limit: %(names)s"),
    ),
    "rows": (
        N_("In “%(above)s”, a row was added: %(names)s."),
        N_("In “%(above)s”, rows were added: %(names)s."),
        N_("In “%(above)s”, this was removed: %(names)s."),
    ),
    "exceptions": (
        N_("“%(above)s” has one more exception: %(names)s."),
        N_("“%(above)s” has more exceptions: %(names)s."),
        N_("“%(above)s” no longer has the exception %(names)s."),
    ),
    "categories": (
        N_("“%(above)s” has one more choice: %(names)s."),
        N_("“%(above)s” has more choices: %(names)s."),
        N_("“%(above)s” no longer has the choice %(names)s."),
    ),
    "fields": (
        N_("Of each person of “%(above)s”, one more thing is asked: %(names)s."),
        N_("Of each person of “%(above)s”, more is asked: %(names)s."),
        N_("Of each person of “%(above)s”, this is no longer asked: %(names)s."),
    ),
}
"""What is said of one item that came, of several, and of those that went, by their list."""

MOST_NAMES = 6
"""Items of one list that are named in one sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """The changes in sentences: of the calculation, of the facts, of the text."""

    calculation: tuple[str, ...]
    facts: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Return every sentence, in order."""
        return self.calculation + self.facts + self.text


def tell(
    found: Comparison,
    words: Language,
    model: ModelDifference | None = None,
    specs: tuple[Spec | None, Spec | None] = (None, None),
) -> Told:
    """Say what differs. `specs` are what each version declares, in the language of `words`."""
    if found.empty:
        return Told((), (), ())
    return Told(
        calculation=tuple(_calculation(found, words, model, specs)),
        facts=tuple(_limited(list(_facts(found.fields, words)), words)),
        text=tuple(_text(found, words)),
    )


def _calculation(
    found: Comparison,
    words: Language,
    model: ModelDifference | None,
    specs: tuple[Spec | None, Spec | None],
) -> Iterator[str]:
    say = words.text
    counting = [change for change in found.algorithm if calculates(change)]
    files = [change for change in found.fields if _is_other_file(change)]
    if not counting and not files:
        if found.algorithm:
            yield say("The calculation did not change: only the way in which it is told did.")
        elif found.executable:
            yield say("The calculation did not change.")
    sentences = list(model_sentences(model, specs, words)) if model else []
    if files and not model:
        names = words.join(change.key[1] for change in files)
        sentences.append(say("Files of the calculation changed: %(names)s.", names=names))
    limits = [change for change in found.algorithm if change.key[0] == "limits"]
    sentences += _algorithm([*counting, *limits], words, specs)
    yield from _limited(list(dict.fromkeys(sentences)), words)
    wording = [
        change for change in found.algorithm if not calculates(change) and change.key[0] != "limits"
    ]
    if wording and (counting or files):
        yield words.plural(
            "%(count)s wording of the calculation differs too.",
            "%(count)s wordings of the calculation differ too.",
            len(wording),
        )


def _is_other_file(change: FieldChange) -> bool:
    """Tell whether a file that calculates, beside the algorithm file, came, went or changed."""
    if change.key[0] != "artefacts" or len(change.key) < 2:  # noqa: PLR2004 - field and file
        return False
    name = change.key[1]
    digest = len(change.key) == 2 or change.key[2] == "sha256"  # noqa: PLR2004 - the whole item
    return digest and name.startswith(("model.", "background."))


def _algorithm(
    changes: Sequence[FieldChange], words: Language, specs: tuple[Spec | None, Spec | None]
) -> Iterator[str]:
    """Say each change of an algorithm file; items of one list that came or went, together."""
    together: dict[tuple[object, ...], list[FieldChange]] = {}
    kept = kept_values(changes)
    for change in _said_once(changes, kept):
        if _is_reworded(change):
            together.setdefault((("limits",), "changed"), []).append(change)
        elif _is_item(change) and change.key[-2] != "limits":
            together.setdefault((change.key[:-1], change.change), []).append(change)
        else:
            together[change.key, change.change] = [change]
    for group in together.values():
        if _is_reworded(group[0]):
            yield words.plural(
                "%(count)s limit that it names is worded in another way.",
                "%(count)s limits that it names are worded in another way.",
                len(group),
            )
        elif _is_item(group[0]):
            yield _items(group, words)
        else:
            yield _single(group[0], words, specs)
    if kept:
        names = words.join(words.text("“%(heading)s”", heading=name) for name in kept.values())
        yield words.text("Same value, from another day: %(names)s.", names=names)


def _said_once(changes: Sequence[FieldChange], kept: Mapping[Key, str]) -> Iterator[FieldChange]:
    """Leave out each change that another sentence says."""
    starts, moved = starting_days(changes), moved_to_tables(changes)
    for change in changes:
        if is_dated(change) and (change.key[:2] in kept or is_next(change, starts)):
            continue
        if not is_implied(change, moved):
            yield change


def _is_reworded(change: FieldChange) -> bool:
    """Tell whether a limit that the calculation names is told in other words."""
    return change.key[0] == "limits" and change.change == "changed"


def _is_item(change: FieldChange) -> bool:
    """Tell whether an item of a list with words of its own came or went as a whole."""
    whole = len(change.key) > 1 and change.key[-2] in _LISTS
    return whole and bool(change.name) and change.change != "changed"


def _items(group: Sequence[FieldChange], words: Language) -> str:
    """Name the items of one list that came, or that went."""
    one, several, gone = _LISTS[group[0].key[-2]]
    text = (one if len(group) == 1 else several) if group[0].change == "added" else gone
    quote = "%(heading)s" if group[0].key[-2] == "limits" else N_("“%(heading)s”")
    names = [words.text(quote, heading=change.name) for change in group[:MOST_NAMES]]
    if left := max(len(group) - MOST_NAMES, 0):
        names.append(words.plural("%(count)s other", "%(count)s others", left))
    return words.text(text, names=words.join(names), above=_above(group[0]))


def _single(change: FieldChange, words: Language, specs: tuple[Spec | None, Spec | None]) -> str:
    key, say = change.key, words.text
    if key == ("display", "threshold"):
        return say(
            "The threshold went from %(before)s to %(after)s.",
            before=change.text_before or "—",
            after=change.text_after or "—",
        )
    if is_dated(change):
        return parameter_sentence(change, words) or _generic(change, words)
    if key[-1] == "label" and change.change == "changed":
        sides = {"before": change.text_before, "after": change.text_after}
        return say("“%(before)s” is now called “%(after)s”.", **sides)
    if is_table(change):
        return table_sentence(change, words)
    if key[-1] in FORMULAS:
        return formula_sentence(change, words, specs)
    return _generic(change, words)


def _above(change: FieldChange) -> str:
    parts = change.label.split(" – ")
    if change.key[0] == "outcome":
        return parts[0]
    return parts[1] if len(parts) > 1 else parts[0]


def _generic(change: FieldChange, words: Language) -> str:
    """Say what happened to a value of an algorithm file, without the name of its list."""
    return _value(change, change.label.partition(" – ")[2] or change.label, words)


def _value(change: FieldChange, label: str, words: Language) -> str:
    """Say what happened to any value, with the value where it is short."""
    say, before, after = words.text, change.text_before, change.text_after
    if max(len(before), len(after)) > SHORT:
        text = {
            "changed": N_("%(label)s: the text changed."),
            "added": N_("%(label)s: a text was added."),
            "removed": N_("%(label)s: a text was removed."),
        }[change.change]
        return say(text, label=label)
    if before and after:
        text = N_("%(label)s: “%(before)s” becomes “%(after)s”.")
        return say(text, label=label, before=before, after=after)
    if after:
        return say("%(label)s: now “%(value)s”.", label=label, value=after)
    return say("%(label)s: removed (it was “%(value)s”).", label=label, value=before)


def _facts(changes: Sequence[FieldChange], words: Language) -> Iterator[str]:
    shown = [change for change in changes if change.key[0] not in QUIET | COUNTED]
    known = {change.key[0] for change in shown if change.change == "added"}
    told: set[str] = set()
    for change in shown:
        if change.change == "removed" and len(change.key) == 1 and change.key[0] in known:
            continue  # a gap that was filled: what came says it
        if (said := _fact(change, words)) not in told:
            told.add(said)
            yield said
    sources = {change.key[1] for change in changes if change.key[0] == "references"}
    if sources:
        yield words.plural(
            "%(count)s document among the sources came, went or changed.",
            "%(count)s documents among the sources came, went or changed.",
            len(sources),
        )


def _fact(change: FieldChange, words: Language) -> str:
    if len(change.key) == 2 and change.change != "changed" and change.name:  # noqa: PLR2004 - list and item
        came = N_("%(list)s: “%(name)s” was added.")
        went = N_("%(list)s: “%(name)s” was removed.")
        text = came if change.change == "added" else went
        return words.text(text, list=change.label.split(" – ")[0], name=change.name)
    said = change.label.split(" – ")
    if len(said) > 1 and len(change.text_before + change.text_after) > SHORT:
        return words.text("%(list)s: “%(name)s” changed.", list=said[0], name=said[1])
    return _value(change, change.label, words)


def _text(found: Comparison, words: Language) -> Iterator[str]:
    changed = [section.heading for section in found.sections if section.changed]
    if changed:
        quoted = words.join(words.text("“%(heading)s”", heading=name) for name in changed)
        yield words.text("The text differs in: %(parts)s.", parts=quoted)


def _limited(sentences: list[str], words: Language) -> Iterator[str]:
    yield from sentences[:MOST]
    if (left := len(sentences) - MOST) > 0:
        yield words.plural(
            "%(count)s more change stands below.",
            "%(count)s more changes stand below.",
            left,
        )
