"""Every difference, as HTML: valid, and the text before and after can be read back from it."""

from collections.abc import Iterable
from html import escape
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5.parser import HTMLParser as StrictParser  # type: ignore[import-untyped]  # no types

from register.diff.blocks import compare_blocks
from register.diff.words import Segment
from register.pages.rendering import environment
from tests.register.diff.test_diff import WORDS

# What a published text can hold: no control characters but ends of lines, no half characters.
prose = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=60)
lines = st.lists(st.sampled_from([*WORDS, "<b>", "&amp;", "</p>", '"', "&"]), max_size=40)
texts = (
    lines.map("".join) | prose | st.lists(lines.map("".join) | prose, max_size=4).map("\n\n".join)
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """Return a text, and the same with some of its words changed."""
    old = draw(texts)
    words = old.split(" ")
    places = draw(st.sets(st.integers(0, max(len(words) - 1, 0)), max_size=4))
    new = [draw(texts) if place in places else word for place, word in enumerate(words)]
    return old, " ".join(new)


pairs = st.tuples(texts, texts) | edits()


@given(pairs)
def test_both_texts_can_be_read_back_from_valid_html(pair: tuple[str, str]) -> None:
    old, new = pair
    blocks = compare_blocks(old, new)
    html = document([block.segments for block in blocks])
    parser = StrictParser()
    root = parser.parse(html)
    assert parser.errors == []
    assert text(root, "ins") == old
    assert text(root, "del") == new


def document(passages: Iterable[Iterable[Segment]]) -> str:
    """Write passages as the comparison page does."""
    module: Any = environment("fr").get_template("components/segments.html").module
    body = "".join(f'<p class="words">{module.segments(runs)}</p>' for runs in passages)
    head = '<meta charset="utf-8"><title>x</title>'
    return f'<!doctype html>\n<html lang="fr"><head>{head}</head><body>{body}</body></html>'


def text(element: Any, without: str) -> str:
    """Return the text of the passages without one sort of change and without hidden words."""
    passages = element.iter("{http://www.w3.org/1999/xhtml}p")
    return "".join(_text(passage, without) for passage in passages)


def _text(element: Any, without: str) -> str:
    name = element.tag.rpartition("}")[2]
    if name == without or element.get("class") == "hidden":
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [_text(child, without), child.tail or ""]
    return "".join(parts)


def test_hostile_words_stay_words() -> None:
    html = document([compare_blocks("<script>a</script>", "<script>b</script>")[0].segments])
    assert "<script>" not in html
    assert escape("<script>") in html
