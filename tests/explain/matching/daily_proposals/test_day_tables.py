"""A day in tables is the day in one file; every bad row has its file, its row and its column."""

import json
from pathlib import Path
from typing import Any

import pytest

from explain.errors import InvalidFile
from explain.matching.daily_proposals.files import DayFiguresFile, DayRunFile
from explain.matching.daily_proposals.lists import DayLists, lists_of
from explain.matching.daily_proposals.reading import read_day
from explain.matching.daily_proposals.running import carry_out
from explain.matching.engine import find, fits, is_published, is_synthetic
from explain.sources import Source
from tests.explain.matching.daily_proposals.day_files import DAY, algorithm, person, source
from tests.explain.matching.daily_proposals.day_tables import FILE, TABLES, as_tables, tabled

RANKS = ("rank", "house_rank", "resident")
EVERYTHING = """\
format: 1
method: daily_proposals
kind: run
synthetic: true
title: A late day with all the columns
session: 2024
source: Invented
day: 40
pivot: 30
late: true
programmes:
  - id: arts
    label: Arts, plastic
    places: 2
    wanted: 3
    limit_rank: 1
    last_called: 2
    last_called_before: 1
    moved_on: 39
    rates: {scholarship: 20, residence: 60}
    ranking: [5, 1, 2, 6, 3]
    residents: [5, 2, 3]
  - {id: "1042", places: 1, ranking: [3, 2]}
houses:
  - {id: north, label: North, beds: 1, ranking: [2, 5]}
  - {id: south, beds: 2, released: true, ranking: [3]}
candidates:
  - {id: 5, wishes: [{programme: arts, house: north}, {programme: arts, state: offered}]}
  - {id: 1, holder: true, wishes: [{programme: arts, state: closed}]}
  - id: 2
    responder: true
    wishes:
      - {programme: arts, house: north, preference: 2}
      - {programme: "1042", state: accepted, preference: 1}
  - {id: 3, wishes: [{programme: "1042", archived: true}, {programme: arts, house: south}]}
  - {id: 6, wishes: [{programme: arts}]}
"""


def whole(day: Source) -> DayRunFile:
    """Read a day that stands in one file."""
    found = read_day(day)
    assert isinstance(found, DayRunFile)
    return found


def said(day: Source) -> dict[str, Any]:
    """Return all that a day says, in one file or in tables."""
    found = read_day(day)
    assert not isinstance(found, DayFiguresFile)
    lists = lists_of(found)
    groups = {"ranking", "residents"}
    tables = {*TABLES} - {"wishes"}
    columns = {name: getattr(lists.wishes, name).tolist() for name in RANKS}
    return {
        "head": lists.head.model_dump(exclude=tables | {"wishes"}),
        "programmes": [item.model_dump(exclude=groups) for item in lists.programmes],
        "houses": [item.model_dump(exclude=groups) for item in lists.houses],
        "candidates": [lists.candidate(n) for n in range(len(lists.candidates.number))],
        **columns,
    }


def result(day: Source) -> dict[str, Any]:
    """Run a day, and return its outcomes, figures and certificate without the data's digest."""
    files = carry_out(day, lambda _: None)
    certificate = json.loads(files["certificate.json"])
    del certificate["run"]
    return {**files, "certificate.json": certificate}


def days(root: Path) -> list[str]:
    """Return days in one file: the small one, one with all columns, those of the entry."""
    texts = [path.read_text("utf-8") for path in sorted(root.glob("jour-*.yaml"))]
    return [DAY, EVERYTHING, *(text for text in texts if "kind: run" in text)]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_day_in_tables_is_the_day_in_one_file(root: Path, ending: str) -> None:
    texts = days(root / "entries/parcoursup/allocations")
    assert len(texts) > 10
    for text in texts:
        one = source(text)
        tables = as_tables(text, whole(one), ending)
        assert said(tables) == said(one)
        assert result(tables) == result(one)


def test_the_small_day_written_by_hand_in_tables_gives_the_same_result() -> None:
    assert said(tabled()) == said(source())
    assert result(tabled()) == result(source())
    assert fits("daily_proposals", tabled())
    assert is_synthetic(tabled())
    assert not is_published(tabled())


def test_a_person_is_told_the_same_from_tables() -> None:
    for who in (person(1), person(2), person(3, responder=True), person(4, holder=True)):
        program = algorithm().program
        assert find(program, who, tabled()) == find(program, who, source())


def test_the_rows_may_stand_in_any_order() -> None:
    head, *rows = TABLES["wishes"].splitlines()
    turned = "\n".join([head, *rows[::-1], ""])
    assert result(tabled(wishes=turned))["figures.json"] == result(tabled())["figures.json"]
    lists = read_day(tabled(wishes=turned))
    assert isinstance(lists, DayLists)
    rankings = [lists.whose(lists.ranked(programme)).tolist() for programme in (0, 1)]
    assert rankings == [[0, 1, 2, 3], [2, 0]]


def found(file: str = FILE, **tables: str) -> list[tuple[str, str, int | None, str]]:
    """Return code, file, row and column of everything wrong."""
    with pytest.raises(InvalidFile) as caught:
        read_day(tabled(file, **tables))
    return [(one.code.id, one.file, one.line, one.field) for one in caught.value.issues]


def test_every_bad_row_of_every_table_is_named_at_once() -> None:
    wishes = TABLES["wishes"] + "4,art,1,,,\n4,law,third,,,\n4,law\n9,law,3,,,\n"
    assert found(
        programmes=TABLES["programmes"].replace("maths,2", "maths,-2") + "law,1,101,,\n",
        houses="house,beds\nschool,many\nschool,1\n",
        candidates=TABLES["candidates"] + "4,0,0\nten,0,0\n11,yes,0\n",
        wishes=wishes,
    ) == [
        ("E535", "candidates.csv", 6, "candidate"),
        ("E531", "candidates.csv", 7, "candidate"),
        ("E534", "candidates.csv", 8, "holder"),
        ("E531", "houses.csv", 2, "beds"),
        ("E535", "houses.csv", 3, "house"),
        ("E532", "programmes.csv", 2, "places"),
        ("E208", "programmes.csv", 4, "scholarship"),
        ("E535", "programmes.csv", 4, "programme"),
        ("E555", "wishes.csv", 9, "programme"),
        ("E531", "wishes.csv", 10, "rank"),
        ("E528", "wishes.csv", 11, ""),
        ("E536", "wishes.csv", 12, "candidate"),
    ]


def test_a_row_that_is_cut_brings_no_other_row_into_doubt() -> None:
    wishes = TABLES["wishes"].replace("3,law,1,,,2\n", "3,law,1\n")
    assert found(wishes=wishes) == [("E528", "wishes.csv", 7, "")]
    quote = TABLES["wishes"].replace("1,maths,1", '"1,maths,1').replace("2,school,2,", "2,gym,x,")
    assert found(wishes=quote) == [
        ("E529", "wishes.csv", 2, ""),
        ("E531", "wishes.csv", 5, "house_rank"),
        ("E555", "wishes.csv", 5, "house"),
    ]


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        # What one cell says
        ("programmes", "law,1,", "law,1000001,", ("E208", 3, "places")),
        ("programmes", "law,1,,,", "law,1,,,0", ("E532", 3, "moved_on")),
        ("programmes", "law,1,", ",1,", ("E530", 3, "programme")),
        ("programmes", "places", "seats", ("E526", 1, "places")),
        ("houses", "beds\nschool,1", "beds,released\nschool,1,2", ("E534", 2, "released")),
        ("houses", "beds", "beds,beds", ("E527", 1, "beds")),
        ("candidates", "4,1,0", "4,,0", ("E534", 5, "holder")),
        ("candidates", "4,1,0", "--4,1,0", ("E531", 5, "candidate")),
        ("candidates", "4,1,0", "2000000001,1,0", ("E208", 5, "candidate")),
        ("wishes", "1,law,2,", "1,law,0,", ("E532", 3, "rank")),
        ("wishes", "1,law,2,,,", "1,law,2,,,first", ("E531", 3, "preference")),
        ("wishes", "1,law,2,,,", "1,law,2,,4,", ("E530", 3, "house")),
        ("wishes", "2,school,2,", "2,school,,", ("E531", 5, "house_rank")),
        ("wishes", "preference", "state", ("E204", 6, "state")),
        # What rows say together
        ("programmes", "50,1,5", "50,1,5\nart,1,,,", ("E554", 3, "programme")),
        ("houses", "school,1", "school,1\ngym,1", ("E554", 3, "house")),
        ("candidates", "4,1,0", "4,1,0\n5,0,0", ("E205", 6, "candidate")),
        ("wishes", "1,law,2", "1,school,2", ("E555", 3, "programme")),
        ("wishes", "school,1,", "maths,1,", ("E555", 8, "house")),
        ("wishes", "1,law,2", "1,maths,1", ("E556", 3, "programme")),
        ("wishes", "2,maths,2,school", "2,maths,3,school", ("E566", 5, "rank")),
        ("wishes", "1,law,2", "1,law,1", ("E535", 7, "rank")),
        ("wishes", "1,law,2", "1,law,3", ("E567", 3, "rank")),
        ("wishes", "school,2", "school,3", ("E567", 5, "house_rank")),
        ("wishes", ",,,2\n", ",,,1\n", ("E558", 7, "preference")),
        ("wishes", ",,,2\n", ",,,3\n", ("E559", 7, "preference")),
        ("wishes", ",,,2\n", ",,,\n", ("E560", 7, "preference")),
    ],
    ids=str,
)
def test_what_cannot_be_is_named_with_its_row_and_column(
    table: str, old: str, new: str, expected: tuple[str, int, str]
) -> None:
    assert old in TABLES[table]
    issues = found(**{table: TABLES[table].replace(old, new, 1)})
    assert (expected[0], f"{table}.csv", *expected[1:]) in issues


def test_a_wish_of_somebody_who_is_in_no_row_is_named() -> None:
    candidates = TABLES["candidates"].replace("4,1,0\n", "")
    assert found(candidates=candidates) == [("E536", "wishes.csv", 8, "candidate")]


def test_two_houses_of_one_programme_are_named() -> None:
    houses = TABLES["houses"] + "gym,1\n"
    wishes = TABLES["wishes"].replace("2,maths,2,,,", "2,maths,2,gym,1,")
    assert found(houses=houses, wishes=wishes) == [("E557", "wishes.csv", 5, "programme")]


def test_the_last_rank_called_never_falls() -> None:
    programmes = "programme,places,last_called,last_called_before\nmaths,2,1,3\nlaw,1,,\n"
    assert found(programmes=programmes) == [("E561", "programmes.csv", 2, "last_called_before")]


def test_residents_must_be_told_where_a_rate_binds_on_them() -> None:
    programmes = TABLES["programmes"].replace("scholarship", "residence")
    assert found(programmes=programmes)[0] == ("E526", "wishes.csv", 1, "resident")


def test_a_table_without_a_row_is_named() -> None:
    empty = {name: text.partition("\n")[0] + "\n" for name, text in TABLES.items()}
    assert found(**empty) == [("E205", "candidates.csv", 1, ""), ("E205", "programmes.csv", 1, "")]


def test_more_wishes_than_anybody_may_have_are_named() -> None:
    names = [f"p{n}" for n in range(61)]
    programmes = TABLES["programmes"] + "".join(f"{name},1,,,\n" for name in names)
    wishes = TABLES["wishes"] + "".join(f"1,{name},1,,,\n" for name in names)
    assert found(programmes=programmes, wishes=wishes) == [
        ("E205", "candidates.csv", 2, "candidate")
    ]


def test_a_table_that_is_not_there_is_named() -> None:
    issues = found(FILE.replace("wishes.csv", "other.csv"))
    assert issues[0] == ("E523", "run.yaml", 13, "wishes")


def test_a_real_day_in_tables_needs_its_salt() -> None:
    file = FILE.replace("synthetic: true", "synthetic: false").replace("salt: 0123", "salt: ")
    assert found(file) == [("E444", "run.yaml", 7, "salt")]


def test_a_field_of_run_yaml_that_is_not_known_is_named() -> None:
    assert found(FILE + "persons: persons.csv\n") == [("E202", "run.yaml", 14, "persons")]


def test_a_house_where_a_programme_is_meant_is_named_in_one_file_too() -> None:
    text = DAY.replace("{programme: law}]", "{programme: school}]").replace("[3, 1]", "[3]")
    with pytest.raises(InvalidFile) as caught:
        read_day(source(text))
    assert [issue.code.id for issue in caught.value.issues] == ["E555"]
