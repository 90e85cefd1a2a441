"""Small scores to test with: a declaration, a model and a background, each easy to alter."""

import copy
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from explain.case import Case, validate_case
from explain.engines import Algorithm, load
from explain.errors import InvalidFile
from explain.spec import Input

ENTRIES = Path(__file__).parents[3] / "entries"
DAY = date(2026, 11, 1)

Plain = dict[str, Any]

INPUTS: list[Plain] = [
    {"id": "income", "type": "amount", "minimum": 0, "maximum": 90000, "actionable": "no"},
    {"id": "children", "type": "integer", "minimum": 0, "maximum": 9, "actionable": "no"},
    {"id": "years", "type": "integer", "minimum": 0, "maximum": 40, "actionable": "over_time"},
    {"id": "saving", "type": "number", "minimum": 0, "maximum": 90, "actionable": "yes"},
    {"id": "advised", "type": "boolean", "actionable": "yes"},
    {
        "id": "heating",
        "type": "category",
        "categories": [{"id": name, "label": name} for name in ("gas", "oil", "wood")],
        "actionable": "yes",
    },
]

MODEL: Plain = {
    "format": 1,
    "kind": "logistic",
    "intercept": "-0.25",
    "terms": [
        {
            "kind": "number",
            "input": "income",
            "center": "30000.0",
            "scale": "10000.0",
            "coefficient": "-0.75",
        },
        {
            "kind": "number",
            "input": "children",
            "center": "1.0",
            "scale": "1.25",
            "coefficient": "0.5",
        },
        {
            "kind": "number",
            "input": "years",
            "center": "10.0",
            "scale": "8.0",
            "coefficient": "0.25",
        },
        {
            "kind": "number",
            "input": "saving",
            "center": "40.0",
            "scale": "16.0",
            "coefficient": "0.5",
        },
        {
            "kind": "number",
            "input": "advised",
            "center": "0.0",
            "scale": "1.0",
            "coefficient": "0.375",
        },
        {
            "kind": "category",
            "input": "heating",
            "coefficients": {"gas": "0.0", "oil": "0.125", "wood": "-0.5"},
        },
    ],
}

ROWS: list[list[str]] = [
    ["21000", "0", "3", "30", "false", "gas"],
    ["28500.5", "2", "11", "45", "true", "oil"],
    ["36000", "1", "25", "22.5", "false", "gas"],
    ["52000", "3", "1", "60", "true", "wood"],
]

SCORE: Plain = {
    "format": 1,
    "engine": "score/1",
    "contribution": {"degree": "Aide.", "mode": "Une personne décide."},
    "inputs": [{"label": item["id"], "source": "formulaire", **item} for item in INPUTS],
    "outcome": {"id": "points", "label": "Points", "type": "number", "unit": "points"},
    "limits": [{"id": "sample", "label": "Un exemple."}],
    "display": {
        "scale": 10,
        "offset": 50,
        "unit": "points",
        "decimals": 0,
        "threshold": 50,
        "threshold_label": "Seuil",
        "favourable": "above",
        "definition": "Des points.",
    },
    "model": "model.json",
    "background": {"file": "background.csv", "label": "Moyenne", "rows": len(ROWS)},
    "groups": [{"id": "home", "label": "Foyer", "inputs": ["income", "children"]}],
}

PERSON: Plain = {
    "income": 31200,
    "children": 2,
    "years": 4,
    "saving": 35,
    "advised": False,
    "heating": "oil",
}


def score(**changes: Any) -> Plain:
    """Return the declaration with some of its fields replaced."""
    return {**copy.deepcopy(SCORE), **changes}


def display(**changes: Any) -> Plain:
    return {**SCORE["display"], **changes}


def with_input(name: str, **changes: Any) -> Plain:
    """Return the declaration with one input altered."""
    found = score()
    found["inputs"] = [{**i, **changes} if i["id"] == name else i for i in found["inputs"]]
    return found


def with_term(name: str, **changes: Any) -> Plain:
    """Return the model with one term altered."""
    model = copy.deepcopy(MODEL)
    model["terms"] = [{**t, **changes} if t["input"] == name else t for t in model["terms"]]
    return model


def with_bands(name: str, *bands: Plain) -> Plain:
    """Return the model with one term of bands in the place of another."""
    model = without_term(name)
    model["terms"].append({"kind": "bands", "input": name, "bands": list(bands)})
    return model


def without_term(name: str) -> Plain:
    model = copy.deepcopy(MODEL)
    model["terms"] = [term for term in model["terms"] if term["input"] != name]
    return model


def background(rows: Sequence[Sequence[str]] = ROWS, names: Sequence[str] = ()) -> bytes:
    header = names or [item["id"] for item in INPUTS]
    return "".join(",".join(line) + "\n" for line in [header, *rows]).encode()


def algorithm(
    declared: Plain | None = None,
    model: Plain | bytes | None = None,
    rows: bytes | None = None,
) -> Algorithm:
    """Load a score. JSON is a part of YAML, so the declaration may be written as JSON."""
    artefact = model if isinstance(model, bytes) else json.dumps(model or MODEL).encode()
    files = {
        "score.yaml": json.dumps(declared or SCORE, ensure_ascii=False).encode(),
        "model.json": artefact,
        "background.csv": background() if rows is None else rows,
    }
    return load(files, "score.yaml")


def case(score: Algorithm, **changes: Any) -> Case:
    return validate_case(score.spec, {**PERSON, **changes}, DAY)


def refusals(declared: Plain | None, model: Plain | bytes | None, rows: bytes | None) -> list[str]:
    """Return the codes with which loading is refused, in the order of the issues."""
    try:
        algorithm(declared, model, rows)
    except InvalidFile as error:
        return [issue.code.id for issue in error.issues]
    return []


def declared_inputs(items: Sequence[Mapping[str, Any]]) -> tuple[Input, ...]:
    """Return inputs from the few fields that matter to a test."""
    return tuple(
        Input.model_validate({"label": item["id"], "source": "s", "actionable": "no", **item})
        for item in items
    )


def entry_files(slug: str, version: int) -> dict[str, bytes]:
    """Return what a version of a sample entry executes, by name.

    Its text lists the paths, which may lead to an older version.
    """
    folder = ENTRIES / slug / str(version)
    lines = (folder / "fr.md").read_text(encoding="utf-8").splitlines()
    paths = [folder / line.split()[-1] for line in lines if line.startswith("  - path: ")]
    return {path.name: path.read_bytes() for path in paths}


def entry(slug: str, version: int) -> Algorithm:
    """Load a version of a sample entry."""
    return load(entry_files(slug, version), "score.yaml")
