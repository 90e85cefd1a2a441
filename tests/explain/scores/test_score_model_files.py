"""Model files are converted in a process of their own; what could run code is never opened."""

import io
import json
import pickle  # noqa: TID251 - to make what must be refused
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import joblib  # noqa: TID251 - as above
import numpy as np
import pytest
import skops.io
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

from explain.errors import InvalidFile
from explain.i18n import LANGUAGES, language
from explain.issues import N_, Code, Issue
from explain.scores import issues
from explain.scores.conversion import running
from explain.scores.conversion.archive import check_archive
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.formats import format_of
from explain.scores.conversion.letters import (
    Order,
    read_answer,
    read_order,
    write_files,
    write_issues,
    write_order,
)
from explain.scores.conversion.running import Limits, convert_file
from explain.scores.conversion.worker import answer
from explain.scores.models.outputs import outputs
from explain.scores.models.reading import read_model
from tests.explain.scores import estimator_samples as samples
from tests.explain.scores import foreign_models as foreign
from tests.explain.scores import sklearn_models as models

ROWS = samples.people(1, 120, missing=True)
DECLARED = Declaration(models.inputs(), ROWS, samples.MISSING, file="model.skops")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other cost more than such small models."""
    with threadpool_limits(1):
        yield


def estimator(name: str = "histograms") -> Any:
    return samples.fitted(name, ROWS, samples.coded())


def saved(made: Any, method: int = zipfile.ZIP_STORED) -> bytes:
    return bytes(skops.io.dumps(made, compression=method))


def issue_of(call: Callable[..., Any], *arguments: Any) -> Issue:
    with pytest.raises(InvalidFile) as raised:
        call(*arguments)
    issue = raised.value.issues[0]
    for code in LANGUAGES:
        assert "%(" not in language(code).message(issue) + language(code).hint(issue)
    return issue


def told(data: bytes, kind: Any = "skops", declared: Declaration = DECLARED) -> Issue:
    """Return what the conversion's process would say of a file it refuses, without starting it."""
    found = read_answer(answer(Order(data, kind, declared, 0, 0)))
    assert isinstance(found, list)
    return found[0]


# In a process of its own ---------------------------------------------------------------


def test_a_skops_file_becomes_a_model_that_predicts_the_same() -> None:
    made = estimator("forest of classes")
    files = convert_file(saved(made, zipfile.ZIP_DEFLATED), "skops", DECLARED)
    model = read_model(files, "model.json", models.inputs())
    asked = samples.people(2, 100, missing=True)
    ours = outputs(model, Declaration(models.inputs(), asked).columns(asked))
    assert np.abs(ours - samples.predictions(made, asked)).max() <= 1e-12
    source = json.loads(files["model.json"])["source"]
    assert (source["library"], source["model"]) == ("scikit-learn", "RandomForestClassifier")


def test_models_of_lightgbm_and_xgboost_are_converted_and_their_classes_named() -> None:
    rows = foreign.rows(1, 300)
    names = ("refused", "to_see", "granted")
    declared = Declaration(foreign.inputs(), rows, ("income", "rent", "heating"), names)
    target = foreign.targets(rows, 3, 3)
    table = foreign.codes(rows)
    light = foreign.light(table, target, objective="multiclass", num_class=3)
    extreme = foreign.extreme(table, target, objective="multi:softprob", num_class=3)
    saved_as = {
        "lightgbm": light.model_to_string().encode(),
        "xgboost": bytes(extreme.save_raw("json")),
    }
    for kind, data in saved_as.items():
        assert format_of(data, "model") == kind
        found = read_answer(answer(Order(data, format_of(data, "model"), declared, 0, 0)))
        assert isinstance(found, dict), found
        file = json.loads(found["model.json"])
        assert tuple(file["classes"]) == names
        assert file["source"]["sha256"].startswith("sha256:")


def test_a_conversion_that_takes_too_long_is_ended() -> None:
    issue = issue_of(convert_file, saved(estimator()), "skops", DECLARED, Limits(seconds=0))
    assert issue.code.id == "E618"


@pytest.mark.parametrize("memory", [40, pytest.param(250, marks=pytest.mark.deep)])
def test_a_conversion_that_needs_too_much_memory_is_ended(memory: int) -> None:
    limits = Limits(memory=memory * 1024 * 1024)
    issue = issue_of(convert_file, saved(estimator()), "skops", DECLARED, limits)
    assert issue.code.id in {"E616", "E618"}


@pytest.mark.parametrize(
    "program",
    ["import os; os.kill(os.getpid(), 9)", "import os; os.abort()", "print('{}')", "print('[')"],
)
def test_a_process_that_dies_or_raves_is_reported(program: str) -> None:
    limits = Limits(command=(sys.executable, "-I", "-c", program))
    assert issue_of(convert_file, b"tree\n", "lightgbm", DECLARED, limits).code.id == "E618"


def test_a_library_that_is_not_installed_is_asked_for() -> None:
    issue = issue_of(running.require_library, "no_such_library", "model.txt")
    assert (issue.code.id, issue.values["name"]) == ("E613", "no_such_library")


def test_what_the_two_processes_say_arrives_unchanged() -> None:
    order = Order(b"\n\x00model", "skops", DECLARED, 5, 6)
    assert read_order(write_order(order)) == Order(
        b"\n\x00model", "skops", read_order(write_order(order)).declared, 5, 6
    )
    declared = read_order(write_order(order)).declared
    assert declared.inputs == DECLARED.inputs
    assert [list(row) for row in declared.rows] == [list(row) for row in ROWS]
    files = {"model.json": b"{}\n", "model.npz": b"\x00\n"}
    assert read_answer(write_files(files)) == files
    issue = Issue(issues.TREES_BROKEN, "f", 3, "a.b", {"problem": N_("it crashed"), "name": 2})
    (again,) = read_answer(write_issues([issue]))
    assert again == issue
    assert language("fr").message(again) == language("fr").message(issue)


# Files that run code -------------------------------------------------------------------


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["model.skops", "model.pkl", "model.txt", "model.joblib"])
@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_a_pickle_is_refused_under_any_name(name: str, protocol: int, tmp_path: Path) -> None:
    path = tmp_path / "trap"
    data = pickle.dumps(Trap(path), protocol)
    declared = Declaration(models.inputs(), ROWS, file=name)
    issue = issue_of(convert_file, data, "skops", declared)
    assert issue.code.id in {"E611", "E614"}
    assert not path.exists()
    with pytest.raises(InvalidFile):
        format_of(data, name)


@pytest.mark.parametrize("compress", [0, 3, ("gzip", 3), ("bz2", 3), ("xz", 3), ("lzma", 3)])
def test_a_joblib_file_is_refused_under_any_name(compress: Any, tmp_path: Path) -> None:
    joblib.dump(estimator(), tmp_path / "model", compress=compress)
    data = (tmp_path / "model").read_bytes()
    assert issue_of(format_of, data, "model.json").code.id == "E611"


def test_a_pickle_inside_a_skops_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trap"
    members = unzipped(saved(estimator()))
    name = next(name for name in members if name.endswith(".npy"))
    array = io.BytesIO()
    np.save(array, np.array([Trap(path)], dtype=object), allow_pickle=True)
    assert told(zipped({**members, name: array.getvalue()})).code.id in {"E615", "E616", "E602"}
    assert told(zipped({**members, "evil.pkl": b"\x80\x04."})).code.id == "E614"
    assert not path.exists()


def test_types_that_are_not_trusted_are_listed() -> None:
    made = make_pipeline(FunctionTransformer(np.linalg.norm), estimator())
    issue = told(saved(made))
    assert (issue.code.id, issue.values["types"]) == ("E615", "numpy.linalg.norm")


def test_a_schema_that_names_functions_to_call_is_refused() -> None:
    members = unzipped(saved(estimator()))
    schema = members["schema.json"].decode()
    for module, name in (("os", "system"), ("builtins", "eval"), ("subprocess", "Popen")):
        other = schema.replace('"HistGradientBoostingClassifier"', f'"{name}"').replace(
            '"sklearn.ensemble._hist_gradient_boosting.gradient_boosting"', f'"{module}"'
        )
        assert other != schema
        issue = told(zipped({**members, "schema.json": other.encode()}))
        assert issue.code.id in {"E615", "E616"}


def test_another_model_than_those_that_can_be_converted_is_refused() -> None:
    made = make_pipeline(samples.scaled(), SVC())
    made.fit(samples.array(samples.people(1, 60)), [0, 1] * 30)
    assert told(saved(made)).code.id == "E490"


# Damaged and hostile files -------------------------------------------------------------


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return made.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def claiming(data: bytes, size: int) -> bytes:
    """Return a zip whose directory claims another size of its first member."""
    place = data.index(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<L", size) + data[place + 28 :]


BOMB = zipped({"schema.json": b"{}", "1.npy": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)

ARCHIVES: dict[str, bytes] = {
    "a zip bomb": BOMB,
    "a size beyond the limit": claiming(zipped({"1.npy": b"1", "schema.json": b"{}"}), 2**31),
    "a huge description": zipped({"schema.json": bytes(70_000_000)}),
    "a path out of the folder": zipped({"schema.json": b"{}", "../1.npy": b""}),
    "an absolute path": zipped({"schema.json": b"{}", "/etc/1.npy": b""}),
    "a folder": zipped({"schema.json": b"{}", "a/1.npy": b""}),
    "a zip inside": zipped({"schema.json": b"{}", "1.npz": zipped({"a": b""})}),
    "no description": zipped({"1.npy": b""}),
    "nothing": b"",
    "half a zip": zipped({"schema.json": b"{}" * 500})[:300],
    "no zip": b"PK\x03\x04" + b"x" * 100,
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_unsafe_archive_is_refused_by_its_directory(name: str) -> None:
    assert issue_of(convert_file, ARCHIVES[name], "skops", DECLARED).code.id == "E614"
    assert told(ARCHIVES[name]).code.id == "E614"


def test_the_same_member_twice_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("schema.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("schema.json", b"{}")
    assert issue_of(check_archive, made.getvalue(), "m").code.id == "E614"


def test_an_array_that_claims_more_than_memory_holds_ends_as_an_issue() -> None:
    members = unzipped(saved(estimator()))
    name = next(name for name in members if name.endswith(".npy"))
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999,), }"
    header += b" " * (117 - len(header)) + b"\n"
    bomb = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
    assert told(zipped({**members, name: bomb})).code.id in {"E616", "E618"}


def test_any_damage_to_a_file_ends_as_an_issue_or_in_the_same_model() -> None:
    data = saved(estimator("tree"))
    files = read_answer(answer(Order(data, "skops", DECLARED, 0, 0)))
    assert isinstance(files, dict)
    draw = np.random.default_rng(2)
    for _ in range(25):
        other = bytearray(data)
        other[int(draw.integers(len(data)))] ^= 1 << int(draw.integers(8))
        found = read_answer(answer(Order(bytes(other), "skops", DECLARED, 0, 0)))
        if isinstance(found, dict):
            assert found["model.npz"] == files["model.npz"]


def a_cycle(made: Any) -> None:
    made.tree_.children_left[0] = 0


def a_child_outside(made: Any) -> None:
    made.tree_.children_right[0] = 10**9


def a_column_outside(made: Any) -> None:
    made.tree_.feature[0] = 10**9


def no_threshold(made: Any) -> None:
    made.tree_.threshold[0] = np.nan


def an_endless_leaf(made: Any) -> None:
    made.tree_.value[-1] = np.inf


@pytest.mark.parametrize(
    "damage", [a_cycle, a_child_outside, a_column_outside, no_threshold, an_endless_leaf]
)
def test_arrays_that_are_no_trees_are_refused_before_the_library_walks_them(
    damage: Callable[[Any], None],
) -> None:
    made = estimator("tree")
    damage(made.steps[-1][1])
    assert told(saved(made)).code.id == "E602"


@pytest.mark.parametrize(
    ("field", "value"), [("left", 0), ("right", 10**9), ("feature_idx", 10**9), ("bitset_idx", 99)]
)
def test_histograms_that_are_no_trees_are_refused_as_well(field: str, value: int) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    made = HistGradientBoostingClassifier(max_iter=9, categorical_features=[1, 4])
    made.fit(samples.array(ROWS), samples.target(ROWS, "yes or no"))
    nodes = next(
        tree.nodes
        for (tree,) in made._predictors  # noqa: SLF001 - what a file may hold
        if tree.nodes["is_categorical"].any()
    )
    nodes[field][np.flatnonzero(nodes["is_categorical"])[0]] = value
    assert told(saved(made)).code.id == "E602"


def test_every_code_of_a_conversion_is_met_by_a_test() -> None:
    folder = Path(__file__).parents[2]
    texts = "".join(
        path.read_text()
        for path in [
            *folder.glob("explain/scores/test_*.py"),
            *folder.glob("register/**/test_*.py"),
        ]
    )
    codes = {value.id for value in vars(issues).values() if isinstance(value, Code)}
    assert [code for code in sorted(codes) if "E600" <= code < "E620" and code not in texts] == []
