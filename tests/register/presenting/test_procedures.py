"""The page of a procedure: an example that the engine made, and cut-offs as chart and table."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from explain.i18n import LANGUAGES, LanguageCode
from explain.matching.spec import MatchingSpec
from explain.matching.stories import CutoffRow
from register.pages.procedure_contexts import CutoffGroup, ProcedurePage
from register.presenting import cutoffs, paths
from register.presenting.procedures import procedure_href, procedure_page
from register.trials import invented_lists
from tests.register.published import edition, site

PAGES = [
    ("affelnet-paris", 1),
    ("affelnet-paris", 2),
    ("parcoursup", 1),
    ("parcoursup", 2),
    ("parcoursup", 3),
    ("place-en-creche-pessac", 3),
]


def page(slug: str, number: int, code: LanguageCode = "en") -> ProcedurePage:
    holding = edition().shelf.entry(slug)
    return procedure_page(edition().shown(code, holding, number))


def spec_of(slug: str, number: int) -> MatchingSpec:
    spec = edition().spec(slug, number)
    assert isinstance(spec, MatchingSpec)
    return spec


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("slug", "number"), PAGES)
def test_each_matching_has_a_page_that_its_version_leads_to(
    slug: str, number: int, code: LanguageCode
) -> None:
    path = paths.procedure(code, slug, number)
    assert path in site()
    version = site()[paths.version(code, slug, number)].make().decode()
    assert f'href="{path}"' in version
    text = site()[path].make().decode()
    assert f'href="{paths.trial(code, slug)}"' in text
    assert page(slug, number, code).tale is not None


def test_no_other_family_has_such_a_page() -> None:
    for slug, algorithms in edition().algorithms.items():
        for number in edition().shelf.entry(slug).numbers:
            there = paths.procedure("fr", slug, number) in site()
            spec = algorithms[number].spec if number in algorithms else None
            assert there == isinstance(spec, MatchingSpec)
            shown = edition().shown("fr", edition().shelf.entry(slug), number)
            assert (procedure_href(shown) is not None) == there


def test_the_entry_page_leads_to_the_version_in_force() -> None:
    holding = edition().shelf.entry("parcoursup")
    path = paths.procedure("fr", "parcoursup", holding.shown)
    assert f'href="{path}"' in site()[paths.entry("fr", "parcoursup")].make().decode()


def cells(group: CutoffGroup) -> list[list[str]]:
    return [[cell.text for cell in row] for row in group.table.rows]


def test_published_cutoffs_stand_apart_from_invented_ones() -> None:
    published, invented = page("affelnet-paris", 2).cutoffs
    assert (published.invented, invented.invented) == (False, True)
    assert published.chart is not None
    condorcet = next(row for row in cells(published) if row[0] == "Condorcet")
    assert condorcet == ["Condorcet", "2021", "41,095.851", "–", "–", "–"]
    assert cells(invented) == [
        ["Buffon", "2021", "capacity not reached", "3", "2", "0"],
        ["Turgot", "2021", "41,500.25", "1", "1", "2"],
        ["Victor-Hugo", "2021", "40,900.5", "2", "2", "2"],
    ]
    hugo = [row[0] for row in cells(published) if row[0].startswith("Victor")]
    assert len(set(hugo)) == 2, "two runs of one year are told apart"


def test_a_chart_holds_the_numbers_of_its_table_and_places_them_in_order() -> None:
    (published, _) = page("affelnet-paris", 2).cutoffs
    chart = published.chart
    assert chart is not None
    assert [point.text for point in chart.points] == [row[2] for row in cells(published)]
    assert all(f"{point.label}: {point.text}" in chart.description for point in chart.points)
    values = [float(point.text.replace(",", "")) for point in chart.points]
    low, high = min(values), max(values)
    for value, point in zip(values, chart.points, strict=True):
        assert point.place == pytest.approx(100 * (value - low) / (high - low), abs=0.01)


def test_a_call_order_says_that_it_has_no_cutoff() -> None:
    found = page("parcoursup", 2)
    assert found.cutoffs == ()
    assert found.no_cutoff == "A call order gives ranks and no places: it has no cut-off."


def test_last_call_ranks_are_the_cutoffs_of_a_day() -> None:
    (group,) = page("parcoursup", 3).cutoffs
    heads = [cell.text for cell in group.table.columns]
    assert heads[2] == "Last call rank with an offer"
    by_name = {row[0]: row for row in cells(group)}
    assert by_name["Licence inventée"][2:] == ["2", "2", "2", "2"]
    full = next(
        row for name, row in by_name.items() if "example 5 of 2018" in name or "5 de" in name
    )
    assert full[2] == "capacity not reached"


def test_the_run_behind_published_cutoffs_is_not_counted_twice() -> None:
    (group,) = page("place-en-creche-pessac", 3).cutoffs
    assert cells(group) == [["Places of the committee", "2026", "380", "5", "5", "6"]]


def test_examples_are_those_of_the_run_that_is_told() -> None:
    found = page("affelnet-paris", 2)
    assert {example.href.split("/")[-2] for example in found.examples} == {
        "tour-invente-premier-voeu",
        "tour-invente-refus",
    }


ROW = CutoffRow(
    title="Run",
    session=2024,
    synthetic=False,
    programme="turgot",
    label="Turgot",
    way="open",
    state="full",
    value=Decimal("41090.421"),
    unit="points",
    places=None,
    taken=None,
    left=None,
)


def shown(*rows: CutoffRow, **changes: Any) -> tuple[CutoffGroup, ...]:
    every = [replace(row, **changes) for row in rows]
    words = edition().shells["en"].words
    return cutoffs.groups(every, spec_of("affelnet-paris", 2), words)


def test_years_are_set_side_by_side() -> None:
    (group,) = shown(ROW, replace(ROW, session=2023, value=Decimal(41000)))
    assert [row[:3] for row in cells(group)] == [
        ["Turgot", "2023", "41,000"],
        ["Turgot", "2024", "41,090.421"],
    ]
    assert group.scope.startswith("Years: 2023 to 2024. 2 cut-offs.")
    assert group.chart is not None
    assert [point.label for point in group.chart.points] == ["Turgot, 2023", "Turgot, 2024"]


def test_what_is_withheld_or_closed_is_said_and_not_drawn() -> None:
    hidden = replace(ROW, state="withheld", value=None)
    nobody = replace(ROW, programme="buffon", label="Buffon", state="closed", value=None)
    (group,) = shown(hidden, nobody)
    assert group.chart is None
    assert [row[2] for row in cells(group)] == ["nobody", "not given: fewer than five people"]


def test_one_cutoff_alone_stands_in_the_middle() -> None:
    (group,) = shown(ROW)
    assert group.chart is not None
    assert [point.place for point in group.chart.points] == [50]


def test_a_long_list_says_what_it_leaves_out() -> None:
    rows = [replace(ROW, programme=f"p{n}", label=f"P{n:04}") for n in range(310)]
    (group,) = shown(*rows)
    assert len(group.table.rows) == cutoffs.MOST_LISTED
    assert group.table.note is not None
    assert "10 other cut-offs are not listed here." in group.table.note
    assert group.chart is not None
    assert len(group.chart.points) == cutoffs.MOST_DRAWN


def test_reserved_places_are_named() -> None:
    (group,) = shown(replace(ROW, way="grants"))
    assert cells(group)[0][0] == "Turgot: reserved (grants)"


def test_the_form_compares_with_published_cutoffs_first() -> None:
    firsts = {
        (slug, number): next(
            iter(invented_lists(edition().shelf.entry(slug), spec_of(slug, number)))
        )
        for slug, number in (PAGES[1], PAGES[4], PAGES[5])
    }
    assert firsts == {
        ("affelnet-paris", 2): "seuils-2021.yaml",
        ("parcoursup", 3): "jour-chiffres.yaml",
        ("place-en-creche-pessac", 3): "seuil-de-la-liste.yaml",
    }
