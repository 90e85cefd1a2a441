"""What stays together at the end of a line, and what is escaped."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.documents.typography import LONGEST, tied


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("même règlement, article 6", "même règlement, article\u00a06"),
        ("article L. 311-3-1", "article\u00a0L.\u00a0311-3-1"),
        ("articles R. 421-1 et R. 421-5", "articles\u00a0R.\u00a0421-1\u00a0et R.\u00a0421-5"),
        ("1 place de la Région, 00000 Exemple", "1\u00a0place de la Région, 00000\u00a0Exemple"),
        ("00 00 00 00 00.", "00\u00a000\u00a000\u00a000\u00a000."),
        ("le 5 novembre 2026", "le 5\u00a0novembre 2026"),
        ("un article de loi", "un article de loi"),
    ],
)
def test_numbers_stay_beside_their_words(text: str, shown: str) -> None:
    assert tied(text) == shown


def test_addresses_stay_whole_and_their_full_stop_outside() -> None:
    shown = tied("Voir https://tribunal.example/a/. Ou a.b@c-d.example, merci.")
    assert shown == (
        'Voir <span class="whole">https://tribunal.example/a/</span>. '
        'Ou <span class="whole">a.b@c-d.example</span>, merci.'
    )


def test_an_address_longer_than_a_line_may_be_broken() -> None:
    address = "https://register.example/" + "a" * LONGEST
    assert tied(address) == address


@given(st.text())
def test_nothing_is_changed_but_spaces(text: str) -> None:
    plain = html.unescape(re.sub(r'</?span(?: class="whole")?>', "", str(tied(text))))
    assert plain.replace("\u00a0", " ") == html.unescape(html.escape(text)).replace("\u00a0", " ")
