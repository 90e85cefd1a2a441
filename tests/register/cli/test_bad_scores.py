"""A score that is wrong somewhere, on the command line from end to end.

Whatever is wrong is named with what to do, in both languages, and nothing is published by half.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from explain.canonical import digest
from register.cli import root as commands

ENTRIES = Path(__file__).parents[3] / "entries"
SLUG = "aide-renovation-energetique"
CASE = (ENTRIES / SLUG / "cases" / "classe-d-version-3.yaml").read_text(encoding="utf-8")

Change = Callable[[bytes], bytes]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return a register whose only entry is a score of boosted trees, not published."""
    folder = tmp_path / "register"
    shutil.copytree(ENTRIES / "administrations", folder / "administrations")
    shutil.copy(ENTRIES / "register.yaml", folder)
    shutil.copytree(ENTRIES / SLUG / "3", folder / SLUG / "1")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change(register: Path, name: str, made: Change, *, listed: bool = True) -> None:
    """Change a file of the version; where `listed`, the texts give its new digest."""
    folder = register / SLUG / "1"
    before = (folder / name).read_bytes()
    after = made(before)
    assert after != before
    (folder / name).write_bytes(after)
    if listed:
        french = (folder / "fr.md").read_bytes()
        text = french.replace(digest(before).encode(), digest(after).encode())
        (folder / "fr.md").write_bytes(text)
        english = (folder / "en.md").read_bytes()
        english = english.replace(digest(french).encode(), digest(text).encode())
        (folder / "en.md").write_bytes(english)


def run(lang: str, *arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["--lang", lang, *map(str, arguments)])


def swap(old: bytes, new: bytes) -> Change:
    return lambda data: data.replace(old, new, 1)


def flip(data: bytes) -> bytes:
    """Change one bit in the middle of a file."""
    return data[:5000] + bytes([data[5000] ^ 1]) + data[5001:]


def cell(column: str, text: str) -> Change:
    """Write `text` in a column of the third row of the background."""

    def made(data: bytes) -> bytes:
        lines = data.decode().splitlines()
        row = lines[3].split(",")
        row[lines[0].split(",").index(column)] = text
        return "\n".join([*lines[:3], ",".join(row), *lines[4:], ""]).encode()

    return made


def without_surface(data: bytes) -> bytes:
    declared = re.sub(rb"  - id: surface\n.*?(?=  - id: )", b"", data, flags=re.DOTALL)
    return declared.replace(b", surface]", b"]")


INTERCEPT = b'"-0.2672459560563348"'

WRONG: dict[str, tuple[str, str, Change]] = {
    "the model has an input that is not declared": ("E473", "score.yaml", without_surface),
    "the model lacks an input that is declared": (
        "E472",
        "model.json",
        lambda data: data.replace(b'"statut"', b'"revenu"'),
    ),
    "one bit of the arrays": ("E600", "model.npz", flip),
    "a constant that is no number": ("E470", "model.json", swap(INTERCEPT, b'"NaN"')),
    "a constant beyond every double": ("E470", "model.json", swap(INTERCEPT, b'"1e400"')),
    "another column in the background": ("E480", "background.csv", swap(b"revenu,", b"salaire,")),
    "a background with NaN": ("E482", "background.csv", cell("surface", "NaN")),
    "a background with infinity": ("E482", "background.csv", cell("revenu", "Infinity")),
    "a background with a choice of its own": (
        "E482",
        "background.csv",
        cell("chauffage", "charbon"),
    ),
    "a background with a blank": ("E484", "background.csv", cell("surface", "")),
    "a row too few": ("E483", "score.yaml", swap(b"rows: 1000", b"rows: 1001")),
    "a threshold in another space": (
        "E666",
        "score.yaml",
        swap(b"threshold: 50", b"threshold: 0"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_score_is_named_and_nothing_is_published(name: str, register: Path) -> None:
    code, file, made = WRONG[name]
    change(register, file, made)
    before = contents(register)
    for lang in ("fr", "en"):
        found = run(lang, "check", "--register", register)
        assert (found.exit_code, f" {code} " in found.output) == (1, True), found.output
    refused = run("en", "publish", "--register", register)
    assert (refused.exit_code, f" {code} " in refused.output) == (1, True)
    assert contents(register) == before


@pytest.mark.parametrize("file", ["score.yaml", "model.json", "model.npz", "background.csv"])
def test_a_file_edited_by_one_byte_is_not_published(file: str, register: Path) -> None:
    change(register, file, swap(b"\n", b" \n") if file != "model.npz" else flip, listed=False)
    before = contents(register)
    refused = run("en", "publish", "--register", register)
    assert (refused.exit_code, " R123 " in refused.output) == (1, True), refused.output
    assert f"“{file}” does not have the digest" in refused.output
    assert contents(register) == before


ANSWERS: dict[str, tuple[str, str, str]] = {
    "NaN": ("E303", "surface: 104", "surface: .nan"),
    "infinity": ("E303", "surface: 104", "surface: .inf"),
    "a number beyond every double": ("E303", "surface: 104", "surface: 1e400"),
    "forty digits": ("E303", "surface: 104", "surface: 104." + "1" * 40),
    "a choice that was never seen": ("E305", "chauffage: gaz", "chauffage: charbon"),
    "a value out of its range": ("E304", "surface: 104", "surface: 9000"),
    "a value that must be known": ("E301", "  surface: 104\n", ""),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_wrong_answer_is_named_with_its_line_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    code, old, new = ANSWERS[name]
    case, record = tmp_path / "case.yaml", tmp_path / "record.json"
    assert old in CASE
    case.write_text(CASE.replace(old, new), encoding="utf-8")
    for lang in ("fr", "en"):
        options = ("--case", case, "--record", record, "--register", ENTRIES)
        found = run(lang, "explain", SLUG, *options)
        assert found.exit_code == 1
        assert re.search(rf"case\.yaml:\d+: {code} ", found.output), found.output
    assert not record.exists()


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "aucun exemple ne dépasse 179 m²"), ("en", "no example is above 179 m²")],
)
def test_a_value_beyond_every_example_is_explained_and_said(
    lang: str, said: str, tmp_path: Path
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("surface: 104", "surface: 599"), encoding="utf-8")
    found = run(lang, "explain", SLUG, "--case", case, "--register", ENTRIES)
    assert found.exit_code == 0
    assert said in " ".join(found.output.replace("\u00a0", " ").split())
    header, *rows = (ENTRIES / SLUG / "3" / "background.csv").read_text().splitlines()
    place = header.split(",").index("surface")
    assert max(float(row.split(",")[place]) for row in rows) == 179


def test_more_digits_than_a_double_holds_are_calculated_again_exactly(tmp_path: Path) -> None:
    case, record = tmp_path / "case.yaml", tmp_path / "record.json"
    digits = "103.99999999999999999"
    case.write_text(CASE.replace("surface: 104", f"surface: {digits}"), encoding="utf-8")
    options = ("--case", case, "--record", record, "--register", ENTRIES)
    assert run("en", "explain", SLUG, *options).exit_code == 0
    assert f'"{digits}"' in record.read_text(encoding="utf-8")
    again = run("en", "replay", record, "--register", ENTRIES)
    assert (again.exit_code, "Reproduced exactly." in again.output) == (0, True)
