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


@dataclass(frozen=True, slots=True)
class Block:
    """One block, and what happened to it; `segments` joined is its text, line ends included."""

    change: BlockKind
    segments: tuple[Segment, ...]


def compare_blocks(before: str, after: str) -> tuple[Block, ...]:
    """Return every block of two texts, in order."""
    old, new = split_blocks(before), split_blocks(after)
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
        fresh = not blocks or blocks[-1].endswith(("\n\n", "\n\r\n")) or _STARTS.match(line)
        if (fresh or _FENCE.match(line)) and not fenced and line.strip():
            blocks.append(line)
        elif blocks:
            blocks[-1] += line
        else:
            blocks.append(line)
        if _FENCE.match(line):
            fenced = not fenced
    return blocks


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > 100 * MAXIMUM_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


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
    if len(old) * len(new) > MAXIMUM_PAIRS:
        return []
    left, right = [_words(text) for text in old], [_words(text) for text in new]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]]
    best = [[(0.0, ())] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(1, len(old) + 1):
        for j in range(1, len(new) + 1):
            options = [best[i - 1][j], best[i][j - 1]]
            common = _common(left[i - 1], right[j - 1])
            if common >= ALIKE:
                total, pairs = best[i - 1][j - 1]
                options.append((total + common, (*pairs, (i - 1, j - 1))))
            best[i][j] = max(options, key=lambda option: option[0])
    return list(best[-1][-1][1])


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _common(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
