"""The Atom feed: valid by the rules of RFC 4287 that readers rely on, with lasting identifiers."""

import re
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from tests.register.published import edition, site

ATOM = "{http://www.w3.org/2005/Atom}"
TAG = re.compile(r"tag:[a-z0-9.-]+,[0-9]{4}-[0-9]{2}-[0-9]{2}:[A-Za-z0-9./-]+")


def feed(code: str) -> ET.Element:
    """Read the feed of a language."""
    return ET.fromstring(site()[f"/{code}/feed.atom"].make())  # noqa: S314 - our own


def entries(code: str) -> list[ET.Element]:
    """Return the entries of a feed."""
    return feed(code).findall(f"{ATOM}entry")


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_feed_has_what_every_reader_needs(code: str) -> None:
    root = feed(code)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    base = edition().shelf.register.base_url
    assert links == {"self": f"{base}/{code}/feed.atom", "alternate": f"{base}/{code}/"}
    for entry in entries(code):
        for name in ("id", "title", "updated", "summary"):
            assert entry.findtext(f"{ATOM}{name}")


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_publication_is_in_the_feed_newest_first(code: str) -> None:
    found = entries(code)
    published = [line for holding in edition().shelf.entries.values() for line in holding.history]
    assert len(found) == len(published)
    moments = [datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))) for entry in found]
    assert moments == sorted(moments, reverse=True)
    assert set(moments) == {line.published_at for line in published}


def test_identifiers_are_tags_that_differ_and_do_not_depend_on_the_language() -> None:
    french, english = ([entry.findtext(f"{ATOM}id") for entry in entries(c)] for c in ("fr", "en"))
    assert french == english
    assert len(set(french)) == len(french)
    assert all(TAG.fullmatch(str(tag)) for tag in french)
    assert "tag:127.0.0.1,2026-09-01:gj-0" in str(french[-1])[:29]


@pytest.mark.parametrize("code", ["fr", "en"])
def test_each_entry_leads_to_its_version_and_to_what_changed(code: str) -> None:
    base = edition().shelf.register.base_url
    for entry in entries(code):
        links = {link.get("rel"): str(link.get("href")) for link in entry.findall(f"{ATOM}link")}
        assert all(link.removeprefix(base) in site() for link in links.values())
        number = str(entry.findtext(f"{ATOM}id")).rpartition("/")[2]
        assert ("related" in links) is (number != "1")
