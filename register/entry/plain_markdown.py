"""Markdown that is plain: paragraphs and lists of one level, with nothing marked up but citations.

Most sections are. For them the words and the citations are found without the parser, ten times as
fast; where anything else may stand, `read_plain` leaves the text to it.
"""

import re
from dataclasses import dataclass

CITATION = re.compile(r"\[(@[a-z][a-z0-9_-]{0,63}(?:[;,] ?@[a-z][a-z0-9_-]{0,63})*)\]")
"""Sources that a text cites, by their identifiers: `[@one; @two]`."""

_MARKED = re.compile(r"[\\`*_<>&~|#\t\r\0\[]|\]:")
"""What may be markup anywhere, once citations are out; `]:` ends the name of a link."""

_CITED = re.compile(rf" ?{CITATION.pattern}")
_LINE = re.compile(r"(?:- )?(?:[^\W\d_]|[«“\"(’]|\[@|[0-9]+(?![0-9.)]))")
"""What a line may begin with: an item's hyphen; then a word, a citation, or a number of no list."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a text, one block to a line, and the sources that it cites, each once."""

    text: str
    cited: tuple[str, ...]


def read_plain(text: str) -> Plain | None:
    """Return what a plain text says, or None where it may hold more than plain blocks."""
    if "]:" in text or _MARKED.search(CITATION.sub("", text)):
        return None
    blocks: list[str] = []
    inside = False
    for line in text.split("\n"):
        if not line.strip(" "):
            inside = False
        elif not _LINE.match(line):
            return None
        elif inside and not line.startswith("- "):
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line.removeprefix("- "))
            inside = True
    words = (_CITED.sub("", " ".join(block.split())).strip() for block in blocks)
    names = (name for found in CITATION.findall(text) for name in sources(found))
    return Plain("\n".join(words), tuple(dict.fromkeys(names)))


def sources(cited: str) -> tuple[str, ...]:
    """Return the identifiers in a citation, its brackets left out."""
    return tuple(name.strip()[1:] for name in re.split("[;,]", cited))
