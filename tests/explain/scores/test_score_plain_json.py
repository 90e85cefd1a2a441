"""A model's JSON is read as YAML reads it, or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.errors import InvalidFile
from explain.reading import read_yaml
from explain.scores.models.plain_json import read_json
from explain.scores.models.reading import read_model

NUMBERS = st.integers() | st.floats() | st.decimals(allow_nan=False).map(float)
VALUES = st.recursive(
    st.text() | st.booleans() | st.none() | NUMBERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=20), VALUES, max_size=5), st.booleans())
def test_what_the_json_module_reads_yaml_reads_alike(
    value: dict[str, object],
    escaped: bool,  # noqa: FBT001 - drawn
) -> None:
    """Wherever the quick reading answers, the strict one gives the same values and types."""
    data = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "replace")
    try:
        quick = read_json(data, "model.json")
    except InvalidFile:
        return
    if quick is not None:
        assert repr(quick.value) == repr(read_yaml(data, "model.json").value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": null}',
        '{"a": "\\u0041"}',
        '{"a":\t1}',
        '{"a": "b\u2028c"}',
        '{"a": "b\nc"}',
        '{"a": 1} {"b": 2}',
        '{"a": [1, 2,]}',
        "{a: 1}",
        "a: 1",
        '["a"]',
        "",
        '{"a": ' + "[" * 100_000,
    ],
)
def test_what_could_be_wrong_is_left_to_yaml(text: str) -> None:
    """Two keys alike, no number, escapes, cut files: the quick reading gives no answer."""
    assert read_json(text.encode(), "model.json") is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"format": 1,\n "kind": "trees",\n "kind": "trees"}', "E104", 3),
        ('{"format": 1,\n "kind": "trees",\n "intercepts": null}', "E108", 3),
        ('{"format": 1,\n "kind": "trees",\n "cut": ', "E103", 4),
        ('{"format": 1,\n "kind": "trees",\n "depth": ' + "[" * 40 + "]" * 40 + "}", "E107", 3),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, code: str, line: int) -> None:
    """Whatever read the file first, what is wrong is told as for every other file."""
    with pytest.raises(InvalidFile) as caught:
        read_model({"model.json": text.encode()}, "model.json", ())
    assert (code, line) in [(issue.code.id, issue.line) for issue in caught.value.issues]


ENTRY = Path(__file__).parents[3] / "entries" / "aide-renovation-energetique" / "3"


def test_a_published_model_needs_no_yaml() -> None:
    """A model as `grandjour model add` writes it is read by the json module alone."""
    data = (ENTRY / "model.json").read_bytes()
    quick = read_json(data, "model.json")
    assert quick is not None
    assert quick.value == read_yaml(data, "model.json").value


def test_reading_models_loads_no_parser_of_yaml() -> None:
    """A process that reads a converted model and its tables never loads one."""
    code = (
        "import sys, explain.scores.models.reading, explain.scores.models.forest_file\n"
        "import explain.scores.attribution.store\n"
        "sys.exit('yaml' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
