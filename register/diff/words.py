"""The words that differ between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]

MAXIMUM_PRODUCT = 1_000_000
"""Largest product of two numbers of words that are compared one by one (about 0.1 s)."""

LEAST_ALIKE = 0.4
"""Share of words in common below which two texts are shown as replaced: a few small words that
happen to stay would only make the change unreadable."""

_WORD = re.compile(r"[0-9]+(?:[.,\u00a0\u202f][0-9]+)*|\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


def compare_words(before: str, after: str) -> tuple[Segment, ...]:
    """Return the segments that lead from one text to the other, deletions first.

    Texts too long to be compared word by word are shown as replaced between their common
    beginning and end.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    removed, added = old[start : len(old) - end], new[start : len(new) - end]
    middle = _middle(removed, added)
    runs: list[Run] = [("same", old[:start]), *middle, ("same", old[len(old) - end :])]
    if _alike(runs) < LEAST_ALIKE:
        runs[1:-1] = [("deleted", removed), ("inserted", added)]
    return _joined(runs)


def _common(old: list[str], new: list[str]) -> int:
    """Return how many words two lists have in common at their beginning."""
    for count, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return count
    return min(len(old), len(new))


Run = tuple[Kind, list[str]]


def _middle(old: list[str], new: list[str]) -> list[Run]:
    if len(old) * len(new) > MAXIMUM_PRODUCT or not (old and new):
        return [("deleted", old), ("inserted", new)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    runs: list[Run] = []
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag == "equal" and not _is_gap(old[low:high], low > 0 and high < len(old)):
            runs.append(("same", old[low:high]))
        else:
            runs += [("deleted", old[low:high]), ("inserted", new[first:last])]
    return runs


def _alike(runs: list[Run]) -> float:
    """Return the share of words, spaces left out, that stayed, from 0 to 1."""
    counts = {"same": 0, "deleted": 0, "inserted": 0}
    for kind, words in runs:
        counts[kind] += sum(not word.isspace() for word in words)
    kept, changed = 2 * counts["same"], counts["deleted"] + counts["inserted"]
    return kept / (kept + changed) if kept + changed else 1.0


def _is_gap(words: list[str], between: bool) -> bool:  # noqa: FBT001 - private
    """Tell whether words that stayed are only a space between two changes."""
    return between and all(word.isspace() for word in words)


def _joined(runs: list[Run]) -> tuple[Segment, ...]:
    """Join neighbouring runs, so that a stretch of changes is one deletion, one insertion."""
    found: list[Segment] = []
    pending: dict[Kind, str] = {"deleted": "", "inserted": ""}

    def flush() -> None:
        for kind, text in pending.items():
            if text:
                found.append(Segment(kind, text))
            pending[kind] = ""

    for kind, words in runs:
        text = "".join(words)
        if kind != "same":
            pending[kind] += text
        elif text:
            flush()
            found.append(Segment("same", text))
    flush()
    return tuple(found)
