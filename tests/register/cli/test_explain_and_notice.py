"""`grandjour explain` and `grandjour notice` on the sample register of this checkout."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from explain.notice import profile
from register.cli import root as commands

ENTRIES = Path(__file__).resolve().parents[3] / "entries"
GRANT = ENTRIES / "aide-renovation-energetique"
CASE = GRANT / "cases" / "classe-d-trois-enfants.yaml"
LETTER = GRANT / "letters" / "refus.yaml"
WATER = ENTRIES / "tarification-solidaire-eau" / "cases" / "famille-de-quatre-2016.yaml"
COMPANY = ENTRIES / "signaux-faibles" / "cases" / "dette-sociale.yaml"


def call(*arguments: object, lang: str = "fr", register: Path = ENTRIES) -> Result:
    options = ["--lang", lang, *map(str, arguments), "--register", str(register)]
    return CliRunner().invoke(commands, options, prog_name="grandjour")


def explain(slug: str, case: Path, *more: object, lang: str = "fr") -> Result:
    return call("explain", slug, "--case", case, *more, lang=lang)


def notice(letter: Path, out: Path, *more: object, register: Path = ENTRIES) -> Result:
    arguments = ("notice", GRANT.name, "--case", CASE, "--letter", letter, "--out", out, *more)
    return call(*arguments, register=register)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Return the sample letter with a passage replaced."""
    text = LETTER.read_text("utf-8")
    assert re.search(old, text, re.MULTILINE | re.DOTALL)
    path = tmp_path / "letter.yaml"
    path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE | re.DOTALL), "utf-8")
    return path


def test_a_case_is_told_with_its_result_first_and_its_law_after() -> None:
    done = explain(GRANT.name, CASE)
    assert done.exit_code == 0
    marks = [
        "le calcul donne 41 points",
        "Ce qui a compté",
        "Ce qui aurait changé",
        "2. Les données",
    ]
    places = [done.output.index(mark) for mark in marks]
    assert places == sorted(places)
    assert max(map(len, done.output.splitlines())) <= 96


def test_the_fingerprint_on_a_sheet_is_that_of_the_file_of_the_record(tmp_path: Path) -> None:
    record, sheet = tmp_path / "record.json", tmp_path / "sheet.html"
    explain(GRANT.name, CASE, "--format", "json", "--out", record)
    explain(GRANT.name, CASE, "--format", "html", "--out", sheet)
    found = hashlib.sha256(record.read_bytes()).hexdigest()
    assert f"sha256:{found}" in sheet.read_text("utf-8")


def test_each_language_has_its_words() -> None:
    assert "The result of the calculation" in explain(WATER.parts[-3], WATER, lang="en").output
    assert "Le résultat du calcul" in explain(WATER.parts[-3], WATER, lang="fr").output


def test_json_is_the_record_whatever_the_language() -> None:
    french, english = (
        explain(WATER.parts[-3], WATER, "--format", "json", lang=code).stdout
        for code in ("fr", "en")
    )
    assert french == english
    record = json.loads(french)
    assert record["outcome"]["value"] == "42"
    assert record["decided_on"] == "2016-11-01"


def test_the_date_chooses_the_rules_and_the_version_can_be_chosen() -> None:
    first = json.loads(explain(GRANT.name, CASE, "--format", "json", "--version", 1).stdout)
    assert first["about"]["version"] == 1
    later = explain(WATER.parts[-3], WATER, "--format", "json", "--date", "2023-03-15")
    assert json.loads(later.stdout)["decided_on"] == "2023-03-15"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nothing", WATER), "R311"),
        ((WATER.parts[-3], WATER, "--version", 99), "R312"),
        ((WATER.parts[-3], WATER, "--date", "31/12/2026"), "E207"),
        ((WATER.parts[-3], CASE), "E302"),
        ((WATER.parts[-3], ENTRIES / "register.yaml"), "E202"),
        ((WATER.parts[-3], Path("nowhere.yaml")), "E110"),
    ],
)
def test_a_mistake_is_named_and_ends_with_one(arguments: tuple[object, ...], code: str) -> None:
    slug, case, *more = arguments
    done = explain(str(slug), Path(str(case)), *more)
    assert done.exit_code == 1
    assert code in done.output
    assert "Traceback" not in done.output


def test_a_sheet_is_written_whole_as_html(tmp_path: Path) -> None:
    out = tmp_path / "sheet.html"
    assert explain(COMPANY.parts[-3], COMPANY, "--format", "html", "--out", out).exit_code == 0
    assert out.read_text("utf-8").startswith("<!doctype html>")
    assert sorted(tmp_path.iterdir()) == [out]


def test_a_pdf_needs_a_place() -> None:
    assert explain(GRANT.name, CASE, "--format", "pdf").exit_code == 2


@pytest.mark.pdf
def test_a_letter_is_written_twice_the_same(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    assert notice(LETTER, one).exit_code == 0
    assert notice(LETTER, two, "--version", 2).exit_code == 0
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().startswith(b"%PDF-")
    assert sorted(tmp_path.iterdir()) == [one, two]


@pytest.mark.parametrize(
    ("passage", "element"),
    [
        (r"^  law:.*?(?=^  facts:)", "reasons"),
        (r"^signatory:.*?(?=^remedies:)", "author"),
        (r"^  court:.*?(?=^  help:)", "remedies"),
        (r"^contact:.*\Z", "right_to_rules"),
        (r"^reference:.*?$", "identity"),
    ],
)
def test_a_letter_that_lacks_an_element_is_not_written(
    passage: str, element: str, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    done = notice(changed(tmp_path, passage, ""), out)
    (wanted,) = [item for item in profile().elements if item.id == element]
    assert done.exit_code == 1
    assert "E501" in done.output
    assert wanted.label.fr in done.output
    assert wanted.article in done.output
    assert not out.exists()


def test_hard_words_of_the_people_who_decide_get_advice_and_no_refusal(tmp_path: Path) -> None:
    letter = changed(tmp_path, "Votre devis prévoit", "Nonobstant le devis, il prévoit")
    done = notice(letter, tmp_path / "out.html")
    assert done.exit_code == 0
    assert "Peu de gens connaissent «\u00a0nonobstant\u00a0»" in done.output
    assert "nonobstant" not in notice(LETTER, tmp_path / "out.html").output


def test_the_missing_element_is_named_with_its_line(tmp_path: Path) -> None:
    letter = changed(tmp_path, r"^  facts:.*?(?=^signatory:)", "")
    line = letter.read_text("utf-8").splitlines().index("reasons:") + 1
    assert f"letter.yaml:{line}: E501" in notice(letter, tmp_path / "out.pdf").output


def test_what_decides_nothing_about_a_person_gets_a_sheet_and_no_letter(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    arguments = ("notice", COMPANY.parts[-3], "--case", COMPANY, "--letter", LETTER, "--out", out)
    done = call(*arguments)
    assert done.exit_code == 1
    assert "E504" in done.output
    assert "--format pdf" in done.output
    assert not out.exists()


def test_a_register_that_is_no_demonstration_sends_no_illustration(tmp_path: Path) -> None:
    register = Path(shutil.copytree(ENTRIES, tmp_path / "entries"))
    shutil.rmtree(register / "log")  # it is signed with the key of demonstrations
    settings = register / "register.yaml"
    text = settings.read_text("utf-8").replace("demonstration: true", "demonstration: false")
    settings.write_text(text, "utf-8")
    done = notice(LETTER, tmp_path / "out.pdf", register=register)
    assert done.exit_code == 1
    assert "E505" in done.output
    assert not (tmp_path / "out.pdf").exists()


def test_a_folder_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    done = notice(LETTER, tmp_path / "nowhere" / "out.html")
    assert done.exit_code == 1
    assert f"R309 «\u00a0{tmp_path}/nowhere/out.html\u00a0»" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    done = explain(GRANT.name, CASE, "--out", tmp_path)
    assert (done.exit_code, f"R309 «\u00a0{tmp_path}\u00a0»" in done.output) == (1, True)


def test_the_algorithm_is_named_in_the_language_of_the_account() -> None:
    text = explain(WATER.parts[-3], WATER, lang="en").output
    assert re.search(r"^Algorithm \.+ Calculate help with water bills$", text, re.MULTILINE)


@pytest.mark.parametrize("command", ["explain", "notice", "serve", "build"])
def test_the_help_has_no_english_in_french(command: str) -> None:
    text = CliRunner().invoke(commands, ["--lang", "fr", command, "--help"]).output
    assert not re.search(r"required|INTEGER|TEXT|LE CHEMIN", text)


def test_a_wrong_use_is_told_in_french() -> None:
    extra = call("serve", "entries").output
    assert "Il y a un argument de trop\u00a0: entries." in extra
    wrong = call("diff", WATER.parts[-3], "one").output
    assert "'one' n’est pas un nombre correct." in wrong


def test_differences_read_as_words() -> None:
    text = call("diff", WATER.parts[-3], 1, 2).output
    assert "not_verified" not in text
    assert "Valeur\u00a0: non vérifié" in text
    assert "{++}" not in text
    assert "[--]" not in text
