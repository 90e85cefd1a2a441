"""A trained model becomes part of a draft, whole and listed with its digest, or nothing changes."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from click.testing import CliRunner, Result
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder
from threadpoolctl import threadpool_limits

from explain.reading import read_yaml
from explain.scores.background import read_background
from explain.scores.models.outputs import outputs
from explain.scores.models.reading import read_model
from explain.scores.spec import ScoreFile, read_score
from register.cli import root as commands
from register.cli.files import write_all
from register.errors import CannotWrite
from tests.register.conftest import Run

ENTRIES = Path(__file__).parents[3] / "entries"
SLUG = "aide-renovation-energetique"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return a register whose only entry is the first version of a score, not published."""
    folder = tmp_path / "register"
    shutil.copytree(ENTRIES / "administrations", folder / "administrations")
    shutil.copy(ENTRIES / "register.yaml", folder)
    shutil.copytree(ENTRIES / SLUG / "1", folder / SLUG / "1")
    return folder


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other cost more than such small models."""
    with threadpool_limits(1):
        yield


def score(register: Path) -> tuple[ScoreFile, list[tuple[Any, ...]]]:
    folder = register / SLUG / "1"
    spec = read_score(read_yaml((folder / "score.yaml").read_bytes(), "score.yaml"))
    about = spec.background
    data = (folder / about.file).read_bytes()
    columns = read_background(data, about.file, spec.inputs, about.rows)
    return spec, list(zip(*(column.values for column in columns), strict=True))


def trained(spec: ScoreFile, rows: Sequence[Any]) -> Any:
    """Return boosted trees fitted on the background and made-up answers."""
    choices = [place for place, item in enumerate(spec.inputs) if item.categories]
    columns = ColumnTransformer(
        [("choose", OneHotEncoder(sparse_output=False), choices)], remainder="passthrough"
    )
    made = make_pipeline(columns, HistGradientBoostingClassifier(max_iter=10, max_depth=3))
    answers = np.random.default_rng(1).integers(0, 2, len(rows))
    return made.fit(np.array(rows, dtype=object), answers)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def add(register: Path, file: Path, *options: str, slug: str = SLUG, lang: str = "en") -> Result:
    arguments = ["--lang", lang, "model", "add", slug, str(file), "--register", str(register)]
    return CliRunner().invoke(commands, [*arguments, *options], prog_name="grandjour")


def check(register: Path) -> Result:
    arguments = ["--lang", "en", "check", "--register", str(register)]
    return CliRunner().invoke(commands, arguments, prog_name="grandjour")


def test_a_model_of_trees_takes_the_place_of_a_sum_and_the_entry_holds(
    register: Path, tmp_path: Path
) -> None:
    spec, rows = score(register)
    made = trained(spec, rows)
    file = tmp_path / "aide.skops"
    skops.io.dump(made, file)
    result = add(register, file)
    folder = register / SLUG / "1"
    assert result.exit_code == 0, result.output
    written = [folder / name for name in ("model.json", "model.npz", "fr.md", "en.md")]
    assert result.output.splitlines()[:-1] == [str(path) for path in written]
    text = (folder / "fr.md").read_text()
    for path in written[:2]:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"  - path: {path.name}\n    sha256: sha256:{digest}" in text
    assert check(register).output == "1 entry checked: all is well.\n"
    source = json.loads(written[0].read_text())["source"]
    assert source["sha256"] == "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    files = {path.name: path.read_bytes() for path in written[:2]}
    model = read_model(files, "model.json", spec.inputs)
    columns = dict(zip([item.id for item in spec.inputs], zip(*rows, strict=True), strict=True))
    theirs = made.decision_function(np.array(rows, dtype=object))
    assert np.abs(outputs(model, columns)[:, 0] - theirs).max() <= 1e-12


def test_a_model_for_a_second_version_leaves_the_first_alone(
    register: Path, tmp_path: Path
) -> None:
    def run(*arguments: str) -> Result:
        options = ["--lang", "en", *arguments, "--register", str(register)]
        return CliRunner().invoke(commands, options, prog_name="grandjour")

    assert run("publish").exit_code == 0
    model = tmp_path / "model.json"
    shutil.copy(register / SLUG / "1" / "model.json", model)
    refused = add(register, model)
    assert (refused.exit_code, "R403" in refused.output) == (1, True)
    assert f"grandjour new-version {SLUG}" in refused.output
    assert run("new-version", SLUG).exit_code == 0
    first = contents(register / SLUG / "1")
    model.write_bytes(re.sub(rb'"intercept": "[^"]*"', b'"intercept": "-2.5"', model.read_bytes()))
    for _ in range(2):  # the second time nothing is left to change
        assert add(register, model).exit_code == 0
    assert contents(register / SLUG / "1") == first
    text = (register / SLUG / "2" / "fr.md").read_text()
    assert "  - path: model.json\n" in text
    assert "  - path: ../1/score.yaml\n" in text
    assert (register / SLUG / "2" / "model.json").read_bytes() == model.read_bytes()


def zeros() -> bytes:
    """Return 50 kB of archive that hold 50 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", b"{}")
        archive.writestr("1.npy", bytes(50_000_000))
    return made.getvalue()


BAD: dict[str, tuple[str, bytes]] = {
    "a pickle": ("E611", b"\x80\x04\x95\x00"),
    "no model at all": ("E612", b"hello"),
    "an archive of zeros": ("E614", zeros()),
    "a damaged archive": ("E614", b"PK\x03\x04 and no more"),
    "another model's inputs": (
        "E473",
        b"format: 1\nkind: linear\nterms: [{kind: number, input: taille, coefficient: 1}]\n",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_model_that_is_refused_changes_nothing(name: str, register: Path, tmp_path: Path) -> None:
    code, data = BAD[name]
    file = tmp_path / "model"
    file.write_bytes(data)
    before = contents(register)
    for lang in ("fr", "en"):
        result = add(register, file, lang=lang)
        assert (result.exit_code, code in result.output) == (1, True), result.output
    assert contents(register) == before


REFUSED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "a model of models": ("E490", OneVsRestClassifier, "a “OneVsRestClassifier”"),
    "a function": (
        "E615",
        lambda model: make_pipeline(FunctionTransformer(np.linalg.norm), model),
        "not trusted: numpy.linalg.norm",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_model_of_another_kind_is_refused_by_name(
    name: str, register: Path, tmp_path: Path
) -> None:
    code, wrapped, said = REFUSED[name]
    file = tmp_path / "model.skops"
    skops.io.dump(wrapped(LogisticRegression()), file)
    before = contents(register)
    result = add(register, file)
    assert (result.exit_code, code in result.output, said in result.output) == (1, True, True)
    assert contents(register) == before


def test_files_are_all_replaced_or_stay_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"before")
    (tmp_path / "third").mkdir()
    with pytest.raises(CannotWrite):
        write_all(tmp_path, {"first": b"1", "second": b"2", "third": b"3"})
    assert {path.name for path in tmp_path.iterdir()} == {"first", "third"}
    assert (tmp_path / "first").read_bytes() == b"before"
    (tmp_path / "third").rmdir()
    write_all(tmp_path, {"first": b"1", "second": b"2", "third": b"3"})
    assert sorted(contents(tmp_path).values()) == [b"1", b"2", b"3"]


def test_an_entry_that_is_no_score_takes_no_model(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "model.yaml"
    file.write_text("format: 1\nkind: scorecard\n")
    result = add(sample, file, slug="aide-cantine")
    assert (result.exit_code, "R404" in result.output) == (1, True)
    assert add(sample, file, slug="nowhere").exit_code == 1
    assert run("check").exit_code == 0


def test_the_command_explains_itself_in_both_languages() -> None:
    for lang, word in (("en", "predict what the original predicts"), ("fr", "doit prédire comme")):
        result = CliRunner().invoke(commands, ["--lang", lang, "model", "add", "--help"])
        assert result.exit_code == 0
        assert word in " ".join(result.output.split())
