"""Formulas and decision tables that differ, in sentences."""

from collections.abc import Mapping, Sequence

from explain.errors import ExplainError
from explain.i18n import Language
from explain.issues import N_
from explain.spec import Spec
from explain.wording.formulas import in_words
from explain.wording.words import words as words_of
from register.diff.fields import FieldChange

LONGEST = 160
"""Longest formula, in characters, that stands in a sentence."""

FORMULAS = frozenset({"formula", "gives", "when"})
"""Fields of an algorithm file that hold formulas."""

_ROW = 4
"""Parts of the key of a row's formula, at least: list, step, table, row."""

_COUNTING: Mapping[str, str] = {
    "first": N_("its first row that applies counts"),
    "unique": N_("only one of its rows may apply"),
    "any": N_("all its rows that apply give the same"),
    "collect_sum": N_("all its rows that apply are added up"),
}


def formula_sentence(
    change: FieldChange, words: Language, specs: tuple[Spec | None, Spec | None]
) -> str:
    """Say that a formula came, went or became another, with the names of `specs` in words."""
    names = {"name": _name(change)}
    values = (change.before, change.after)
    pairs = zip(values, specs, strict=True)
    before, after = (_written(value, spec, words) for value, spec in pairs)
    if max(len(before), len(after)) > LONGEST:
        return words.text("“%(name)s” is calculated in another way.", **names)
    if not before:
        return words.text("“%(name)s” is now calculated so: %(after)s.", **names, after=after)
    if not after:
        text = N_("“%(name)s” is no longer calculated so: %(before)s.")
        return words.text(text, **names, before=before)
    text = N_("“%(name)s” was calculated so: %(before)s. Now: %(after)s.")
    return words.text(text, **names, before=before, after=after)


def table_sentence(change: FieldChange, words: Language) -> str:
    """Say that a decision table came or went, or that other rows of it count."""
    names = {"name": change.label.split(" – ")[1]}
    if change.after is None:
        return words.text("“%(name)s” no longer depends on a table.", **names)
    counting = words.text(_COUNTING.get(str(change.after), str(change.after)))
    if change.before is None:
        text = N_("“%(name)s” now depends on a table: %(counting)s.")
        return words.text(text, **names, counting=counting)
    text = N_("In the table of “%(name)s”, other rows count: %(counting)s.")
    return words.text(text, **names, counting=counting)


def moved_to_tables(changes: Sequence[FieldChange]) -> frozenset[str]:
    """Return the steps that had a formula and have a table now, or the other way round."""
    tables = {change.key[1] for change in changes if is_table(change) and _one_side(change)}
    formulas = {change.key[1] for change in changes if _is_step_formula(change)}
    return frozenset(tables & formulas)


def is_implied(change: FieldChange, moved: frozenset[str]) -> bool:
    """Tell whether the sentence about the table of a step says this change as well."""
    return _is_step_formula(change) and change.key[1] in moved


def is_table(change: FieldChange) -> bool:
    """Tell whether a change is of the way in which the rows of a table count."""
    return change.key[0] == "steps" and change.key[-1] == "hit"


def _is_step_formula(change: FieldChange) -> bool:
    return change.key[0] == "steps" and change.key[2:] == ("formula",) and _one_side(change)


def _one_side(change: FieldChange) -> bool:
    return change.before is None or change.after is None


def _name(change: FieldChange) -> str:
    above = change.label.split(" – ")
    step = above[1] if len(above) > 1 else above[0]
    return step if len(change.key) < _ROW else f"{step}, {change.name}"


def _written(value: object, spec: Spec | None, words: Language) -> str:
    """Write a formula, or several that must all hold; as in the file where it cannot be read."""
    if value is None:
        return ""
    formulas = value if isinstance(value, list | tuple) else [value]
    return words.join(_formula(str(item), spec, words) for item in formulas)


def _formula(text: str, spec: Spec | None, words: Language) -> str:
    if spec is None:
        return text
    try:
        return in_words(text, words_of(spec, words))
    except ExplainError:
        return text
