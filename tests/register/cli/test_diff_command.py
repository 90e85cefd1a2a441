"""`grandjour diff` reads one entry, and says of bad input what is wrong, where, and what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from explain.canonical import digest

Run = Callable[..., Result]


@pytest.fixture
def drafted(run: Run, sample: Path) -> Path:
    """Return an entry with a published version and a draft that says something else."""
    run("publish")
    run("new-version", "aide-cantine")
    text = sample / "aide-cantine/2/fr.md"
    text.write_text(text.read_text().replace("cantine", "réfectoire"))
    return sample / "aide-cantine"


def refused(result: Result, *words: str) -> None:
    """Expect a message and no trace: every error of ours ends the command, none escapes it."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    for word in words:
        assert word in result.output, result.output


@pytest.mark.usefixtures("drafted")
def test_another_entry_may_be_damaged(run: Run, sample: Path) -> None:
    """Only the entry asked for is read."""
    shutil.copytree(sample / "aide-cantine", sample / "autre")
    (sample / "autre/1/fr.md").write_bytes(b"\xff not a text")
    for command in ("diff", "versions"):
        result = run(command, "aide-cantine")
        assert (result.exit_code, result.exception) == (0, None)


@pytest.mark.usefixtures("drafted")
def test_a_draft_is_compared_with_what_is_published(run: Run) -> None:
    result = run("diff", "aide-cantine")
    assert (result.exit_code, "réfectoire" in result.output) == (0, True)


def test_drafts_are_compared_where_nothing_is_published(run: Run, sample: Path) -> None:
    shutil.copytree(sample / "aide-cantine/1", sample / "aide-cantine/2")
    text = sample / "aide-cantine/2/fr.md"
    text.write_text(text.read_text().replace("cantine", "réfectoire"))
    result = run("diff", "aide-cantine", "1", "2")
    assert (result.exit_code, "réfectoire" in result.output) == (0, True)


def test_one_version_is_not_compared_with_itself(run: Run) -> None:
    refused(run("diff", "aide-cantine"), "R318")


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("numbers", [("1", "9"), ("9", "1"), ("0", "1")])
def test_an_unknown_version_is_named_with_those_that_are(
    run: Run, numbers: tuple[str, ...]
) -> None:
    refused(run("diff", "aide-cantine", *numbers), "R312", "1, 2")


@pytest.mark.parametrize("slug", ["aide-absente", "Aide", "../aide-cantine", "administrations"])
def test_an_unknown_entry_is_named_with_those_that_are(run: Run, slug: str) -> None:
    refused(run("diff", slug), "R311", "aide-cantine")


def test_a_damaged_draft_is_named_by_file_and_line(run: Run, drafted: Path) -> None:
    """It is neither passed over for an older version, nor said to be missing."""
    text = drafted / "2/fr.md"
    text.write_text(text.read_text().replace("family: rules", "family: [", 1))
    for numbers in ((), ("1",), ("1", "2")):
        refused(run("diff", "aide-cantine", *numbers), "aide-cantine/2/fr.md:")


def test_an_entry_with_no_readable_version_is_named(run: Run, sample: Path) -> None:
    (sample / "aide-cantine/1/fr.md").write_bytes(b"\xff")
    refused(run("diff", "aide-cantine"), "aide-cantine/1/fr.md:1", "UTF-8")


def test_a_published_file_changed_by_one_byte_is_named(run: Run, drafted: Path) -> None:
    text = drafted / "1/fr.md"
    data = text.read_bytes()
    text.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
    refused(run("diff", "aide-cantine"), "aide-cantine/1/fr.md", "R304")


def test_a_published_file_that_is_gone_is_named(run: Run, drafted: Path) -> None:
    (drafted / "1/rules.yaml").unlink()
    refused(run("diff", "aide-cantine"), "aide-cantine/1/rules.yaml", "R305")


def test_a_draft_that_executes_a_damaged_file_is_named(run: Run, drafted: Path) -> None:
    """The draft's own text lists the damaged file by its present digest."""
    rules, text = drafted / "2/rules.yaml", drafted / "2/fr.md"
    before = rules if rules.exists() else drafted / "1/rules.yaml"
    damaged = before.read_bytes().replace(b"steps:", b"stpes:", 1)
    rules.write_bytes(damaged)
    listed = text.read_text().replace("../1/rules.yaml", "rules.yaml")
    text.write_text(listed.replace(digest(before.read_bytes()), digest(damaged)))
    refused(run("diff", "aide-cantine"), "aide-cantine/2/rules.yaml")
