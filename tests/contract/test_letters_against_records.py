"""Every number on a letter or a sheet, of whatever engine, can be found in its record."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from explain.canonical import to_record
from explain.details import Attribution
from explain.documents.rendering import letter_html, sheet_html
from explain.i18n import LanguageCode
from explain.notice import Notice
from explain.scores.spec import ScoreFile
from explain.sources import Source
from explain.texts import texts
from register.explaining import Answer, notice
from register.i18n import language
from tests.contract import cases
from tests.contract.cases import CASES, ENTRIES, each_case, each_language, shelf
from tests.contract.reading_letters import (
    holds,
    leaves,
    numbers,
    shown,
    strangers,
    text_of,
    without,
)

LETTERS = ENTRIES / "aide-renovation-energetique" / "letters"
ADDRESS = "https://register.example/fr/algorithmes/exemple/"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MEANS = {
    "fr": "Moyenne des exemples où c’est connu",
    "en": "Average of the examples where it is known",
}


@cache
def explained(path: Path) -> Answer:
    return cases.explained(path)


def record(found: Answer) -> Any:
    return json.loads(to_record(found.explanation))


def sample(code: LanguageCode) -> Source:
    name = "refus-arbres.yaml" if code == "fr" else f"refus-arbres-{code}.yaml"
    return Source(name, (LETTERS / name).read_bytes())


def days(values: object, code: LanguageCode) -> Iterator[str]:
    """Yield each day of a file as it is written out."""
    for leaf in leaves(values):
        for day in DAY.findall(str(leaf)):
            yield language(code).day(date.fromisoformat(day))


def names(found: Answer, code: LanguageCode) -> Iterator[str]:
    """Yield what is a name in the entry: labels, sources, articles, files and days."""
    held = record(found)
    yield from map(str, leaves(held))
    yield from days(held, code)
    yield from texts(found.version.spec_in(code, found.algorithm.spec)).values()
    entry = found.version.entry_in(code)
    yield from map(str, leaves(entry.model_dump(mode="json")))
    yield from map(str, leaves(found.administration.model_dump(mode="json")))
    yield ADDRESS


def lettered(found: Answer, code: LanguageCode) -> Notice:
    """Put the sample letter round an answer, in the name of the sample administration."""
    administration = shelf().administrations["region-exemple"]
    return notice(replace(found, administration=administration), sample(code), lambda _: ADDRESS)


def written(made: Notice, code: LanguageCode) -> Iterator[str]:
    """Yield what people wrote in the letter, and the articles that the law's profile names."""
    values = made.letter.model_dump(mode="json")
    yield from map(str, (*leaves(values), *leaves(asdict(made.issuer))))
    yield from days(values, code)
    for element in made.profile.elements:
        yield element.article


@each_language
@each_case
def test_every_number_on_a_sheet_and_a_letter_is_in_the_record(
    path: Path, code: LanguageCode
) -> None:
    found = explained(path)
    said = set(names(found, code))
    pages = [sheet_html(found.sheet(language(code), ADDRESS))]
    if found.version.entry.individual_decision:
        made = lettered(found, code)
        said |= set(written(made, code))
        pages.append(letter_html(made))
    for page in pages:
        text = re.sub(r"(?m)^\s*[1-4]\. ", "", without(text_of(page), said))
        assert strangers(text, code, record(found)) == []


def scored(code: LanguageCode) -> Iterator[tuple[Answer, str]]:
    """Yield the answer of each case that is scored and has a letter, and the letter's text."""
    for path in CASES:
        found = explained(path)
        detail = found.explanation.detail
        if isinstance(detail, Attribution) and found.version.entry.individual_decision:
            yield found, text_of(letter_html(lettered(found, code)))


@each_language
def test_a_letter_tells_every_mean_effect_and_parameter_of_its_score(code: LanguageCode) -> None:
    for found, text in scored(code):
        held = record(found)
        printed = set(numbers(text, code))
        shares = held["detail"]["shares"]
        kinds = {item["id"]: item["type"] for item in held["data"]}
        for share in shares:
            value = share["reference"]
            if value is not None:
                mean = Decimal(value) * (100 if kinds[share["id"]] == "boolean" else 1)
                assert any(shown(one, mean) for one in printed), share
        for item in (*held["operations"], *held["parameters"], *held["data"]):
            value = item["value"]
            if isinstance(value, str) and re.fullmatch(r"-?[\d.]+", value):
                assert any(shown(one, abs(Decimal(value))) for one in printed), item


@each_language
def test_a_mean_is_one_of_the_examples_that_hold_the_information(code: LanguageCode) -> None:
    """The means are taken anew from the background; the letter says that gaps are left out."""
    gaps = 0
    for found, text in scored(code):
        spec = found.algorithm.spec
        assert isinstance(spec, ScoreFile)
        folder = ENTRIES / found.version.slug / str(found.version.number)
        with (folder / spec.background.file).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for share in record(found)["detail"]["shares"]:
            if share["reference"] is None:
                continue
            cells = [row[share["id"]] for row in rows if row[share["id"]]]
            yes = {"true": "1", "false": "0"}
            known = [Decimal(yes.get(cell.lower(), cell)) for cell in cells]
            assert abs(sum(known, Decimal(0)) / len(known) - Decimal(share["reference"])) < Decimal(
                "1e-6"
            )
            gaps += len(known) < len(rows)
        assert MEANS[code] in text
    assert gaps


@each_language
def test_the_sums_of_a_score_hold_and_take_in_every_effect_once(code: LanguageCode) -> None:
    for found, _ in scored(code):
        account = found.account(language(code))
        *sums, whole = [stage for stage in account.operations if stage.numbers]
        for stage in (*sums, whole):
            assert holds(f"{stage.numbers} = {stage.result}", code), stage
        # A group has the names of its inputs behind its own.
        effects = {item.label.partition(" (")[0] for item in account.table[1:-1]}
        apart = [name for name in whole.formula.split(" + ")[1:] if name in effects]
        inside = [name for stage in sums for name in stage.formula.split(" + ")]
        assert sorted(apart + inside) == sorted(effects)


def test_the_reader_finds_what_is_not_in_the_record() -> None:
    held = {"total": "42", "threshold": "50", "mean": "33.4827586207", "part": "0.816"}
    told = "The total is below it: 50 − 42 = 8 points.\n33.48% of 42, “yes” for 81.6%"
    assert strangers(told, "en", held) == []
    assert strangers("The total is below it, by 8 points.", "en", held)
    assert strangers("50 − 42 = 9 points", "en", held)
    assert strangers("7 + 1 = 8 points", "en", held)
    assert strangers("33.49%", "en", held)
    assert strangers("33 of 42", "en", held)
