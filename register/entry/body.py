"""The body of a text: sections with fixed ids, and the sources that they cite.

## Why this calculation exists {#context}

The council chose it in 2016 [@deliberation].
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explain.issues import Issue
from register import issues
from register.entry import markdown

SECTIONS = ("context", "how", "data", "limits", "unresolved", "law", "more")
"""Ids that headings of the second level may have, in the order of the page."""
REQUIRED = ("context", "how", "limits")

_HEADING = re.compile(r"## +(?P<title>.*?)(?: +\{#(?P<id>[a-z_]+)\})? *#* *")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNSAFE = {
    "html": issues.HTML_REFUSED,
    "image": issues.IMAGE_REFUSED,
    "link": issues.LINK_REFUSED,
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the body: `text` is its Markdown without the heading.

    `line` is the line of the heading, `first_line` that of the text.
    """

    id: str
    title: str
    text: str
    line: int
    first_line: int

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the references that the section cites, each once."""
        return markdown.cited(self.text)


@dataclass(frozen=True, slots=True)
class Body:
    """The body of one text."""

    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """Return the section with this id, if there is one."""
        return next((section for section in self.sections if section.id == name), None)

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the references that the body cites, each once."""
        ids = (name for section in self.sections for name in section.cited)
        return tuple(dict.fromkeys(ids))


def read_body(text: str, file: str, first_line: int = 1) -> tuple[Body, list[Issue]]:
    """Return the body and every issue in it. `first_line` is the line on which it starts."""
    before, sections = _split(text, first_line)
    found = [
        Issue(_UNSAFE[finding.kind], file, first_line + finding.line - 1, "", _detail(finding))
        for finding in markdown.inspect(text)
        if finding.kind in _UNSAFE
    ]
    if before is not None:
        found.append(Issue(issues.TEXT_OUTSIDE, file, before))
    found += _misnamed(sections, file)
    ids = [section.id for section in sections]
    found += [
        Issue(issues.SECTION_MISSING, file, first_line, values={"id": name})
        for name in REQUIRED
        if name not in ids
    ]
    return Body(tuple(sections)), found


def _detail(finding: markdown.Finding) -> dict[str, str]:
    return {"detail": finding.detail}


def _misnamed(sections: list[Section], file: str) -> Iterator[Issue]:
    seen: set[str] = set()
    for section in sections:
        if section.id not in SECTIONS:
            values = {"title": section.title, "allowed": ", ".join(SECTIONS)}
            yield Issue(issues.SECTION_UNKNOWN, file, section.line, values=values)
        elif section.id in seen:
            yield Issue(issues.SECTION_TWICE, file, section.line, values={"id": section.id})
        seen.add(section.id)


def _split(text: str, first_line: int) -> tuple[int | None, list[Section]]:
    """Return the line of any text before the first heading, and the sections."""
    before: int | None = None
    heads: list[tuple[re.Match[str], int, list[str]]] = []
    fence = ""
    for number, line in enumerate(text.splitlines(), start=first_line):
        fence = _fence_after(fence, line)
        found = None if fence else _HEADING.fullmatch(line)
        if found:
            heads.append((found, number, []))
        elif heads:
            heads[-1][2].append(line)
        elif line.strip() and before is None:
            before = number
    return before, [_section(found, number, lines) for found, number, lines in heads]


def _section(heading: re.Match[str], line: int, lines: list[str]) -> Section:
    blank = next((index for index, text in enumerate(lines) if text.strip()), 0)
    text = "\n".join(lines).strip("\n")
    return Section(heading["id"] or "", heading["title"], text.rstrip(), line, line + 1 + blank)


def _fence_after(fence: str, line: str) -> str:
    """Return the fence of the code block that is open after `line`, or an empty text."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        return found[1]
    closes = found[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence
