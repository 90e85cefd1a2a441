"""The letter as HTML: everything in its order, nothing that a hostile text can turn into code."""

import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from explain.canonical import to_record
from explain.documents.rendering import letter_html, sheet_html
from explain.documents.sheet import Sheet
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.notice import Notice
from explain.wording.plain import check_account
from tests.explain.notice.letter_samples import explained, letter_values, notice

HOSTILE = (
    '<img src="file:///etc/passwd"><script>alert(1)</script>'
    '<link rel="attachment" href="file:///etc/passwd">'
    '<svg><use href="file:///etc/passwd#a"/></svg>{{ 7 * 7 }}${7*7}'
)


class Outline(HTMLParser):
    """Collects tags, headings and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.addresses: list[str] = []
        self.language = ""
        self.open: int | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        self.addresses += [v for k, v in attrs if v and k in {"src", "href", "xlink:href", "data"}]
        if re.fullmatch("h[1-6]", tag):
            self.open = int(tag[1])
            self.headings.append((self.open, ""))

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open is not None:
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def hostile() -> Notice:
    values = letter_values()
    values["decision"]["subject"] = HOSTILE
    values["decision"]["sentences"] = [HOSTILE]
    values["recipient"]["name"] = HOSTILE
    values["reasons"]["facts"] = [HOSTILE]
    values["contact"]["name"] = HOSTILE
    return notice(values)


def sheet(code: LanguageCode) -> Sheet:
    found, french, english = explained("illustrative")
    return Sheet(
        title="Des points",
        administration="Région Exemple",
        explanation=found,
        account=french if code == "fr" else english,
        language=language(code),
        address="https://register.example/fr/algorithmes/aide/2/",
    )


def test_the_parts_of_a_letter_come_in_their_order() -> None:
    found = [text for level, text in Outline(letter_html(notice())).headings if level < 3]
    assert found == [
        "Objet\u00a0: votre demande d’aide à la rénovation énergétique est refusée",
        "La décision",
        "Qui a décidé\u00a0?",
        "Pourquoi cette décision\u00a0?",
        "Comment le calcul a-t-il compté\u00a0?",
        "Que ne dit pas cette explication\u00a0?",
        "Qu’est-ce qui aurait changé le résultat du calcul\u00a0?",
        "Quelles données ne sont pas utilisées\u00a0?",
        "Une erreur\u00a0?",
        "Mention obligatoire\u00a0: un algorithme a été utilisé",
        "Vos droits",
        "Vos données",
        "Vérifier le calcul",
        "Annexe\u00a0: le calcul en entier",
    ]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["letter", "sheet"])
def test_a_document_has_one_title_and_skips_no_level(code: LanguageCode, kind: str) -> None:
    html = letter_html(notice(code=code)) if kind == "letter" else sheet_html(sheet(code))
    page = Outline(html)
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.language == code


def test_a_document_needs_nothing_but_itself() -> None:
    """Every image is inside; addresses of law or rules are links that nobody fetches."""
    html = letter_html(notice())
    page = Outline(html)
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert all(item.startswith(("data:", "http")) for item in page.addresses)
    assert re.findall(r"url\((?!\"data:)", html) == []
    assert "@import" not in html


def test_a_hostile_letter_stays_text() -> None:
    page = Outline(letter_html(hostile()))
    assert "script" not in page.tags
    assert "use" not in page.tags
    assert not [item for item in page.addresses if item.startswith("file:")]
    assert page.tags.count("img") == 1
    assert "{{ 7 * 7 }}${7*7}" in page.headings[0][1]


def test_the_same_letter_gives_the_same_page() -> None:
    assert letter_html(notice()) == letter_html(notice())


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_that_the_law_demands_is_printed(code: LanguageCode) -> None:
    made = notice(code=code)
    html = re.sub(r"</?span[^>]*>", "", letter_html(made)).replace("\u00a0", " ")
    for block in ("decision", "mention", "rights", "data"):
        for sentence in made.statements(block):
            assert sentence.replace("'", "&#39;").replace("\u00a0", " ") in html


def test_a_specimen_says_so_in_words_and_an_issued_letter_does_not() -> None:
    assert "Spécimen, sans aucune valeur juridique." in letter_html(notice(fidelity="partial"))
    assert "Spécimen" not in letter_html(notice(fidelity="exact"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_numbers_of_the_table_are_those_of_the_record(code: LanguageCode) -> None:
    made = notice(code=code)
    record = json.loads(to_record(made.explanation))
    printed = {Decimal(share["points"]) for share in record["detail"]["shares"]} | {
        Decimal(record["outcome"]["value"])
    }
    for fact in made.account.table[1:]:
        number = re.search(r"[−+]?\d+", fact.value)
        assert number
        assert Decimal(number[0].replace("−", "-")) in printed


def test_the_annex_of_a_score_tells_each_datum_and_each_source_once() -> None:
    """The effects stand beside the means: the data have their own table, just above."""
    made = notice(code="en")
    annex = letter_html(made).partition('<section class="annex">')[2]
    source, mean = (part.split("</table>")[0] for part in annex.split('<table class="rows')[1:4:2])
    assert "39,800" in source
    assert ">Avis d’impôt joint à la demande<" in source
    assert "39,800" not in mean
    assert ">€30,990 a year<" in mean


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_letter_tells_its_calculation_in_plain_words(code: LanguageCode) -> None:
    found = check_account(notice(code=code).account)
    french_labels_in_english = {"lix"} if code == "en" else set()
    assert {item.rule for item in found} <= french_labels_in_english
