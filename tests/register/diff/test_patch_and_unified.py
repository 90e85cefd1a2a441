"""The comparisons for programs, applied by programs that are not ours."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.diff.patch import json_patch
from register.diff.unified import unified
from register.presenting import data
from register.presenting.comparisons import comparison_files, comparison_patch
from tests.register.diff.rfc6902 import apply
from tests.register.published import edition, numbers

scalars = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "a/b", "~1", "é"])
)
names = st.sampled_from(["id", "a", "a/b", "m~n", ""])
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=4),
    max_leaves=25,
)


@given(documents, documents)
def test_a_patch_leads_to_the_newer_document(before: Any, after: Any) -> None:
    assert strict(apply(before, json_patch(before, after))) == strict(after)


def strict(value: Any) -> str:
    """Write a value so that true is not 1."""
    return json.dumps(value, sort_keys=True)


def test_the_example_of_the_rfc_is_applied_as_it_says() -> None:
    # RFC 6902, appendices A.1 to A.4 and A.10
    assert apply({"foo": "bar"}, [{"op": "add", "path": "/baz", "value": "qux"}]) == {
        "baz": "qux",
        "foo": "bar",
    }
    added = [{"op": "add", "path": "/foo/1", "value": "qux"}]
    assert apply({"foo": ["bar", "baz"]}, added) == {"foo": ["bar", "qux", "baz"]}
    assert apply({"baz": 1, "foo": 2}, [{"op": "remove", "path": "/baz"}]) == {"foo": 2}
    removed = [{"op": "remove", "path": "/foo/1"}]
    assert apply({"foo": ["bar", "qux", "baz"]}, removed) == {"foo": ["bar", "baz"]}


def test_a_patch_names_only_what_changed() -> None:
    before = {"rows": [{"id": "a", "v": 1}, {"id": "b", "v": 2}, {"id": "c", "v": 3}]}
    after = {"rows": [{"id": "a", "v": 1}, {"id": "c", "v": 4}]}
    assert json_patch(before, after) == [
        {"op": "replace", "path": "/rows/2/v", "value": 4},
        {"op": "remove", "path": "/rows/1"},
    ]


@pytest.mark.parametrize(
    ("slug", "older", "newer"),
    [(slug, old, new) for slug, all_ in numbers().items() for old, new in pairwise(all_)],
)
def test_the_data_of_a_version_lead_to_those_of_the_next(slug: str, older: int, newer: int) -> None:
    shelf = edition().shelf
    holding = shelf.entry(slug)
    patch = json.loads(comparison_patch(shelf, holding, older, newer))
    old, new = (json.loads(data.write(data.version(shelf, holding, n))) for n in (older, newer))
    assert apply(old, patch) == new


files = st.dictionaries(
    st.sampled_from(["fr.md", "en.md", "rules.yaml", "a.csv"]),
    st.lists(
        st.sampled_from(["un\n", "deux\n", "\n", "é", "\r\n", "- x\n", "+ y\n"]), max_size=9
    ).map(lambda parts: "".join(parts).encode()),
    max_size=3,
)


@given(files, files)
def test_the_program_patch_makes_the_newer_files(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    folder = tmp_path_factory.mktemp("patched")
    # an empty file that comes or goes cannot be said in this format
    before = {name: content for name, content in before.items() if content}
    after = {name: content for name, content in after.items() if content}
    assert patched(folder, before, unified(before, after)) == after


@pytest.mark.parametrize("slug", list(numbers()))
def test_patch_makes_the_texts_of_the_next_version(slug: str, tmp_path: Path) -> None:
    holding = edition().shelf.entry(slug)
    older, newer = holding.numbers[-2:]
    before, after = (public(slug, number) for number in (older, newer))
    found = patched(tmp_path, before, comparison_files(holding, older, newer).decode())
    readable = {name for name in after if not name.endswith(".npz")}
    assert {name: found.get(name) for name in readable} == {name: after[name] for name in readable}


def public(slug: str, number: int) -> dict[str, bytes]:
    holding = edition().shelf.entry(slug)
    return {**holding.version(number).artefacts, **holding.files.versions[number]}


def patched(folder: Path, before: dict[str, bytes], changes: str) -> dict[str, bytes]:
    """Apply changes with the program `patch` to files in a folder."""
    for name, content in before.items():
        (folder / name).write_bytes(content)
    if changes:
        command = ["patch", "--quiet", "--binary", "-p1", "--no-backup-if-mismatch"]
        subprocess.run(command, cwd=folder, input=changes.encode(), check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_that_is_no_text_is_named_with_its_digests() -> None:
    found = unified({"model.npz": b"\x00\xff"}, {"model.npz": b"\x01\xff"})
    assert found.startswith("# model.npz: sha256:")
    assert found.count("\n") == 1
