# ruff: noqa: INP001 - a script beside what it makes
"""Train the illustrative model of this version on applications that do not exist.

    python entries/aide-renovation-energetique/1/train.py

writes `model.json` and `background.csv` beside this file. Everything is drawn from one
seed with Python's own generator: households, homes, plans of works, and the decisions of
a committee that never met.
"""

import math
import random
from pathlib import Path

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from explain.reading import read_yaml
from explain.scores.conversion import convert
from explain.scores.spec import read_score

SEED = 2025
APPLICATIONS = 6000
BACKGROUND = 1000
LONGEST = 20

CLASSES = {"a": 1, "b": 3, "c": 12, "d": 26, "e": 27, "f": 18, "g": 13}
PERIODS = {
    "avant_1948": 24,
    "de_1948_a_1974": 34,
    "de_1975_a_1988": 22,
    "de_1989_a_2005": 14,
    "apres_2005": 6,
}
STATUSES = {"proprietaire_occupant": 74, "proprietaire_bailleur": 17, "locataire": 9}

# What each choice, and one unit of each number counted from a usual value, adds to the
# log-odds that the committee says yes.
CHOICES = {
    "a": -1.7,
    "b": -1.3,
    "c": -0.8,
    "d": -0.35,
    "e": 0.2,
    "f": 0.75,
    "g": 1.05,
    "avant_1948": 0.2,
    "de_1948_a_1974": 0.25,
    "de_1975_a_1988": 0.0,
    "de_1989_a_2005": -0.25,
    "apres_2005": -0.7,
    "proprietaire_occupant": 0.1,
    "proprietaire_bailleur": -0.45,
    "locataire": 0.15,
}
NUMBERS = {
    "revenu": (-0.000042, 31000),
    "enfants": (0.22, 1),
    "surface": (-0.003, 96),
    "anciennete": (0.014, 10),
    "gain": (0.032, 38),
    "travaux": (0.2, 2.4),
    "conseil": (0.4, 0),
}
START = -0.76


def application(draw: random.Random) -> dict[str, float | str]:
    """Draw one application."""

    def choice(weights: dict[str, int]) -> str:
        return draw.choices(list(weights), weights=list(weights.values()))[0]

    children = draw.choices(range(6), weights=[38, 22, 25, 11, 3, 1])[0]
    works = draw.choices(range(1, 8), weights=[26, 33, 22, 11, 5, 2, 1])[0]
    income = min(math.exp(draw.gauss(10.2 + 0.03 * children, 0.45)), 180000)
    return {
        "revenu": round(income, -1),
        "enfants": children,
        "classe_energie": choice(CLASSES),
        "construction": choice(PERIODS),
        "surface": round(min(max(draw.gauss(88 + 7 * children, 32), 18), 280)),
        "statut": choice(STATUSES),
        "anciennete": min(int(draw.expovariate(1 / 11)), LONGEST),
        "gain": round(min(max(draw.gauss(24 + 6 * works, 11), 5), 85)),
        "travaux": works,
        "conseil": float(draw.random() < 0.25 + 0.06 * works),
    }


def accepted(draw: random.Random, said: dict[str, float | str]) -> int:
    """Draw the committee's answer."""
    odds = START + sum(CHOICES[value] for value in said.values() if isinstance(value, str))
    odds += sum(w * (float(said[name]) - start) for name, (w, start) in NUMBERS.items())
    return int(draw.random() < 1 / (1 + math.exp(-odds)))


def train(folder: Path) -> dict[str, bytes]:
    """Return the files of this version by name. `folder` holds `score.yaml`."""
    score = (folder / "score.yaml").read_bytes()
    inputs = read_score(read_yaml(score, "score.yaml")).inputs
    draw = random.Random(SEED)  # noqa: S311 - made-up applications, not secrets
    applications = [application(draw) for _ in range(APPLICATIONS)]
    answers = [accepted(draw, said) for said in applications]
    names = [item.id for item in inputs]
    rows = [[said[name] for name in names] for said in applications]
    choices = [place for place, item in enumerate(inputs) if item.type == "category"]
    flags = [place for place, item in enumerate(inputs) if item.type == "boolean"]
    numbers = [place for place in range(len(names)) if place not in {*choices, *flags}]
    columns = ColumnTransformer(
        [
            ("scale", StandardScaler(), numbers),
            ("choose", OneHotEncoder(), choices),
            ("keep", "passthrough", flags),
        ]
    )
    model = LogisticRegression(solver="newton-cholesky", tol=1e-10)
    pipeline = Pipeline([("columns", columns), ("model", model)])
    pipeline.fit(np.array(rows, dtype=object), answers)
    background = rows[:BACKGROUND]
    flagged = [[_text(v, flag=place in flags) for place, v in enumerate(r)] for r in background]
    text = "".join(",".join(line) + "\n" for line in [names, *flagged])
    return {"model.json": convert(pipeline, inputs, background), "background.csv": text.encode()}


def _text(value: float | str, *, flag: bool) -> str:
    if flag:
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:.0f}"


def main() -> None:
    """Write the files beside this one."""
    folder = Path(__file__).parent
    for name, data in train(folder).items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
