"""Where sentences end, law and numbers included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.i18n import LanguageCode
from explain.wording.sentences import sentences, words_of


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("L’article L. 311-3-1 du CRPA. C’est clair.", "fr", 2),
        ("Voir l’article R. 311-3-1-2 et l’art. 47. Fin.", "fr", 2),
        ("Le taux est 12.5 %. Il baisse.", "fr", 2),
        ("M. Roux et Mme Benali décident. Vous êtes informée.", "fr", 2),
        ("J. Dupont signe. Voilà.", "fr", 2),
        ("Qui a décidé ? Une agente ! Oui.", "fr", 3),
        ("« Bien. » Puis rien.", "fr", 2),
        ("Première ligne\nDeuxième ligne", "fr", 2),
        ("Écrivez à aide@ville.example. Merci.", "fr", 2),
        ("Article R. 421-5 applies. Mr. Smith signs, e.g. here. Done.", "en", 3),
        ("The score is 41.5 points. It needs 50.", "en", 2),
        ("Ok.", "en", 1),
        ("", "en", 0),
        ("— … !", "fr", 0),
    ],
)
def test_sentences_end_where_readers_stop(text: str, language: LanguageCode, expected: int) -> None:
    assert len(sentences(text, language)) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("l’aide", 1),
        ("31\u202f200\u00a0€", 1),
        ("L. 311-3-1", 2),
        ("dites-le-nous", 1),
        ("« oui » : 12,5 %", 2),
    ],
)
def test_words_are_what_people_read_as_one(text: str, count: int) -> None:
    assert len(words_of(text)) == count


@given(st.text(max_size=200))
def test_no_word_is_lost_or_made_up(text: str) -> None:
    """Splitting keeps every word, in order."""
    split = [word for item in sentences(text, "fr") for word in words_of(item)]
    assert split == [word for line in text.splitlines() for word in words_of(line)]
