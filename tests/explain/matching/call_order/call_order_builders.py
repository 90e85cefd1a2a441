"""A small algorithm file, lists and cases for tests of the matching engine."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from explain.case import Case, validate_case
from explain.details import Ranking
from explain.engines import Algorithm, load
from explain.explanation import Explanation, Findings
from explain.matching.engine import Program, find
from explain.reading import read_yaml
from explain.sources import Source

SALT = "0123456789abcdef0123456789abcdef"
TYPES = ("neither", "holder", "resident", "both")
FILE = """\
format: 1
engine: matching/1
contribution: {degree: The order of offers., mode: Computed alone.}
inputs:
  - {id: rang, label: Rank, type: integer, source: Committee, actionable: "no"}
  - {id: boursier, label: Scholarship, type: boolean, source: File, actionable: "no"}
  - {id: resident, label: Resident, type: boolean, source: File, actionable: "no"}
  - {id: taux_b, label: Scholarship rate, type: integer, source: Order, actionable: "no"}
  - {id: taux_r, label: Residence rate, type: integer, source: Order, actionable: "no"}
outcome: {id: appel, label: Call rank, type: integer, unit: rank}
limits: [{id: admission, label: Not an admission.}]
method: call_order
rank: rang
rates:
  - {id: scholarship_rate, label: Holders, member: boursier, percent: taux_b}
  - {id: residence_rate, label: Residents, member: resident, percent: taux_r}
rules:
  - {id: natural, label: the ranking}
  - {id: scholarship, label: holders first}
  - {id: residence, label: residents first}
  - {id: both, label: resident holders first}
steps:
  - {id: commission_rank, label: Rank of the committee}
  - {id: scholarship_calls, label: Calls by the first rate}
  - {id: residence_calls, label: Calls by the second rate}
  - {id: passed_by, label: Passed by}
  - {id: passed, label: Passed}
  - {id: call_rank, label: Rank of call}
"""


def algorithm() -> Algorithm:
    """Load the small algorithm file."""
    return load({"matching.yaml": FILE.encode()}, "matching.yaml")


def program() -> Program:
    """Return what the engine runs."""
    found: Program = algorithm().program
    return found


def run(
    kinds: Sequence[int], scholarship: int, residence: int = 0, *, synthetic: bool = False
) -> Source:
    """Write a list as a file, one line for each candidate."""
    lines = [f"  - {{first: {r}, type: {TYPES[kind]}}}" for r, kind in enumerate(kinds, start=1)]
    text = (
        f"format: 1\nsynthetic: {str(synthetic).lower()}\nprogramme: Licence\nsession: 2026\n"
        f"salt: {SALT}\nrates: {{scholarship: {scholarship}, residence: {residence}}}\n"
        "candidates:\n" + "\n".join(lines) + "\n"
    )
    return Source("run.yaml", text.encode())


def case(rank: int, kind: int, scholarship: int, residence: int = 0, **other: Any) -> Case:
    """Describe the person of `rank`; `other` replaces inputs, `None` making them unknown."""
    inputs: dict[str, Any] = {
        "rang": rank,
        "boursier": bool(kind & 1),
        "resident": bool(kind & 2),
        "taux_b": scholarship,
        "taux_r": residence,
        **other,
    }
    unknown = tuple(name for name, value in inputs.items() if value is None)
    known: Mapping[str, Any] = {name: inputs[name] for name in inputs if name not in unknown}
    return validate_case(program().spec, known, date(2026, 6, 2), unknown=unknown)


def place(
    kinds: Sequence[int],
    rank: int,
    scholarship: int,
    residence: int = 0,
    *,
    synthetic: bool = False,
) -> Findings:
    """Place the person of `rank` in a run of `kinds`."""
    person = case(rank, kinds[rank - 1], scholarship, residence)
    return find(program(), person, run(kinds, scholarship, residence, synthetic=synthetic))


def detail(found: Findings | Explanation) -> Ranking:
    """Return the detail of a matching."""
    assert isinstance(found.detail, Ranking)
    return found.detail


def file_program(text: str) -> Program:
    """Load another algorithm file."""
    from explain.matching.engine import load as load_program

    return load_program(read_yaml(text.encode(), "matching.yaml"), {})
