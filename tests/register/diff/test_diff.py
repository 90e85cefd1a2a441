"""Differences lose nothing: each side can be read back from them."""

import re
import time
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.diff import compare
from register.diff.blocks import Block, compare_blocks, split_blocks
from register.diff.fields import compare_fields, leaves
from register.diff.words import LEAST_ALIKE, Segment, compare_words
from register.entry.folder import Folder
from register.entry.version import Version, read_version
from register.i18n import language

WORDS = (
    "le",
    "la",
    "aide",
    "0,31",
    "12 000 €",
    "eau",
    "n’est",
    "—",
    "(CAF)",
    " ",
    "\n",
    "\n\n",
    "- ",
    "| a |",
    "```\n",
    "é",
)
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=80)
ENGLISH = language("en")


def before(segments: Iterable[Segment]) -> str:
    return "".join(segment.text for segment in segments if segment.kind != "inserted")


def after(segments: Iterable[Segment]) -> str:
    return "".join(segment.text for segment in segments if segment.kind != "deleted")


def flat(blocks: Iterable[Block]) -> list[Segment]:
    return [segment for block in blocks for segment in block.segments]


@given(texts, texts)
def test_words_give_back_both_texts(old: str, new: str) -> None:
    segments = compare_words(old, new)
    assert (before(segments), after(segments)) == (old, new)
    assert all(segment.text for segment in segments)
    kinds = [segment.kind for segment in segments]
    assert all(one != other for one, other in pairwise(kinds))


@given(texts, texts)
def test_blocks_give_back_both_texts(old: str, new: str) -> None:
    segments = flat(compare_blocks(old, new))
    assert (before(segments), after(segments)) == (old, new)


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(block.change == "same" for block in compare_blocks(text, text))
    assert "".join(split_blocks(text)) == text


values = (
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["un", "deux mots", "x y z"])
)
items = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "label": values, "note": values}),
    unique_by=lambda item: str(item["id"]),
    max_size=4,
)
plain = st.dictionaries(st.sampled_from(["purpose", "risks", "cost", "gdpr"]), values | items)


@given(plain, plain)
def test_fields_lead_from_one_to_the_other(old: dict[str, Any], new: dict[str, Any]) -> None:
    changes = compare_fields(old, new, ENGLISH)
    rebuilt = leaves(old)
    for change in changes:
        for key, value in single(change.key, change.before):
            assert rebuilt.pop(key) == value
        rebuilt.update(single(change.key, change.after))
    assert rebuilt == leaves(new)


def single(key: tuple[str, ...], value: Any) -> list[tuple[tuple[str, ...], Any]]:
    """Take a whole item apart; anything else is one value, and None is no value."""
    if isinstance(value, dict):
        return [((*key, name), inner) for name, inner in value.items()]
    return [] if value is None else [(key, value)]


def test_an_item_that_came_is_one_change() -> None:
    risk = {"id": "retard", "label": "Un retard", "mitigation": "Un rappel"}
    (change,) = compare_fields({"risks": []}, {"risks": [risk]}, ENGLISH)
    assert (change.change, change.label) == ("added", "Risks")
    assert change.after == {"label": "Un retard", "mitigation": "Un rappel"}
    (segment,) = change.segments
    assert segment.kind == "inserted"
    assert segment.text.startswith("Un retard; ")
    assert segment.text.endswith("Un rappel")


def test_only_the_numbers_that_changed_are_marked() -> None:
    segments = compare_words(
        "Le seuil est de 0,31 pour 18 mois.", "Le seuil est de 0,42 pour 24 mois."
    )
    assert [segment.text for segment in segments if segment.kind == "deleted"] == ["0,31", "18"]
    assert [segment.text for segment in segments if segment.kind == "inserted"] == ["0,42", "24"]


def test_sentences_with_little_in_common_are_replaced_as_a_whole() -> None:
    old = "Première description de cette règle dans le registre."
    new = "Nous corrigeons notre fiche ; ce n’est pas un changement de la règle réelle."
    kinds = [segment.kind for segment in compare_words(old, new)]
    assert kinds == ["deleted", "inserted", "same"]


def test_a_table_row_that_came_is_one_block() -> None:
    old = "| seuil | valeur |\n|---|---|\n| bas | 0,31 |\n"
    blocks = compare_blocks(old, old + "| haut | 0,42 |\n")
    assert [block.change for block in blocks] == ["same", "same", "same", "added"]


def test_the_head_of_a_table_stays_with_its_own_rows() -> None:
    head = "| critère | valeur |\n|---|---|\n"
    old = f"Un.\n\n{head}| a | 1 |\n\nDeux.\n\n{head}| b | 2 |\n"
    new = old.replace("Deux.\n\n", "Deux, autrement.\n\n").replace("| b |", "| c |")
    marked = [block for block in compare_blocks(old, new) if block.change != "same"]
    assert not any(head.splitlines()[0] in after(block.segments) for block in marked)
    assert all({one.kind for one in block.segments} != {"same"} for block in marked)


def words_kept(old: list[str], new: list[str]) -> int:
    """Return how many words stay: those at both ends, then what difflib finds between them."""
    pairs = list(zip(old, new, strict=False))
    start = next((place for place, (a, b) in enumerate(pairs) if a != b), len(pairs))
    pairs = list(zip(old[start:][::-1], new[start:][::-1], strict=False))
    end = next((place for place, (a, b) in enumerate(pairs) if a != b), len(pairs))
    middle = old[start : len(old) - end], new[start : len(new) - end]
    found = SequenceMatcher(None, *middle).get_matching_blocks()
    kept = start + end + sum(match.size for match in found)
    return kept if 2 * kept >= LEAST_ALIKE * (len(old) + len(new)) else start + end


@given(texts, texts, texts, texts)
def test_shared_ends_that_are_cut_off_first_change_nothing(
    head: str, old: str, new: str, tail: str
) -> None:
    """The same words stay as where every word of both whole texts is compared."""
    old, new = f"{head} {old} {tail}", f"{head} {new} {tail}"
    stayed = [segment.text for segment in compare_words(old, new) if segment.kind == "same"]
    split = re.compile(r"[0-9]+(?:[.,\u00a0\u202f][0-9]+)*|\w+|[^\w\s]").findall
    assert len(split("\n".join(stayed))) == words_kept(split(old), split(new))


def test_a_paragraph_that_changed_is_compared_with_its_neighbour() -> None:
    rest = "Un premier paragraphe qui reste.\n\nLe seuil vaut 3 % des ressources du foyer.\n"
    new = f"Un paragraphe tout neuf.\n\n{rest.replace('3 %', '4 %')}"
    assert [block.change for block in compare_blocks(rest, new)] == ["added", "same", "changed"]


def test_items_are_matched_by_id_whatever_their_order() -> None:
    one = {"id": "a", "label": "Un risque"}
    other = {"id": "b", "label": "Un autre"}
    assert compare_fields({"risks": [one, other]}, {"risks": [other, one]}, ENGLISH) == ()


def test_a_fact_that_becomes_known_says_what_it_was() -> None:
    old = {"cost": {"unknown": "secret", "legal_ground": "CRPA, L311-6", "note": None}}
    (change,) = compare_fields(old, {"cost": "12 000 €"}, ENGLISH)
    shown = [(segment.kind, segment.text) for segment in change.segments]
    assert shown == [("deleted", "secret (CRPA, L311-6)"), ("inserted", "12 000 €")]
    assert (change.part, change.label) == ("Risks and proof", "Cost")


@pytest.fixture
def versions(sample: Path) -> tuple[Version, Version]:
    """Return the sample's version, and one with a changed rule, field and paragraph."""
    first = sample / "aide-cantine/1"
    second = sample / "aide-cantine/2"
    second.mkdir()
    for path in first.iterdir():
        text = path.read_text()
        text = text.replace("value: 2.50", "value: 3.00").replace("count: 812", "count: 900")
        text = text.replace("Il ne connaît pas la garde", "Il ignore la garde")
        (second / path.name).write_text(text)
    files = Folder(sample).entry("aide-cantine")
    made = [read_version(files, number)[0] for number in (1, 2)]
    assert made[0] is not None
    assert made[1] is not None
    return made[0], made[1]


def test_versions_are_compared_in_fields_rule_and_text(versions: tuple[Version, Version]) -> None:
    comparison = compare(*versions, ENGLISH)
    assert [change.key for change in comparison.fields] == [("decisions_per_year", "count")]
    (rule,) = comparison.algorithm
    assert (str(rule.before), str(rule.after)) == ("2.50", "3.00")
    assert rule.key[:2] == ("parameters", "part_payee")
    assert not any(section.changed for section in comparison.sections)  # the English text stayed


def test_the_text_is_compared_in_the_language_asked_for(versions: tuple[Version, Version]) -> None:
    comparison = compare(*versions, language("fr"))
    (section,) = [section for section in comparison.sections if section.changed]
    assert section.id == "limits"
    assert before(flat(section.blocks)) == "Il ne connaît pas la garde alternée."
    assert after(flat(section.blocks)) == "Il ignore la garde alternée."


def test_a_long_text_is_compared_in_a_blink() -> None:
    rows = "".join(
        f"| critère {n} | valeur {n * 7} | remarque sur la ligne {n} |\n" for n in range(120)
    )
    words = "\n\n".join(f"Paragraphe {n} : " + "un mot après l’autre " * 8 for n in range(40))
    old = f"{rows}\n\n{words}"
    new = old.replace("valeur 70 ", "valeur 71 ").replace("Paragraphe 7 :", "Paragraphe sept :")
    start = time.process_time()
    compare_blocks(old, new)
    assert time.process_time() - start < 0.1


def test_hostile_texts_do_not_hang() -> None:
    start = time.process_time()
    compare_blocks("a b " * 30_000, "b a " * 30_000)
    compare_blocks("a\n\n" * 20_000, "b\n\n" * 20_000)
    assert time.process_time() - start < 5
