"""A small algorithm, a run and cases for tests of places by points."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from explain.case import Case, validate_case
from explain.details import Admission
from explain.engines import Algorithm, explain, load
from explain.explanation import Explanation
from explain.sources import Source

ALGORITHM = """\
format: 1
engine: matching/1
method: deferred_acceptance
contribution: {degree: It decides who gets a place., mode: It is automatic.}
inputs:
  - id: wishes
    label: Wishes
    type: wishes
    minimum: 1
    maximum: 10
    fields:
      - id: school
        label: School
        type: category
        categories: [{id: a, label: School A}, {id: b, label: School B}, {id: c, label: School C}]
      - {id: own, label: Points, type: number, unit: points}
    source: Your file
    actionable: "yes"
  - {id: grant, label: Grant, type: boolean, source: Your file, actionable: "no"}
  - {id: number, label: Lottery number, type: integer, source: The draw, actionable: "no"}
wishes: wishes
programme: school
own_points: own
lottery: number
groups: [{id: grants, label: pupils with a grant, member: grant}]
outcome: {id: place, label: Place, type: category, categories: [{id: none, label: none}]}
limits: [{id: choice, label: It does not say why you have these points.}]
steps: [{id: cutoff, label: Cut-off}, {id: gap, label: Difference}, {id: points, label: Points}]
remains: A committee may still move you.
"""
RUN = """\
format: 1
method: deferred_acceptance
kind: run
synthetic: true
title: Invented run
session: 2026
groups: [grants]
programmes:
  - {programme: a, label: School A, capacity: 2, reserved.grants: 1}
  - {programme: b, label: School B, capacity: 1}
  - {programme: c, label: School C, capacity: 3}
persons:
  - {person: p1, lottery: 1, grants: 0}
  - {person: p2, lottery: 2, grants: 1}
  - {person: p3, lottery: 3, grants: 0}
  - {person: p4, lottery: 4, grants: 0}
wishes:
  - {person: p1, rank: 1, programme: a, points: 90.5}
  - {person: p2, rank: 1, programme: a, points: 40}
  - {person: p3, rank: 1, programme: a, points: 80}
  - {person: p3, rank: 2, programme: b, points: 80}
  - {person: p4, rank: 1, programme: b, points: 70}
  - {person: p4, rank: 2, programme: c, points: 70}
"""


def algorithm(text: str = ALGORITHM, **files: bytes) -> Algorithm:
    """Load an algorithm; `files` holds the others that it names, `_` for a dot."""
    others = {name.replace("_", "."): data for name, data in files.items()}
    return load({"matching.yaml": text.encode(), **others}, "matching.yaml")


def case(wishes: Mapping[str, str], *, grant: bool = False, number: int = 3) -> Case:
    """Return a case: points by school, in the order of preference."""
    listed: list[dict[str, Any]] = [
        {"school": school, "own": Decimal(points)} for school, points in wishes.items()
    ]
    values = {"wishes": listed, "grant": grant, "number": number}
    return validate_case(algorithm().spec, values, date(2026, 6, 27))


def explained(asked: Case, allocation: str = RUN) -> tuple[Explanation, Admission]:
    """Explain a case in a run, and return its detail as well."""
    found = explain(algorithm(), asked, Source("run.yaml", allocation.encode()))
    assert isinstance(found.detail, Admission)
    return found, found.detail
