"""A day in a file is checked whole: every mistake at once, with its line."""

import pytest

from explain.errors import InvalidFile
from explain.i18n import language
from explain.issues import Issue
from explain.matching.daily_proposals.files import DayFiguresFile, DayRunFile
from explain.matching.daily_proposals.reading import read_day
from explain.matching.engine import fits, is_synthetic
from tests.explain.matching.call_order.call_order_builders import run as call_order_list
from tests.explain.matching.daily_proposals.day_files import DAY, FIGURES, source


def issues_of(text: str) -> list[Issue]:
    """Return what is wrong with a file."""
    with pytest.raises(InvalidFile) as caught:
        read_day(source(text))
    return list(caught.value.issues)


def test_a_good_file_is_read() -> None:
    assert isinstance(read_day(source()), DayRunFile)
    assert isinstance(read_day(source(FIGURES)), DayFiguresFile)
    assert is_synthetic(source())
    assert not is_synthetic(source(FIGURES))


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        # Places, ranks and rates
        ("places: 2", "places: -1", "E208", 12, "0 or more"),
        ("beds: 1", "beds: -3", "E208", 19, "0 or more"),
        ("scholarship: 50", "scholarship: 101", "E208", 13, "100 or less"),
        ("scholarship: 50", "scholarship: 12.5", "E203", 13, "whole number"),
        ("last_called: 1", "last_called: 1\n    last_called_before: 4", "E561", 16, "four days"),
        # Rankings
        ("ranking: [1, 2, 3, 4]", "ranking: [1, 2, 3, 2, 4]", "E551", 14, "Candidate 2"),
        ("ranking: [4, 2]", "ranking: [4, 4, 2]", "E551", 19, "“school”"),
        ("ranking: [4, 2]", "ranking: [4, 2, 1]", "E553", 19, "does not ask"),
        ("ranking: [3, 1]", "ranking: [1]", "E552", 25, "stands in no ranking"),
        ("ranking: [3, 1]", "ranking: [3, 1], residents: [4]", "E564", 17, "Candidate 4"),
        ("houses:\n", "houses:\n  - {id: empty, beds: 1, ranking: []}\n", "E554", 19, "“empty”"),
        ("  - {id: law, places: 1, ", "  - {id: maths, places: 1, ", "E210", 10, "maths"),
        # Candidates and wishes
        ("{id: 2, wishes", "{id: 1, wishes", "E550", 22, "Candidate 1"),
        ("maths}, {programme: law}]", "maths}, {programme: art}]", "E555", 21, "“art”"),
        ("maths}, {programme: law}]", "maths}, {programme: maths}]", "E556", 21, "twice"),
        ("maths, preference: 1", "maths", "E560", 25, "automatic responder"),
        ("law, preference: 2", "law, preference: 1", "E558", 25, "preference 1"),
        ("law, preference: 2", "law, preference: 3", "E559", 25, "preference 2"),
        ("programme: law}]", "programme: law, state: lost}]", "E204", 21, "lost"),
        ("synthetic: true", "synthetic: true\nname: Alice", "E202", 5, "not a field"),
        ("salt: 0123456789abcdef0123456789abcdef\n", "", "E444", 4, "salt"),
        ("kind: run", "kind: secret", "E204", 3, "secret"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    old: str, new: str, code: str, line: int, words: str
) -> None:
    assert old in DAY
    text = DAY.replace(old, new, 1)
    if code == "E444":
        text = text.replace("synthetic: true", "synthetic: false")
    found = [issue for issue in issues_of(text) if issue.code.id == code]
    assert found, [issue.code.id for issue in issues_of(text)]
    assert line in {issue.line for issue in found}
    assert any(words in language("en").message(issue) for issue in found)


def test_two_boarding_houses_of_one_programme_are_two_rankings() -> None:
    two = DAY.replace("houses:\n", "houses:\n  - {id: girls, beds: 1, ranking: [2]}\n").replace(
        "{programme: maths, house: school}]}\n  - id: 3",
        "{programme: maths, house: school}, {programme: maths, house: girls}]}\n  - id: 3",
    )
    (issue,) = issues_of(two)
    assert (issue.code.id, issue.line) == ("E557", 23)


def test_all_mistakes_are_reported_at_once() -> None:
    text = DAY.replace("ranking: [1, 2, 3, 4]", "ranking: [1, 1, 2, 3, 4]").replace(
        "law, preference: 2", "law, preference: 5"
    )
    assert [issue.code.id for issue in issues_of(text)] == ["E551", "E559"]


def test_a_bar_above_its_highest_is_refused() -> None:
    (issue,) = issues_of(FIGURES.replace("highest: 30", "highest: 20"))
    assert (issue.code.id, issue.line) == ("E565", 9)


def test_a_list_fits_the_method_that_it_is_for() -> None:
    assert fits("daily_proposals", source())
    assert fits("daily_proposals", source(FIGURES))
    assert not fits("daily_proposals", call_order_list([0, 1], 20))
    assert fits("call_order", call_order_list([0, 1], 20))
    assert not fits("call_order", source())
