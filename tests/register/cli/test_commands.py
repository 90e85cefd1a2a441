"""The commands of somebody who writes and publishes entries, in the order of their work."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from register.cli import COMMANDS, root
from register.entry.schema import MODELS
from register.errors import CannotWrite
from register.scaffold import write

Run = Callable[..., Result]


def test_a_new_register_is_valid_and_empty(tmp_path: Path) -> None:
    made = CliRunner().invoke(root, ["--lang", "en", "init", str(tmp_path / "registre")])
    assert made.exit_code == 0
    checked = CliRunner().invoke(
        root, ["--lang", "en", "check", "--register", str(tmp_path / "registre")]
    )
    assert (checked.exit_code, checked.output) == (0, "0 entries checked: all is well.\n")


def test_a_register_is_not_made_over_another(sample: Path) -> None:
    before = (sample / "register.yaml").read_bytes()
    result = CliRunner().invoke(root, ["init", str(sample)])
    assert (result.exit_code, "R310" in result.output) == (1, True)
    assert (sample / "register.yaml").read_bytes() == before


def test_a_new_entry_only_lacks_what_is_to_be_written(run: Run, sample: Path) -> None:
    assert run("new", "aide-au-logement").exit_code == 0
    result = run("check", "aide-au-logement")
    codes = set(re.findall(r"^\S+: ([ER]\d{3}) ", result.output, re.MULTILINE))
    assert (result.exit_code, codes) == (1, {"R109"})
    assert "id: gj-0002" in (sample / "aide-au-logement/1/fr.md").read_text()
    assert run("check", "aide-cantine").exit_code == 0


def test_a_new_entry_can_be_written_and_published(run: Run, sample: Path) -> None:
    run("new", "aide-au-logement")
    for name in ("fr.md", "en.md"):
        path = sample / "aide-au-logement/1" / name
        path.write_text(re.sub("À compléter|To be completed", "Écrit", path.read_text()))
    hint = run("check", "aide-au-logement").output
    digest = re.search(r"translates: (sha256:[0-9a-f]{64})", hint)
    assert digest is not None
    path = sample / "aide-au-logement/1/en.md"
    path.write_text(re.sub("translates: .*", digest[0], path.read_text()))
    assert run("publish").output.endswith("Published.\n")
    assert len((sample / "ledger.jsonl").read_text().splitlines()) == 2


def test_a_new_version_changes_nothing_but_what_must_change(run: Run, sample: Path) -> None:
    run("publish")
    assert run("new-version", "aide-cantine").exit_code == 0
    first = (sample / "aide-cantine/1/fr.md").read_text().splitlines()
    second = (sample / "aide-cantine/2/fr.md").read_text().splitlines()
    changed = [new for old, new in zip(first, second, strict=True) if old != new]
    assert [line.split(":")[0].strip() for line in changed] == [
        "change_note",
        "applies_from",
        "- path",
    ]
    assert "  - path: ../1/rules.yaml" in second
    codes = set(re.findall(r"^\S+: ([ER]\d{3}) ", run("check").output, re.MULTILINE))
    assert codes == {"R109", "R115"}


def test_a_new_rule_names_its_file_and_lacks_only_its_parts(run: Run, sample: Path) -> None:
    made = run("new", "aide-au-logement", "--rules")
    assert "aide-au-logement --only rules.yaml" in made.output
    result = run("check", "aide-au-logement")
    codes = set(re.findall(r"^\S+: ([ER]\d{3}) ", result.output, re.MULTILINE))
    assert (result.exit_code, codes) == (1, {"E201", "R109"})
    text = (sample / "aide-au-logement/1/fr.md").read_text()
    assert not re.search("^(contribution|data_used):|^fidelity: exact", text, re.MULTILINE)
    alone = run("check", "aide-au-logement", "--only", "rules.yaml")
    places = set(re.findall(r"^(\S+):\d+: ", alone.output, re.MULTILINE))
    assert (alone.exit_code, {Path(place).name for place in places}) == (1, {"rules.yaml"})
    assert alone.output.count("E201") == 5
    assert re.search(
        r"^\d+ problems elsewhere: grandjour check aide-au", alone.output, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("only", "codes"),
    [
        ("rules.yaml", {"E204"}),
        ("1/rules.yaml", {"E204"}),
        ("aide-cantine/1/r*.yaml", {"E204"}),
        ("fr.md", {"R123"}),
        ("cases/*.yaml", set()),
    ],
)
def test_the_problems_of_one_file_are_shown_alone(
    run: Run, sample: Path, only: str, codes: set[str]
) -> None:
    path = sample / "aide-cantine/1/rules.yaml"
    path.write_text(path.read_text().replace("type: integer", "type: whole"))
    result = run("check", "aide-cantine", "--only", only)
    found = set(re.findall(r"^\S+: ([ER]\d{3}) ", result.output, re.MULTILINE))
    assert (found, result.exit_code) == (codes, 1 if codes else 0)
    assert ("No problem found" in result.output) == (not codes)
    assert "elsewhere: grandjour check aide-cantine" in result.output


@pytest.mark.parametrize(
    "lost", ["algorithm: rules.yaml\n", "  - path: rules.yaml\n", "id: gj-0001\n"]
)
def test_rules_that_no_text_leads_to_are_checked_all_the_same(
    run: Run, sample: Path, lost: str
) -> None:
    path, text = sample / "aide-cantine/1/rules.yaml", sample / "aide-cantine/1/fr.md"
    path.write_text(path.read_text().replace("type: integer", "type: whole"))
    text.write_text(text.read_text().replace(lost, ""))
    result = run("check", "aide-cantine", "--only", "rules.yaml")
    assert re.search(r"aide-cantine/1/rules.yaml:\d+: E204", result.output)


@pytest.mark.parametrize("arguments", [["--only", "rules.yaml"], ["aide-cantine", "--only", ""]])
def test_a_file_to_check_is_named_with_its_entry(run: Run, arguments: list[str]) -> None:
    assert run("check", *arguments).exit_code != 0


def test_a_new_version_copies_the_rules_that_it_changes(run: Run, sample: Path) -> None:
    run("publish")
    for number, options in ((2, []), (3, ["--copy", "rules.yaml"])):
        assert run("new-version", "aide-cantine", *options).exit_code == 0
        assert (sample / f"aide-cantine/{number}/rules.yaml").exists() == bool(options)
    third = (sample / "aide-cantine/3/fr.md").read_text()
    assert "  - path: rules.yaml" in third.splitlines()
    rules = [sample / f"aide-cantine/{number}/rules.yaml" for number in (1, 3)]
    assert rules[0].read_bytes() == rules[1].read_bytes()
    codes = set(re.findall(r"^\S+: ([ER]\d{3}) ", run("check").output, re.MULTILINE))
    assert codes == {"R109", "R115"}


def test_a_new_version_copies_nothing_that_is_not_there(run: Run, sample: Path) -> None:
    result = run("new-version", "aide-cantine", "--copy", "regles.yaml")
    assert (result.exit_code, "R321" in result.output) == (1, True)
    assert "rules.yaml" in result.output
    assert not (sample / "aide-cantine/2").exists()


def test_files_that_cannot_all_be_written_leave_none(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write(tmp_path, {"first": b"1", "first/second": b"2"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({}, "R204"),
        ({"en.md": "Only a translation"}, "R129"),
        ({"fr.md": "---\nid: gj-0009\n---\n"}, "E201"),
        ({"fr.md": "---\nartefacts: 3\n---\n"}, "E203"),
    ],
)
def test_no_version_follows_one_that_cannot_be_read(
    run: Run, sample: Path, texts: dict[str, str], code: str
) -> None:
    folder = sample / "aide-vide"
    folder.mkdir()
    for name, text in texts.items():
        (folder / "1").mkdir(exist_ok=True)
        (folder / "1" / name).write_text(text)
    result = run("new-version", "aide-vide")
    assert (result.exit_code, code in result.output) == (1, True)
    assert not (folder / "2").exists()


def test_a_trial_writes_nothing(run: Run, sample: Path) -> None:
    result = run("publish", "--dry-run")
    assert "aide-cantine, version 1, from" in result.output
    assert result.output.endswith("Nothing was written: this was a trial.\n")
    assert not (sample / "ledger.jsonl").exists()


def test_publishing_again_says_that_nothing_is_new(run: Run) -> None:
    run("publish")
    assert run("publish").output == "Nothing is new: everything is published.\n"


def test_an_entry_with_an_error_is_not_published(run: Run, sample: Path) -> None:
    path = sample / "aide-cantine/1/fr.md"
    path.write_text(path.read_text().replace("status: in_use", "status: active"))
    result = run("publish")
    assert (result.exit_code, "E204" in result.output) == (1, True)
    assert not (sample / "ledger.jsonl").exists()


def test_two_versions_are_compared(run: Run, sample: Path) -> None:
    run("new-version", "aide-cantine")
    path = sample / "aide-cantine/2/fr.md"
    path.write_text(path.read_text().replace("Il ne connaît pas", "Il ignore"))
    result = run("diff", "aide-cantine", "1", "2", lang="fr")
    assert result.exit_code == 0
    assert "Ce qu’il ne fait pas bien\n  Il [-ne connaît pas-]{+ignore+} la garde" in result.output
    same = run("diff", "aide-cantine", "1", "1")
    assert (same.exit_code, "R318" in same.output) == (1, True)


@pytest.mark.parametrize("kind", MODELS)
def test_each_schema_is_json(kind: str) -> None:
    result = CliRunner().invoke(root, ["schema", kind])
    schema = json.loads(result.output)
    kinds = [schema["$defs"][one["$ref"].rpartition("/")[2]] for one in schema.get("anyOf", [])]
    assert {one["type"] for one in kinds or [schema]} == {"object"}


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--what"], ["diff"], ["schema", "x"], ["--lang", "de"]]
)
def test_a_wrong_command_line_is_a_usage_error(arguments: list[str]) -> None:
    result = CliRunner().invoke(root, arguments)
    assert (result.exit_code, "Traceback" in result.output) == (2, False)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(("language", "word"), [("fr", "Utilisation"), ("en", "Usage")])
def test_each_command_explains_itself(name: str, language: str, word: str) -> None:
    result = CliRunner().invoke(root, ["--lang", language, name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(word)
    assert len(result.output.splitlines()) > 5


def test_hostile_file_names_do_not_reach_the_terminal(run: Run, sample: Path) -> None:
    for name in (b"\xff\xfe.yaml", b"a\nb\x1b[31m.yaml", "a\u202eb.yaml".encode()):
        (sample / "aide-cantine/cases" / os.fsdecode(name)).write_text("x")
    result = run("check")
    assert (result.exit_code, result.output.count("R202")) == (1, 3)
    assert not set(result.output) & {"\x1b", "\u202e"}
    assert len(result.output.splitlines()) == 3 * 2 + 1


def test_help_is_french_unless_asked_otherwise() -> None:
    environment = {"PATH": "", "GRANDJOUR_LANG": ""}
    french = python("-m", "register", "--help", **environment)
    english = python("-m", "register", "--help", **environment | {"GRANDJOUR_LANG": "en"})
    assert "Publier ce qui est nouveau." in french
    assert "Publish what is new." in english


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['grandjour', '--help']\n"
        "from register.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'yaml', 'babel', 'numpy', 'jinja2', 'pathlib'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert python("-c", code).splitlines()[-1] == "[]"


def test_explaining_a_score_loads_no_other_engine_and_no_templates() -> None:
    """Each engine is loaded by the algorithm that asks for it; pages only where one is written."""
    slug = "aide-renovation-energetique"
    case = f"entries/{slug}/cases/classe-d-version-3.yaml"
    code = (
        f"import sys; sys.argv = ['grandjour', 'explain', '{slug}', '--case', '{case}']\n"
        "sys.argv += ['--version', '3', '--register', 'entries']\n"
        "from register.cli import main\n"
        "try: main()\n"
        "except SystemExit as done: assert not done.code\n"
        "heavy = {'explain.matching.engine', 'explain.rules.engine', 'jinja2', 'segno'}\n"
        "print(sorted(heavy & set(sys.modules)), 'explain.scores.engine' in sys.modules)"
    )
    assert python("-c", code, PATH="").splitlines()[-1] == "[] True"


def test_what_is_installed_beside_takes_no_part(tmp_path: Path) -> None:
    """A plugin of pydantic that another package brings is not loaded."""
    (tmp_path / "spy.py").write_text("raise SystemExit('loaded')\n")
    package = tmp_path / "spy-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: spy\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[pydantic]\nspy = spy:plugin\n")
    loads = "import pydantic\nclass M(pydantic.BaseModel):\n x: int"
    with pytest.raises(subprocess.CalledProcessError):
        python("-c", loads, PYTHONPATH=str(tmp_path))
    assert python("-m", "register", "schema", "entry", PYTHONPATH=str(tmp_path))


def python(*arguments: str, **environment: str) -> str:
    command = (
        [sys.executable, "-I", *arguments] if not environment else [sys.executable, *arguments]
    )
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env=environment or None,
    )
    return done.stdout
