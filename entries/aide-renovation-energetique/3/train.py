# ruff: noqa: INP001 - a script beside what it makes
"""Train the illustrative model of this version on applications that do not exist.

    python entries/aide-renovation-energetique/3/train.py

writes the model, the background and the evaluation set beside this file. Everything is
drawn from one seed with Python's own generator: households, homes, plans of works, what
nobody knows yet, and the decisions of a committee that never met. Needs the extra `build`.
"""

import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

from explain.reading import read_yaml
from explain.scores.conversion import Declaration, convert_estimator
from explain.scores.spec import ScoreFile, read_score

SEED = 2026
APPLICATIONS = 12000
BACKGROUND = 1000
EVALUATION = 2000
TREES = 150

Value = float | str | None
Application = Mapping[str, Value]

CLASSES = {"a": 1, "b": 3, "c": 12, "d": 26, "e": 27, "f": 18, "g": 13}
KWH = {"a": 45, "b": 90, "c": 150, "d": 215, "e": 290, "f": 375, "g": 470}
PERIODS = {
    "avant_1948": 24,
    "de_1948_a_1974": 34,
    "de_1975_a_1988": 22,
    "de_1989_a_2005": 14,
    "apres_2005": 6,
}
STATUSES = {"proprietaire_occupant": 74, "proprietaire_bailleur": 17, "locataire": 9}
HOUSEHOLDS = {"seule": 34, "couple": 49, "parent_seul": 17}
HOMES = {"maison": 68, "appartement": 32}
HEATINGS = {"electricite": 30, "gaz": 36, "fioul": 15, "bois": 11, "pompe_a_chaleur": 8}
PRICES = {"electricite": 0.2, "gaz": 0.11, "fioul": 0.12, "bois": 0.07, "pompe_a_chaleur": 0.075}

FIRST, NO_CLASS = 0.8, 0.1
FLAGS = {"premiere_demande", "conseil", "accord"}

# In which direction the committee's answer may only go as each number grows, 1 for towards a yes.
DIRECTIONS = {
    "revenu": -1,
    "enfants": 1,
    "surface": -1,
    "anciennete": 1,
    "facture": 1,
    "cout": -1,
    "gain": 1,
    "travaux": 1,
    "conseil": 1,
    "premiere_demande": 1,
}


def application(draw: random.Random) -> dict[str, Value]:
    """Draw one application, and the kind of household, which the calculation does not read."""

    def choice(weights: Mapping[str, int]) -> str:
        return draw.choices(list(weights), weights=list(weights.values()))[0]

    household, home = choice(HOUSEHOLDS), choice(HOMES)
    children = 0
    if household != "seule":
        weights = [34, 22, 29, 12, 2, 1] if household == "couple" else [0, 46, 36, 14, 3, 1]
        children = draw.choices(range(6), weights=weights)[0]
    works = draw.choices(range(1, 8), weights=[26, 33, 22, 11, 5, 2, 1])[0]
    letter, heating = choice(CLASSES), choice(HEATINGS)
    adults = 2 if household == "couple" else 1
    income = math.exp(draw.gauss(9.75 + 0.38 * adults + 0.03 * children, 0.42))
    area = min(max(draw.gauss(58 + 32 * (home == "maison") + 8 * children, 24), 18), 280)
    spent = KWH[letter] * area * PRICES[heating] * draw.uniform(0.35, 0.75)
    saved = min(max(draw.gauss(14 + 8 * works, 9), 5), 85)
    price = (1800 + 5200 * works + 28 * area * works / 3) * draw.uniform(0.7, 1.45)
    return {
        "revenu": round(min(income, 180000), -1),
        "enfants": children,
        "statut": choice(STATUSES),
        "anciennete": min(int(draw.expovariate(1 / 11)), 60),
        "premiere_demande": float(draw.random() < FIRST),
        "classe_energie": letter,
        "construction": choice(PERIODS),
        "type_logement": home,
        "surface": round(area),
        "chauffage": heating,
        "facture": round(spent, -1),
        "gain": round(saved),
        "travaux": works,
        "cout": round(price, -2),
        "conseil": float(draw.random() < 0.25 + 0.06 * works),
        "foyer_type": household,
    }


def asked(draw: random.Random, said: dict[str, Value]) -> dict[str, Value]:
    """Take away what nobody knows when the application is made."""
    settled = float(said["anciennete"] or 0)
    absent = {
        "classe_energie": draw.random() < NO_CLASS,
        "facture": draw.random() < (0.6 if settled < 1 else 0.06),
        "gain": draw.random() < (0.08 if said["conseil"] else 0.2),
    }
    return {name: None if absent.get(name) else value for name, value in said.items()}


def odds(said: Application) -> float:
    """Return the log-odds that the committee says yes, from what it was told."""
    return _household(said) + _home(said) + _works(said)


def _household(said: Application) -> float:
    income = _number(said, "revenu") / (1 + 0.25 * _number(said, "enfants"))
    score = 1.1 * math.tanh((27000 - income) / 13000) + 0.16 * _number(said, "enfants")
    score += {"proprietaire_occupant": 0.1, "proprietaire_bailleur": -0.6, "locataire": 0.15}[
        str(said["statut"])
    ]
    score += 0.012 * min(_number(said, "anciennete"), 30)
    return score + 0.35 * _number(said, "premiere_demande")


def _home(said: Application) -> float:
    letters = {"a": -2.0, "b": -1.6, "c": -0.9, "d": -0.4, "e": 0.25, "f": 0.85, "g": 1.2}
    letter = said["classe_energie"]
    score = -0.9 if letter is None else letters[str(letter)]
    score += {"avant_1948": 0.15, "de_1948_a_1974": 0.2, "de_1975_a_1988": 0.0}.get(
        str(said["construction"]), -0.3
    )
    score += {"fioul": 0.5, "electricite": 0.2, "gaz": 0.0, "bois": -0.2}.get(
        str(said["chauffage"]), -0.6
    )
    if letter in {"f", "g"} and said["chauffage"] == "fioul":
        score += 0.3
    if said["facture"] is not None:
        score += 0.5 * math.tanh((_number(said, "facture") - 1700) / 1100)
    return score - 0.002 * (_number(said, "surface") - 90)


def _works(said: Application) -> float:
    score = 0.12 * _number(said, "travaux") + 0.4 * _number(said, "conseil")
    per_kind = _number(said, "cout") / _number(said, "travaux")
    score += 0.35 * math.tanh((7500 - per_kind) / 3000)
    if said["gain"] is None:
        return score - 0.55
    steps = sum(1 / (1 + math.exp((limit - _number(said, "gain")) / 3)) for limit in (30, 40, 55))
    return score + 0.75 * (steps - 1)


def _number(said: Application, name: str) -> float:
    return float(said[name] or 0.0)


START = -1.35


def accepted(draw: random.Random, said: Application) -> int:
    """Draw the committee's answer."""
    return int(draw.random() < 1 / (1 + math.exp(-START - odds(said))))


def drawn() -> tuple[list[dict[str, Value]], list[int]]:
    """Return the applications, those of the evaluation last, and the committee's answers."""
    draw = random.Random(SEED)  # noqa: S311 - made-up applications, not secrets
    said = [asked(draw, application(draw)) for _ in range(APPLICATIONS + EVALUATION)]
    return said, [accepted(draw, one) for one in said]


def train(folder: Path) -> dict[str, bytes]:
    """Return the files of this version by name. `folder` holds `score.yaml`."""
    spec = read_score(read_yaml((folder / "score.yaml").read_bytes(), "score.yaml"))
    said, answers = drawn()
    names = [item.id for item in spec.inputs]
    rows = [[one[name] for name in names] for one in said[:APPLICATIONS]]
    model = fitted(spec, rows, answers[:APPLICATIONS])
    declared = Declaration(spec.inputs, rows[:BACKGROUND], spec.missing)
    apart = [
        {**one, "accord": float(answer)}
        for one, answer in zip(said[APPLICATIONS:], answers[APPLICATIONS:], strict=True)
    ]
    return {
        **convert_estimator(model, declared),
        "background.csv": written(names, said[:BACKGROUND]),
        "evaluation.csv": written([*names, "accord", "foyer_type"], apart),
    }


def fitted(spec: ScoreFile, rows: Sequence[Sequence[Value]], answers: Sequence[int]) -> Pipeline:
    """Return the trained trees. A category is read as its place in the declaration."""
    choices = [place for place, item in enumerate(spec.inputs) if item.type == "category"]
    numbers = [place for place in range(len(spec.inputs)) if place not in choices]
    columns = ColumnTransformer(
        [
            ("code", OrdinalEncoder(categories=[known(spec, place) for place in choices]), choices),
            ("keep", "passthrough", numbers),
        ]
    )
    names = [spec.inputs[place].id for place in [*choices, *numbers]]
    trees = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=4,
        max_leaf_nodes=12,
        min_samples_leaf=60,
        learning_rate=0.07,
        l2_regularization=5.0,
        categorical_features=list(range(len(choices))),
        monotonic_cst=[DIRECTIONS.get(name, 0) for name in names],
        early_stopping=False,
        random_state=SEED,
    )
    pipeline = Pipeline([("columns", columns), ("trees", trees)])
    return pipeline.fit(table(spec, rows), answers)


def known(spec: ScoreFile, place: int) -> list[str | float]:
    """Return what a category may be: its choices, and missing where it may be."""
    item = spec.inputs[place]
    choices: list[str | float] = [category.id for category in item.categories]
    return [*choices, math.nan] if item.id in spec.missing else choices


def table(spec: ScoreFile, rows: Sequence[Sequence[Value]]) -> NDArray[np.object_]:
    """Return the rows as the pipeline reads them: NaN for what nobody knows."""
    told = [[math.nan if value is None else value for value in row] for row in rows]
    return np.array(told, dtype=object).reshape(len(rows), len(spec.inputs))


def written(names: Sequence[str], said: Sequence[Application]) -> bytes:
    """Return a file with one line for each application; what nobody knows stays blank."""
    lines = [",".join(_text(name, one[name]) for name in names) for one in said]
    return "".join(f"{line}\n" for line in [",".join(names), *lines]).encode()


def _text(name: str, value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if name in FLAGS:
        return "true" if value else "false"
    return f"{value:.0f}"


def main() -> None:
    """Write the files beside this one."""
    folder = Path(__file__).parent
    for name, data in train(folder).items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
