"""YAML that is plain: one key, item or value on each line, nested by indentation.

Most files of a register are. They are read here line by line, several times as quick as from the
parser's events. Whatever holds anything more, or could be wrong, is left to `explain.reading`,
which reads it, or says what is wrong and on which line.
"""

import re
from dataclasses import dataclass
from typing import Any

from explain.sources import MAXIMUM_DEPTH, Document, Path, resolve

_FOREIGN = re.compile("[\t\r\x85\u2028\u2029\ufffe\uffff]")
"""Tabs, line ends that are not everybody's, and what the parser alone refuses."""

_KEY = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"
_FIRST = r"""(?:[^\n \-?:,\[\]{}#&*!|>'"%@`]|-(?=[^ \n]))"""
_TEXT = rf"{_FIRST}[^\n:#]*(?:(?::(?=[^\s])|(?<=[^\s])#)[^\n:#]*)*"
"""A text without quotes: no colon before a blank, no hash after one."""

_QUOTED = r""""[^"\\\n]*"|'[^'\n]*'"""
_WORDS = r"(?:[A-Za-z0-9_À-ÖØ-öø-ÿ]|-(?=[0-9]))[^\n,\[\]{}:#]*"
_ITEM = f"(?:{_QUOTED}|{_WORDS})"
_PAIR = f"{_KEY}: +{_ITEM}"
_LIST = rf"\[(?:{_ITEM}(?:, *{_ITEM})*)?\]"
_MAPPING = rf"\{{(?:{_PAIR}(?:, *{_PAIR})*)?\}}"
_SAID = r"[^ \n](?:[^\n]*[^ \n])?"
_FOLDED = rf">-\n( +){_SAID}(?:\n\5{_SAID})*$(?!(?:\n *)*\n\5)"
"""Lines that are indented alike and said in one, and none after them that may be another."""

_VALUE = f"{_TEXT}|(?:{_QUOTED}|{_LIST}|{_MAPPING}) *|{_FOLDED}"
_LINE = re.compile(
    rf"^(?: *(?:#[^\n]*)?|( *)(- +)?(?:({_KEY}):(?: +|$))?({_VALUE})?|([^\n][\s\S]*))$",
    re.MULTILINE,
)
"""Nothing or a comment; or indentation, a hyphen, a key, a value and its own indentation.

The first line that is none of these takes all the rest with it: nothing is tried twice.
"""

_ITEMS = re.compile(f"(?:({_KEY}): +)?({_ITEM})")
"""What stands in a list or a mapping on one line."""

_QUOTES = "\"'"
_BRACKETS = "[{"


class _NotPlain(Exception):
    """Only the parser can tell what this is."""


def read_plain(text: str, file: str, first_line: int = 1) -> Document | None:
    """Return what `explain.reading.read_events` would, or `None` where that is not certain.

    `text` is one that `explain.sources.read_text` returned.
    """
    written = _LINE.findall(text)
    if any(rest for *_, rest in written) or _FOREIGN.search(text):
        return None
    reader = _Reader(first_line)
    try:
        for *parts, _ in written:
            reader.take(*parts)
    except _NotPlain:
        return None
    if reader.waiting is not None or not reader.root:
        return None
    return Document(reader.root, reader.lines, file)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled, and the column in which its lines start."""

    column: int
    value: Any
    path: Path


class _Reader:
    """Fills lists and mappings; `top` is the innermost of those open.

    `waiting` is the key or the place, in `top`, of a value that the next line starts.
    """

    def __init__(self, first_line: int) -> None:
        self.line = first_line
        self.root: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.top = _Open(0, self.root, ())
        self.around: list[_Open] = []
        self.waiting: str | int | None = None

    def take(self, indent: str, hyphen: str, key: str, value: str, margin: str) -> None:
        """Read the next line, and those that a folded value goes on for."""
        column = len(indent)
        if hyphen:
            self.item(column, "" if key else value)
            column += len(hyphen)
        if key:
            self.key(column, key, value)
        elif bool(hyphen) != bool(value):
            raise _NotPlain
        if margin:
            if len(margin) <= column:
                raise _NotPlain
            self.line += value.count("\n")
        self.line += 1

    def item(self, column: int, written: str) -> None:
        """Add an item to the list in `column`; a mapping, where nothing is written."""
        top = self.top
        if self.waiting is not None or column != top.column or type(top.value) is dict:
            top = self.enter(column, [])
        place = len(top.value)
        path = (*top.path, place)
        self.lines[path] = self.line
        top.value.append(self.value(written, path) if written else None)
        self.waiting = None if written else place

    def key(self, column: int, name: str, written: str) -> None:
        """Add a key to the mapping in `column`; its value follows, where nothing is written."""
        top = self.top
        if self.waiting is not None or column != top.column or type(top.value) is list:
            top = self.enter(column, {})
        if name in top.value:
            raise _NotPlain
        path = (*top.path, name)
        self.lines[path] = self.line
        top.value[name] = self.value(written, path) if written else None
        self.waiting = None if written else name

    def enter(self, column: int, empty: Any) -> _Open:
        """Return what a line in `column` belongs to: `empty`, where the line starts a value."""
        if self.waiting is None:
            return self.back(column, type(empty))
        top = self.top
        # A list may stand right below its key; a mapping is indented.
        if column < top.column or (column == top.column and type(empty) is dict):
            raise _NotPlain
        if len(self.around) >= MAXIMUM_DEPTH - 2:
            raise _NotPlain
        top.value[self.waiting] = empty
        self.around.append(top)
        self.top = _Open(column, empty, (*top.path, self.waiting))
        return self.top

    def back(self, column: int, kind: type[Any]) -> _Open:
        """Return to the list or mapping that has its lines in `column`."""
        while self.top.column > column or type(self.top.value) is not kind:
            if not self.around:
                raise _NotPlain
            self.top = self.around.pop()
        if self.top.column != column:
            raise _NotPlain
        return self.top

    def value(self, written: str, path: Path) -> Any:
        """Return a value that is written whole, and note the line of what is in it."""
        first = written[0]
        if first == ">":
            return " ".join([part.lstrip(" ") for part in written.split("\n")[1:]])
        if first not in _BRACKETS:
            return _scalar(written)
        items = _ITEMS.findall(written)
        inside = [_scalar(item) for _, item in items]
        if first == "[":
            self.lines.update(((*path, place), self.line) for place in range(len(inside)))
            return inside
        found = {key: item for (key, _), item in zip(items, inside, strict=True)}
        if len(found) < len(items):
            raise _NotPlain
        self.lines.update(((*path, key), self.line) for key in found)
        return found


def _scalar(written: str) -> Any:
    text = written.rstrip(" ")
    if text[0] in _QUOTES:
        return text[1:-1]
    found = resolve(text)
    if found is None:
        raise _NotPlain
    return found
