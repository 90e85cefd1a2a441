"""Choosing the version that explains, and what the letter takes from the register."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from explain.errors import IncompleteNotice
from explain.sources import Source
from register.errors import NotFound
from register.explaining import Answer, Question, answer, notice
from register.i18n import language
from register.shelf import Shelf, open_shelf

ENTRIES = Path(__file__).resolve().parents[2] / "entries"
GRANT = ENTRIES / "aide-renovation-energetique"
LETTER = Source("refus.yaml", (GRANT / "letters" / "refus.yaml").read_bytes())
ADDRESS = "https://register.example/version/"


@cache
def shelf() -> Shelf:
    return open_shelf(ENTRIES, drafts=True)


def case(name: str = "classe-d-trois-enfants") -> Source:
    return Source(f"{name}.yaml", (GRANT / "cases" / f"{name}.yaml").read_bytes())


def asked(name: str = "classe-d-trois-enfants", **more: object) -> Answer:
    question = Question(slug=GRANT.name, case=case(name), **more)  # type: ignore[arg-type]  # passed on
    return answer(shelf(), question)


def test_an_old_case_runs_on_the_version_of_its_day() -> None:
    assert asked("classe-d-version-1").version.number == 1


def test_a_version_asked_for_wins_over_the_one_of_the_day() -> None:
    assert asked("classe-d-version-1", number=2).version.number == 2


def test_the_day_asked_for_wins_over_the_day_of_the_case() -> None:
    found = asked(decided_on=date(2026, 10, 1))
    assert found.explanation.decided_on == date(2026, 10, 1)
    written = shelf().entry(GRANT.name).cases["classe-d-trois-enfants"].case
    assert asked().explanation.decided_on == written.date != date(2026, 10, 1)


def test_an_entry_that_is_only_described_has_nothing_to_explain() -> None:
    """E508"""
    holding = shelf().entry(GRANT.name)
    described = {
        number: replace(version, entry=version.entry.model_copy(update={"algorithm": None}))
        for number, version in holding.versions.items()
    }
    other = replace(shelf(), entries={GRANT.name: replace(holding, versions=described)})
    with pytest.raises(NotFound) as caught:
        answer(other, Question(slug=GRANT.name, case=case()))
    assert [issue.code.id for issue in caught.value.issues] == ["E508"]


def test_a_letter_takes_who_writes_and_why_from_the_register() -> None:
    made = notice(asked(), LETTER, lambda code: f"{ADDRESS}{code}/")
    entry = shelf().entry(GRANT.name).version(2).entry
    assert made.issuer.name == "Région Exemple (fictive)"
    assert made.issuer.address == ("1 place de la Région", "00000 Exemple")
    assert made.issuer.data_protection == "dpd@region-exemple.example"
    assert made.processing.purpose == entry.purpose
    assert made.processing.address == f"{ADDRESS}fr/"
    assert made.processing.data_not_used


def test_an_english_letter_has_the_entry_s_english_words() -> None:
    path = GRANT / "letters" / "refus-en.yaml"
    letter = Source(path.name, path.read_bytes())
    made = notice(asked(), letter, lambda code: f"{ADDRESS}{code}/")
    assert made.processing.title == asked().version.entry_in("en").title
    assert made.processing.address == f"{ADDRESS}en/"
    assert made.account == asked().account(language("en"))


def test_an_administration_that_hides_its_officer_cannot_write() -> None:
    found = asked()
    silent = found.administration.model_copy(update={"data_protection": found.administration.siren})
    with pytest.raises(IncompleteNotice) as caught:
        notice(replace(found, administration=silent), LETTER, lambda _: ADDRESS)
    assert [issue.code.id for issue in caught.value.issues] == ["E502"]
