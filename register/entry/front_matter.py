"""Split a text into its front matter, which is YAML, and its body, which is Markdown."""

import re
from dataclasses import dataclass

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.reading import parse_yaml
from explain.sources import Document, read_text
from register import issues

_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"\n---[ \t]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class Page:
    """A text in two parts. `line` is the line of the file on which the body starts."""

    head: Document
    body: str
    line: int


def split(data: bytes, file: str) -> Page:
    """Read a text. Raises `InvalidFile` with every issue."""
    text = read_text(data, file)
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    if opening is None or closing is None:
        raise InvalidFile([Issue(issues.NO_FRONT_MATTER, file, 1)])
    head = parse_yaml(text[opening.end() : closing.start() + 1], file, first_line=2)
    return Page(head, text[closing.end() :], text.count("\n", 0, closing.end()) + 1)
