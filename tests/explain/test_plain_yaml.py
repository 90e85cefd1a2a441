"""What is read of plain YAML without the parser is what the parser's events give."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.errors import InvalidFile
from explain.plain_yaml import _LINE, read_plain
from explain.reading import read_events
from explain.sources import CONTROL, Document

ENTRIES = Path(__file__).parents[2] / "entries"
FILES = [path for path in sorted(ENTRIES.rglob("*.yaml")) if path.stat().st_size < 40_000]
HEAD = re.compile("---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)

SIGNS = st.text("ab1 :-#,'\"[]{}>|&*!?%@~\n\u00a0é", max_size=14)
PLAIN = """
mot
deux mots
-3
2.50
010
true
a:b
a#b
-x
https://a.fr/b#c
2026-01-31
« à »
"a: b, #c"
'a: b'
""
[]
{}
[a, -1, 'b, c']
{a: 1, b: "x, y"}
""".strip().split("\n")
FOLDED = [">-\n      un\n      deux", ">-\n      a: #b\n      - c", ">-\n    a", ">-\n    a\n    b"]
ODD = r"""
null
~
a #b
a: b
x:
-
---
...
'it''s'
"a\n"
"a" b
[ ]
[a,b]
[a, ]
[a b , c]
{a: 1, a: 2}
{a: [b]}
{a:1}
[true, null]
# note
>
|-
&a b
*a
!t b
%x
@x
`x`
? x
<<
a :b
=
<x>
, a
""".strip().split("\n")
ODD_FOLDED = [
    ">-",
    ">- \n    a",
    ">-\n    a\n\n    b",
    ">-\n    a\n      b",
    ">-\n    a \n    b",
    ">-\n a",
]
VALUES = st.sampled_from([*PLAIN, *FOLDED, *ODD, *ODD_FOLDED])
STARTS = ["", "a: ", "b: ", "c: ", "a:", "b:", "k.l: ", "- ", "- a: ", "-   b: ", "- - "]
LINES = st.tuples(st.sampled_from(["", "  ", "    ", "   "]), st.sampled_from(STARTS), VALUES)
TEXTS = st.lists(LINES.map("".join), max_size=7).map("\n".join)

BETWEEN = st.sampled_from([*[""] * 20, "\n", "\n# note", "\n      # note", "\n     ", "\n      x"])
NESTED: st.SearchStrategy[Any] = st.recursive(
    st.integers(0, 30).flatmap(lambda odd: st.sampled_from([*PLAIN, *FOLDED]) if odd else VALUES),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.lists(st.tuples(st.sampled_from("abcdef"), inner), min_size=1, max_size=4).map(tuple)
    ),
    max_leaves=12,
)


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """Write a nested value as people do, with what they may put between its lines."""
    keys = st.sampled_from(["a", "b", "c.d", "e-f", "g_1", "h", "i", "j", "k", "l"])
    pairs = draw(st.lists(st.tuples(keys, NESTED), min_size=1, max_size=4))
    return "\n".join(line + draw(BETWEEN) for line in _lines(tuple(pairs), "", draw))


def _lines(value: Any, indent: str, draw: st.DrawFn) -> Iterator[str]:
    """Write the pairs of a mapping, or the items of a list, each line after `indent`."""
    for item in value:
        start, inner = (f"{item[0]}:", item[1]) if isinstance(value, tuple) else ("-", item)
        if isinstance(inner, str):
            spread = inner.replace("\n", "\n" + indent)
            yield f"{indent}{start} {spread}"
            continue
        below = indent + draw(st.sampled_from([*["  "] * 5, "    ", ""]))
        first, *rest = _lines(inner, below, draw)
        if start == "-" and isinstance(inner, tuple):
            yield f"{indent}-{first[len(indent) + 1 :]}"
        else:
            yield f"{indent}{start}"
            yield first
        yield from rest


def events(text: str) -> Document | None:
    """Read a text with the parser."""
    try:
        return read_events(text, "f.yaml", 5)
    except InvalidFile:
        return None


def alike(text: str) -> bool:
    """Tell whether plain reading answers, and then insist on the same values, types and lines."""
    plain = None if CONTROL.search(text) else read_plain(text, "f.yaml", 5)
    if plain is None:
        return False
    read = events(text)
    assert read is not None, text
    assert repr(plain.value) == repr(read.value)
    assert list(plain.lines.items()) == list(read.lines.items())
    return True


@settings(max_examples=1500)
@given(layouts() | layouts() | TEXTS | SIGNS | st.text(max_size=12).map("a: {}".format))
def test_plain_text_gives_what_the_events_give(text: str) -> None:
    alike(text)


@settings(max_examples=300)
@given(st.sampled_from(FILES), st.integers(0, 3000), st.integers(0, 20), VALUES | SIGNS)
def test_a_published_file_that_was_spoilt_gives_what_the_events_give(
    path: Path, start: int, removed: int, added: str
) -> None:
    text = path.read_text()
    spoilt = text[:start] + added + text[start + removed :]
    alike(spoilt[:6000])


def test_most_published_files_are_plain() -> None:
    texts = [path.read_text() for path in FILES]
    heads = [found[1] for path in ENTRIES.rglob("*.md") if (found := HEAD.match(path.read_text()))]
    assert sum(map(alike, texts)) > len(texts) * 0.8
    assert sum(map(alike, heads)) > len(heads) * 0.8


@pytest.mark.parametrize(
    "text",
    [
        "a: >-\n  x\n    y",
        "a: 1\nb: [\n",
        "a: 1\n?\n\n",
        "a: >-\n  x\n\n  y",
        "a: >-\n  x\n    # y",
        "a: >-\n  x\n     ",
        "a:\n  b: >-\n  c",
        "- a",
        "a: 1\na: 2",
        "a: {b: 1, b: 2}",
        "a:\n  b: 1\n c: 2",
        "a: b\n  c: d",
        "a: b\n  - c",
        "a:\n- b\n - c",
        "a:\n  - b\n- c",
        "a:\nb: c",
        "a:\n  - b: c\n   d: e",
        "a:\n  - b: c\n  d: e",
        "a: b #c",
        "a: b#c d:e",
        "a: b\u2028c",
        "a: b\ufffe",
        "a: 1\n---\nb: 2",
        "a: 1\n...",
        "a: null",
        "a:",
        "# a",
        "",
        "\n".join("  " * depth + "a:" for depth in range(40)) + " 1",
    ],
)
def test_what_may_be_read_in_two_ways_is_left_to_the_events(text: str) -> None:
    """Either the events refuse it as well, or they read the very same."""
    alike(text)


def test_what_is_not_plain_is_left_at_its_first_line() -> None:
    """Where each later line was tried, 16,000 folded texts scanned the rest of the file each."""
    text = "k: >-\n" + "  a: >-\n" * 16_000 + "\n  x"
    assert len(_LINE.findall(text)) == 1
    assert read_plain(text, "f.yaml") is None
