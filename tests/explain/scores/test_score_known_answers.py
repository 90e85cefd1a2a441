"""The published answers hold: by definition, by the originals, by our methods."""

import hashlib
import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from tools import known_answers as known
from tools.known_answers_asked import ours

CASES = {case.plain["id"]: case for case in known.cases()}
SHORT = "lightgbm-tie"


@pytest.mark.parametrize("name", CASES)
def test_our_methods_give_the_published_answers(name: str) -> None:
    for method, found in ours(CASES[name]).items():
        assert known.difference(CASES[name], found) <= 1e-12, method


@pytest.mark.parametrize("name", CASES)
def test_the_original_file_is_the_one_that_was_published(name: str) -> None:
    digest = f"sha256:{hashlib.sha256(CASES[name].model).hexdigest()}"
    assert CASES[name].plain["library"]["sha256"] == digest


@pytest.mark.parametrize("name", CASES)
def test_contributions_lead_from_the_mean_of_the_background_to_the_output(name: str) -> None:
    case = CASES[name]
    whole = sum(known.output(case, row) for row in case.background)
    start = float(case.plain["start"]) + float(Fraction(whole, len(case.background) * 2**1074))
    for person, values in zip(case.plain["persons"], case.expected, strict=True):
        assert abs(start + float(sum(values)) - float(person["output"])) <= 1e-12


def test_an_answer_that_is_a_little_off_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(known.FOLDER / "models", tmp_path / "models")
    file = tmp_path / f"{SHORT}.json"
    shutil.copy(known.FOLDER / file.name, file)
    assert known.main(tmp_path, with_shap=False) == 0
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["persons"][0]["contributions"]["rent"] = "-0.75000001"
    file.write_text(json.dumps(plain), encoding="utf-8")
    assert known.main(tmp_path, with_shap=False) == 1
    held, _, off = capsys.readouterr().out.partition("OFF")
    assert "holds" in held
    assert off.startswith(": definition, original, exact, tables, deep tables")


@pytest.mark.deep
def test_every_published_answer_holds_for_everyone_who_is_asked() -> None:
    assert known.main() == 0
