"""The site as a whole: every address once, every link leads somewhere, in both languages."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from register.site.build import HTML, addresses
from register.site.edition import open_edition
from tests.register.published import edition, sample, site

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Parts(HTMLParser):
    """Collects the links, identifiers, headings and language of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.language = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values["lang"]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        for name in ("href", "src", "action"):
            if name in values:
                self.links.append(values[name])


@cache
def html() -> dict[str, str]:
    """Return the text of every page, made once, when the first test asks for it."""
    pages = (address for address in site().values() if address.media_type == HTML)
    return {address.path: address.make().decode() for address in pages}


@cache
def pages() -> dict[str, Parts]:
    """Return the parts of every page."""
    return {path: Parts(text) for path, text in html().items()}


def test_every_address_is_made_once() -> None:
    paths = [address.path for address in addresses(edition())]
    assert len(paths) == len(set(paths))


def test_making_a_page_twice_gives_the_same_bytes() -> None:
    again = {address.path: address for address in addresses(edition())}
    for path, address in site().items():
        made = html()[path].encode() if path in html() else address.make()
        assert again[path].make() == made, path


def test_every_link_within_the_site_leads_to_an_address_of_it() -> None:
    for path, parts in pages().items():
        for link in parts.links:
            split = urlsplit(link)
            if split.scheme or link.startswith("#"):
                assert split.scheme in {"", "https", "http", "mailto"}, (path, link)
                continue
            assert split.path in site(), (path, link)


def test_every_link_within_a_page_leads_to_a_place_of_it() -> None:
    for path, parts in pages().items():
        targets = {link[1:] for link in parts.links if link.startswith("#")}
        assert {unquote(target) for target in targets} <= set(parts.ids), path
        assert len(parts.ids) == len(set(parts.ids)), path


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path, text in html().items():
        assert "<script" not in text, path
        assert " style=" not in text, path
        loaded = re.findall(r'<(?:link rel="(?:style|pre)|img|source)[^>]*', text)
        assert not [tag for tag in loaded if "//" in tag], path


def test_headings_start_at_one_and_leave_no_level_out() -> None:
    for path, parts in pages().items():
        assert parts.levels.count(1) == 1, path
        assert all(low + 1 >= high for low, high in pairwise(parts.levels)), path


def test_each_page_says_its_language_and_exists_in_the_others() -> None:
    for path, parts in pages().items():
        language = "fr" if path == "/" else path.split("/")[1]
        assert parts.language == language, path
        if path != "/":
            other = {"fr": "en", "en": "fr"}[language]
            assert f"/{other}{path[3:]}" in pages(), path


def test_no_text_is_left_to_translate() -> None:
    for path, text in html().items():
        if path.startswith("/fr/"):
            for english in (">Home<", "Published on", "Open the form", " kB<", "Report an error"):
                assert english not in text, (path, english)


def test_every_entry_version_and_comparison_has_its_page_and_its_data() -> None:
    for slug, holding in edition().shelf.entries.items():
        numbers = holding.numbers
        assert len(numbers) >= 2
        for part in [*map(str, numbers), *(f"{a}-{b}" for a, b in pairwise(numbers))]:
            for path in (f"/fr/algorithmes/{slug}/{part}/", f"/en/algorithmes/{slug}/{part}/"):
                assert path in pages()
            assert f"/algorithmes/{slug}/{part}.json" in site()


def test_the_published_files_are_handed_out_unchanged() -> None:
    for slug, holding in edition().shelf.entries.items():
        for publication in holding.history:
            for name in publication.files:
                path = f"/algorithmes/{slug}/{publication.version}/{name}"
                file = sample() / slug / str(publication.version) / name
                assert site()[path].make() == file.read_bytes()


def test_data_are_json_with_every_language_and_absolute_addresses() -> None:
    listing = json.loads(site()["/algorithmes.json"].make())
    base = listing["register"]["url"]
    assert listing["format"] == 1
    assert len(listing["entries"]) == len(edition().shelf.entries)
    for entry in listing["entries"]:
        assert set(entry["title"]) == {"fr", "en"}
        for address in [*entry["pages"].values(), entry["data"]]:
            assert address.removeprefix(base) in site()
        record = json.loads(site()[f"/algorithmes/{entry['slug']}.json"].make())
        numbers = list(edition().shelf.entry(entry["slug"]).numbers)
        assert [line["version"] for line in record["versions"]] == numbers
        version = json.loads(site()[f"/algorithmes/{entry['slug']}/1.json"].make())
        assert version["fields"]["title"]
        assert version["body"]["fr"]
        assert version["files"][0]["sha256"].startswith("sha256:")


def test_the_sitemap_names_every_page_that_may_be_found() -> None:
    root = ET.fromstring(site()["/sitemap.xml"].make())  # noqa: S314 - our own
    base = edition().shelf.register.base_url
    named = [str(place.findtext(f"{SITEMAP}loc")).removeprefix(base) for place in root]
    assert set(named) <= set(pages())
    assert "/fr/algorithmes/parcoursup/" in named
    assert "Sitemap:" in site()["/robots.txt"].make().decode()


def test_a_version_that_is_not_in_force_yet_is_not_the_one_shown() -> None:
    early = open_edition(sample(), now=datetime(2019, 1, 1, tzinfo=UTC))
    holding = early.shelf.entry("parcoursup")
    assert holding.shown == holding.on(early.shelf.day).number
    early.close()


def test_the_entry_page_cites_its_sources_by_number() -> None:
    text = html()["/fr/algorithmes/tarification-solidaire-eau/"]
    cited = set(re.findall(r'href="#source-([0-9]+)"', text))
    listed = set(re.findall(r'id="source-([0-9]+)"', text))
    assert cited
    assert cited <= listed


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_translation_says_which_text_counts(code: str) -> None:
    text = html()[f"/{code}/algorithmes/parcoursup/"]
    assert ('class="translation"' in text) is (code == "en")
