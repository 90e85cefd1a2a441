"""The list: pages of results, filters with their counts, and links that keep the question."""

from collections.abc import Iterator

import pytest

from register.catalogue.rows import Row
from register.catalogue.store import Catalogue, open_catalogue
from register.catalogue.tables import Body, Cached, Responsible, Sheet
from register.presenting.lists import PAGE, Asked, home_page, list_page
from tests.register.published import edition

COUNT = 45


def rows() -> Iterator[Row]:
    return ((type(row), row.model_dump()) for row in models())


def models() -> Iterator[Cached]:
    for row in range(1, COUNT + 1):
        slug = f"entry-{row:02}"
        yield Sheet(
            row=row,
            language="fr",
            slug=slug,
            reference=f"gj-{row:04}",
            number=1,
            title=f"Titre {row:02}",
            summary="Une aide.",
            keywords="",
            family="rules" if row % 3 else "matching",
            status="in_use" if row % 5 else "trial",
            fidelity="exact",
            automation="aid",
            administration="nantes-metropole",
            text="Un texte.",
        )
        yield Responsible(slug=slug, administration="nantes-metropole")
    yield Body(administration="nantes-metropole", language="fr", name="Nantes", kind="commune")


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    opened = open_catalogue(None, "k", rows)
    yield opened
    opened.close()


def test_every_result_is_on_exactly_one_page(catalogue: Catalogue) -> None:
    shell = edition().shells["fr"]
    pages = [list_page(shell, catalogue, Asked(page=number)) for number in (1, 2, 3)]
    assert [len(page.results) for page in pages] == [PAGE, PAGE, COUNT - 2 * PAGE]
    assert len({row.href for page in pages for row in page.results}) == COUNT
    assert {page.total for page in pages} == {COUNT}


def test_the_pages_lead_to_one_another_and_keep_the_question(catalogue: Catalogue) -> None:
    asked = Asked("aide", (("family", "rules"),), page=2)
    page = list_page(edition().shells["fr"], catalogue, asked)
    assert page.total == 30
    assert page.pagination is not None
    assert (page.pagination.page, page.pagination.pages) == (2, 2)
    assert page.pagination.previous_href == "/fr/algorithmes/?q=aide&family=rules"
    assert page.pagination.next_href is None
    assert page.alternates[0].href == "/en/algorithmes/?q=aide&family=rules&page=2"


def test_one_page_of_results_needs_no_pagination(catalogue: Catalogue) -> None:
    asked = Asked(filters=(("status", "trial"),))
    assert list_page(edition().shells["fr"], catalogue, asked).pagination is None


def test_filters_show_what_each_choice_would_leave(catalogue: Catalogue) -> None:
    asked = Asked(filters=(("status", "trial"),))
    page = list_page(edition().shells["fr"], catalogue, asked)
    assert {option.value: option.count for option in page.families} == {"rules": 6, "matching": 3}
    assert {option.value: option.count for option in page.statuses} == {"in_use": 36, "trial": 9}
    assert [option.value for option in page.statuses if option.selected] == ["trial"]


def test_only_the_whole_list_is_for_search_engines(catalogue: Catalogue) -> None:
    shell = edition().shells["fr"]
    assert list_page(shell, catalogue, Asked()).indexed
    assert not list_page(shell, catalogue, Asked(page=2)).indexed


def test_the_home_page_counts_entries_by_family_and_administration(catalogue: Catalogue) -> None:
    page = home_page(edition().shells["fr"], catalogue)
    assert page.total == COUNT
    assert {row.family: row.count for row in page.families} == {
        "rules": 30,
        "matching": 15,
        "prediction": 0,
    }
    assert [(row.name, row.count) for row in page.administrations] == [("Nantes", COUNT)]
