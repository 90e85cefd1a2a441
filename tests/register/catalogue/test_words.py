"""Search compares terms: people type without accents, plurals or apostrophes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.i18n import LanguageCode
from register.catalogue.words import fold, query_terms, spans, stem, terms, words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("énergie", "energie"),
        ("ENERGIE", "énergies"),
        ("l’eau", "eau"),
        ("l'eau", "eaux"),
        ("régionaux", "regional"),
        ("bureaux", "bureau"),
        ("étudiantes", "étudiant"),
        ("calculée", "calculer"),
        ("aides", "aide"),
        ("aides", "aider"),
        ("C.N.A.F.", "cnaf"),
        ("cœur", "coeur"),
        ("vœux", "voeu"),
        ("élèves", "eleve"),
    ],
)
def test_two_spellings_of_a_french_word_give_one_term(written: str, typed: str) -> None:
    assert terms(written, "fr") == terms(typed, "fr")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("companies", "company"),
        ("grants", "grant"),
        ("calculating", "calculated"),
        ("stopped", "stop"),
        ("Parcoursup’s", "parcoursup s"),
    ],
)
def test_two_forms_of_an_english_word_give_one_term(written: str, typed: str) -> None:
    assert terms(written, "en") == terms(typed, "en")


@pytest.mark.parametrize(
    ("one", "other"), [("eau", "aide"), ("loi", "lot"), ("2021", "2022"), ("port", "part")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert terms(one, "fr") != terms(other, "fr")


def test_an_elided_article_is_dropped_and_a_lone_letter_is_not() -> None:
    assert words("l’impôt d’une classe D") == ["impot", "une", "classe", "d"]


def test_common_words_do_not_take_part_in_a_question() -> None:
    assert query_terms("le tarif de l’eau", "fr") == terms("tarif eau", "fr")
    assert query_terms("the price of water", "en") == terms("price water", "en")


def test_common_words_alone_are_a_question_all_the_same() -> None:
    assert query_terms("les", "fr") == ["les"]


@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_terms_are_made_of_plain_letters_and_digits(text: str, language: LanguageCode) -> None:
    assert all(term.isascii() and term.isalnum() for term in terms(text, language))


PIECES = st.sampled_from(
    [
        *"aeéÉœŒßΣǰ",
        *"0129",
        *".’'-—",
        *" \t\n\u00a0\u202f\u2028\x1f\u0301\u00b4",
        "l’",
        "C.N.A.F.",
        "aux",
    ]
)


@given(
    st.text(max_size=80) | st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["fr", "en"])
)
def test_terms_are_those_of_the_words_of_the_whole_text(text: str, language: LanguageCode) -> None:
    assert terms(text, language) == [stem(word, language) for word in words(text)]


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_each_word_is_found_where_it_is_written(text: str) -> None:
    for start, end, term in spans(text, "fr"):
        assert term in terms(text[start:end], "fr")
