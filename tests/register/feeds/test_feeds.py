"""The feeds: valid by the rules that readers rely on (RFC 4287, JSON Feed), with lasting ids."""

import json
import re
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from tests.register.published import edition, site

ATOM = "{http://www.w3.org/2005/Atom}"
TAG = re.compile(r"tag:[a-z0-9.-]+,[0-9]{4}-[0-9]{2}-[0-9]{2}:[A-Za-z0-9./-]+")


def feed(code: str, topic: str = "") -> ET.Element:
    """Read the feed of a language, of everything or of a topic."""
    return ET.fromstring(site()[f"/{code}/{topic}feed.atom"].make())  # noqa: S314 - our own


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


TOPICS = (
    "",
    "algorithmes/parcoursup/",
    "administrations/nantes-metropole/",
    "familles/prediction/",
)


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_both_formats_hold_the_same_publications(code: str, topic: str) -> None:
    document = json.loads(site()[f"/{code}/{topic}feed.json"].make())
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"].endswith(f"/{code}/{topic}feed.json")
    root = feed(code, topic)
    found = root.findall(f"{ATOM}entry")
    assert found
    assert [item["id"] for item in document["items"]] == [
        one.findtext(f"{ATOM}id") for one in found
    ]
    for item, one in zip(document["items"], found, strict=True):
        assert item["content_text"] == one.findtext(f"{ATOM}content")
        assert item["date_published"] == one.findtext(f"{ATOM}published")
        assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None
        assert {"id", "url", "title", "content_text"} <= set(item)


@pytest.mark.parametrize("topic", TOPICS)
def test_an_item_is_the_same_in_every_feed(topic: str) -> None:
    whole = {item["id"]: item for item in json.loads(site()["/fr/feed.json"].make())["items"]}
    for item in json.loads(site()[f"/fr/{topic}feed.json"].make())["items"]:
        assert whole[item["id"]] == item


def test_feeds_have_identifiers_of_their_own() -> None:
    paths = [path for path in site() if path.endswith("/feed.atom")]
    ids = [ET.fromstring(site()[path].make()).findtext(f"{ATOM}id") for path in paths]  # noqa: S314 - our own
    assert len(set(ids)) == len(paths) > 20
    assert all(TAG.fullmatch(str(tag)) for tag in ids)
    assert feed("fr").findtext(f"{ATOM}id") == "tag:127.0.0.1,2026-01-01:feed/fr"


def test_an_item_says_in_sentences_what_changed() -> None:
    items = json.loads(site()["/en/algorithmes/aide-renovation-energetique/feed.json"].make())[
        "items"
    ]
    assert [item["id"].rpartition("/")[2] for item in items] == ["3", "2", "1"]
    assert (
        "It was a sum of weights; it is 150 small decision trees now." in items[0]["content_text"]
    )
    assert items[0]["external_url"].endswith("/en/algorithmes/aide-renovation-energetique/2-3/")
    assert "external_url" not in items[2]


def test_pages_name_the_feed_of_what_they_are_about() -> None:
    page = site()["/fr/algorithmes/parcoursup/"].make().decode()
    assert 'type="application/atom+xml" href="/fr/algorithmes/parcoursup/feed.atom"' in page
    page = site()["/fr/administrations/nantes-metropole/"].make().decode()
    assert 'href="/fr/administrations/nantes-metropole/feed.atom"' in page


def test_an_item_leads_to_the_signed_state_under_which_it_was_published() -> None:
    base = edition().shelf.register.base_url
    relation = "https://c2sp.org/tlog-checkpoint"
    record = json.loads(site()["/fr/feed.json"].make())
    by_id = {item["id"]: item["_log"]["checkpoint"] for item in record["items"]}
    for entry in entries("fr"):
        links = {link.get("rel"): str(link.get("href")) for link in entry.findall(f"{ATOM}link")}
        assert links[relation] == by_id[str(entry.findtext(f"{ATOM}id"))]
        assert site()[links[relation].removeprefix(base)].make()
