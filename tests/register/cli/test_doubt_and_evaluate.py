"""`grandjour doubt` and `grandjour evaluate`, and the pages that show what they find."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from explain.canonical import digest
from register.cli import root as commands

ENTRIES = Path(__file__).resolve().parents[3] / "entries"
GRANT = "aide-renovation-energetique"
COMPANY = ENTRIES / "signaux-faibles" / "cases" / "dette-sociale.yaml"
WATER = ENTRIES / "tarification-solidaire-eau" / "cases" / "famille-de-quatre-2016.yaml"


def call(*arguments: object, lang: str = "en", register: Path = ENTRIES) -> Result:
    options = ["--lang", lang, *map(str, arguments), "--register", str(register)]
    return CliRunner().invoke(commands, options, prog_name="grandjour")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Return a copy of the sample register in which the grant has one more version, a draft."""
    register = Path(shutil.copytree(ENTRIES, tmp_path / "register"))
    assert call("new-version", GRANT, register=register).exit_code == 0
    return register


def last(register: Path) -> Path:
    numbers = [int(path.name) for path in (register / GRANT).iterdir() if path.name.isdigit()]
    return register / GRANT / str(max(numbers))


def test_a_doubt_is_told_in_each_language() -> None:
    english = call("doubt", "signaux-faibles", COMPANY)
    assert english.exit_code == 0
    assert "Is the score close to the threshold?" in english.output
    assert "draws out of 200" in english.output
    french = call("doubt", "signaux-faibles", COMPANY, lang="fr")
    assert "Les raisons resteraient-elles les mêmes\u00a0?" in french.output


def test_a_doubt_as_json_names_the_record_that_it_belongs_to() -> None:
    plain = json.loads(call("doubt", "signaux-faibles", COMPANY, "--json").output)
    record = call("explain", "signaux-faibles", "--case", COMPANY, "--format", "json").output
    assert plain["explanation"] == digest(record.strip().encode())
    assert plain["stability"]["resamples"] == 200


def test_only_scores_are_doubted_and_evaluated() -> None:
    assert "E649" in call("doubt", "tarification-solidaire-eau", WATER).output
    assert "E649" in call("evaluate", "tarification-solidaire-eau").output
    assert "E646" in call("evaluate", "signaux-faibles").output


def test_a_draft_keeps_its_evaluation_and_a_check_watches_it(draft: Path) -> None:
    folder = last(draft)
    done = call("evaluate", GRANT, register=draft)
    assert done.exit_code == 0, done.output
    assert "in 100" in done.output
    data = (folder / "evaluation.json").read_bytes()
    text = (folder / "fr.md").read_text("utf-8")
    assert text.count("evaluation.json") == 1
    assert f"path: evaluation.json\n    sha256: {digest(data)}" in text
    codes = {line.split()[1] for line in call("check", GRANT, register=draft).output.splitlines()}
    assert not codes & {"R122", "R123", "R124", "E647", "E648"}
    again = call("evaluate", GRANT, "--json", register=draft)
    assert again.output.encode() == data
    (folder / "evaluation.json").write_bytes(data.replace(b'"count":', b'"count":1', 1))
    assert "E648" in call("check", GRANT, register=draft).output


def test_an_evaluation_of_another_score_is_reported(draft: Path) -> None:
    folder = last(draft)
    call("evaluate", GRANT, register=draft)
    before = (folder / "evaluation.json").read_bytes()
    plain = json.loads(before)
    changed = before.replace(plain["files"]["score.yaml"].encode(), digest(b"another").encode(), 1)
    (folder / "evaluation.json").write_bytes(changed)
    assert "E647" in call("check", GRANT, register=draft).output


def test_a_published_version_is_only_evaluated_in_print() -> None:
    published = call("evaluate", GRANT, "--version", "2")
    assert "E646" in published.output


def test_a_private_set_is_given_with_the_command(draft: Path, tmp_path: Path) -> None:
    folder = last(draft)
    source = folder.parent / "3"
    text = (source / "score.yaml").read_text("utf-8")
    private = text.replace("  rows: 2000\n", "  rows: 2000\n  visibility: private\n", 1)
    private = private.replace("file: evaluation.csv", "file: private.csv", 1)
    (folder / "score.yaml").write_text(private, "utf-8")
    head = (folder / "fr.md").read_text("utf-8")
    head = head.replace("../3/score.yaml", "score.yaml").replace(
        digest(text.encode()), digest(private.encode())
    )
    (folder / "fr.md").write_text(head, "utf-8")
    missing = call("evaluate", GRANT, register=draft)
    assert missing.exit_code == 2
    assert "--data FILE" in missing.output
    cases = tmp_path / "cases.csv"
    shutil.copy(source / "evaluation.csv", cases)
    done = call("evaluate", GRANT, "--data", cases, register=draft)
    assert done.exit_code == 0, done.output
    kept = json.loads((folder / "evaluation.json").read_bytes())
    assert (kept["data"]["visibility"], kept["data"]["name"]) == ("private", "private.csv")
    assert not (folder / "private.csv").exists()
