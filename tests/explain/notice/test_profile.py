"""The legal profile: data that a lawyer can review, sentences that people can read."""

import re
from string import Template

import pytest

from explain.errors import InvalidFile
from explain.i18n import LANGUAGES, LanguageCode
from explain.notice import profile
from explain.notice.profile import FOLDER, read_profile
from explain.wording.plain import check
from tests.explain.notice.letter_samples import notice

ARTICLES = {
    "mention": "L. 311-3-1",
    "purpose": "R. 311-3-1-1",
    "right_to_rules": "R. 311-3-1-2",
    "rules_online": "L. 312-1-3",
    "reasons": "L. 211-5",
    "author": "L. 212-1",
    "remedies": "R. 421-5",
    "solely_automated": "article 47",
    "degree": "R. 311-3-1-2, 1°",
    "data": "R. 311-3-1-2, 2°",
    "parameters": "R. 311-3-1-2, 3°",
    "operations": "R. 311-3-1-2, 4°",
}


@pytest.mark.parametrize(("element", "article"), ARTICLES.items())
def test_each_element_of_the_checklist_is_there_with_its_article(
    element: str, article: str
) -> None:
    (found,) = [item for item in profile().elements if item.id == element]
    assert article in found.article


def test_only_a_decision_without_a_human_is_void_without_its_mention() -> None:
    assert [item.id for item in profile().elements if item.nullity] == ["solely_automated"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_of_the_law_can_be_filled_in(code: LanguageCode) -> None:
    values = notice(code=code).values()
    for element in profile().elements:
        for text in element.texts:
            filled = Template(getattr(text, code)).substitute(values)
            assert "$" not in filled
            assert filled.strip()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_sentences_of_the_law_are_plain(code: LanguageCode) -> None:
    values = {**notice(code=code).values(), "contact": "X", "address": "X", "title": "X"}
    texts = [
        Template(getattr(text, code)).substitute(values)
        for element in profile().elements
        for text in element.texts
    ]
    assert check(texts, code) == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_delays_are_words_of_the_law_and_counted_from_receipt(code: LanguageCode) -> None:
    """Two months are not sixty days, and a printed date would be wrong on paper mail."""
    text = " ".join(notice(code=code).statements("decision"))
    assert {"fr": "deux mois", "en": "two months"}[code] in text
    assert {"fr": "vous recevez cette lettre", "en": "you receive this letter"}[code] in text
    assert not re.search(r"\d", text)


def test_the_mention_gives_the_way_to_the_commission_with_both_delays() -> None:
    text = " ".join(notice().statements("mention"))
    assert "dans un mois" in text
    assert "deux mois pour saisir la Commission d’accès aux documents administratifs" in text
    assert "fondement d’un traitement algorithmique" in text


def test_a_faulty_profile_is_refused_with_its_lines() -> None:
    data = (FOLDER / "fr.yaml").read_text("utf-8").replace("block: mention", "block: nowhere", 1)
    with pytest.raises(InvalidFile) as caught:
        read_profile(data.encode(), "fr.yaml")
    (issue,) = caught.value.issues
    assert issue.line
    assert issue.field.endswith("block")


def test_a_sentence_with_a_lone_dollar_is_refused() -> None:
    data = (FOLDER / "fr.yaml").read_text("utf-8").replace("$court_delay pour", "$ pour", 1)
    with pytest.raises(InvalidFile):
        read_profile(data.encode(), "fr.yaml")
