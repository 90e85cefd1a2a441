"""How places are given, in plain words of both languages, with the numbers of the story."""

from pathlib import Path

import pytest

from explain.account import Fact, Tale
from explain.engines import Algorithm, load
from explain.i18n import LANGUAGES, Language, LanguageCode, language
from explain.matching import engine
from explain.matching.spec import MatchingSpec
from explain.sources import Source
from explain.wording.plain import check
from explain.wording.procedure import method_of, tale
from explain.wording.procedure.methods import METHODS
from tests.explain.matching.admission.builders import RUN, algorithm

ENTRIES = Path(__file__).parents[3] / "entries"
STORIES = [
    ("parcoursup", 2, "2023-4-2"),
    ("parcoursup", 3, "jour-exemple"),
    ("affelnet-paris", 2, "tour-invente"),
    ("place-en-creche-pessac", 3, "liste-inventee"),
]


def spec_of(slug: str, number: int) -> MatchingSpec:
    folder = ENTRIES / slug
    names = ("matching.yaml", "points.yaml", "rules.yaml")
    places = (folder / str(version) / name for version in (number, 1, 2) for name in names)
    files = {path.name: path.read_bytes() for path in places if path.is_file()}
    files["matching.yaml"] = (folder / str(number) / "matching.yaml").read_bytes()
    loaded: Algorithm = load(files, "matching.yaml")
    assert isinstance(loaded.spec, MatchingSpec)
    return loaded.spec


def told(slug: str, number: int, name: str, code: LanguageCode) -> Tale:
    path = ENTRIES / slug / "allocations" / f"{name}.yaml"
    story = engine.story(Source(path.name, path.read_bytes()))
    assert story is not None
    return tale(story, spec_of(slug, number), language(code))


def rows(item: Tale) -> list[Fact]:
    scenes = [line for scene in item.scenes for line in scene.lines]
    return [*item.places, *item.people, *scenes, *item.results]


def sentences(item: Tale) -> list[str]:
    """Return what is said in sentences: titles and lists of names left out."""
    lines = [line for scene in item.scenes for line in scene.lines]
    notes = [part for line in lines for part in (line.note,) if part]
    return [*item.opening, *notes, *item.closing]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("slug", "number", "name"), STORIES)
def test_a_story_reads_plainly_in_both_languages(
    slug: str, number: int, name: str, code: LanguageCode
) -> None:
    found = told(slug, number, name, code)
    rules = {item.rule for item in check(sentences(found), code)}
    assert not rules & {"long_sentence", "long_average", "jargon", "acronym", "middot"}
    assert all(row.label and row.value for row in rows(found))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("method", METHODS)
def test_a_method_is_told_in_short_steps(method: str, code: LanguageCode) -> None:
    specs = (spec_of(slug, number) for slug, number, _ in STORIES)
    spec = next(one for one in specs if one.method == method)
    steps = method_of(spec, language(code))
    assert len(steps) == len(METHODS[method])
    found = {item.rule for item in check(steps, code)}
    assert not found & {"long_sentence", "long_average", "jargon", "acronym", "middot"}


def test_no_text_stays_english_in_french() -> None:
    for slug, number, name in STORIES:
        french, english = (told(slug, number, name, code) for code in LANGUAGES)
        assert [scene.title for scene in french.scenes] != [s.title for s in english.scenes]
        pairs = zip(sentences(french), sentences(english), strict=True)
        assert [one for one, other in pairs if one == other] == []


def test_a_call_order_says_which_rule_decides_and_why() -> None:
    found = told("parcoursup", 2, "2023-4-2", "en")
    first, second, *_, last = found.scenes[0].lines
    assert first.label == "Call 1: committee’s rank 18"
    assert first.value == "Scholarship holder from the area."
    assert "scholarship holders could have 0 of 1 calls: less than 20%." in first.note
    assert "the area could have 1 of 2 calls: less than 90%." in second.note
    assert last.note == "First one left in the ranking."


def test_a_run_says_who_is_kept_who_is_refused_and_why() -> None:
    found = told("affelnet-paris", 2, "tour-invente", "en")
    assert [scene.title for scene in found.scenes] == ["Round 1", "Round 2", "Round 3"]
    hugo = {line.label: line.value for line in found.scenes[1].lines}["Victor-Hugo"]
    assert hugo == (
        "e2 (41,300 points) asks for a place. Kept for now: e2 (41,300 points); e3 (40,900.5"
        " points). Refused: e4 (40,500 points). All places are taken by people who have more"
        " points."
    )
    results = {row.label: row.value for row in found.results}
    assert results["Person e4"] == "Buffon, wish 2"
    assert results["Person e6"] == "no place: every wish is refused"


def run_told(text: str) -> Tale:
    story = engine.story(Source("run.yaml", text.encode()))
    assert story is not None
    said: Language = language("en")
    spec = algorithm().spec
    assert isinstance(spec, MatchingSpec)
    return tale(story, spec, said)


def test_reserved_places_ties_and_programmes_without_places_are_explained() -> None:
    found = run_told(RUN)
    school = found.scenes[0].lines[0]
    assert "p2 (40 points) by the reserved places (pupils with a grant)" in school.value
    assert found.places[0].note == "1 reserved (pupils with a grant)"
    assert [row.note for row in found.people] == ["", "pupils with a grant", "", ""]
    drawn = run_told(RUN.replace("90.5", "80"))
    assert "The points are the same" in drawn.scenes[0].lines[0].value
    assert drawn.people[0].note == "number drawn: 1"
    assert "separated by the lottery" in " ".join(drawn.opening)
    closed = run_told(RUN.replace("School B, capacity: 1", "School B, capacity: 0"))
    said = {line.label: line.value for line in closed.scenes[0].lines}
    assert said["School B"].endswith("There is no place here.")
    assert "Kept for now: nobody." in said["School B"]
    kept = run_told(
        RUN.replace("capacity: 2, reserved.grants: 1", "capacity: 1, reserved.grants: 1")
    )
    assert "reserved for a group" in kept.scenes[0].lines[0].value


def test_a_day_says_offers_bars_and_automatic_answers() -> None:
    found = told("parcoursup", 3, "jour-exemple", "en")
    first, second = found.scenes
    said = [line.value for line in first.lines]
    assert "Call rank 1, candidate 4: an offer with a bed." in said[0]
    assert "rank 2 of the boarding house" in said[2]
    assert said[3].endswith(": accepted by the automatic responder.")
    assert "Before this round, 1 of 2 people hold an offer." in second.lines[0].value
    results = {row.label: row.value for row in found.results}
    assert "behind the bar of the boarding house" in results["Candidate 2"]
    assert results["Candidate 5"].endswith(": waits")


def test_a_house_without_beds_says_so() -> None:
    path = ENTRIES / "parcoursup" / "allocations" / "jour-exemple.yaml"
    text = path.read_text().replace("beds: 1", "beds: 0")
    story = engine.story(Source("run.yaml", text.encode()))
    assert story is not None
    found = tale(story, spec_of("parcoursup", 3), language("en"))
    assert "Nobody may have a bed now." in [line.value for line in found.scenes[0].lines]
