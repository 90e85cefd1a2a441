"""Builds rule files for tests: JSON is YAML, so a dictionary is a file."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from explain.case import validate_case
from explain.explanation import Findings
from explain.reading import read_yaml
from explain.rules.engine import find, load
from explain.rules.running import Program
from explain.sources import Document

WRITTEN = {"title": "Délibération du 1er janvier 2020"}
DAY = date(2020, 6, 1)


def item(name: str, type_: str = "number", **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "label": name.upper(),
        "type": type_,
        "source": "Mairie",
        "actionable": "no",
        **more,
    }


def parameter(name: str, unit: str, *values: tuple[Any, str, str | None]) -> dict[str, Any]:
    dated = [
        {"value": value, "valid_from": start, "reference": WRITTEN}
        | ({"valid_to": end} if end else {})
        for value, start, end in values
    ]
    return {"id": name, "label": name.upper(), "unit": unit, "values": dated}


def step(name: str, formula: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "label": name.upper(), "formula": formula, "reference": WRITTEN, **more}


def table(name: str, hit: str, *rows: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a step that is a decision table."""
    plain = {"id": name, "label": name.upper(), "reference": WRITTEN}
    return {**plain, "table": {"hit": hit, "rows": list(rows)}, **more}


def row(name: str, *when: str, gives: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "when": list(when), "gives": gives, **more}


def rules(
    inputs: Sequence[Mapping[str, Any]],
    steps: Sequence[Mapping[str, Any]],
    parameters: Sequence[Mapping[str, Any]] = (),
    outcome: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a whole file; its outcome is by default the last step, a number."""
    taken = {"id": "result", "label": "R", "type": "number", "step": steps[-1]["id"]}
    return {
        "format": 1,
        "engine": "rules/1",
        "contribution": {"degree": "Tout", "mode": "Un calcul"},
        "inputs": list(inputs),
        "outcome": {**taken, **(outcome or {})},
        "limits": [{"id": "limit_one", "label": "Rien"}],
        "parameters": list(parameters),
        "steps": list(steps),
    }


def document(file: Mapping[str, Any]) -> Document:
    return read_yaml(json.dumps(file, indent=1, ensure_ascii=False).encode(), "rules.yaml")


def program(file: Mapping[str, Any]) -> Program:
    return load(document(file), {})


def run(loaded: Program, inputs: Mapping[str, Any], *unknown: str, day: date = DAY) -> Findings:
    return find(loaded, validate_case(loaded.spec, inputs, day, unknown=unknown))
