"""Every mistake in a score's files has a code of its own."""

import json

import pytest

from explain.errors import InvalidFile
from explain.i18n import LANGUAGES, language
from explain.issues import Code
from explain.scores import issues
from tests.explain.scores import score_samples as samples
from tests.explain.scores.score_samples import Plain

HUGE = "1" + "0" * 29

WRONG_SCORES: dict[str, tuple[str, Plain]] = {
    "a model that is not there": ("E460", samples.score(model="other.json")),
    "a scale of zero": ("E461", samples.score(display=samples.display(scale=0))),
    "a threshold finer than the points": (
        "E462",
        samples.score(display=samples.display(threshold=49.5)),
    ),
    "a threshold without its good side": (
        "E463",
        samples.score(
            display={k: v for k, v in samples.display().items() if k != "favourable"},
        ),
    ),
    "an outcome in another unit": (
        "E464",
        samples.score(outcome={"id": "points", "label": "Points", "type": "number", "unit": "EUR"}),
    ),
    "a group with an unknown input": (
        "E465",
        samples.score(groups=[{"id": "home", "label": "Foyer", "inputs": ["income", "age"]}]),
    ),
    "an input in two groups": (
        "E465",
        samples.score(
            groups=[
                {"id": "home", "label": "Foyer", "inputs": ["income"]},
                {"id": "money", "label": "Argent", "inputs": ["income"]},
            ]
        ),
    ),
    "a group named like an input": (
        "E466",
        samples.score(groups=[{"id": "saving", "label": "Projet", "inputs": ["saving"]}]),
    ),
    "more rows declared than given": (
        "E483",
        samples.score(background={"file": "background.csv", "label": "Moyenne", "rows": 1000}),
    ),
    "a model of another kind than the input": (
        "E474",
        samples.with_input("income", type="category", categories=[{"id": "low", "label": "Bas"}]),
    ),
    "a date": ("E474", samples.with_input("saving", type="date")),
    "a choice that the model does not know": (
        "E475",
        samples.with_input(
            "heating", categories=[{"id": n, "label": n} for n in ("gas", "oil", "wood", "sun")]
        ),
    ),
    "no choice for a weight of the model": (
        "E476",
        samples.with_input("heating", categories=[{"id": n, "label": n} for n in ("gas", "oil")]),
    ),
    "no unit of the points": ("E211", samples.score(display=samples.display(unit="stars"))),
    "an unknown field": ("E202", samples.score(colour="x")),
}

WRONG_MODELS: dict[str, tuple[str, Plain | bytes]] = {
    "not a number": ("E470", samples.with_term("income", coefficient="NaN")),
    "infinity": ("E470", samples.with_term("income", center="Infinity")),
    "minus infinity": ("E470", samples.with_term("income", center="-inf")),
    "a number too large for a float": ("E470", samples.with_term("income", coefficient="1e999")),
    "a number that would drown the others": (
        "E470",
        samples.with_term("income", coefficient=HUGE),
    ),
    "a number in hexadecimal": ("E470", samples.with_term("income", coefficient="0x10")),
    "an underscore in a number": ("E470", samples.with_term("income", coefficient="1_0")),
    "a weight that is not a number": (
        "E470",
        samples.with_term("heating", coefficients={"gas": "0", "oil": "many", "wood": "1"}),
    ),
    "a scale of zero": ("E471", samples.with_term("income", scale="0.0")),
    "a negative scale": ("E471", samples.with_term("income", scale="-1")),
    "a missing input": ("E472", samples.without_term("advised")),
    "an input that is not declared": ("E473", samples.with_term("advised", input="nationality")),
    "an input read as a choice": (
        "E474",
        {
            **samples.MODEL,
            "terms": [
                *samples.without_term("income")["terms"],
                {"kind": "category", "input": "income", "coefficients": {"low": "1"}},
            ],
        },
    ),
    "a missing choice": ("E475", samples.with_term("heating", coefficients={"gas": "0"})),
    "a choice that is not declared": (
        "E476",
        samples.with_term(
            "heating", coefficients={"gas": "0", "oil": "1", "wood": "2", "coal": "3"}
        ),
    ),
    "an input used twice": (
        "E210",
        {**samples.MODEL, "terms": [*samples.MODEL["terms"], samples.MODEL["terms"][0]]},
    ),
    "an unknown kind": ("E204", {**samples.MODEL, "kind": "forest"}),
    "an unknown term": ("E204", samples.with_term("income", kind="pickle")),
    "yes for a number": ("E203", samples.with_term("income", coefficient=True)),
    "bands that never end": (
        "E660",
        samples.with_bands("income", {"below": "3", "points": "1"}, {"below": "9", "points": "2"}),
    ),
    "bands out of order": (
        "E661",
        samples.with_bands(
            "income",
            {"below": "9", "points": "1"},
            {"below": "3", "points": "2"},
            {"points": "0"},
        ),
    ),
    "an extra field": ("E202", {**samples.MODEL, "code": "import os"}),
    "a term without its weight": (
        "E201",
        {**samples.MODEL, "terms": [{"kind": "number", "input": "income"}]},
    ),
    "no terms": ("E205", {**samples.MODEL, "terms": []}),
    "another format": ("E204", {**samples.MODEL, "format": 2}),
    "a list": ("E109", b"[1, 2]"),
    "broken JSON": ("E103", b'{"format": 1,'),
    "bytes that are not text": ("E102", b"\x80\x04\x95"),
    "the same key twice": ("E104", b'{"format": 1, "format": 1}'),
    "endless nesting": ("E107", b'{"a": ' + b"[" * 500),
    "a file that is too large": ("E101", b" " * 300_000),
}

WRONG_BACKGROUNDS: dict[str, tuple[str, bytes]] = {
    "columns in another order": (
        "E480",
        samples.background(names=["children", "income", "years", "saving", "advised", "heating"]),
    ),
    "an empty file": ("E480", b""),
    "a value too few": ("E481", samples.background([["1", "2", "3"], *samples.ROWS[1:]])),
    "a number that is not one": (
        "E482",
        samples.background([["NaN", "0", "3", "30", "false", "gas"], *samples.ROWS[1:]]),
    ),
    "a formula": (
        "E482",
        samples.background([["=1+1", "0", "3", "30", "false", "gas"], *samples.ROWS[1:]]),
    ),
    "half a child": (
        "E482",
        samples.background([["100", "0.5", "3", "30", "false", "gas"], *samples.ROWS[1:]]),
    ),
    "a value out of range": (
        "E482",
        samples.background([["100", "0", "3", "91", "false", "gas"], *samples.ROWS[1:]]),
    ),
    "a choice that is not declared": (
        "E482",
        samples.background([["100", "0", "3", "30", "false", "sun"], *samples.ROWS[1:]]),
    ),
    "a boolean in another spelling": (
        "E482",
        samples.background([["100", "0", "3", "30", "1", "gas"], *samples.ROWS[1:]]),
    ),
    "a number with too many digits": (
        "E482",
        samples.background(
            [["100", "0", "3", f"30.{'1' * 40}", "false", "gas"], *samples.ROWS[1:]]
        ),
    ),
    "a number beyond every double": (
        "E482",
        samples.background([["1e400", "0", "3", "30", "false", "gas"], *samples.ROWS[1:]]),
    ),
    "a blank": (
        "E484",
        samples.background([["100", "", "3", "30", "false", "gas"], *samples.ROWS[1:]]),
    ),
    "a row too few": ("E483", samples.background(samples.ROWS[1:])),
    "a row too many": ("E483", samples.background([*samples.ROWS, samples.ROWS[0]])),
}


@pytest.mark.parametrize("name", WRONG_SCORES)
def test_a_wrong_declaration_is_named(name: str) -> None:
    code, declared = WRONG_SCORES[name]
    assert code in samples.refusals(declared, None, None)


@pytest.mark.parametrize("name", WRONG_MODELS)
def test_a_wrong_model_is_named(name: str) -> None:
    code, model = WRONG_MODELS[name]
    assert code in samples.refusals(None, model, None)


@pytest.mark.parametrize("name", WRONG_BACKGROUNDS)
def test_a_wrong_background_is_named(name: str) -> None:
    code, rows = WRONG_BACKGROUNDS[name]
    assert code in samples.refusals(None, None, rows)


def test_every_code_for_files_has_a_sample() -> None:
    codes = {value.id for value in vars(issues).values() if isinstance(value, Code)}
    tried = {code for table in (WRONG_SCORES, WRONG_BACKGROUNDS) for code, _ in table.values()}
    tried |= {code for code, _ in WRONG_MODELS.values()}
    assert {code for code in codes if code < "E490"} <= tried


def test_an_issue_in_the_model_gives_its_line() -> None:
    text = json.dumps(samples.with_term("children", scale="0"), indent=1)
    with pytest.raises(InvalidFile) as raised:
        samples.algorithm(model=text.encode())
    line = text.splitlines().index('   "scale": "0",') + 1
    assert [(i.file, i.line, i.field) for i in raised.value.issues] == [
        ("model.json", line, "terms.2.scale")
    ]


def test_an_issue_in_the_background_gives_its_line() -> None:
    rows = samples.background([*samples.ROWS[:3], ["1", "1", "1", "1", "maybe", "gas"]])
    with pytest.raises(InvalidFile) as raised:
        samples.algorithm(rows=rows)
    assert [(i.file, i.line) for i in raised.value.issues] == [("background.csv", 5)]


def test_all_issues_of_a_file_come_at_once() -> None:
    rows = samples.background([["x", "x", "x", "x", "x", "x"]] * 4)
    assert samples.refusals(None, None, rows) == ["E482"] * 20


def test_a_kind_of_term_written_like_a_placeholder_is_reported_all_the_same() -> None:
    with pytest.raises(InvalidFile) as raised:
        samples.algorithm(model=samples.with_term("income", kind="%(secret)s"))
    (issue,) = raised.value.issues
    assert issue.code.id == "E204"
    for code in LANGUAGES:
        assert "terms.1" in language(code).message(issue)
        assert "number, category" in language(code).hint(issue)
