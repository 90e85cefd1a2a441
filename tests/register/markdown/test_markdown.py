"""Prose of entries becomes safe HTML, whatever it holds."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.entry.markdown import Setting, cited, inspect, to_html, to_inline_html, to_text

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "[a](//evil.example)",
    "![a](https://evil.example/pixel.png)",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://ok.example "\\" onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    "`</code><script>alert(1)</script>`",
    "| a |\n|---|\n| <iframe src=//evil.example> |",
    "[@x]: <script>",
)
ALLOWED_SCHEMES = ("http://", "https://", "mailto:", "#")


class Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced &= bool(self.open) and self.open.pop() == tag


def is_harmless(html: str) -> bool:
    tags = Tags(html)
    names = {name for name, _ in tags.attributes}
    links = [value for name, value in tags.attributes if name in {"href", "src"}]
    return (
        not tags.names & {"script", "img", "iframe", "svg", "style", "object", "form", "input"}
        and not any(name.startswith("on") or name == "style" for name in names)
        and all(link.lower().startswith(ALLOWED_SCHEMES) for link in links)
        and tags.balanced
        and not tags.open
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_becomes_harmless_text(attack: str) -> None:
    assert is_harmless(to_html(attack))
    assert is_harmless(to_inline_html(attack))


@given(st.text(alphabet=st.sampled_from("<>/[]()!#*_`|-:=\"'\\& \n\tabjs@.1"), max_size=200))
def test_no_text_whatever_gives_a_harmful_page(text: str) -> None:
    assert is_harmless(to_html(text))


@given(st.text(max_size=200))
def test_words_survive_as_text_of_the_page(text: str) -> None:
    assert is_harmless(to_inline_html(text))
    to_text(text)
    inspect(text)


def test_a_citation_becomes_a_numbered_link_to_its_source() -> None:
    html = to_html("Deux seuils [@loi; @decret].", Setting(numbers={"loi": 1, "decret": 12}))
    assert '<a href="#source-1" aria-label="Source 1"' in html
    assert '<a href="#source-12" aria-label="Source 12"' in html
    assert "@" not in html


def test_a_citation_of_an_unknown_source_stays_as_it_was_written() -> None:
    assert "[@absent]" in to_html("Un seuil [@absent].")


def test_a_citation_inside_code_is_code() -> None:
    assert "<code>[@loi]</code>" in to_html("`[@loi]`", Setting(numbers={"loi": 1}))


def test_the_cited_sources_are_listed_once_in_order() -> None:
    assert cited("[@b] then [@a; @b]\n\n| x |\n|---|\n| [@c] |") == ("b", "a", "c")
    assert cited("One [@a, @b]") == ("a", "b")


def test_headings_start_at_the_level_of_the_page_and_leave_none_out() -> None:
    html = to_html("# One\n\n#### Deep\n\n## Two\n", Setting(level=3))
    assert "<h3>One</h3>" in html
    assert "<h4>Deep</h4>" in html
    assert "<h4>Two</h4>" in html


def test_a_table_has_headed_columns_and_can_be_scrolled_with_the_keyboard() -> None:
    html = to_html("| Revenu | Montant |\n|---|--:|\n| a | 1 |")
    assert '<th scope="col">Revenu</th>' in html
    assert '<td class="number">1</td>' in html
    assert 'tabindex="0"' in html
    assert "style" not in html


def test_an_image_becomes_its_description() -> None:
    assert to_html("![Un schéma](https://a.fr/schema.png)") == "<p>Un schéma</p>\n"


def test_the_inspection_names_what_is_not_rendered_and_its_line() -> None:
    text = "Bon.\n\nUn <b>gras</b>\nune ![i](x.png)\n\n<div>\n\n[l](ftp://x)\n"
    found = [(item.kind, item.line) for item in inspect(text)]
    assert found == [("html", 3), ("html", 3), ("image", 4), ("html", 6), ("link", 8)]


def test_an_honest_text_has_no_finding() -> None:
    assert inspect("Un **texte** [@loi], [lien](https://a.fr), `<b>` et 1 < 2.") == ()


def test_the_plain_text_has_no_markup_and_no_citation() -> None:
    text = "# Titre\n\nDu *texte* [@loi] et\nun [lien](https://a.fr).\n"
    assert to_text(text) == "Titre\nDu texte et un lien."


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "[a](" + "b" * 120_000, "`" * 200_000, "> " * 30_000, "*a " * 60_000],
)
def test_a_pathological_text_does_not_hold_the_machine(text: str) -> None:
    start = time.process_time()
    assert is_harmless(to_html(text))
    assert time.process_time() - start < 5


def test_a_text_beyond_the_limit_is_shown_as_it_was_written() -> None:
    html = to_html("<b>é" * 70_000)
    assert html.startswith("<pre>&lt;b&gt;é")
    assert inspect("é" * 140_000)[0].kind == "size"
