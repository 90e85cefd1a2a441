"""The blocks of a Markdown text that differ: paragraphs, list items, table rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from register.diff.words import Segment, compare_words

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


@dataclass(frozen=True, slots=True)
class Block:
    """One block, and what happened to it; `segments` joined is its text, line ends included."""

    change: BlockKind
    segments: tuple[Segment, ...]


def compare_blocks(before: str, after: str) -> tuple[Block, ...]:
    """Return every block of two texts, in order."""
    old = split_blocks(before)
    if before == after:
        return tuple(Block("same", (Segment("same", text),)) for text in old)
    new = split_blocks(after)
    found: list[Block] = []
    for tag, low, high, first, last in _opcodes(old, new):
        if tag == "equal":
            found += [Block("same", (Segment("same", text),)) for text in old[low:high]]
        else:
            found += _replaced(old[low:high], new[first:last])
    return tuple(found)


def split_blocks(text: str) -> list[str]:
    """Split a text into blocks that, joined, are the text."""
    blocks: list[str] = []
    fenced = False
    for line in text.splitlines(keepends=True):
        first = line.lstrip()[:1]
        fence = first in _FENCES and _FENCE.match(line)
        fresh = first == "|" or not blocks or blocks[-1].endswith(("\n\n", "\n\r\n"))
        fresh = fresh or bool(first in _MARKS and _STARTS.match(line))
        if not blocks or ((fresh or fence) and not fenced and first):
            blocks.append(line)
        else:
            blocks[-1] += line
        if fence:
            fenced = not fenced
    return blocks


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > 100 * MAXIMUM_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()


def _replaced(old: list[str], new: list[str]) -> list[Block]:
    """Pair the blocks that are alike, in order; the others went or came."""
    found: list[Block] = []
    low = first = 0
    for left, right in [*_pairs(old, new), (len(old), len(new))]:
        found += [Block("removed", (Segment("deleted", text),)) for text in old[low:left]]
        found += [Block("added", (Segment("inserted", text),)) for text in new[first:right]]
        if left < len(old) and right < len(new):
            found.append(Block("changed", compare_words(old[left], new[right])))
        low, first = left + 1, right + 1
    return found


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the pairs of indices that keep the order and have most in common together."""
    if not old or not new or len(old) * len(new) > MAXIMUM_PAIRS:
        return []
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
