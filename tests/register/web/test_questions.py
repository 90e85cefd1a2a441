"""What is computed when asked: search, the version of a day, any comparison."""

import json

import pytest

from tests.register.published import call, edition, site

LIST = "/fr/algorithmes/"


def titles(text: str) -> list[str]:
    """Return the slugs of the entries that a list shows, in order."""
    slugs = edition().shelf.entries
    places = {slug: text.find(f'<a href="/fr/algorithmes/{slug}/">') for slug in slugs}
    return sorted((slug for slug, place in places.items() if place >= 0), key=places.__getitem__)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("eau", "tarification-solidaire-eau"),
        ("EAUX", "tarification-solidaire-eau"),
        ("facture d'eau nantes", "tarification-solidaire-eau"),
        ("boursiers", "parcoursup"),
        ("ordre d’appel", "parcoursup"),
        ("entreprises", "signaux-faibles"),
        ("renovation", "aide-renovation-energetique"),
        ("rénovaton énergétique", "aide-renovation-energetique"),
        ("urssaf", "signaux-faibles"),
    ],
)
def test_people_find_an_algorithm_by_their_own_words(words: str, slug: str) -> None:
    from urllib.parse import quote

    answer = call(LIST, query=f"q={quote(words)}")
    assert answer.status == 200
    assert titles(answer.text)[0] == slug


def test_a_search_marks_the_words_found_and_stays_out_of_search_engines() -> None:
    answer = call(LIST, query="q=boursier")
    assert "<mark>boursi" in answer.text.lower()
    assert 'content="noindex"' in answer.text


def of_family(name: str) -> set[str]:
    """Return the entries of a family, from the files themselves."""
    entries = edition().shelf.entries
    found = {slug for slug, holding in entries.items() if holding.current.entry.family == name}
    assert "parcoursup" in found
    return found


def test_filters_and_words_go_together() -> None:
    assert set(titles(call(LIST, query="family=matching").text)) == of_family("matching")
    assert titles(call(LIST, query="family=matching&q=parcoursup").text)[0] == "parcoursup"
    assert titles(call(LIST, query="family=rules&q=parcoursup").text) == []
    assert titles(call(LIST, query="q=&family=&administration=nantes-metropole").text) == [
        "tarification-solidaire-eau"
    ]


def test_what_was_typed_comes_back_escaped() -> None:
    answer = call(LIST, query="q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_search_can_be_made_by_a_program() -> None:
    answer = call("/algorithmes.json", query="family=matching")
    found = json.loads(answer.body)
    assert {entry["slug"] for entry in found["entries"]} == of_family("matching")
    assert answer.headers["vary"] == "accept-language"


def test_a_page_beyond_the_last_one_is_empty_and_not_wrong() -> None:
    answer = call(LIST, query="page=7")
    assert answer.status == 200
    assert titles(answer.text) == []


def test_a_day_leads_to_the_version_in_force_that_day() -> None:
    holding = edition().shelf.entry("tarification-solidaire-eau")
    for number in holding.numbers:
        day = holding.version(number).entry.applies_from
        expected = holding.on(day).number
        page = call(f"{LIST}tarification-solidaire-eau/", query=f"date={day}")
        assert page.status == 302
        assert page.headers["location"] == f"{LIST}tarification-solidaire-eau/{expected}/"
        record = call("/algorithmes/tarification-solidaire-eau.json", query=f"date={day}")
        assert record.headers["location"] == f"/algorithmes/{holding.slug}/{expected}.json"


def test_any_two_versions_can_be_compared_and_neighbours_are_ready() -> None:
    answer = call(f"{LIST}parcoursup/1-2/")
    assert answer.status == 200
    assert "/fr/algorithmes/parcoursup/1-2/" in site()
    assert "<ins>" in answer.text
    record = json.loads(call("/algorithmes/parcoursup/1-2.json").body)
    assert record["older"] == 1
    assert record["newer"] == 2
    assert record["fields"]
