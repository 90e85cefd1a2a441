"""What a record in a file looks like, and what is refused before anything is calculated."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from explain import engines, issues
from explain.canonical import digest, inputs_digest, to_record
from explain.case import validate_case
from explain.errors import InvalidFile
from explain.explanation import About, Explanation
from explain.record import Made, read_record, software, write_record
from explain.replay import case_of, differences, replay
from explain.sources import Source
from tests.explain.rules import rule_files as rules

RULES = Path(__file__).resolve().parents[1] / "register" / "sample" / "aide-cantine" / "1"
MADE = Made(datetime(2026, 11, 23, 8, 5, 9, tzinfo=UTC), {"grandjour": "0.1.0"})


def algorithm() -> engines.Algorithm:
    return engines.load({"rules.yaml": (RULES / "rules.yaml").read_bytes()}, "rules.yaml")


def explained(**more: Any) -> Explanation:
    spec = algorithm().spec
    inputs = {"quotient": Decimal("500.50"), "commune": "ici"} | more
    given = {item.id: inputs[item.id] for item in spec.inputs if item.id in inputs}
    unknown = tuple(item.id for item in spec.inputs if item.id not in inputs)
    case = validate_case(
        spec,
        given,
        date(2026, 11, 1),
        unknown=unknown,
        sources={spec.inputs[0].id: "Une attestation"},
    )
    about = About(slug="aide-cantine", version=1)
    return engines.explain(algorithm(), case, None, about)


def kept(change: Callable[[dict[str, Any]], None] = lambda _: None) -> Source:
    """Return the file of a record, with something changed in it."""
    envelope = json.loads(write_record(explained(), MADE))
    change(envelope)
    return Source("kept.json", json.dumps(envelope).encode())


def refused(source: Source) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFile) as caught:
        read_record(source)
    return [(issue.code.id, issue.field) for issue in caught.value.issues]


def test_software_stands_beside_the_digest_and_not_in_it() -> None:
    first, second = (
        json.loads(write_record(explained(), Made(MADE.at, {"grandjour": number})))
        for number in ("0.1.0", "9.9.9")
    )
    assert first["digest"] == second["digest"] == digest(to_record(explained()))
    assert first["record"] == second["record"] == json.loads(to_record(explained()))
    assert first["made"] == {"at": "2026-11-23T08:05:09Z", "with": {"grandjour": "0.1.0"}}


def test_a_time_of_another_zone_is_written_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    made = Made(datetime(2026, 7, 1, 1, 0, 0, tzinfo=summer), {})
    read = read_record(Source("kept.json", write_record(explained(), made))).made
    assert read is not None
    assert read.at == datetime(2026, 6, 30, 23, 0, 0, tzinfo=UTC)


def test_the_software_in_use_is_named_with_its_versions() -> None:
    found = software()
    assert {"grandjour", "python"} <= set(found)
    assert all(found.values())


def test_a_record_reads_back_as_it_was_written() -> None:
    record = read_record(kept())
    assert record.noted == record.digest == digest(to_record(explained()))
    assert record.made == MADE
    bare = read_record(Source("bare.json", to_record(explained())))
    assert (bare.noted, bare.made) == (None, None)
    assert bare.digest == record.digest


def test_the_case_of_a_record_is_the_one_that_was_given() -> None:
    spec = algorithm().spec
    first = explained()
    case = case_of(read_record(kept()), spec)
    assert inputs_digest(case) == first.provenance.inputs
    assert replay(algorithm(), read_record(kept()), None, first.about).exact


def test_a_value_of_many_digits_is_recorded_in_full() -> None:
    number = next(item for item in algorithm().spec.inputs if item.type == "amount")
    value = Decimal("1234.56789012345678")
    record = json.loads(to_record(explained(**{number.id: value})))
    datum = next(datum for datum in record["data"] if datum["id"] == number.id)
    assert Decimal(datum["value"]) == value


def test_a_list_of_persons_is_recorded_and_read_back_in_full() -> None:
    people = rules.item(
        "members",
        "persons",
        maximum=9,
        fields=[
            {"id": "born", "label": "Born", "type": "date"},
            {"id": "pay", "label": "Pay", "type": "amount", "unit": "EUR/year"},
            {"id": "here", "label": "Here", "type": "boolean"},
        ],
    )
    unit = {"unit": "EUR/year"}
    file = rules.rules([people], [rules.step("s", "sum(members, pay)", **unit)], outcome=unit)
    loaded = engines.load({"rules.yaml": json.dumps(file).encode()}, "rules.yaml")
    household = [
        {"born": "1980-02-29", "pay": Decimal("20000.123456789012345"), "here": True},
        {"born": "unknown", "pay": Decimal(0), "here": False},
    ]
    case = validate_case(loaded.spec, {"members": household}, date(2020, 6, 1))
    about = About(slug="s", version=1)
    found = engines.explain(loaded, case, None, about)
    record = read_record(Source("kept.json", write_record(found, MADE)))
    assert case_of(record, loaded.spec) == case
    assert replay(loaded, record, None, about).exact


def test_a_difference_names_the_place_the_label_and_both_values() -> None:
    old = {"shares": [{"id": "a", "label": "Revenu", "points": "4"}], "changes": []}
    new = {"shares": [{"id": "a", "label": "Revenu", "points": "5"}], "changes": [{"id": "b"}]}
    found = [(item.path, item.label, item.recorded, item.found) for item in differences(old, new)]
    assert found == [
        ("changes", "", "[]", None),
        ("changes.1.id", "", None, '"b"'),
        ("shares.1.points", "Revenu", '"4"', '"5"'),
    ]


@pytest.mark.parametrize(("old", "new"), [(True, 1), (1, "1"), (None, ""), (1, 1.0), ({}, [])])
def test_values_of_two_kinds_are_never_equal(old: object, new: object) -> None:
    assert len(list(differences({"a": old}, {"a": new}))) == 1


@pytest.mark.parametrize(
    "text", ["", "{", '{"format": 1, "about": {"slug": "aide', "{'a': 1}", "{} {}"]
)
def test_what_is_not_whole_json_is_refused_with_its_place(text: str) -> None:
    """E702"""
    assert refused(Source("cut.json", text.encode())) == [("E702", "")]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "1",
        '{"format": 1}',
        '{"about": NaN}',
        '{"about": 1, "about": 2}',
        '{"about": "\\ud800"}',
        "[" * 500 + "]" * 500,
        '{"about": ' + "[" * 40 + "]" * 40 + "}",
        '{"about": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"about": ' + "9" * 5000 + "}",
    ],
    ids=range(10),
)
def test_what_is_no_record_is_refused(text: str) -> None:
    """E701"""
    assert refused(Source("other.json", text.encode())) == [("E701", "")]


def test_a_file_that_is_no_text_is_refused() -> None:
    assert refused(Source("other.json", b"\xff\xfe\x00")) == [("E102", "")]


@pytest.mark.parametrize("number", [2, "1", True, None, 1.0])
def test_an_unknown_format_is_refused_by_its_number(number: object) -> None:
    assert refused(kept(lambda file: file.update(format=number))) == [("E703", "format")]
    inner = kept(lambda file: file["record"].update(format=number))
    assert refused(inner) == [(issues.RECORD_FORMAT.id, "format")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda file: file.pop("digest"), "digest"),
        (lambda file: file.update(digest="sha256:1"), "digest"),
        (lambda file: file.update(more=1), "more"),
        (lambda file: file["made"].update(at="yesterday"), "made.at"),
        (lambda file: file["made"].update(at="2026-13-01T00:00:00Z"), "made.at"),
        (lambda file: file["made"].update({"with": {"python": 3}}), "made.with.python"),
        (lambda file: file["record"]["about"].update(version=0), "record.about.version"),
        (lambda file: file["record"]["about"].update(version=None), "record.about.version"),
        (lambda file: file["record"]["about"].update(slug=""), "record.about.slug"),
        (lambda file: file["record"].pop("data"), "record.data"),
        (lambda file: file["record"].update(decided_on="1/2/2026"), "record.decided_on"),
        (
            lambda file: file["record"]["provenance"].update(files=[["a"]]),
            "record.provenance.files.1.2",
        ),
    ],
    ids=range(12),
)
def test_what_a_record_must_say_is_named_where_it_does_not(
    change: Callable[[dict[str, Any]], None], field: str
) -> None:
    """E704"""
    assert ("E704", field) in refused(kept(change))
