"""Strict YAML: one meaning per spelling, every value with its line."""

import json
import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.reading import read_yaml
from explain.sources import MAXIMUM_BYTES, MAXIMUM_DEPTH, read_text

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")
)
PLAIN = st.recursive(
    TEXTS | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def codes(text: str | bytes) -> list[tuple[str, int | None]]:
    """Return the code and line of every issue that reading `text` reports."""
    with pytest.raises(InvalidFile) as caught:
        read_yaml(text.encode() if isinstance(text, str) else text, "f.yaml")
    return [(issue.code.id, issue.line) for issue in caught.value.issues]


@given(st.dictionaries(TEXTS, PLAIN, max_size=5))
def test_json_reads_as_the_json_module_reads_it(value: dict[str, object]) -> None:
    """JSON is a part of YAML, so the json module is an independent second reader."""
    document = read_yaml(json.dumps(value, ensure_ascii=False).encode(), "f.json")
    assert document.value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("-12", -12),
        ("2.50", Decimal("2.50")),
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("2026-01-31", "2026-01-31"),
        (".nan", ".nan"),
        ("1e5", "1e5"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("9" * 15, int("9" * 15)),
        ("9" * 16, Decimal("9" * 16)),
        ("9" * 60, "9" * 60),
    ],
)
def test_a_scalar_has_one_obvious_meaning(written: str, value: object) -> None:
    """YAML 1.1 surprises stay text; numbers stay exact."""
    read = read_yaml(f"a: {written}".encode(), "f.yaml").value["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x", [("E105", 1)]),
        ("<<: {a: 1}", [("E105", 1)]),
        ("a: 1\nb: !!python/object:os.system x", [("E106", 2)]),
        ("a: 1\na: 2\nb: 3\nb: 4", [("E104", 2), ("E104", 4)]),
        ("a:\nb: ~\nc: null", [("E108", 1), ("E108", 2), ("E108", 3)]),
        ("- a", [("E109", 1)]),
        ("", [("E109", 1)]),
        ("a: 1\n---\nb: 2", [("E111", 2)]),
        ("a: b: c", [("E103", 1)]),
        ("? [1, 2]\n: 3", [("E103", 1)]),
        ("a: [1", [("E103", 2)]),
        (b"a: \xff", [("E102", 1)]),
        (b"a: 1\nb: \x00", [("E102", 2)]),
        ('a: "\\0"', [("E102", 1)]),
        ("\ufeffa: 1", [("E102", 1)]),
        ("a: " + "[" * 3000, [("E107", 1)]),
        ("[" * 100_000, [("E107", 1)]),
        ("a: " + "x" * MAXIMUM_BYTES, [("E101", 1)]),
    ],
)
def test_what_is_refused_is_named_with_its_line(
    text: str | bytes, found: list[tuple[str, int | None]]
) -> None:
    """Every issue carries a code and the line to look at."""
    assert codes(text) == found


def test_a_bomb_of_references_is_refused_before_it_grows() -> None:
    """The classic exponential document stops at its first anchor."""
    rows = ["a0: &a0 [x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert codes("\n".join(rows)) == [("E105", 1)]


def test_the_deepest_allowed_nesting_is_read() -> None:
    """The limit itself is inside."""
    depth = MAXIMUM_DEPTH - 1
    value = read_yaml(f"a: {'[' * depth}1{']' * depth}".encode(), "f.yaml").value["a"]
    for _ in range(depth):
        (value,) = value
    assert value == 1


def test_lines_count_from_the_first_line_given() -> None:
    """Front matter starts on line 2 of its file, and paths fall back to a parent's line."""
    document = read_yaml(b"a: 1\nb:\n  - c: 2\n  - d: 3\n", "fr.md", first_line=2)
    assert document.line(("b", 1, "d")) == 5
    assert document.line(("b", 1, "unknown")) == 5
    assert document.line(("b", "variant", 0, "c")) == 4
    assert document.line(("nothing",)) is None


@given(st.text(string.printable, max_size=300))
def test_any_text_is_read_or_refused_never_more(text: str) -> None:
    """Whatever is typed, the answer is a value or a list of issues."""
    found: tuple[Issue, ...] = ()
    value: object = None
    try:
        value = read_yaml(text.encode(), "f.yaml").value
    except InvalidFile as error:
        found = error.issues
    assert found or isinstance(value, dict)


def test_a_text_file_within_the_limit_is_returned_as_it_is() -> None:
    """Accents and line ends survive."""
    assert read_text("é\r\n".encode(), "f.md") == "é\r\n"
