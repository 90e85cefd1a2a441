"""From a table to the files of a score: `score.yaml` and `background.csv`, as an entry has them.

What a table tells is filled in (ids, types, choices, what may be missing); the rest has a
plain default, which `inputs`, `display` and `outcome` replace.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from explain.i18n import Language
from explain.issues import N_
from explain.notebook.tables import Table

MAIN = "score.yaml"
BACKGROUND = "background.csv"
MODEL = "model.json"

POINT_OF = {
    "log-odds": N_("One point is one unit of the log-odds."),
    "value": N_("One point is one unit of what the model predicts."),
}
"""What a point is where nobody says it, by the space of the model's output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said beside a table, with the fields of `score.yaml`.

    `inputs` holds fields by column, as `{"age": {"label": "Age", "unit": "years"}}`; `display`
    and `outcome` hold those of their own section.
    """

    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    display: Mapping[str, Any] = field(default_factory=dict)
    outcome: Mapping[str, Any] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    space: str = "value"


def score_file(table: Table, said: Said, words: Language) -> bytes:
    """Write the algorithm file. A column that is not there raises `ValueError`."""
    strangers = [name for name in said.inputs if name not in table.names]
    if strangers:
        raise ValueError(f"No column is called {', '.join(strangers)}.")
    unit = said.display.get("unit", "points")
    document = {
        "format": 1,
        "engine": "score/1",
        "contribution": {
            "degree": words.text("Nothing is said here of how far the score counts in a decision."),
            "mode": words.text("A model gives a score to each case."),
        },
        "inputs": [
            {**_declared(name, table.column(name), words), **said.inputs.get(name, {})}
            for name in table.names
        ],
        "outcome": {**_outcome(said.classes, unit, words), **said.outcome},
        "limits": [
            {
                "id": "calculation",
                "label": words.text("It explains the calculation. It does not say what is true."),
            }
        ],
        "display": {
            "scale": 1,
            "offset": 0,
            "unit": unit,
            "decimals": 2,
            "definition": words.text(POINT_OF[said.space]),
            **said.display,
        },
        "model": MODEL,
        "background": {
            "file": BACKGROUND,
            "label": words.plural(
                "Average of %(count)s example", "Average of %(count)s examples", len(table.rows)
            ),
            "rows": len(table.rows),
        },
        "missing": [name for name in table.names if None in table.column(name)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def background_file(table: Table) -> bytes:
    """Write the background: every row counts."""
    lines = [table.names, *([_cell(value) for value in row] for row in table.rows)]
    return ("\n".join(",".join(line) for line in lines) + "\n").encode()


def _declared(name: str, values: Sequence[Any], words: Language) -> dict[str, Any]:
    known = [value for value in values if value is not None]
    found = {
        "id": name,
        "label": name.replace("_", " ").capitalize(),
        "source": words.text("Your table"),
        "actionable": "no",
    }
    if known and all(isinstance(value, bool) for value in known):
        return found | {"type": "boolean"}
    if any(isinstance(value, str) for value in known):
        choices = [{"id": text, "label": text} for text in sorted({str(value) for value in known})]
        return found | {"type": "category", "categories": choices}
    whole = all(isinstance(value, int) for value in known)
    return found | {"type": "integer" if whole else "number", "unit": "number"}


def _outcome(classes: Sequence[str], unit: str, words: Language) -> dict[str, Any]:
    if not classes:
        return {"id": "score", "label": words.text("Score"), "type": "number", "unit": unit}
    choices = [{"id": name, "label": name} for name in classes]
    label = words.text("Choice of the model")
    return {"id": "score", "label": label, "type": "category", "categories": choices}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)
