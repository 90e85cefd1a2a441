"""Where to turn: what an entry says of it stands on the page and on the sheet of a result."""

from pathlib import Path

import pytest

from explain.documents.rendering import sheet_html
from explain.i18n import LANGUAGES, LanguageCode
from explain.sources import Source
from register.entry.version import Version
from register.explaining import Question, answer, contact_of
from register.i18n import language
from register.presenting import paths
from tests.register.published import edition, site

ENTRIES = Path(__file__).resolve().parents[3] / "entries"
CASES = [
    ("affelnet-paris", "tour-invente-refus"),
    ("parcoursup", "jour-exemple-2"),
    ("place-en-creche-pessac", "place-refusee-hors-de-pessac-version-3"),
]


def said(version: Version, code: LanguageCode) -> list[str]:
    items = version.entry_in(code).redress
    return [text for item in items for text in (item.label, item.delay) if text]


def plain(html: str) -> str:
    return html.replace("&#39;", "'").replace("&#34;", '"')


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("slug", "name"), CASES)
def test_a_result_and_its_sheet_say_what_the_entry_says_of_remedies(
    slug: str, name: str, code: LanguageCode
) -> None:
    data = (ENTRIES / slug / "cases" / f"{name}.yaml").read_bytes()
    found = answer(edition().shelf, Question(slug=slug, case=Source(f"{name}.yaml", data)))
    texts = said(found.version, code)
    assert len(texts) > len(found.version.entry.redress)
    sheet = plain(sheet_html(found.sheet(language(code), "https://register.example/")))
    page = plain(site()[paths.example(code, slug, name)].make().decode())
    for html in (sheet, page):
        assert [text for text in texts if text not in html] == []
        assert contact_of(found.version.entry, found.administration) in html


def test_the_contact_of_the_service_comes_before_that_of_the_administration() -> None:
    shelf = edition().shelf
    day = shelf.entry("parcoursup").version(3).entry
    body = shelf.administrations[day.administrations[0]]
    assert contact_of(day, body).startswith("parcoursup@enseignementsup.gouv.fr")
    city = shelf.entry("place-en-creche-pessac").version(3).entry
    assert contact_of(city, shelf.administrations["ville-de-pessac"]) == "https://pessac.fr"


def test_rows_of_a_point_grid_are_named_in_the_language_of_the_page() -> None:
    slug, name = CASES[2]
    data = (ENTRIES / slug / "cases" / f"{name}.yaml").read_bytes()
    found = answer(edition().shelf, Question(slug=slug, case=Source(f"{name}.yaml", data)))
    labels = found.version.translations["en"].translation.labels
    told = found.account(language("en"))
    rows = {text for key, text in labels.items() if ".table." in key}
    assert {fact.label for fact in told.parameters} <= rows
    (living,) = [
        row for stage in told.operations for row in stage.rows if "Pessac" in row.conditions
    ]
    assert living.result.endswith("is no. It would have given 300 points.")
