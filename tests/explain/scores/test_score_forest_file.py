"""A model of trees is written and read back unchanged, or refused before it is used."""

import contextlib
import dataclasses
import hashlib
import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explain.errors import InvalidFile
from explain.reading import read_yaml
from explain.scores.models.array_file import write_arrays
from explain.scores.models.columns import encode
from explain.scores.models.forest import Forest
from explain.scores.models.forest_file import ARRAYS, read_forest, write_forest
from explain.scores.models.structure import broken
from explain.spec import Input
from tests.explain.scores import forest_samples as samples
from tests.explain.scores.score_samples import declared_inputs

Files = dict[str, bytes]


def written(**changes: Any) -> Files:
    return write_forest(samples.forest(**changes), samples.ORIGIN)


def read(files: Files, inputs: tuple[Input, ...] | None = None) -> Forest:
    document = read_yaml(files["model.json"], "model.json")
    return read_forest(document, files, samples.inputs() if inputs is None else inputs)


def refusals(files: Files, inputs: tuple[Input, ...] | None = None) -> list[str]:
    with pytest.raises(InvalidFile) as raised:
        read(files, inputs)
    return [issue.code.id for issue in raised.value.issues]


def altered(**changes: Any) -> Files:
    """Return the files with fields of the JSON replaced."""
    files = written()
    plain = {**json.loads(files["model.json"]), **changes}
    return {**files, "model.json": json.dumps(plain).encode()}


def with_arrays(data: bytes) -> Files:
    """Return the files with other arrays and their right digest."""
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    files = altered(arrays={"file": "model.npz", "sha256": digest})
    return {**files, "model.npz": data}


def arrays(**changes: Any) -> dict[str, Any]:
    found = {name: getattr(samples.forest(), name) for name in ARRAYS}
    return {**found, **changes}


def with_column(place: int, **changes: Any) -> Files:
    plain = json.loads(written()["model.json"])["columns"]
    plain[place] = {**plain[place], **changes}
    return altered(columns=plain)


def test_a_forest_is_read_back_as_it_was() -> None:
    forest, again = samples.forest(), read(written())
    for field in dataclasses.fields(Forest):
        mine, theirs = getattr(forest, field.name), getattr(again, field.name)
        if isinstance(mine, np.ndarray):
            assert mine.dtype == theirs.dtype
            assert np.array_equal(mine, theirs)
        elif field.name != "columns":
            assert mine == theirs
    cases: list[dict[str, Any]] = [
        {"income": income, "advised": advised, "heating": heating}
        for income in (None, 0.0, 30000.1, 89999.99)
        for advised in (None, 1.0, 0.0)
        for heating in (None, "gas", "oil", "wood")
    ]
    for values in cases:
        mine, theirs = encode(forest.columns, values), encode(again.columns, values)
        assert np.array_equal(mine, theirs, equal_nan=True)


def test_the_same_forest_gives_the_same_bytes() -> None:
    assert written() == written()
    files = written()
    assert write_forest(read(files), samples.ORIGIN) == files
    tried = written(missing=("income",))
    assert read(tried).missing == ("income",)
    assert write_forest(read(tried), samples.ORIGIN) == tried != files


def test_a_file_that_was_edited_by_one_byte_is_refused() -> None:
    files = written()
    for place in range(0, len(files["model.npz"]), 97):
        data = bytearray(files["model.npz"])
        data[place] ^= 1
        assert refusals({**files, "model.npz": bytes(data)}) == ["E600"]


def test_arrays_that_are_not_there_are_asked_for() -> None:
    assert refusals({"model.json": written()["model.json"]}) == ["E460"]


def test_damaged_arrays_are_refused_even_with_their_digest() -> None:
    data = written()["model.npz"]
    for size in (0, 10, len(data) // 2, len(data) - 1):
        assert refusals(with_arrays(data[:size])) == ["E601"]


def test_a_random_byte_never_ends_in_anything_but_an_issue_or_a_forest() -> None:
    data = written()["model.npz"]
    draw = np.random.default_rng(4)
    for _ in range(300):
        other = bytearray(data)
        other[int(draw.integers(len(data)))] = int(draw.integers(256))
        with contextlib.suppress(InvalidFile):
            read(with_arrays(bytes(other)))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return made.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_compressed_arrays_are_refused() -> None:
    data = zipped(members(written()["model.npz"]), zipfile.ZIP_DEFLATED)
    assert refusals(with_arrays(data)) == ["E601"]


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    body = members(written()["model.npz"])
    body["values.npy"] = bytes(300_000_000)
    assert refusals(with_arrays(zipped(body, zipfile.ZIP_DEFLATED))) == ["E601"]


def test_a_member_too_many_or_too_few_is_refused() -> None:
    body = members(written()["model.npz"])
    assert refusals(with_arrays(zipped({**body, "../evil.npy": b""}))) == ["E601"]
    body.pop("roots.npy")
    assert refusals(with_arrays(zipped(body))) == ["E601"]


def test_a_header_that_claims_more_than_it_holds_is_refused() -> None:
    body = members(written()["model.npz"])
    body["roots.npy"] = body["roots.npy"].replace(b"(2,)", b"(9,)")
    assert refusals(with_arrays(zipped(body))) == ["E601"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": np.zeros(6, dtype=np.float32)},
        {"roots": np.zeros((1, 1), dtype=np.int32)},
        {"threshold": np.array([object()] * 6)},
        {"values": np.asfortranarray(np.zeros((6, 2)))},
    ],
    ids=["another kind of number", "another shape", "objects", "columns first"],
)
def test_arrays_of_another_kind_are_refused(wrong: dict[str, Any]) -> None:
    if "threshold" in wrong and wrong["threshold"].dtype == object:
        body = members(write_arrays(arrays()))
        member = io.BytesIO()
        np.lib.format.write_array(member, wrong["threshold"], (1, 0), allow_pickle=True)
        body["threshold.npy"] = member.getvalue()
        assert refusals(with_arrays(zipped(body))) == ["E601"]
    else:
        expected = "E602" if wrong.get("values") is not None else "E601"
        assert refusals(with_arrays(write_arrays(arrays(**wrong)))) == [expected]


def ints(*values: int) -> Any:
    return np.array(values, dtype=np.int32)


BROKEN: dict[str, dict[str, Any]] = {
    "a node that is its own child": {"left": ints(0, -1, 3, -1, -1, -1)},
    "a child before its parent": {"left": ints(1, -1, 1, -1, -1, -1)},
    "two parents": {"right": ints(2, -1, 3, -1, -1, -1)},
    "a child that is not there": {"right": ints(2, -1, 6, -1, -1, -1)},
    "a root inside a tree": {"roots": ints(0, 4)},
    "a node that nothing reaches": {"roots": ints(0)},
    "no tree": {"roots": ints()},
    "a column that is not there": {"column": ints(4, -1, 2, -1, -1, -1)},
    "a column below zero": {"column": ints(-2, -1, 2, -1, -1, -1)},
    "a set of categories that is not there": {"categories": ints(-1, -1, 1, -1, -1, -1)},
    "a threshold that is not a number": {"threshold": np.array([np.nan, 0, 0, 0, 0, 0])},
    "an endless threshold": {"threshold": np.array([np.inf, 0, 0, 0, 0, 0])},
    "a value that is not a number": {"values": np.full((6, 1), np.nan)},
    "an array that is too short": {"left": ints(1, -1, 3, -1, -1)},
    "a value too many for each leaf": {"values": np.zeros((6, 2))},
}


@pytest.mark.parametrize("name", BROKEN)
def test_nodes_that_are_no_trees_are_refused(name: str) -> None:
    assert refusals(with_arrays(write_arrays(arrays(**BROKEN[name])))) == ["E602"]


WRONG: dict[str, tuple[str, Files]] = {
    "not a number": ("E470", altered(intercepts=["NaN"])),
    "a division by zero": ("E470", with_column(0, operations=[["divide", "0.0"]])),
    "a number without quotes": ("E203", altered(intercepts=[1.5])),
    "an unknown operation": ("E204", with_column(0, operations=[["power", "2.0"]])),
    "an unknown kind of column": ("E204", with_column(0, kind="code")),
    "an input that is not declared": ("E473", with_column(0, input="nationality")),
    "a choice that is not declared": (
        "E476",
        altered(choices={"advised": ["true", "false"], "heating": ["gas", "oil", "wood", "sun"]}),
    ),
    "a declared choice that the model does not know": (
        "E475",
        altered(choices={"advised": ["true", "false"], "heating": ["gas", "oil"]}),
    ),
    "a lookup without its choices": ("E475", altered(choices={"advised": ["true", "false"]})),
    "a value for a choice that is not listed": (
        "E604",
        with_column(2, values={"gas": "0.0", "oil": "1.0", "wood": "2.0", "sun": "3.0"}),
    ),
    "no value for a choice": ("E475", with_column(2, values={"gas": "0.0", "oil": "1.0"})),
    "an intercept too many": ("E603", altered(intercepts=["0.0", "1.0"])),
    "classes without their intercepts": ("E603", altered(classes=["a", "b", "c"])),
    "a wrong digest": ("E203", altered(arrays={"file": "model.npz", "sha256": "sha256:12"})),
    "another format": ("E204", altered(format=2)),
    "an extra field": ("E202", altered(code="import os")),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_description_is_named(name: str) -> None:
    code, files = WRONG[name]
    assert code in refusals(files)


def test_a_declared_input_that_no_column_reads_is_refused() -> None:
    more = declared_inputs([{"id": "rent", "type": "amount"}])
    assert refusals(written(), (*samples.inputs(), *more)) == ["E472"]


def test_a_category_read_as_a_number_is_refused() -> None:
    _, advised, heating = samples.inputs()
    other = heating.model_copy(update={"id": "income"})
    assert refusals(written(), (other, advised, heating)) == ["E474"]


def test_an_issue_gives_its_line() -> None:
    text = written()["model.json"].replace(b'"30000.1"', b'"1e99"')
    with pytest.raises(InvalidFile) as raised:
        read({**written(), "model.json": text})
    (issue,) = raised.value.issues
    line = text.decode().splitlines().index('     "1e99"') + 1
    assert (issue.file, issue.line, issue.field) == ("model.json", line, "columns.1.operations.1.2")


PLACES = st.lists(st.integers(-2, 7), min_size=6, max_size=6)


@given(
    roots=st.lists(st.integers(-1, 6), min_size=1, max_size=3),
    column=st.lists(st.sampled_from([-1, -1, 0, 2]), min_size=6, max_size=6),
    left=PLACES,
    right=PLACES,
)
@example(
    roots=[0, 5], column=[0, -1, 2, -1, -1, -1], left=[1, 0, 3, 0, 0, 0], right=[2, 0, 4, 0, 0, 0]
)
@example(roots=[0], column=[0, 0, 2, -1, -1, -1], left=[1, 3, 4, 0, 0, 0], right=[2, 4, 5, 0, 0, 0])
def test_nodes_are_trees_where_a_plain_walk_meets_each_once(
    roots: list[int], column: list[int], left: list[int], right: list[int]
) -> None:
    forest = samples.forest(
        roots=ints(*roots), column=ints(*column), left=ints(*left), right=ints(*right)
    )
    waiting, met = list(roots), list[int]()
    while waiting and len(met) <= len(column):
        node = waiting.pop()
        met.append(node)
        if 0 <= node < len(column) and column[node] != -1:
            children = (left[node], right[node])
            waiting += [child if child > node else -1 for child in children]
    assert (broken(forest) is None) == (sorted(met) == list(range(len(column))))
