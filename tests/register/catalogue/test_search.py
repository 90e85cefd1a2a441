"""The catalogue finds entries by words as people type them, and counts what filters leave."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.catalogue.excerpts import excerpt
from register.catalogue.queries import Question, bodies, find, releases, sheet
from register.catalogue.rows import Row
from register.catalogue.store import Catalogue, open_catalogue
from register.catalogue.tables import Body, Cached, Release, Responsible, Sheet

PAGES = {
    "eau": ("Calculer l’aide à la facture d’eau", "rules", "nantes", "in_use", "Le quotient."),
    "vœux": ("Classer les vœux des élèves", "matching", "etat", "in_use", "Une classe d’appel."),
    "faible": ("Repérer des entreprises fragiles", "prediction", "etat", "trial", "L’URSSAF."),
    "logement": ("Attribuer des logements sociaux", "rules", "nantes", "retired", "Le délai."),
}


def rows() -> Iterator[Row]:
    return ((type(row), row.model_dump()) for row in models())


def models() -> Iterator[Cached]:
    for row, (slug, page) in enumerate(PAGES.items(), start=1):
        title, family, administration, status, text = page
        yield Sheet(
            row=row,
            language="fr",
            slug=slug,
            reference=f"gj-000{row}",
            number=1,
            title=title,
            summary="Un calcul.",
            keywords="énergie, rénovation" if slug == "logement" else "",
            family=family,
            status=status,
            fidelity="partial",
            automation="aid",
            administration=administration,
            updated_on=date(2026, 11, row),
            text=text,
        )
        yield Responsible(slug=slug, administration=administration)
        yield Release(
            slug=slug,
            number=1,
            language="fr",
            published_at=datetime(2026, 11, row, 9, 0, tzinfo=UTC),
            kind="substance",
            title=title,
            note="Début.",
            administration=administration,
        )
    yield Body(administration="nantes", language="fr", name="Nantes", kind="intercommunality")
    yield Body(administration="etat", language="fr", name="État", kind="ministry")


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    opened = open_catalogue(None, "k", rows)
    yield opened
    opened.close()


def slugs(catalogue: Catalogue, words: str, **filters: str) -> list[str]:
    question = Question(language="fr", words=words, filters=filters)  # type: ignore[arg-type] # names of facets
    return [found.slug for found in find(catalogue, question).sheets]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("eau", "eau"),
        ("EAUX", "eau"),
        ("facture d'eau", "eau"),
        ("voeu", "vœux"),
        ("élève", "vœux"),
        ("eleves", "vœux"),
        ("entreprise fragile", "faible"),
        ("urssaf", "faible"),
        ("U.R.S.S.A.F.", "faible"),
        ("logement social", "logement"),
        ("energie", "logement"),
        ("rénovations", "logement"),
        ("entrepirse", "faible"),
        ("logemnt", "logement"),
        ("logem", "logement"),
        ("gj-0003", "faible"),
    ],
)
def test_words_as_people_type_them_find_the_entry_first(
    catalogue: Catalogue, typed: str, slug: str
) -> None:
    assert slugs(catalogue, typed)[:1] == [slug]


def test_no_words_list_everything_by_title(catalogue: Catalogue) -> None:
    assert slugs(catalogue, "") == ["logement", "eau", "vœux", "faible"]


def test_words_that_stand_nowhere_find_nothing(catalogue: Catalogue) -> None:
    assert slugs(catalogue, "xylophone") == []


def test_where_no_entry_has_all_words_those_with_one_are_found(catalogue: Catalogue) -> None:
    assert slugs(catalogue, "facture élèves") == ["vœux", "eau"] or set(
        slugs(catalogue, "facture élèves")
    ) == {"eau", "vœux"}


def test_filters_narrow_and_counts_say_what_each_choice_would_give(catalogue: Catalogue) -> None:
    question = Question(language="fr", filters={"family": "rules", "status": "in_use"})
    answer = find(catalogue, question)
    assert [found.slug for found in answer.sheets] == ["eau"]
    assert answer.counts["family"] == {"rules": 1, "matching": 1}
    assert answer.counts["status"] == {"in_use": 1, "retired": 1}
    assert answer.counts["administration"] == {"nantes": 1}


def test_counts_take_the_words_into_account(catalogue: Catalogue) -> None:
    answer = find(catalogue, Question(language="fr", words="eau"))
    assert answer.counts["family"] == {"rules": 1}


def test_pages_cut_the_results_without_losing_any(catalogue: Catalogue) -> None:
    question = Question(language="fr")
    pages = [find(catalogue, question, start=start, size=3) for start in (0, 3)]
    assert [page.total for page in pages] == [4, 4]
    assert len({found.slug for page in pages for found in page.sheets}) == 4


@given(st.text(max_size=60))
def test_no_question_whatever_breaks_the_search(catalogue: Catalogue, words: str) -> None:
    assert find(catalogue, Question(language="fr", words=words)).total <= 4


@pytest.mark.parametrize(
    "words",
    ['"', "a OR b", "title:eau", "NEAR(a b)", "eau*", "-eau", "^eau", "'; DROP TABLE x", "\x00"],
)
def test_the_search_language_of_the_engine_is_not_for_visitors(
    catalogue: Catalogue, words: str
) -> None:
    find(catalogue, Question(language="fr", words=words))
    assert slugs(catalogue, "eau") == ["eau"]


def test_administrations_come_with_their_number_of_entries(catalogue: Catalogue) -> None:
    assert [(body.name, count) for body, count in bodies(catalogue, "fr")] == [
        ("Nantes", 2),
        ("État", 2),
    ]


def test_latest_publications_come_first_and_can_be_of_one_administration(
    catalogue: Catalogue,
) -> None:
    assert [release.slug for release in releases(catalogue, "fr", limit=2)] == [
        "logement",
        "faible",
    ]
    own = releases(catalogue, "fr", administration="etat")
    assert [release.slug for release in own] == ["faible", "vœux"]


def test_one_entry_is_found_by_its_name(catalogue: Catalogue) -> None:
    found = sheet(catalogue, "fr", "eau")
    assert found is not None
    assert found.reference == "gj-0001"
    assert sheet(catalogue, "fr", "absent") is None
    assert sheet(catalogue, "en", "eau") is None


def test_a_catalogue_is_made_once_for_one_key(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "catalogue.sqlite"
    made: list[str] = []

    def fill() -> Iterator[Row]:
        made.append("made")
        return rows()

    for key in ("one", "one", "two"):
        open_catalogue(path, key, fill).close()
    assert len(made) == 2
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["catalogue.sqlite"]


def test_a_damaged_or_deleted_catalogue_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    open_catalogue(path, "one", rows).close()
    path.write_bytes(b"not a database at all" * 100)
    opened = open_catalogue(path, "one", rows)
    assert find(opened, Question(language="fr")).total == 4
    opened.close()


def test_a_failure_while_filling_leaves_the_older_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    open_catalogue(path, "one", rows).close()
    before = path.read_bytes()

    def fail() -> Iterator[Row]:
        yield from rows()
        raise LookupError

    with pytest.raises(LookupError):
        open_catalogue(path, "two", fail)
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_the_excerpt_is_the_passage_with_most_words_and_marks_them() -> None:
    text = "Le calcul est simple.\nLe tarif de l’eau dépend du foyer."
    assert excerpt(text, ["tarif", "eau"], "fr") == (
        "Le <mark>tarif</mark> de l’<mark>eau</mark> dépend du foyer."
    )


def test_the_excerpt_escapes_what_the_entry_holds() -> None:
    assert excerpt("<script>eau</script>", ["eau"], "fr") == (
        "&lt;script&gt;<mark>eau</mark>&lt;/script&gt;"
    )


def test_a_long_passage_is_cut_at_words_around_what_was_found() -> None:
    text = "mot " * 200 + "eau " + "fin " * 200
    found = excerpt(text, ["eau"], "fr")
    assert found is not None
    assert found.startswith("… mot")
    assert "<mark>eau</mark>" in found
    assert found.endswith("fin …")
    assert len(found) < 260


@given(st.text(max_size=400))
def test_an_excerpt_never_invents_or_loses_text(text: str) -> None:
    found = excerpt(text, ["a", "e"], "fr")
    if found is not None:
        assert found.striptags().strip("… ").split()[0] in " ".join(text.split())
