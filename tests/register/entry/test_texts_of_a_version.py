"""Front matter, sections, and one version read as a whole."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explain.errors import InvalidFile
from explain.texts import texts
from register.entry.body import read_body
from register.entry.folder import Folder, open_folder
from register.entry.front_matter import split
from register.entry.known import Unknown
from register.entry.version import Version, load_algorithm, locate, read_version

ROOT = Path(__file__).parents[3]
PUBLISHED = sorted(ROOT.glob("entries/*/[0-9]*/*.md"))


@pytest.fixture
def version(sample: Path) -> Version:
    """Return the sample's version."""
    read, found = read_version(Folder(sample).entry("aide-cantine"), 1)
    assert found == []
    assert read is not None
    return read


def test_lines_are_those_of_the_file() -> None:
    page = split(b"---\na: 1\nb: 2\n---\n\n## H {#how}\n", "fr.md")
    assert page.head.value == {"a": 1, "b": 2}
    assert page.head.line(("b",)) == 3
    assert page.line == 5
    assert page.body == "\n## H {#how}\n"


def test_lines_may_end_as_on_windows() -> None:
    page = split(b"---\r\na: 1\r\n---\r\ntext\r\n", "fr.md")
    assert (page.head.value, page.line) == ({"a": 1}, 4)


def test_a_rule_inside_the_body_does_not_end_the_front_matter() -> None:
    assert split(b"---\na: 1\n---\nx\n\n---\n\ny\n", "fr.md").body == "x\n\n---\n\ny\n"


@pytest.mark.parametrize("data", [b"", b"---\na: 1\n", b"a: 1\n---\n", b" ---\na: 1\n---\n"])
def test_a_text_without_front_matter_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        split(data, "fr.md")


@given(st.text())
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        page = split(f"---\na: 1\n---\n{text}".encode(), "fr.md")
    except InvalidFile:
        return
    body, _ = read_body(page.body, "fr.md", page.line)
    for section in body.sections:
        assert section.text in text
        assert page.line <= section.line < section.first_line


def test_headings_inside_code_are_not_sections() -> None:
    body, _ = read_body(
        "## Un {#how}\n\n```\n## Deux {#data}\n```\n\n~~~~\n## Trois {#law}\n~~~\n", "f"
    )
    assert [section.id for section in body.sections] == ["how"]


def test_a_section_knows_its_lines_and_what_it_cites() -> None:
    body, _ = read_body("\n## Un {#how}\n\n\nTexte [@loi] et [@loi; @avis].\n", "f", first_line=10)
    (section,) = body.sections
    assert (section.title, section.line, section.first_line) == ("Un", 11, 14)
    assert section.cited == body.cited == ("loi", "avis")


def test_a_version_is_read_in_both_languages(version: Version) -> None:
    assert version.languages == ("fr", "en")
    assert version.entry_in("fr").title == "Calculer l’aide à la cantine"
    assert version.entry_in("en").title == "Work out the aid for school lunches"
    assert version.entry_in("en").redress[1].delay == "Two months from reception"
    assert version.body_in("en").sections[0].title == "Why this calculation exists"


def test_every_text_of_a_version_is_replaced_by_its_translation(version: Version) -> None:
    french, english = texts(version.entry_in("fr")), texts(version.entry_in("en"))
    assert french.keys() == english.keys()
    assert [key for key in french if french[key] == english[key]] == []


def test_a_spec_is_translated_with_its_labels(version: Version) -> None:
    algorithm = load_algorithm(version)
    assert algorithm is not None
    assert version.spec_in("en", algorithm.spec).inputs[0].label == "Family quotient"
    assert version.spec_in("fr", algorithm.spec).inputs[0].label == "Quotient familial"


def test_a_missing_fact_says_why(version: Version) -> None:
    cost = version.entry.cost
    assert isinstance(cost, Unknown)
    assert (cost.unknown, cost.legal_ground) == ("secret", "CRPA, article L311-6")
    assert version.entry.applies_from == date(2025, 9, 1)
    assert version.entry.started_on == "2025-09"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("rules.yaml", (3, "rules.yaml")),
        ("../1/rules.yaml", (1, "rules.yaml")),
        ("../3/rules.yaml", None),
        ("../4/rules.yaml", None),
        ("../0/rules.yaml", None),
        ("../../autre/rules.yaml", None),
        ("/etc/passwd", None),
        ("../1/../../x", None),
        ("a/b", None),
    ],
)
def test_an_artefact_lies_in_this_version_or_an_older_one(
    path: str, place: tuple[int, str] | None
) -> None:
    assert locate(path, 3) == place


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_reader_agrees_with_pyyaml_where_yaml_has_one_meaning(path: Path) -> None:
    head = split(path.read_bytes(), path.name).head
    source = path.read_text().split("---\n")[1]
    theirs = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506, TID251 - the oracle; it makes texts only
    assert as_texts(head.value) == theirs


def as_texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_folder_without_register_is_refused(tmp_path: Path) -> None:
    from register.errors import InvalidRegister

    with pytest.raises(InvalidRegister):
        open_folder(tmp_path)


def test_a_special_file_is_never_opened(sample: Path) -> None:
    import os

    os.mkfifo(sample / "aide-cantine/1/tuyau.yaml")
    files = Folder(sample).entry("aide-cantine")
    assert [issue.code.id for issue in files.issues] == ["R203"]
    assert "tuyau.yaml" not in files.versions[1]


def test_a_register_that_is_a_link_to_elsewhere_is_not_followed(sample: Path) -> None:
    (sample / "aide-cantine/1/rules.yaml").unlink()
    (sample / "aide-cantine/1/rules.yaml").symlink_to("/etc/passwd")
    files = Folder(sample).entry("aide-cantine")
    assert "rules.yaml" not in files.versions[1]
