"""Split a text into its front matter, which is YAML, and its body, which is Markdown."""

import re
from dataclasses import dataclass

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.reading import read_yaml
from explain.sources import Document, read_text
from register import issues

_FENCES = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A text in two parts. `line` is the line of the file on which the body starts."""

    head: Document
    body: str
    line: int


def split(data: bytes, file: str) -> Page:
    """Read a text. Raises `InvalidFile` with every issue."""
    text = read_text(data, file)
    found = _FENCES.match(text)
    if found is None:
        raise InvalidFile([Issue(issues.NO_FRONT_MATTER, file, 1)])
    head = read_yaml(found[1].encode(), file, first_line=2)
    return Page(head, text[found.end() :], text.count("\n", 0, found.end()) + 1)
