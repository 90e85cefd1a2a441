"""The entry page says how often a score is right, and the page of a result how sure it is."""

import pytest
from markupsafe import escape

from register.presenting.doubting import doubts_of, doubts_of_example
from register.presenting.evaluations import evaluation_view
from register.presenting.shown import Shown
from tests.register.published import edition, site

GRANT = "aide-renovation-energetique"


def shown(slug: str, number: int | None = None) -> Shown:
    held = edition()
    holding = held.shelf.entry(slug)
    return held.shown("en", holding, number or holding.shown)


def page(path: str) -> str:
    return site()[path].make().decode()


def test_an_evaluation_is_shown_with_its_tables() -> None:
    view = evaluation_view(shown(GRANT, 3))
    assert view is not None
    assert "in 100" in " ".join(view.summary)
    html = page(f"/en/algorithmes/{GRANT}/3/")
    assert all(str(escape(table.caption)) in html for table in view.tables)
    assert len(view.tables) == 6


def test_a_score_without_one_says_that_none_was_given() -> None:
    view = evaluation_view(shown("signaux-faibles"))
    assert view is not None
    assert view.summary == ()
    html = page("/en/algorithmes/signaux-faibles/")
    assert "no evaluation on known cases was given" in html


@pytest.mark.parametrize("slug", ["parcoursup", "tarification-solidaire-eau"])
def test_what_is_not_a_score_says_nothing_of_it(slug: str) -> None:
    assert evaluation_view(shown(slug)) is None
    assert "How often is the score right?" not in page(f"/en/algorithmes/{slug}/")


def test_a_worked_score_is_doubted_below_its_explanation_and_folded_away() -> None:
    html = page("/en/algorithmes/signaux-faibles/exemples/dette-sociale/")
    assert html.count("<summary>For the agent: how sure is this?</summary>") == 1
    assert "Would the reasons stay the same?" in html
    before, _, after = html.partition("For the agent")
    assert before.rstrip().endswith("<summary>")
    assert before.rpartition("<details")[2].split(">")[0].strip() == ""
    assert "draws out of 200" in after


def test_an_example_is_doubted_like_any_case() -> None:
    told = edition().told("en", "signaux-faibles")[0].worked
    version = shown("signaux-faibles", told.number)
    assert doubts_of_example(version, told.explanation) == doubts_of(version, told.explanation)
    water = edition().told("en", "tarification-solidaire-eau")[0].worked.explanation
    assert doubts_of(shown("tarification-solidaire-eau"), water) == ()
