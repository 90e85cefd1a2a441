"""Comparing over the web: any two versions, any two days, any case; and what cannot be compared."""

import json
from urllib.parse import urlencode

import pytest

from tests.register.published import call, edition, site

SLUG = "aide-renovation-energetique"
WATER = "tarification-solidaire-eau"
FORM = "application/x-www-form-urlencoded"
PAIR = f"/en/algorithmes/{SLUG}/2-3/"


def text(path: str) -> str:
    return " ".join(site()[path].make().decode().split())


def test_the_page_says_first_what_changed_in_sentences() -> None:
    page = text(PAIR)
    summary, contrasts, fields = (
        page.index(f'id="{name}"') for name in ("summary", "contrasts", "fields")
    )
    assert summary < contrasts < fields < page.index('id="words"')
    assert "It was a sum of weights; it is 150 small decision trees now." in page


def test_the_page_shows_whose_result_changes_with_both_outcomes() -> None:
    page = text(PAIR)
    assert "1 would have had another outcome." in page
    before = "the calculation gives 46 points. It is below the threshold of 50 points."
    after = "the calculation gives 52 points. It reaches the threshold of 50 points."
    assert page.index(before) < page.index(after)


def test_a_version_that_lacks_data_says_so() -> None:
    assert "It needs data that this case does not give: First application" in text(PAIR)
    assert "Version 2 does not look at: First application for this aid" in text(PAIR)


def test_a_price_that_one_version_does_not_know_is_named() -> None:
    page = text(f"/fr/algorithmes/{WATER}/1-2/")
    assert "Un couple, au prix de 2019" in page or "Non comparable" in page


def test_the_same_comparison_as_data() -> None:
    found = json.loads(site()[f"/algorithmes/{SLUG}/2-3.json"].make())
    effects = [case["effect"] for case in found["cases"]]
    assert effects.count("decision") == 1
    (case,) = [case for case in found["cases"] if case["effect"] == "decision"]
    assert (case["before"]["reached"], case["after"]["reached"]) == (False, True)
    assert found["model"]["trees"] == [0, 150]
    assert found["summary"]["calculation"]


def test_versions_that_are_no_neighbours_are_compared_when_asked() -> None:
    shelf = edition().shelf
    assert 3 in shelf.entry(SLUG).numbers
    reversed_ = call(f"/en/algorithmes/{SLUG}/3-2/")
    assert (reversed_.status, reversed_.headers["location"]) == (302, PAIR)
    for ending, kind in [
        (".json", "application/json"),
        (".patch.json", "application/json-patch+json"),
        (".diff", "text/x-diff"),
    ]:
        answer = call(f"/algorithmes/{SLUG}/3-2{ending}")
        assert answer.headers["location"] == f"/algorithmes/{SLUG}/2-3{ending}"
        served = call(f"/algorithmes/{SLUG}/2-3{ending}")
        assert served.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"/algorithmes/{SLUG}/2-2.json", 404, "R318"),
        (f"/algorithmes/{SLUG}/2-9.json", 404, "R312"),
        (f"/algorithmes/{SLUG}/0-2.json", 404, "W404"),
        (f"/algorithmes/{SLUG}/2-3.xml", 404, "W404"),
        ("/algorithmes/aide-cinema/1-2.json", 404, "R311"),
        ("/algorithmes/score-dmde-cnaf.json?date=1999-01-01", 404, "R313"),
        ("/algorithmes/score-dmde-cnaf.json?known=1999-01-01", 404, "R315"),
        ("/algorithmes/score-dmde-cnaf.json?known=hier", 400, "R317"),
        ("/algorithmes/score-dmde-cnaf.json?known=9999-12-31T23:59-23:59", 400, "R317"),
        ("/changements.json?since=hier", 400, "E207"),
        ("/changements.json?since=2026-11-01&until=2026-10-01", 400, "W400-value"),
    ],
)
def test_what_cannot_be_compared_is_named(path: str, status: int, code: str) -> None:
    address, _, query = path.partition("?")
    answer = call(address, query=query)
    assert (answer.status, json.loads(answer.body)["code"]) == (status, code)


def test_a_version_is_found_as_it_was_known() -> None:
    holding = edition().shelf.entry(SLUG)
    second = holding.history[1].published_at.date().isoformat()
    first = holding.history[0].published_at.date().isoformat()
    for known, number in [(first, 1), (second, 2)]:
        query = urlencode({"date": "2026-09-15", "known": known})
        answer = call(f"/fr/algorithmes/{SLUG}/", query=query)
        assert answer.headers["location"] == f"/fr/algorithmes/{SLUG}/{number}/"
        answer = call(f"/algorithmes/{SLUG}.json", query=query)
        assert answer.headers["location"] == f"/algorithmes/{SLUG}/{number}.json"


# -------------------------------------------------------------------------- one case, both versions


def answers(**changed: str) -> bytes:
    """Return the answers of an example of version 3, as the form sends them."""
    case = edition().shelf.entry(SLUG).cases["juste-au-dessus-version-3"].case
    typed = {name: str(value) for name, value in case.inputs.items()}
    typed["conseil"] = str(case.inputs["conseil"]).lower()
    typed["premiere_demande"] = str(case.inputs["premiere_demande"]).lower()
    return urlencode(typed | {"decision-day": "2026-12-05"} | changed).encode()


def test_any_case_goes_through_both_versions() -> None:
    path = f"{PAIR}essayer/"
    assert 'name="chauffage"' in text(path)
    answer = call(path, "POST", body=answers(), content_type=FORM)
    assert answer.status == 200
    assert "Another outcome" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    data = call(path, "POST", body=answers(), content_type=FORM, accept="application/json")
    found = json.loads(data.body)
    assert (found["effect"], found["before"]["outcome"], found["after"]["outcome"]) == (
        "decision",
        "46",
        "52",
    )


def test_answers_that_neither_version_can_use_are_named_beside_their_question() -> None:
    answer = call(f"{PAIR}essayer/", "POST", body=answers(revenu="beaucoup"), content_type=FORM)
    assert answer.status == 422
    assert 'id="revenu-error"' in answer.text
    day = call(
        f"{PAIR}essayer/", "POST", body=answers(**{"decision-day": "hier"}), content_type=FORM
    )
    assert day.status == 422
    assert 'id="decision-day-error"' in day.text


def test_a_described_algorithm_has_no_such_form() -> None:
    answer = call("/fr/algorithmes/score-dmde-cnaf/1-2/essayer/", accept="application/json")
    assert (answer.status, json.loads(answer.body)["code"]) == (404, "W404-contrast")


# ------------------------------------------------------------------------------ the whole register


def test_what_changed_between_two_days_is_told() -> None:
    query = "since=2026-09-05&until=2026-09-19"
    page = " ".join(call("/fr/changements/", query=query).text.split())
    assert "Après le 5 septembre 2026, jusqu’au 19 septembre 2026." in page
    found = json.loads(call("/changements.json", query=query).body)
    assert {item["change"] for item in found["entries"]} <= {
        "added",
        "changed",
        "announced",
        "retired",
    }
    published = [line for item in found["entries"] for line in item["publications"]]
    assert published
    assert all("2026-09-05" < line["published_at"][:10] <= "2026-09-19" for line in published)


def test_nothing_changed_on_a_day_without_publications() -> None:
    page = call("/en/changements/", query="since=2020-01-01&until=2020-02-01").text
    assert "Nothing changed between these two days." in page
