"""Which version counts, against the rule read literally on small histories."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register import issues
from register.errors import NotFound
from register.ledger import Publication
from register.versions import day_of, in_force, standing

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 1, 1)


def publication(number: int, after: int, applies: int, **fields: object) -> Publication:
    """Return a version published `after` days, applying `applies` days, after the first day."""
    known = {
        "event": "version",
        "entry": "gj-0001",
        "slug": "aide",
        "version": number,
        "kind": "substance",
        "applies_from": DAY + timedelta(applies),
        "published_at": FIRST + timedelta(after),
        "files": {"fr.md": "sha256:" + "0" * 64},
    }
    return Publication.model_validate(known | fields)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Publication, ...]:
    delays = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 20)), min_size=1))
    after, made = 0, []
    for number, (delay, applies) in enumerate(delays, start=1):
        after += delay
        made.append(publication(number, after, applies))
    return tuple(made)


@given(histories(), st.integers(-12, 30), st.integers(-2, 60))
def test_the_version_in_force_is_the_one_that_the_rule_names(
    history: tuple[Publication, ...], day: int, known: int
) -> None:
    wanted, moment = DAY + timedelta(day), FIRST + timedelta(known)
    published = [item for item in history if item.published_at <= moment]
    applying = [item for item in published if item.applies_from <= wanted]
    if not applying:
        with pytest.raises(NotFound) as refusal:
            in_force(history, "aide", wanted, moment)
        code = issues.BEFORE_FIRST if published else issues.NOT_KNOWN_YET
        assert [issue.code for issue in refusal.value.issues] == [code]
        return
    latest = max(item.applies_from for item in applying)
    last = [item for item in applying if item.applies_from == latest][-1]
    assert in_force(history, "aide", wanted, moment) is last


def test_an_entry_without_publications_has_no_version_in_force() -> None:
    with pytest.raises(NotFound) as refusal:
        in_force((), "aide", DAY)
    assert [issue.code for issue in refusal.value.issues] == [issues.NOT_PUBLISHED]


def test_a_correction_of_the_past_counts_only_once_it_is_known() -> None:
    history = (publication(1, 0, 0), publication(2, 10, 5))
    day = DAY + timedelta(7)
    assert in_force(history, "aide", day, FIRST + timedelta(9)).version == 1
    assert in_force(history, "aide", day, FIRST + timedelta(10)).version == 2


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        (1, 0, "in_force"),
        (1, 6, "superseded"),
        (2, 0, "upcoming"),
        (2, 6, "in_force"),
        (3, 6, "upcoming"),
        (3, 11, "in_force"),
        (3, 21, "retired"),
        (4, 0, "draft"),
    ],
)
def test_each_version_stands_somewhere(number: int, day: int, expected: str) -> None:
    end = DAY + timedelta(20)
    history = (
        publication(1, 0, 0),
        publication(2, 0, 5),
        publication(3, 0, 10, kind="retirement", applies_to=end),
    )
    assert standing(history, number, DAY + timedelta(day)) == expected


def test_a_retracted_entry_says_so() -> None:
    history = (publication(1, 0, 0), publication(2, 1, 1, kind="retraction"))
    assert standing(history, 2, DAY + timedelta(3)) == "retracted"


def test_a_version_replaced_before_it_applied_is_superseded() -> None:
    history = (publication(1, 0, 0), publication(2, 0, 9), publication(3, 0, 9))
    assert standing(history, 2, DAY) == "superseded"
    assert standing(history, 3, DAY) == "upcoming"


@given(histories(), st.integers(-12, 30))
def test_a_version_is_upcoming_if_its_day_will_come(
    history: tuple[Publication, ...], after: int
) -> None:
    day = DAY + timedelta(after)
    days = [day + timedelta(ahead) for ahead in range(1, 40)]
    coming = {
        in_force(history, "aide", later).version
        for later in days
        if any(item.applies_from <= later for item in history)
    }
    for item in history:
        expected = item.applies_from > day and item.version in coming
        assert (standing(history, item.version, day) == "upcoming") is expected


def test_days_begin_in_the_time_zone_of_the_register() -> None:
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert day_of(late, "Europe/Paris") == date(2026, 4, 1)
    assert day_of(late, "America/Montreal") == date(2026, 3, 31)
