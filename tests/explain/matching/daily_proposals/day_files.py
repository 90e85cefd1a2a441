"""A small day in a file, its algorithm file, and cases."""

from datetime import date
from typing import Any

from explain.case import Case, validate_case
from explain.details import Proposals
from explain.engines import Algorithm, load
from explain.explanation import Explanation, Findings
from explain.matching.engine import find
from explain.sources import Source

SPEC = """\
format: 1
engine: matching/1
contribution: {degree: The offers., mode: Computed alone.}
inputs:
  - {id: number, label: Number, type: integer, source: List, actionable: "no"}
  - {id: rank, label: Call rank, type: integer, source: Platform, actionable: "no"}
  - {id: house_rank, label: House rank, type: integer, source: Platform, actionable: "no"}
  - {id: scholarship, label: Scholarship, type: boolean, source: File, actionable: "no"}
  - {id: automatic, label: Responder, type: boolean, source: Own, actionable: "yes"}
outcome: {id: offered, label: An offer today, type: boolean}
limits: [{id: admission, label: Not an admission.}]
method: daily_proposals
candidate: number
call_rank: rank
house_rank: house_rank
holder: scholarship
responder: automatic
steps:
  - {id: wishes, label: Wishes}
  - {id: offers, label: Offers of this day}
  - {id: given_up, label: Given up}
  - {id: rounds, label: Rounds}
"""
DAY = """\
format: 1
method: daily_proposals
kind: run
synthetic: true
title: A small day
session: 2023
salt: 0123456789abcdef0123456789abcdef
day: 12
pivot: 10
programmes:
  - id: maths
    places: 2
    rates: {scholarship: 50}
    ranking: [1, 2, 3, 4]
    last_called: 1
    moved_on: 5
  - {id: law, places: 1, ranking: [3, 1]}
houses:
  - {id: school, beds: 1, ranking: [4, 2]}
candidates:
  - {id: 1, wishes: [{programme: maths}, {programme: law}]}
  - {id: 2, wishes: [{programme: maths}, {programme: maths, house: school}]}
  - id: 3
    responder: true
    wishes: [{programme: maths, preference: 1}, {programme: law, preference: 2}]
  - {id: 4, holder: true, wishes: [{programme: maths, house: school}]}
"""
FIGURES = """\
format: 1
method: daily_proposals
kind: figures
synthetic: false
title: Published figures
session: 2023
day: 12
programme: {id: maths, wanted: 40, last_called: 120, moved_on: 9, offers: 3, waiting: 30}
house: {id: school, beds: 10, bar: 25, highest: 30}
"""


def algorithm() -> Algorithm:
    """Load the algorithm file."""
    return load({"matching.yaml": SPEC.encode()}, "matching.yaml")


def source(text: str = DAY) -> Source:
    """Return a day as a file."""
    return Source("day.yaml", text.encode())


def case(**inputs: Any) -> Case:
    """Describe somebody; what is not said is unknown."""
    names = ("number", "rank", "house_rank", "scholarship", "automatic")
    unknown = tuple(name for name in names if name not in inputs)
    return validate_case(algorithm().spec, inputs, date(2023, 6, 12), unknown=unknown)


def person(number: int, *, holder: bool = False, responder: bool = False) -> Case:
    """Describe a candidate of the day."""
    return case(number=number, scholarship=holder, automatic=responder)


def found(who: Case, text: str = DAY) -> Findings:
    """Explain somebody's day."""
    return find(algorithm().program, who, source(text))


def detail(findings: Findings | Explanation) -> Proposals:
    """Return the detail of a day."""
    assert isinstance(findings.detail, Proposals)
    return findings.detail
