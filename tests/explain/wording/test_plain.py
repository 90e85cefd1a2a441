"""The checker finds what makes a text hard, and leaves plain texts alone."""

import pytest

from explain.i18n import LanguageCode
from explain.wording.plain import check, lix, mean_length

HARD = (
    "Nonobstant les dispositions susvisées, il convient de diligenter l’instruction afférente à "
    "votre demande, laquelle demeure soumise à l’appréciation discrétionnaire de l’autorité "
    "compétente en application de la réglementation régionale en vigueur."
)
PLAIN_FR = (
    "Nous avons lu votre demande. Nous ne pouvons pas l’accepter. Vous avez deux mois pour agir."
)
PLAIN_EN = "We have read your request. We cannot accept it. You have two months to act."


def rules(text: str, language: LanguageCode = "fr", *, reason: bool = False) -> set[str]:
    found = check([], language, [text]) if reason else check([text], language)
    return {item.rule for item in found}


def test_a_classic_administrative_sentence_is_refused_on_every_count() -> None:
    assert rules(HARD) == {"long_sentence", "long_average", "lix", "jargon"}


@pytest.mark.parametrize(("text", "language"), [(PLAIN_FR, "fr"), (PLAIN_EN, "en")])
def test_plain_sentences_pass(text: str, language: LanguageCode) -> None:
    assert rules(text, language) == set()


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("Le calcul retire 6 points car votre revenu est élevé.", "fr", "causal"),
        ("Vous avez un garage, donc vous perdez 6 points.", "fr", "causal"),
        ("You lose 6 points because you own a car.", "en", "causal"),
        ("Le calcul passe de 46 à 41 points.", "fr", "numbers"),
        ("The calculation goes from 46 to 41 points.", "en", "numbers"),
    ],
)
def test_a_reason_counts_and_does_not_accuse(text: str, language: LanguageCode, rule: str) -> None:
    assert rules(text, language, reason=True) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Le calcul retire 31\u202f200 points.",
        "Le calcul retire 12,5 points.",
        "Il retire 3 points.",
    ],
)
def test_one_number_with_its_groups_and_decimals_is_one_number(text: str) -> None:
    assert rules(text, reason=True) == set()


def test_a_reason_may_be_shorter_than_other_sentences_only() -> None:
    text = " ".join(["mot"] * 16) + "."
    assert "long_sentence" in rules(text, reason=True)
    assert "long_sentence" not in rules(text)


def test_an_acronym_needs_its_words_once() -> None:
    assert rules("Écrivez à la CADA.") == {"acronym"}
    known = "Écrivez à la Commission d’accès aux documents administratifs (CADA)."
    assert "acronym" not in {item.rule for item in check([known, "La CADA répond."], "fr")}


def test_the_middot_is_refused() -> None:
    assert rules("Les candidat·es reçoivent une lettre.") == {"middot"}


def test_lix_is_words_per_sentence_plus_percentage_of_long_words() -> None:
    assert lix(["One two three four. Five six seven something."], "en") == pytest.approx(
        4 + 100 / 8
    )
    assert lix([], "fr") == 0
    assert mean_length(["Un deux trois. Quatre."], "fr") == 2
