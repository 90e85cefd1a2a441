"""Untrusted Markdown in, safe HTML out: the one place where an entry's prose becomes HTML.

CommonMark (https://spec.commonmark.org/0.31.2/) with tables. HTML stays text, images
become their description, links lead to the web, to a mailbox or into the page. What the
renderer writes passes through an allow-list of tags and attributes once more.

`[@reference]`, `[@one; @two]` or `[@one, @two]` cites the sources of an entry by their
identifiers.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any, Literal

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from register.entry.plain_markdown import CITATION, read_plain, sources

MAXIMUM_BYTES = 256 * 1024

Rule = Callable[..., str]
Tokens = Sequence[Token]

_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+|#[A-Za-z][A-Za-z0-9_-]*")
_SUSPECT = re.compile(r"<|\]\(|\]:")
"""Without one of these, CommonMark knows no HTML, image or link: nothing is to be looked for."""
_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "sup", "a"),
    *("ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"),
    *("div", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "aria-label"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"role", "tabindex", "aria-label"},
}
_CLASSES = {"sup": {"cite"}, "div": {"wide"}, "th": {"number"}, "td": {"number"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The few words that the renderer adds, in the page's language.

    `source` holds the placeholder `%(number)s`.
    """

    source: str = "Source %(number)s"
    table: str = "Table"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the text may not hold: `line` counts from 1."""

    kind: Literal["size", "html", "image", "link"]
    line: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a text is rendered.

    `numbers` gives each source its number; `level` (2..6) is the level of the text's
    highest headings.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    level: int = 3
    words: Words = field(default_factory=Words)


def to_html(text: str, setting: Setting | None = None) -> Markup:
    """Render `text` as safe HTML.

    A text of more than `MAXIMUM_BYTES` is shown as it was written.
    """
    setting = setting or Setting()
    if _too_large(text):
        return Markup("<pre>{}</pre>").format(text)
    tokens = _parser().parse(text)
    _place_headings(tokens, setting.level)
    html = _parser().renderer.render(tokens, _parser().options, {"setting": setting})
    return Markup(_clean(html))  # noqa: S704 - this is where HTML becomes safe


def to_inline_html(text: str, setting: Setting | None = None) -> Markup:
    """Render one line of text: emphasis, code, links and citations, no blocks."""
    tokens = _parser().parseInline(text[:MAXIMUM_BYTES])
    html = _parser().renderer.render(tokens, _parser().options, {"setting": setting or Setting()})
    return Markup(_clean(html))  # noqa: S704 - as above


def to_text(text: str) -> str:
    """Return the words of `text`, one block to a line, without markup or citations."""
    if _too_large(text):
        return text
    if plain := _plain(text):
        return plain.text
    blocks = (
        _words(token.children) if token.children else token.content.strip()
        for token in _tokens(text)
        if token.children or token.type in _CODE
    )
    return "\n".join(blocks)


def cited(text: str) -> tuple[str, ...]:
    """Return the identifiers of the sources that `text` cites, each once, in order."""
    if "[@" not in text:
        return ()
    if plain := _plain(text[:MAXIMUM_BYTES]):
        return plain.cited
    found: dict[str, None] = {}
    for token in _walk(_tokens(text[:MAXIMUM_BYTES])):
        if token.type == "citation":
            found.update(dict.fromkeys(token.meta["sources"]))
    return tuple(found)


def links(text: str) -> tuple[str, ...]:
    """Return the addresses on the web that `text` links to, each once, in order."""
    tokens = _walk(_tokens(text[:MAXIMUM_BYTES]))
    found = (str(token.attrs["href"]) for token in tokens if token.type == "link_open")
    return tuple(dict.fromkeys(href for href in found if href.startswith(("https:", "http:"))))


def inspect(text: str) -> tuple[Finding, ...]:
    """Return what `text` holds that is not rendered: HTML, images, links elsewhere."""
    if _too_large(text):
        return (Finding("size", 1, str(len(text.encode()))),)
    if not _SUSPECT.search(text):
        return ()
    found: list[Finding] = []
    for token in _permissive().parse(text):
        line = token.map[0] + 1 if token.map else 1
        found += _findings(token, line)
    return tuple(found)


_CODE = {"fence", "code_block"}


def _too_large(text: str) -> bool:
    return len(text) > MAXIMUM_BYTES or len(text.encode()) > MAXIMUM_BYTES


def _findings(block: Token, first: int) -> Iterator[Finding]:
    if block.type == "html_block":
        yield Finding("html", first, block.content.strip().split("\n")[0][:80])
    line = first
    for token in block.children or []:
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.type == "html_inline":
            yield Finding("html", line, token.content[:80])
        elif token.type == "image":
            yield Finding("image", line, str(token.attrs.get("src", ""))[:80])
        elif token.type == "link_open" and not _is_allowed(str(token.attrs.get("href", ""))):
            yield Finding("link", line, str(token.attrs["href"])[:80])


def _is_allowed(url: str) -> bool:
    return _LINK.fullmatch(url) is not None


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = _is_allowed  # type: ignore[method-assign] # how the library is configured
    parser.inline.ruler.before("link", "citation", _read_citation)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


@lru_cache(maxsize=1)
def _permissive() -> MarkdownIt:
    """Return a parser that recognises everything, to report what is not allowed."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = _accept  # type: ignore[method-assign] # as above
    return parser


# The sections of one entry are looked at several times.
_plain = lru_cache(maxsize=64)(read_plain)


@lru_cache(maxsize=64)
def _tokens(text: str) -> Tokens:
    """Parse a text that is only looked at."""
    return tuple(_parser().parse(text))


def _accept(url: str) -> bool:
    return bool(url)


def _read_citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's call
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _close_up(state)
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta["sources"] = sources(match[1])
    state.pos = match.end()
    return True


def _close_up(state: StateInline) -> None:
    """Drop the space before a citation: its number stands against the word, as in print."""
    state.pending = state.pending.rstrip()
    if not state.pending and state.tokens and state.tokens[-1].type == "softbreak":
        state.tokens.pop()


def _citation(_self: Any, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
    setting: Setting = env["setting"]
    token = tokens[index]
    known = [setting.numbers[name] for name in token.meta["sources"] if name in setting.numbers]
    links = "".join(_source_link(number, setting.words.source) for number in known)
    return f'<sup class="cite">{links}</sup>' if links else escape(token.content)


def _source_link(number: int, label: str) -> str:
    name = escape(label % {"number": number})
    return f'<a href="#source-{number}" aria-label="{name}">{number}</a>'


def _image(_self: Any, tokens: Tokens, index: int, *_rest: Any) -> str:
    return escape(tokens[index].content)


def _cell(_self: Any, tokens: Tokens, index: int, *_rest: Any) -> str:
    token = tokens[index]
    scope = ' scope="col"' if token.tag == "th" else ""
    number = ' class="number"' if "right" in str(token.attrs.get("style", "")) else ""
    return f"<{token.tag}{scope}{number}>"


def _table_open(_self: Any, _tokens: Tokens, _index: int, _options: Any, env: Any) -> str:
    label = escape(env["setting"].words.table)
    return f'<div class="wide" role="group" tabindex="0" aria-label="{label}"><table>'


def _table_close(*_parts: Any) -> str:
    return "</table></div>\n"


_RULES: Mapping[str, Rule] = {
    "citation": _citation,
    "image": _image,
    "th_open": _cell,
    "td_open": _cell,
    "table_open": _table_open,
    "table_close": _table_close,
}


def _place_headings(tokens: list[Token], level: int) -> None:
    """Move headings so that the highest is at `level`, without leaving a level out."""
    opened: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            own = int(token.tag[1])
            while opened and opened[-1] >= own:
                opened.pop()
            opened.append(own)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(level + len(opened) - 1, 6)}"


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


def _words(tokens: Sequence[Token]) -> str:
    parts = {"softbreak": " ", "hardbreak": " ", "citation": ""}
    text = "".join(parts.get(token.type, token.content) for token in tokens)
    return " ".join(text.split())


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
