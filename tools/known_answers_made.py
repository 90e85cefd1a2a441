"""Make the files of `docs/known-answers/` again: train, convert, compute, choose persons.

    python tools/known_answers_made.py

The models are small, the data drawn from a fixed seed in the shape of an application for
a housing benefit. Of each model, the first persons are as drawn; the last one is the
person, among 2,000, for whom shap is furthest off, so that it shows.
"""

import hashlib
import json
import sys
import warnings
from collections.abc import Sequence
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import numpy as np
import shap

from explain.scores.models.columns import Floats, LookupColumn
from explain.scores.models.forest import LEAF, Forest
from explain.scores.models.linear import NumberTerm, Term
from explain.scores.models.outputs import Model
from tools import known_answers as known
from tools.known_answers_asked import by_tables, converted, numbers, shap_values
from tools.known_answers_plans import DRAWN, HEATINGS, PLANS, SEED, SHOWN, Plan


def made(plan: Plan) -> dict[str, Any]:
    """Train, compute and return what the file says; the original model is written too."""
    draw = np.random.default_rng([SEED, len(plan.id)])
    training = plan.data[0] if plan.data else plan.draw(draw, DRAWN)
    ending, model = plan.train(training, plan.target(training, draw))
    name = f"models/{plan.id}.{ending}"
    (known.FOLDER / name).write_bytes(model)
    inputs = [_input(item) for item in plan.inputs]
    library = {"LightGBM": "lightgbm", "XGBoost": "xgboost-cpu"}.get(plan.library, plan.library)
    plain: dict[str, Any] = {
        "format": 1,
        "id": plan.id,
        "about": plan.about,
        "library": {
            "name": plan.library,
            "version": version(library),
            "model": name,
            "sha256": f"sha256:{hashlib.sha256(model).hexdigest()}",
        },
        "inputs": inputs,
        "players": plan.players or [[item] for item in plan.inputs],
        "output": plan.output,
    }
    background = plan.data[1] if plan.data else plan.draw(draw, plan.background)
    plain["background"] = _texts(plan, background)
    plain |= _parts(converted(known.read_plain(plain)), plan.output)
    everybody = plan.data[2] if plan.data else plan.draw(draw, DRAWN)
    shown = everybody
    if not plan.data:
        shown = everybody[:SHOWN]
    if not plan.data and not plan.players and "trees" in plain:
        plain["measured"], worst = _measured(plan, plain, everybody)
        shown = np.vstack([shown, everybody[worst]])
        plain["persons_are"] = (
            f"the first {SHOWN} drawn, then the one of all drawn where shap is worst"
        )
    return {**plain, "persons": _persons(plan, plain, shown)}


def _parts(model: Model, output: int) -> dict[str, Any]:
    """Return one output of a model as a file says it: a sum of terms, or trees."""
    if isinstance(model, Forest):
        return {
            "space": model.space,
            "precision": model.precision,
            "start": repr(float(model.intercepts[output])),
            "trees": [_node(model, int(root), output) for root in model.roots],
        }
    one = model.sums[output]
    return {
        "space": "log-probability",
        "precision": "float64",
        "start": repr(one.intercept),
        "terms": [_term(term) for term in one.terms],
    }


def _term(term: Term) -> dict[str, str]:
    assert isinstance(term, NumberTerm)  # noqa: S101 - the plans have no other kind
    names = ("center", "scale", "coefficient")
    return {"input": term.input, **{name: repr(getattr(term, name)) for name in names}}


def _input(name: str) -> dict[str, Any]:
    if name == "heating":
        return {"id": name, "type": "category", "categories": HEATINGS}
    return {"id": name, "type": "number"}


def _texts(plan: Plan, table: Floats) -> list[list[str | None]]:
    return [
        [_text(name, value) for name, value in zip(plan.inputs, row, strict=True)]
        for row in table.tolist()
    ]


def _text(name: str, value: float) -> str | None:
    if np.isnan(value):
        return None
    return HEATINGS[int(value)] if name == "heating" else repr(value)


def _node(trees: Forest, node: int, output: int) -> dict[str, Any]:
    """Return a tree as nested tests, in the words of the declaration."""
    place = int(trees.column[node])
    if place == LEAF:
        return {"value": repr(float(trees.values[node, output]))}
    column, category = trees.columns[place], int(trees.categories[node])
    found: dict[str, Any] = {"input": column.input}
    if isinstance(column, LookupColumn) and category != LEAF:
        members = trees.members[category]
        found["among"] = [name for name, code in column.values.items() if members[int(code)]]
    else:
        test = "at_most" if trees.test == "at_most" else "below"
        found[test] = repr(float(trees.threshold[node]))
    found["missing"] = "left" if trees.missing_left[node] else "right"
    found["left"] = _node(trees, int(trees.left[node]), output)
    found["right"] = _node(trees, int(trees.right[node]), output)
    return found


def _persons(plan: Plan, plain: dict[str, Any], table: Floats) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"values": values} for values in _texts(plan, table)]
    case = _case({**plain, "persons": rows})
    start = Fraction(float(plain["start"]))
    names = [" and ".join(player) for player in plain["players"]]
    for row, person in zip(rows, case.persons, strict=True):
        values = [known.decimal(value) for value in known.by_definition(case, person)]
        total = start + Fraction(known.output(case, person), 2**1074)
        row["output"] = known.decimal(total)
        row["contributions"] = dict(zip(names, values, strict=True))
    return rows


def _case(plain: dict[str, Any]) -> known.Case:
    path = known.FOLDER / f"{plain['id']}.json"
    path.write_text(written(plain), encoding="utf-8")
    return known.read(path)


def _measured(plan: Plan, plain: dict[str, Any], table: Floats) -> tuple[dict[str, Any], int]:
    """Return how far shap is off over everybody drawn, given all rows, and for whom most."""
    rows = [{"values": values} for values in _texts(plan, table)]
    case = _case({**plain, "persons": rows})
    background = numbers(case, case.background)
    every = shap.maskers.Independent(background, max_samples=len(background))
    values = shap_values(case, table, every, check=False)[0]
    off = np.abs(values - by_tables(case)).max(axis=1)
    wrong = off > 1e-6  # noqa: PLR2004 - as said below
    refusals = shap_values(case, table[wrong], every)[1] if wrong.any() else 0
    said = {
        "shap": version("shap"),
        "persons": len(off),
        "off by more than 0.01": int((off > 0.01).sum()),  # noqa: PLR2004 - as it says
        "off by more than 0.000001": int(wrong.sum()),
        "of these, refused by its check": refusals,
        "largest": f"{off.max():.2g}",
    }
    return said, int(off.argmax())


def written(plain: dict[str, Any]) -> str:
    """Write a case: one line for each field, each row, each tree and each person."""
    lines = []
    for key, value in plain.items():
        if key in {"background", "trees", "terms", "persons"}:
            inner = ",\n".join(f"  {json.dumps(item)}" for item in value)
            lines.append(f"{json.dumps(key)}: [\n{inner}\n ]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n " + ",\n ".join(lines) + "\n}\n"


def main(chosen: Sequence[str]) -> None:
    """Make the cases named, or all."""
    (known.FOLDER / "models").mkdir(parents=True, exist_ok=True)
    for plan in PLANS:
        if not chosen or plan.id in chosen:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                plain = made(plan)
            path = known.FOLDER / f"{plan.id}.json"
            path.write_text(written(plain), encoding="utf-8")
            print(path.name, plain.get("measured", ""))


if __name__ == "__main__":
    main(sys.argv[1:])
