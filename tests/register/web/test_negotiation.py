"""What a request asks for, read from its headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.web.negotiation import accepts_gzip, language_of, matches, wants_json, weights


@pytest.mark.parametrize(
    ("header", "packed"),
    [
        ("", False),
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, br", False),
        ("*", True),
        ("identity", False),
        ("*;q=0", False),
    ],
)
def test_an_answer_is_packed_only_for_those_who_accept_it(header: str, *, packed: bool) -> None:
    assert accepts_gzip(header) is packed


@pytest.mark.parametrize(
    ("path", "accept", "json"),
    [
        ("/fr/", "text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("/fr/", "*/*", False),
        ("/fr/", "", False),
        ("/fr/", "application/json", True),
        ("/fr/", "application/problem+json, text/html;q=0.5", True),
        ("/fr/", "application/json;q=0.1, text/html", False),
        ("/algorithmes/x.json", "text/html", True),
        ("/fr/feed.atom", "", True),
    ],
)
def test_programs_get_data_and_people_get_pages(path: str, accept: str, *, json: bool) -> None:
    assert wants_json(path, accept) is json


@pytest.mark.parametrize(
    ("path", "accept", "language"),
    [
        ("/en/x/", "fr", "en"),
        ("/fr", "en", "fr"),
        ("/english", "fr", "fr"),
        ("/algorithmes.json", "en-GB,en;q=0.9,fr;q=0.1", "en"),
        ("/algorithmes.json", "de, it", "fr"),
        ("/algorithmes.json", "", "fr"),
        ("/algorithmes.json", "en;q=0", "fr"),
    ],
)
def test_the_address_says_the_language_else_the_reader(
    path: str, accept: str, language: str
) -> None:
    assert language_of(path, accept) == language


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ("*", True),
        ('"ab"', False),
        ("abc", False),
        ("", False),
    ],
)
def test_entity_tags_are_compared_whole(header: str, *, same: bool) -> None:
    assert matches(header, '"abc"') is same


@given(st.text(max_size=200))
def test_no_header_whatever_breaks_the_reading(header: str) -> None:
    assert all(0 <= quality <= 2 for quality in weights(header).values())
    accepts_gzip(header)
    matches(header, '"abc"')
    assert language_of("/x", header) in {"fr", "en"}
