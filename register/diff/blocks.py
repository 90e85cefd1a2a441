"""The blocks of a Markdown text that differ: paragraphs, list items, table rows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from register.diff.words import Match, Segment, common_ends, compare_words

BlockKind = Literal["same", "added", "removed", "changed"]

ALIKE = 0.5
"""Share of common words (Dice) from which two blocks are one block that changed."""

MAXIMUM_PAIRS = 2_500
"""Largest number of pairs of blocks that are weighed against each other."""

_STARTS = re.compile(r"\s*(?:[-*+] |[0-9]+[.)] |\||#{1,6} )")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_MARKS = frozenset("-*+|#0123456789")
_FENCES = frozenset("`~")
"""First characters of lines that may start a block: the others need not be looked at."""
_WORD = re.compile(r"\w+")


class Block(NamedTuple):
    """One block, and what happened to it; `segments` joined is its text, line ends included."""

    change: BlockKind
    segments: tuple[Segment, ...]


def compare_blocks(before: str, after: str) -> tuple[Block, ...]:
    """Return every block of two texts, in order."""
    old = split_blocks(before)
    if before == after:
        return tuple(_same(old))
    new = split_blocks(after)
    found: list[Block] = []
    low = first = 0
    for left, right, size in _kept(old, new):
        found += _replaced(old[low:left], new[first:right])
        found += _same(old[left : left + size])
        low, first = left + size, right + size
    return tuple(found)


def _same(texts: list[str]) -> list[Block]:
    return [Block("same", (Segment("same", text),)) for text in texts]


def split_blocks(text: str) -> list[str]:
    """Split a text into blocks that, joined, are the text."""
    blocks: list[str] = []
    fenced = False
    for line in text.splitlines(keepends=True):
        first = line[0] if not line[0].isspace() else line.lstrip()[:1]
        if first == "|" and not fenced:
            blocks.append(line)
            continue
        fence = bool(first in _FENCES and _FENCE.match(line))
        fresh = fence or not blocks or blocks[-1].endswith(("\n\n", "\n\r\n"))
        fresh = fresh or bool(first in _MARKS and _STARTS.match(line))
        if not blocks or (fresh and not fenced and first):
            blocks.append(line)
        else:
            blocks[-1] += line
        if fence:
            fenced = not fenced
    return blocks


def _kept(old: list[str], new: list[str]) -> Iterator[Match]:
    """Return where the blocks that stay stand in each text, in order; last, the end of both.

    Blocks that each text has once, in one order, are anchors: they stay, and only what stands
    between two of them is weighed (the idea of Bram Cohen's patience diff). So the head of
    a table, which may come again and again, stays with its own rows.
    """
    if len(old) * len(new) > 100 * MAXIMUM_PAIRS:
        yield len(old), len(new), 0
        return
    anchors = _once(old) & _once(new)
    left = [place for place, text in enumerate(old) if text in anchors]
    right = [place for place, text in enumerate(new) if text in anchors]
    if [old[place] for place in left] != [new[place] for place in right]:
        left = right = []
    low = first = size = 0
    for high, last in [*zip(left, right, strict=True), (len(old), len(new))]:
        if high == low + size and last == first + size:
            size += 1
            continue
        yield low, first, size
        low, first = low + size, first + size
        for one, other, length in _between(old[low:high], new[first:last]):
            yield low + one, first + other, length
        low, first, size = high, last, 1
    yield low, first, size


def _once(texts: list[str]) -> set[str]:
    return {text for text, count in Counter(texts).items() if count == 1}


def _between(old: list[str], new: list[str]) -> Sequence[Match]:
    """Return where the blocks that stay stand in two short lists of them."""
    if old == new:
        return [(0, 0, len(old))]
    if set(old).isdisjoint(new):
        return []
    return SequenceMatcher(None, old, new).get_matching_blocks()


def _replaced(old: list[str], new: list[str]) -> list[Block]:
    """Pair the blocks that are alike, in order; the others went or came."""
    if not old or not new:
        return _apart(old, new)
    found: list[Block] = []
    low = first = 0
    for left, right in [*_pairs(old, new), (len(old), len(new))]:
        found += _apart(old[low:left], new[first:right])
        if left < len(old) and right < len(new):
            found.append(Block("changed", compare_words(old[left], new[right])))
        low, first = left + 1, right + 1
    return found


def _apart(old: list[str], new: list[str]) -> list[Block]:
    """Return blocks that went and blocks that came."""
    went = [Block("removed", (Segment("deleted", text),)) for text in old]
    return went + [Block("added", (Segment("inserted", text),)) for text in new]


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the pairs of indices that keep the order and have most in common together."""
    if len(old) * len(new) > MAXIMUM_PAIRS:
        return []
    if len(old) == len(new) == 1 and _share_ends(old[0], new[0]):
        return [(0, 0)]
    left, right = [_Bag(text) for text in old], [_Bag(text) for text in new]
    # best[i][j]: most in common between the first i blocks before and the first j after
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    paired: set[tuple[int, int]] = set()
    for i, one in enumerate(left, start=1):
        for j, other in enumerate(right, start=1):
            most = max(best[i - 1][j], best[i][j - 1])
            joined = best[i - 1][j - 1] + common if (common := one.common(other)) else 0.0
            if joined > most:
                most = joined
                paired.add((i, j))
            best[i][j] = most
    return _way_back(best, paired)


def _way_back(best: list[list[float]], paired: set[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    i, j = len(best) - 1, len(best[0]) - 1
    while i and j:
        if (i, j) in paired:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif best[i - 1][j] >= best[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _share_ends(old: str, new: str) -> bool:
    """Tell whether what two blocks share at their ends is enough to say that they are alike."""
    start, end = common_ends(old, new)
    shared = len(_WORD.findall(old[:start])) + len(_WORD.findall(old[len(old) - end :]))
    other = sum(len(_WORD.findall(text[start : len(text) - end])) for text in (old, new))
    return shared > 0 and 2 * shared >= ALIKE * (2 * shared + other)


class _Bag:
    """The words of a block, counted."""

    def __init__(self, text: str) -> None:
        words = _WORD.findall(text.lower())
        self.words = Counter(words)
        self.total = len(words)

    def common(self, other: "_Bag") -> float:
        """Return the share of words in common where it reaches `ALIKE`, else 0."""
        total, fewest = self.total + other.total, min(self.total, other.total)
        if not total or 2 * fewest < ALIKE * total:
            return 0.0
        theirs = other.words
        kept = sum(min(count, theirs[word]) for word, count in self.words.items() if word in theirs)
        share = 2 * kept / total
        return share if share >= ALIKE else 0.0
