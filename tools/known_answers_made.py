"""Make the files of `docs/known-answers/` again: train, convert, compute, choose persons.

    python tools/known_answers_made.py

The models are small, the data drawn from a fixed seed in the shape of an application for
a housing benefit. Of each model, the first persons are as drawn; the last one is the
person, among 2,000, for whom shap is furthest off, so that it shows.
"""

import hashlib
import io
import json
import sys
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import lightgbm
import numpy as np
import shap
import skops.io
import xgboost
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from explain.scores.models.columns import Floats, LookupColumn
from explain.scores.models.forest import LEAF, Forest
from explain.scores.models.linear import NumberTerm, Term
from explain.scores.models.outputs import Model
from tools import known_answers as known
from tools.known_answers_asked import by_tables, converted, numbers, shap_values

SEED = 20261123
DRAWN = 2000
SHOWN = 5
OLD, POOR, LATE = 62, 18000, 300
HEATINGS = ("gas", "oil", "wood", "sun")

Train = Callable[[Floats, Floats], tuple[str, bytes]]
"""Trains on rows and targets; returns the ending of the file's name, and the file."""


@dataclass(frozen=True)
class Plan:
    """A case to make: its data, how a model is trained, and what is explained."""

    id: str
    about: str
    library: str
    train: Train
    draw: Callable[[np.random.Generator, int], Floats]
    target: Callable[[Floats, np.random.Generator], Floats]
    inputs: tuple[str, ...] = ("income", "rent", "arrears", "age", "people")
    background: int = 40
    players: tuple[tuple[str, ...], ...] = ()
    output: int = 0
    data: tuple[Floats, Floats, Floats] | None = None
    """Training rows, background and persons, where they are not drawn."""


# Data --------------------------------------------------------------------------------


def cents(draw: np.random.Generator, count: int) -> Floats:
    """Draw income a year, rent a month, arrears, age, people: euros with cents."""
    arrears = np.round(draw.gamma(1.5, 400, count), 2)
    return np.column_stack(
        [
            np.round(draw.gamma(4, 6000, count), 2),
            np.round(draw.uniform(180, 1400, count), 2),
            np.where(draw.integers(0, 2, count), 0, arrears),
            np.round(draw.uniform(18, 90, count), 1),
            draw.integers(1, 7, count),
        ]
    )


def with_gaps(draw: np.random.Generator, count: int) -> Floats:
    """Draw income, rent and heating (a category), some incomes and rents missing."""
    table = cents(draw, count)[:, :2]
    table[draw.integers(0, 7, table.shape) == 0] = np.nan
    return np.column_stack([table, draw.integers(0, len(HEATINGS), count)])


def eighths(draw: np.random.Generator, count: int) -> Floats:
    """Draw three numbers that 32 bits hold exactly, as their sixteenths."""
    return np.round(draw.normal(size=(count, 3)) * 32) / 8


def need(table: Floats, draw: np.random.Generator) -> Floats:
    """Return who needs a benefit: yes (1) or no (0), with some noise."""
    income, rent, arrears, age, people = table.T
    found = (rent * 12 - 0.35 * income) / 4000 + arrears / 500 + 0.8 * (age > OLD)
    found -= 0.3 * (people - 3) * (income < POOR)
    found += draw.normal(size=len(table)) * 0.5
    return np.asarray(found > 0, dtype=np.float64)


def three(table: Floats, draw: np.random.Generator) -> Floats:
    """Return one of three classes of need."""
    return need(table, draw) + (table[:, 2] > LATE)


def heated(table: Floats, draw: np.random.Generator) -> Floats:
    """Return a number that depends on the heating and on what is missing."""
    known = np.nan_to_num(table)
    found = known[:, 1] / 400 - known[:, 0] / 30000 + np.isin(table[:, 2], [1, 3])
    return found + np.isnan(table[:, 0]) + draw.normal(size=len(table)) * 0.1


def product_of_two(table: Floats, draw: np.random.Generator) -> Floats:
    """Return a number in which the inputs act together."""
    return table[:, 0] + table[:, 1] * table[:, 2] + draw.normal(size=len(table)) * 0.1


# Models ------------------------------------------------------------------------------


def light(rounds: int, coded: tuple[int, ...] = (), **settings: Any) -> Train:
    """Return how to train LightGBM."""

    def train(table: Floats, target: Floats) -> tuple[str, bytes]:
        data = lightgbm.Dataset(table, target, categorical_feature=list(coded))
        given = {"verbose": -1, "num_threads": 1, "num_leaves": 8, **settings}
        return "txt", lightgbm.train(given, data, rounds).model_to_string().encode()

    return train


def extreme(table: Floats, target: Floats) -> tuple[str, bytes]:
    """Train XGBoost."""
    settings = {"objective": "binary:logistic", "max_depth": 3, "nthread": 1}
    booster = xgboost.train(settings, xgboost.DMatrix(table, target), 20)
    return "json", bytes(booster.save_raw("json")) + b"\n"


def fitted(kind: type, **settings: Any) -> Train:
    """Return how to fit an estimator of scikit-learn; a regression scales its inputs first."""

    def train(table: Floats, target: Floats) -> tuple[str, bytes]:
        exact = target if set(target) - {0, 1, 2} else target.astype(np.int64)
        estimator = kind(random_state=1, **settings)
        if kind is LogisticRegression:
            estimator = make_pipeline(StandardScaler(), estimator)
        estimator.fit(table, exact)
        file = io.BytesIO()
        skops.io.dump(estimator, file, compression=zipfile.ZIP_DEFLATED)
        return "skops", file.getvalue()

    return train


TIE = np.column_stack([np.tile([45.79, 45.81], 30), np.tile([1.0, 2.0, 3.0], 20)])
"""Training rows between which the only test is at the next float after 45.80."""

PLANS = (
    Plan(
        "lightgbm-tie",
        "One tree, one test, by hand: a rent of 45.80 lies on the threshold.",
        "LightGBM",
        light(1, min_data_in_leaf=1, min_data_in_bin=1, learning_rate=1.0, num_leaves=2),
        cents,
        lambda table, _: (table[:, 0] > 45.8).astype(np.float64),  # noqa: PLR2004 - between the two
        ("rent", "floor"),
        data=(
            TIE,
            np.array([[45.81, 1.0], [45.79, 2.0], [60.25, 3.0], [99.9, 1.0]]),
            np.array([[45.8, 2.0], [45.79, 1.0], [45.81, 1.0]]),
        ),
    ),
    Plan(
        "lightgbm-cents",
        "Gradient boosting on euros and cents.",
        "LightGBM",
        light(30, objective="binary"),
        cents,
        need,
    ),
    Plan(
        "histgb-cents",
        "Histogram gradient boosting on euros and cents.",
        "scikit-learn",
        fitted(HistGradientBoostingClassifier, max_iter=40, max_depth=4),
        cents,
        need,
    ),
    Plan(
        "gb-cents",
        "Gradient boosting on euros and cents; inputs are narrowed to 32 bits.",
        "scikit-learn",
        fitted(GradientBoostingClassifier, n_estimators=60),
        cents,
        need,
    ),
    Plan(
        "forest-classes",
        "A random forest with three classes; the third is explained.",
        "scikit-learn",
        fitted(RandomForestClassifier, n_estimators=6, max_depth=4),
        cents,
        three,
        output=2,
    ),
    Plan(
        "logistic-classes",
        "Multinomial logistic regression on scaled numbers; the third of three classes.",
        "scikit-learn",
        fitted(LogisticRegression),
        cents,
        three,
        output=2,
    ),
    Plan(
        "xgboost-cents",
        "Gradient boosting on euros and cents; everything is narrowed to 32 bits.",
        "XGBoost",
        extreme,
        cents,
        need,
    ),
    Plan(
        "lightgbm-gaps",
        "Missing values, and a category that is split as such.",
        "LightGBM",
        light(15, (2,), min_data_per_group=5, max_cat_to_onehot=1),
        with_gaps,
        heated,
        ("income", "rent", "heating"),
    ),
    Plan(
        "lightgbm-together",
        "Two inputs that count as one: income and rent are one player.",
        "LightGBM",
        light(15, objective="binary"),
        cents,
        need,
        players=(("income", "rent"), ("arrears",), ("age",), ("people",)),
    ),
    Plan(
        "lightgbm-thousand",
        "A background of 1,000 rows, on numbers that 32 bits hold exactly.",
        "LightGBM",
        light(10),
        eighths,
        product_of_two,
        ("first", "second", "third"),
        background=1000,
    ),
)


# Files -------------------------------------------------------------------------------


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
