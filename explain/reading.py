"""Read YAML strictly, keeping exact numbers and the line of every value.

The subset of YAML 1.2 (https://yaml.org/spec/1.2.2/) that has one obvious meaning:
no anchors, aliases, tags, merge keys or duplicate keys; `true` and `false` are the only
booleans; integers and decimals stay exact; everything else, dates included, stays text.
The parser's events are walked with an explicit stack, so no input can exhaust memory by
reference or the interpreter's stack by nesting. What is plain is read without the parser
(`explain.plain_yaml`), and gives the same.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from explain import issues
from explain.errors import InvalidFile
from explain.issues import Code, Issue, Message
from explain.plain_yaml import read_plain
from explain.sources import CONTROL, MAXIMUM_DEPTH, Document, Path, read_text, resolve


def read_yaml(data: bytes, file: str, first_line: int = 1) -> Document:
    """Parse one YAML mapping.

    `first_line` is the line of the file on which `data` starts (front matter starts on
    line 2). Raises `InvalidFile` with every issue found.
    """
    return parse_yaml(read_text(data, file), file, first_line)


def parse_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """Parse one YAML mapping from a text that `explain.sources.read_text` returned."""
    return read_plain(text, file, first_line) or read_events(text, file, first_line)


def read_events(text: str, file: str, first_line: int = 1) -> Document:
    """Parse one YAML mapping from the parser's events, as what is not plain is read."""
    builder = _Builder(file, first_line)
    try:
        following = yaml.CSafeLoader(text).get_event
        while (event := following()) is not None:
            builder.take(event)
    except yaml.YAMLError as error:
        builder.syntax(error)
    except _Stop:
        pass
    if builder.found:
        raise InvalidFile(builder.found)
    if not isinstance(builder.root, dict):
        raise InvalidFile([Issue(issues.NOT_A_MAPPING, file, first_line)])
    return Document(builder.root, builder.lines, file)


_OPENING = {yaml.MappingStartEvent, yaml.SequenceStartEvent}
_CLOSING = {yaml.MappingEndEvent, yaml.SequenceEndEvent}


class _Stop(Exception):
    """No later event can be understood."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled."""

    value: Any
    path: Path
    is_mapping: bool
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds plain values from parser events."""

    file: str
    first_line: int
    root: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    found: list[Issue] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self.untagged(event)
            self.scalar(event)
        elif kind in _OPENING:
            self.untagged(event)
            self.collection(event)
        elif kind in _CLOSING:
            self.stack.pop()
        elif kind is yaml.AliasEvent:
            self.stop(issues.YAML_ANCHOR, event)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.stop(issues.SEVERAL_DOCUMENTS, event)

    def untagged(self, event: Any) -> None:
        if event.anchor is not None:
            self.stop(issues.YAML_ANCHOR, event)
        if event.tag is not None:
            self.stop(issues.YAML_TAG, event, tag=event.tag)

    def scalar(self, event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.key is None and top.is_mapping:
            self.key(top, event)
            return
        if event.style == '"' and _escaped(event):
            self.report(issues.NOT_UTF8, event)
        value = event.value if event.style else resolve(event.value)
        if value is None:
            key = top.key if top and top.key else event.value
            self.report(issues.EMPTY_VALUE, event, key=key)
        self.place(value, event)

    def key(self, top: _Open, event: Any) -> None:
        name = event.value
        if name == "<<" and not event.style:
            self.stop(issues.YAML_ANCHOR, event)
        if event.style == '"' and _escaped(event):
            self.stop(issues.NOT_UTF8, event)
        if name in top.value:
            self.report(issues.DUPLICATE_KEY, event, key=name)
        top.key = name
        self.lines[*top.path, name] = event.start_mark.line + self.first_line

    def collection(self, event: Any) -> None:
        if self.stack and self.stack[-1].is_mapping and self.stack[-1].key is None:
            self.stop(issues.YAML_SYNTAX, event, problem="a key must be a text")
        if len(self.stack) >= MAXIMUM_DEPTH:
            self.stop(issues.TOO_DEEP, event, limit=MAXIMUM_DEPTH)
        is_mapping = type(event) is yaml.MappingStartEvent
        value: Any = {} if is_mapping else []
        self.stack.append(_Open(value, self.place(value, event), is_mapping))

    def place(self, value: Any, event: Any) -> Path:
        if not self.stack:
            self.root = value
            return ()
        top = self.stack[-1]
        if top.is_mapping:
            path: Path = (*top.path, str(top.key))
            top.value[top.key] = value
            top.key = None
        else:
            path = (*top.path, len(top.value))
            top.value.append(value)
            self.lines[path] = self.line(event)
        return path

    def line(self, event: Any) -> int:
        line: int = event.start_mark.line
        return line + self.first_line

    def report(self, code: Code, event: Any, **values: Any) -> None:
        self.found.append(Issue(code, self.file, self.line(event), values=values))

    def stop(self, code: Code, event: Any, **values: Any) -> None:
        self.report(code, event, **values)
        raise _Stop

    def syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + self.first_line if mark else None
        problem = getattr(error, "problem", None) or "syntax"
        values = {"problem": Message(problem)}
        self.found.append(Issue(issues.YAML_SYNTAX, self.file, line, values=values))


def _escaped(event: Any) -> bool:
    """Tell whether an escape stands for a control character; no other one passed `read_text`.

    Only text in double quotes has escapes.
    """
    return CONTROL.search(event.value) is not None
