"""What counts over the whole background, as the entry page shows it."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from explain.scores.population.influences import Influence, Population, population
from explain.scores.population.parts import Part
from explain.scores.program import Program
from register.entry.scores import population_of
from register.i18n import LanguageCode
from register.pages.entry_views import Influences
from register.presenting.influences import HIDDEN, influences
from register.presenting.shown import Shown
from tests.register.published import edition, site

SCORES = ["aide-renovation-energetique", "signaux-faibles"]
WORDS: dict[LanguageCode, list[str]] = {
    "fr": [
        "information manquante",
        "moins de 10 000 € par an",
        "de 10 000 € par an à moins de 20 000,50 € par an",
        "plus de 20 000 € par an, moins de 30 000 € par an",
        "plus de 30 000 € par an",
        "40 000 € par an ou plus",
        "0 € par an",
    ],
    "en": [
        "not known",
        "less than €10,000 a year",
        "from €10,000 a year to less than €20,000.50 a year",
        "more than €20,000 a year, less than €30,000 a year",
        "more than €30,000 a year",
        "€40,000 a year or more",
        "€0 a year",
    ],
}


def shown(slug: str, code: LanguageCode = "en", number: int = 2) -> Shown:
    holding = edition().shelf.entry(slug)
    return edition().shown(code, holding, number)


def view(subject: Shown) -> Influences:
    found = influences(subject)
    assert found is not None
    return found


def number(text: str) -> Decimal:
    plain = re.sub(r"[^\d.,−+-]", "", text).replace("−", "-").replace(",", "")
    return Decimal(plain)


@pytest.mark.parametrize("slug", SCORES)
def test_the_page_prints_what_was_measured(slug: str) -> None:
    subject = shown(slug)
    assert subject.algorithm is not None
    program: Program = subject.algorithm.program
    measured = population(program)
    assert measured is not None
    rows = view(subject).inputs
    assert len(rows) == len(measured.influences) == len(program.players)
    assert number(view(subject).rows) == measured.rows
    for row, one in zip(rows, measured.influences, strict=True):
        assert abs(number(row.size) - one.size) <= Decimal("0.05")
        assert [part.label for part in row.parts] == list(
            dict.fromkeys(part.label for part in row.parts)
        )
        for part, exact in zip(row.parts, one.parts, strict=True):
            assert exact.mean is not None
            assert abs(number(part.effect) - exact.mean) <= Decimal("0.05")
            assert part.effect[0] in {"+", "−", "0"}
            assert (part.share > 0) <= (exact.mean > 0)
            assert row.low <= part.share <= row.high
    sizes = [row.share for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 100


def with_parts(code: LanguageCode, *parts: Part) -> Influences:
    one = Influence(id="revenu", label="Revenu", size=Decimal("0.126"), parts=parts)
    measured = Population(rows=10, influences=(one,))
    subject = shown("aide-renovation-energetique", code)
    return view(replace(subject, measured=lambda: measured))


@pytest.mark.parametrize("code", ["fr", "en"])
def test_bands_are_said_in_words(code: LanguageCode) -> None:
    ten, twenty, thirty, forty = (Decimal(n) for n in (10000, 20000, 30000, 40000))
    about = {"count": 7, "mean": Decimal("1.04")}
    parts = (
        Part(known=False, count=7, mean=Decimal(-1)),
        Part(high=ten, **about),  # type: ignore[arg-type] # a count and a mean
        Part(low=ten, high=twenty + Decimal("0.5"), **about),  # type: ignore[arg-type] # the same
        Part(low=twenty, after=True, high=thirty, **about),  # type: ignore[arg-type] # the same
        Part(low=thirty, after=True, **about),  # type: ignore[arg-type] # the same
        Part(low=forty, **about),  # type: ignore[arg-type] # the same
        Part(low=Decimal(0), single=True, **about),  # type: ignore[arg-type] # the same
    )
    (row,) = with_parts(code, *parts).inputs
    labels = [re.sub("[\u00a0\u202f]", " ", part.label) for part in row.parts]
    assert labels == WORDS[code]


def test_what_is_withheld_is_a_dash_and_has_no_bar() -> None:
    hidden = Part(known=False, count=None, mean=None)
    (row,) = with_parts("en", hidden, Part(low=Decimal(1), count=6, mean=Decimal(-2))).inputs
    assert (row.parts[0].effect, row.parts[0].count, row.parts[0].share) == (HIDDEN, HIDDEN, 0)
    assert (row.parts[1].effect, row.parts[1].share) == ("−2.0", -100)
    assert (row.size, row.low, row.high) == ("0.13 points", -100, 0)


def test_only_scores_have_it() -> None:
    assert influences(shown("parcoursup")) is None
    assert influences(replace(shown(SCORES[0]), algorithm=None)) is None


@pytest.mark.parametrize(("tells", "told"), [((), False), (("influences",), True)])
def test_a_private_background_shows_only_what_the_entry_allows(
    tells: tuple[str, ...], *, told: bool
) -> None:
    subject = shown(SCORES[0])
    assert subject.algorithm is not None
    program: Program = subject.algorithm.program
    about = program.spec.background.model_copy(update={"tells": tells})
    spec = program.spec.model_copy(update={"background": about})
    algorithm = replace(subject.algorithm, program=replace(program, spec=spec))
    hidden = tuple(
        item.model_copy(update={"visibility": "private"})
        for item in subject.version.entry.artefacts
    )
    entry = subject.version.entry.model_copy(update={"artefacts": hidden})
    version = replace(subject.version, entry=entry)
    assert (population_of(version, algorithm) is not None) == told
    assert population_of(subject.version, algorithm) is not None


def test_a_background_of_which_nothing_may_be_told_is_said_to_be_so() -> None:
    found = view(replace(shown(SCORES[0]), measured=lambda: None))
    assert found.inputs == ()


@pytest.mark.parametrize("slug", SCORES)
def test_the_entry_page_has_a_row_for_each_piece_of_information(slug: str) -> None:
    page = site()[f"/fr/algorithmes/{slug}/"].make().decode()
    part = page[page.index('id="influences"') : page.index('class="try-it"')]
    rows = view(
        edition().shown("fr", edition().shelf.entry(slug), edition().shelf.entry(slug).shown)
    )
    assert part.count("<summary>") == len(rows.inputs)
    assert part.count('aria-hidden="true"') == part.count("<svg")
    for row in rows.inputs:
        assert row.size in part
