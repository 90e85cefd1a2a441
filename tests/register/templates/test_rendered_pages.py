"""Every page in both languages: valid HTML, readable without styles, scripts or a mouse."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tinyhtml5.parser import HTMLParser as StrictParser  # type: ignore[import-untyped]  # no types

from explain.i18n import LANGUAGES, LanguageCode
from register.pages.assets import assets
from register.pages.rendering import render
from tests.register.templates.samples import every

PAGES = [(code, name) for code in LANGUAGES for name in every(code)]
REFERRING = ("for", "aria-labelledby", "aria-describedby")


@cache
def html(code: LanguageCode, name: str) -> str:
    return render(every(code)[name])


class Elements(HTMLParser):
    """Collect the opening tags of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@cache
def elements(code: LanguageCode, name: str) -> list[tuple[str, dict[str, str]]]:
    return Elements(html(code, name)).found


every_page = pytest.mark.parametrize(("code", "name"), PAGES)


@every_page
def test_the_html_has_no_parse_error(code: LanguageCode, name: str) -> None:
    parser = StrictParser()
    parser.parse(html(code, name))
    assert parser.errors == []


@every_page
def test_nothing_needs_inline_style_or_script(code: LanguageCode, name: str) -> None:
    tags = {tag for tag, _ in elements(code, name)}
    names = {attribute for _, attributes in elements(code, name) for attribute in attributes}
    assert not tags & {"style", "script"}
    assert not [attribute for attribute in names if attribute == "style" or attribute[:2] == "on"]


@every_page
def test_headings_start_at_one_and_leave_no_level_out(code: LanguageCode, name: str) -> None:
    levels = [int(tag[1]) for tag, _ in elements(code, name) if re.fullmatch(r"h[1-6]", tag)]
    main = levels[levels.index(1) :]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(main))


@every_page
def test_identifiers_are_unique_and_every_reference_leads_somewhere(
    code: LanguageCode, name: str
) -> None:
    ids = [attributes["id"] for _, attributes in elements(code, name) if "id" in attributes]
    wanted = {
        target
        for _, attributes in elements(code, name)
        for attribute in REFERRING
        for target in attributes.get(attribute, "").split()
    }
    wanted |= {
        attributes["href"][1:]
        for _, attributes in elements(code, name)
        if attributes.get("href", "").startswith("#")
    }
    if name == "entry-bare":  # Its sources are left out on purpose, its citations are not.
        wanted = {target for target in wanted if not target.startswith("source-")}
    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


@every_page
def test_the_page_says_its_language_and_leads_to_the_other(code: LanguageCode, name: str) -> None:
    other = "en" if code == "fr" else "fr"
    root = next(attributes for tag, attributes in elements(code, name) if tag == "html")
    links = [attributes for tag, attributes in elements(code, name) if tag == "a"]
    assert root["lang"] == code
    assert [link["href"] for link in links if link.get("hreflang") == other] == [
        every(code)[name].alternates[0].href
    ]


@every_page
def test_only_pages_that_may_be_found_are_open_to_search_engines(
    code: LanguageCode, name: str
) -> None:
    hidden = '<meta name="robots" content="noindex">' in html(code, name)
    assert hidden is not every(code)[name].indexed


def test_texts_of_people_are_escaped() -> None:
    page = html("fr", "list-empty")
    assert "<b>eau" not in page
    assert "&lt;b&gt;eau" in page


def test_an_error_is_tied_to_its_question_and_listed_at_the_top() -> None:
    page = html("fr", "try-wrong")
    answer = next(
        attributes
        for tag, attributes in elements("fr", "try-wrong")
        if tag == "input" and attributes.get("name") == "ressources"
    )
    assert answer["aria-invalid"] == "true"
    assert answer["aria-describedby"].split() == ["ressources-help", "ressources-error"]
    assert answer["value"] == "douze mille"
    assert page.index('href="#ressources"') < page.index("<form")
    assert "<title>Erreur" in page


def test_changes_are_said_in_words_beside_their_colours() -> None:
    page = html("fr", "compare")
    assert re.search(r"<ins><span class=\"hidden\">\[ajout\u00a0: </span>3,72", page)
    assert re.search(r"<del><span class=\"hidden\">\[suppression\u00a0: </span>3,49", page)


def test_a_chart_tells_the_sign_of_each_bar_by_text_and_by_shape() -> None:
    page = html("fr", "result")
    assert page.count('class="chart-less"') == 2
    assert page.count('class="chart-more"') == 2
    assert re.search(r'class="chart-number"[^>]*>−6 points<', page)
    assert re.search(r'<svg class="chart"[^>]*role="img"[^>]*>\s*<title', page)


def test_a_chart_draws_bars_in_proportion_within_its_frame() -> None:
    less = re.findall(
        r'class="chart-less"[^>]* d="M([\d.]+) \d+h-([\d.]+)l-(\d+)', html("fr", "result")
    )
    zero, first, second = float(less[0][0]), *(float(body) + int(point) for _, body, point in less)
    assert second / first == pytest.approx(0.667, abs=0.002)
    assert 0 <= zero - first < 2


def test_an_entry_with_everything_it_loads_weighs_at_most_60_kilobytes() -> None:
    files = assets()
    text = sum(len(gzip.compress(html(code, "entry").encode())) for code in ("fr",))
    style = len(gzip.compress(files.stylesheet.content))
    icon = len(gzip.compress(files.icon.content))
    fonts = sum(len(font.content) for font in files.fonts)
    assert text + style + icon + fonts <= 60_000
