"""The words that differ between two texts.

Words are compared without the blanks around them, so that a line broken elsewhere does not
disturb: a blank that differs is a segment of its own.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from operator import add
from typing import Literal, NamedTuple

Kind = Literal["same", "deleted", "inserted"]

MAXIMUM_PRODUCT = 1_000_000
"""Largest product of two numbers of words that are compared one by one (about 0.1 s)."""

LEAST_ALIKE = 0.4
"""Share of words in common below which two texts are shown as replaced: a few small words that
happen to stay would only make the change unreadable."""

_WORD = re.compile(r"(\s*)([0-9]+(?:[.,\u00a0\u202f][0-9]+)*|\w+|[^\w\s])")
_EDGE = re.compile(r"\S(?=[ \n])")


class Segment(NamedTuple):
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str

    @property
    def blank(self) -> bool:
        """Tell whether it holds nothing that people see."""
        return not self.text.strip()


def compare_words(before: str, after: str) -> tuple[Segment, ...]:
    """Return the segments that lead from one text to the other, deletions first.

    Texts too long to be compared word by word are shown as replaced between their common
    beginning and end.
    """
    if before == after:
        return (Segment("same", before),) if before else ()
    old, new = before.rstrip(), after.rstrip()
    start, end = common_ends(old, new)
    tail = old[len(old) - end :]
    runs: list[tuple[Kind, str]] = [("same", old[:start])]
    runs += _between(old[start : len(old) - end], new[start : len(new) - end], old[:start] + tail)
    runs += [("same", tail), *_replaced(before[len(old) :], after[len(new) :])]
    return tuple(_joined(runs))


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many characters of whole words two texts share at their beginning and end.

    Both end before a blank, so that words cut out of the rest are those of the whole text.
    """
    shared = _shared(old, new)
    start = len(old[: max(old.rfind(" ", 0, shared), 0)].rstrip())
    if not (old[shared : shared + 1].strip() and new[shared : shared + 1].strip()):
        return start, 0  # words after the blank may be the same still
    left, right = old[shared:][::-1], new[shared:][::-1]
    edge = _EDGE.search(old, len(old) - _shared(left, right))
    return start, len(old) - edge.end() if edge else 0


def _shared(old: str, new: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    low, high = 0, min(len(old), len(new))
    while low < high:  # half of what is open, again and again
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


Match = tuple[int, int, int]
"""Where equal words stand in each text, and how many."""


def _between(before: str, after: str, ends: str) -> Iterable[tuple[Kind, str]]:
    """Compare what stands between the common `ends` of two texts."""
    old, new = _Words(before), _Words(after)
    if set(old.words).isdisjoint(new.words):
        return _replaced(before, after)
    matches = _matches(old.words, new.words)
    if _unlike(matches, old, new, ends):
        matches = [match for match in matches if match[:2] == (0, 0) or _at_end(match, old, new)]
    return _runs(old, new, matches)


class _Words:
    """A text as words, each with the blank before it; it ends with a word."""

    def __init__(self, text: str) -> None:
        pairs = _WORD.findall(text)
        self.whole = text
        self.gaps = [gap for gap, _ in pairs]
        self.words = [word for _, word in pairs]

    @cached_property
    def places(self) -> list[int]:
        """Where each word ends, after the beginning of the text."""
        return list(accumulate(map(add, map(len, self.gaps), map(len, self.words)), initial=0))

    def text(self, low: int, high: int) -> str:
        """Return words `low` to `high`, each with the blank before it."""
        return self.whole[self.places[low] : self.places[high]]


def _unlike(matches: list[Match], old: _Words, new: _Words, ends: str) -> bool:
    """Tell whether too few words stay; `ends` are those that both texts share anyhow."""
    kept, total = sum(size for _, _, size in matches), len(old.words) + len(new.words)
    if 2 * kept >= LEAST_ALIKE * total:
        return False
    more = len(_WORD.findall(ends))
    return 2 * (kept + more) < LEAST_ALIKE * (total + 2 * more)


def _at_end(match: Match, old: _Words, new: _Words) -> bool:
    left, right, size = match
    return left + size == len(old.words) and right + size == len(new.words)


def _matches(old: list[str], new: list[str]) -> list[Match]:
    """Return the words in common, in order: beginning and end first, then what is between."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    found: list[Match] = [(0, 0, start)] if start else []
    shared = not set(left).isdisjoint(right)
    if shared and len(left) * len(right) <= MAXIMUM_PRODUCT:
        blocks = SequenceMatcher(None, left, right).get_matching_blocks()[:-1]
        found += [(start + one, start + other, size) for one, other, size in blocks]
    if end:
        found.append((len(old) - end, len(new) - end, end))
    return found


def _common(old: list[str], new: list[str]) -> int:
    """Return how many words two lists have in common at their beginning."""
    for count, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return count
    return min(len(old), len(new))


def _runs(old: _Words, new: _Words, matches: list[Match]) -> Iterator[tuple[Kind, str]]:
    low = first = 0
    for left, right, size in [*matches, (len(old.words), len(new.words), 0)]:
        if low < left or first < right:
            yield from _replaced(old.text(low, left), new.text(first, right))
        if old.gaps[left : left + size] == new.gaps[right : right + size]:
            yield "same", old.text(left, left + size)
        else:
            yield from _kept(old, new, (left, right, size))
        low, first = left + size, right + size


def _kept(old: _Words, new: _Words, match: Match) -> Iterator[tuple[Kind, str]]:
    """Keep words between which a blank differs."""
    left, right, size = match
    for place in range(size):
        yield from _replaced(old.gaps[left + place], new.gaps[right + place])
        yield "same", old.words[left + place]


def _replaced(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """Replace a text by another, but for the blank at their beginning where it is the same."""
    if old == new:
        yield "same", old
        return
    blank = old[: len(old) - len(old.lstrip())]
    if blank and blank == new[: len(new) - len(new.lstrip())]:
        yield "same", blank
        old, new = old[len(blank) :], new[len(blank) :]
    yield "deleted", old
    yield "inserted", new


def _joined(runs: Iterable[tuple[Kind, str]]) -> Iterator[Segment]:
    """Join neighbouring runs, so that a stretch of changes is one deletion, one insertion."""
    texts: dict[Kind, list[str]] = {"same": [], "deleted": [], "inserted": []}
    for kind, text in runs:
        if not text:
            continue
        other = texts["same"] if kind != "same" else texts["deleted"] or texts["inserted"]
        if other:
            yield from _flush(texts)
        texts[kind].append(text)
    yield from _flush(texts)


def _flush(texts: dict[Kind, list[str]]) -> Iterator[Segment]:
    for kind, parts in texts.items():
        if parts:
            yield Segment(kind, "".join(parts))
            texts[kind] = []
