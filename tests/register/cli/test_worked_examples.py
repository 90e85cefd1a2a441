"""`grandjour test`: what each example gives, and what none reaches."""

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from register.cli import root
from tests.register.published import copy

WATER = "tarification-solidaire-eau"


def ran(folder: Path, *arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(
        root, ["--lang", language, "test", *arguments, "--register", str(folder)]
    )


def test_every_example_of_the_sample_register_gives_what_it_expects(tmp_path: Path) -> None:
    result = ran(copy(tmp_path / "register"))
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert result.output.splitlines()[-1].endswith("examples give what they expect.")


def test_an_example_that_gives_something_else_is_named_with_both_values(tmp_path: Path) -> None:
    folder = copy(tmp_path / "register")
    path = folder / WATER / "cases" / "famille-de-quatre-2016.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("outcome: ", "outcome: 1"), encoding="utf-8")
    result = ran(folder, WATER)
    assert result.exit_code == 1
    assert "✗ famille-de-quatre-2016" in result.output
    assert "outcome: 1" in result.output
    assert "1 example of 10 does not give what it expects." in result.output
    french = ran(folder, WATER, language="fr")
    assert "1 exemple sur 10 ne donne pas ce qu’il annonce." in french.output


def test_an_example_that_cannot_be_read_counts_as_one_that_failed(tmp_path: Path) -> None:
    folder = copy(tmp_path / "register")
    (folder / WATER / "cases" / "couple-2019.yaml").write_text("inputs: {age\n", "utf-8")
    result = ran(folder, WATER)
    assert result.exit_code == 1
    assert f"{WATER}/cases/couple-2019.yaml" in result.output
    assert "1 example of 10 does not give what it expects." in result.output


def test_rules_that_no_example_reaches_are_listed(tmp_path: Path) -> None:
    folder = copy(tmp_path / "register")
    for path in (folder / WATER / "cases").iterdir():
        if path.name != "ressources-inconnues-2023.yaml":
            path.unlink()
    output = ran(folder, WATER).output
    assert "No example reaches montant_aide.ligne_aide." in output
    assert "No example reaches montant_aide.ligne_sans_aide." in output


def test_an_entry_that_does_not_exist_is_named(tmp_path: Path) -> None:
    result = ran(copy(tmp_path / "register"), "nulle-part")
    assert (result.exit_code, "nulle-part" in result.output) == (1, True)


def test_a_draft_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    folder = copy(tmp_path / "register")
    (folder / "ledger.jsonl").write_bytes(b"")
    shutil.rmtree(folder / "log")
    path = folder / WATER / "2" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("formula: ", "formula: ) "), "utf-8")
    result = ran(folder, WATER)
    assert (result.exit_code, "E402" in result.output) == (1, True)


def test_an_example_runs_on_a_draft_of_its_day(tmp_path: Path) -> None:
    """Somebody who writes the next version tries it before it is published."""
    folder = copy(tmp_path / "register", versions=2)
    assert "✓ famille-de-quatre-2016  (version 3, 5 values)" in ran(folder, WATER).output


def test_an_example_that_no_version_fits_is_not_passed_over(tmp_path: Path) -> None:
    folder = copy(tmp_path / "register")
    path = folder / WATER / "cases" / "couple-2019.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("date: 2019-10-07", "date: 1999-10-07"), encoding="utf-8")
    result = ran(folder, WATER)
    assert result.exit_code == 1
    assert "✗ couple-2019  (version –, 5 values)" in result.output
    assert "R213" in result.output


def test_what_is_not_known_and_what_has_no_such_name_are_told_apart(tmp_path: Path) -> None:
    folder = copy(tmp_path / "register")
    path = folder / WATER / "cases" / "ressources-inconnues-2023.yaml"
    text = path.read_text(encoding="utf-8").replace("outcome: undetermined", "outcome: 3")
    text = text.replace("values:", "values:\n    no_such_step: 1")
    path.write_text(text, encoding="utf-8")
    output = ran(folder, WATER).output
    assert "outcome: 3 expected, undetermined found" in output
    assert "no_such_step: 1 expected, nothing found" in output
