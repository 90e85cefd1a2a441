"""The letter file: what is written must be well formed, what is missing is not its business."""

from pathlib import Path

import pytest

from explain.errors import InvalidFile
from explain.notice import read_letter
from explain.wording.plain import check
from tests.explain.notice.letter_samples import ENTRY

SAMPLES = sorted((ENTRY / "letters").glob("*.yaml"))
SMALL = b"format: 1\ndecision: {favourable: false}\n"


def issues(data: bytes) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InvalidFile) as caught:
        read_letter(data, "letter.yaml")
    return [(issue.code.id, issue.line, issue.field) for issue in caught.value.issues]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sample_letters_can_be_read(path: Path) -> None:
    letter, _ = read_letter(path.read_bytes(), path.name)
    assert letter.decision.sentences


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sample_letters_are_written_in_plain_words(path: Path) -> None:
    letter, _ = read_letter(path.read_bytes(), path.name)
    assert check(letter.own_sentences, letter.language) == ()


def test_a_letter_may_lack_what_only_the_law_demands() -> None:
    letter, _ = read_letter(SMALL, "letter.yaml")
    assert letter.recipient.name is None
    assert letter.language == "fr"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("colour: red", ("E202", 3, "colour")),
        ("date: 16/11/2026", ("E207", 3, "date")),
        ("language: de", ("E204", 3, "language")),
        ("reasons: {law: one}", ("E203", 3, "reasons.law")),
        ("place: ''", ("E205", 3, "place")),
        ("contact: {email: a@b.example}", ("E201", 3, "contact.name")),
        ("contact: {name: A, url: 'javascript:alert(1)'}", ("E203", 3, "contact.url")),
    ],
)
def test_what_is_written_badly_is_named_with_its_line(
    line: str, expected: tuple[str, int, str]
) -> None:
    assert issues(SMALL + line.encode() + b"\n") == [expected]


def test_a_request_cannot_be_later_than_its_answer() -> None:
    data = b"format: 1\ndate: 2026-01-01\ndecision: {favourable: true, applied_on: 2026-01-02}\n"
    assert [code for code, _, _ in issues(data)] == ["E209"]
