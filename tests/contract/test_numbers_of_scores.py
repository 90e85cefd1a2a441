"""Every number that a reader meets in the explanation of a score can be found in its record."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from explain.account import Account, Fact
from explain.canonical import to_record
from explain.details import Attribution
from explain.sources import Source
from register.explaining import Answer, Question, answer
from register.i18n import language
from register.shelf import Shelf, open_shelf

ENTRIES = Path(__file__).resolve().parents[2] / "entries"
CASES = sorted(
    path
    for folder in {found.parents[1] for found in ENTRIES.glob("*/*/score.yaml")}
    for path in folder.glob("cases/*.yaml")
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@cache
def shelf() -> Shelf:
    return open_shelf(ENTRIES, drafts=True)


def strings(value: object) -> Iterator[str]:
    """Yield every text and number of a record."""
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, int | str):
        yield str(value)


def read(text: str) -> Iterator[Decimal]:
    """Yield the numbers of an English text, without their signs."""
    for found in NUMBER.findall(text):
        yield Decimal(found.replace(",", "").rstrip("."))


def recorded(found: Answer) -> set[Decimal]:
    """Return the numbers of the record, of its labels and of the two sums made of them.

    The sums are the distance to the threshold, and the effects that are not among the reasons.
    """
    texts = [*strings(json.loads(to_record(found.explanation)))]
    numbers = {number for text in texts for number in read(text.replace("\u202f", ""))}
    detail = found.explanation.detail
    assert isinstance(detail, Attribution)
    if detail.scale.threshold is not None:
        numbers.add(abs(Decimal(detail.total) - Decimal(detail.scale.threshold)))
    effects = sorted((Decimal(share.points) for share in detail.shares), key=lambda x: -abs(x))
    numbers.add(abs(sum(effects[4:], Decimal(0))))
    return numbers


def facts(rows: tuple[Fact, ...]) -> Iterator[str]:
    for row in rows:
        yield from (row.value, row.note, row.aside)


def told(account: Account) -> Iterator[str]:
    """Yield every text of an account in which a number may stand, but the names of files."""
    yield from (account.outcome, *account.summary, account.others)
    for reason in account.reasons:
        yield from (reason.value, reason.sentence)
    for bar in account.chart.bars if account.chart else ():
        yield bar.text
    for part in account.waterfall:
        yield from (stair.text for stair in part.stairs)
    yield from (*account.changes, *account.together)
    yield from facts(account.table)
    yield from facts(account.data)
    for stage in account.operations:
        yield from (stage.formula, stage.numbers, stage.result)


def held(number: Decimal, numbers: set[Decimal], powers: int = 1) -> bool:
    """Tell whether a printed number is a recorded one, rounded.

    A weight is told for 1, 10, 100, ... units: `powers` is how many of these are looked at.
    """
    places = Decimal(1).scaleb(-max(0, -int(number.as_tuple().exponent)))
    return any(
        abs(known * Decimal(10) ** power - number) <= places / 2
        for known in numbers
        for power in range(powers)
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_number_is_in_the_record(path: Path) -> None:
    question = Question(slug=path.parts[-3], case=Source(path.name, path.read_bytes()))
    found = answer(shelf(), question)
    numbers = recorded(found)
    account = found.account(language("en"))
    for text in told(account):
        assert [number for number in read(text) if not held(number, numbers)] == [], text
    for text in facts(account.parameters):
        assert [number for number in read(text) if not held(number, numbers, 10)] == [], text
