# ruff: noqa: INP001 - a script beside what it makes
"""Train the illustrative model of this version on companies that do not exist.

    python entries/signaux-faibles/1/train.py

writes `model.json` and `background.csv` beside this file. Everything is drawn from one
seed with Python's own generator. A hidden state, from -3 (sound) to 3 (fragile), moves
each figure a little; whether a company fails is drawn from the figures. The numbers are
ours: no figure of a real company and no weight of the real model is in here.
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

SEED = 2021
COMPANIES = 6000
BACKGROUND = 1000
LATE = (("j0", 0), ("j1_15", 15), ("j16_30", 30), ("j31_60", 60), ("j61_90", 90))

# What one unit of a figure adds to the log-odds of failing, and the value it is counted from.
WEIGHTS = {
    "financier_court_terme": (0.05, 5),
    "interets": (0.000004, 30000),
    "ca": (-0.00000004, 4000000),
    "equilibre_financier": (-0.45, 1.3),
    "endettement": (0.012, 36),
    "degre_immo_corporelle": (0.006, 64),
    "liquidite_reduite": (-0.25, 1.4),
    "poids_bfr_exploitation": (0.008, 12),
    "productivite_capital_investi": (-0.3, 0.7),
    "rentabilite_economique": (-0.035, 6),
    "rentabilite_nette": (-0.03, 3),
    "apart_heures_consommees_cumulees": (0.0002, 250),
    "apart_heures_consommees": (0.0008, 40),
    "paydex_yoy": (0.02, 0),
    "ratio_dette": (0.55, 0.4),
    "avg_delta_dette_par_effectif": (0.006, 4),
}
LATE_WEIGHTS = {"j0": -0.3, "j1_15": -0.1, "j16_30": 0.2, "j31_60": 0.6, "j61_90": 1.0}
LATEST = 1.4
START = -2.1


def company(draw: random.Random) -> dict[str, float | str]:
    """Draw the seventeen figures of one company."""
    state = draw.gauss(0, 1)

    def near(mean: float, spread: float, low: float, high: float, decimals: int = 1) -> float:
        return round(min(max(draw.gauss(mean, spread), low), high), decimals)

    sales = round(min(max(math.exp(draw.gauss(14.8, 0.9)), 200000), 60000000), -3)
    margin = near(6 - 2.5 * state, 6, -60, 60)
    uses_short_time = draw.random() < 0.12 + 0.04 * max(state, 0)
    hours = round(draw.expovariate(1 / 1800)) if uses_short_time else 0
    owes = draw.random() < 0.15 + 0.08 * max(state, 0)
    debt = round(min(draw.expovariate(1 / 1.6), 20), 2) if owes else 0.0
    late = round(min(math.exp(draw.gauss(2.1 + 0.45 * state, 1)) - 1, 180))
    return {
        "financier_court_terme": near(4 + 2 * state, 4, 0, 60),
        "interets": round(sales * math.exp(draw.gauss(-5.1 + 0.25 * state, 0.6))),
        "ca": sales,
        "equilibre_financier": near(1.3 - 0.12 * state, 0.35, 0, 6, 2),
        "endettement": near(36 + 8 * state, 18, 0, 160),
        "degre_immo_corporelle": near(64 + 2 * state, 16, 0, 100),
        "liquidite_reduite": round(math.exp(draw.gauss(0.3 - 0.12 * state, 0.4)), 2),
        "poids_bfr_exploitation": near(12 + 2 * state, 14, -60, 120),
        "productivite_capital_investi": round(math.exp(draw.gauss(-0.45 - 0.1 * state, 0.4)), 2),
        "rentabilite_economique": margin,
        "rentabilite_nette": round(0.55 * margin + draw.gauss(-0.3, 2.5), 1),
        "apart_heures_consommees_cumulees": hours,
        "apart_heures_consommees": round(hours * draw.uniform(0, 0.4)),
        "paydex_group": next((name for name, most in LATE if late <= most), "j91_plus"),
        "paydex_yoy": near(1.5 * state, 10, -90, 120, 0),
        "ratio_dette": debt,
        "avg_delta_dette_par_effectif": near(60 * state, 90, -900, 900, 2) if owes else 0.0,
    }


def fails(draw: random.Random, figures: dict[str, float | str]) -> int:
    """Draw whether the company fails within 18 months."""
    odds = START + LATE_WEIGHTS.get(str(figures["paydex_group"]), LATEST)
    odds += sum(w * (float(figures[name]) - start) for name, (w, start) in WEIGHTS.items())
    return int(draw.random() < 1 / (1 + math.exp(-odds)))


def train(folder: Path) -> dict[str, bytes]:
    """Return the files of this version by name. `folder` holds `score.yaml`."""
    score = (folder / "score.yaml").read_bytes()
    inputs = read_score(read_yaml(score, "score.yaml")).inputs
    draw = random.Random(SEED)  # noqa: S311 - made-up companies, not secrets
    companies = [company(draw) for _ in range(COMPANIES)]
    failures = [fails(draw, figures) for figures in companies]
    names = [item.id for item in inputs]
    rows = [[figures[name] for name in names] for figures in companies]
    choices = [place for place, item in enumerate(inputs) if item.type == "category"]
    numbers = [place for place in range(len(names)) if place not in choices]
    pipeline = Pipeline(
        [
            (
                "columns",
                ColumnTransformer(
                    [("scale", StandardScaler(), numbers), ("choose", OneHotEncoder(), choices)]
                ),
            ),
            ("model", LogisticRegression(solver="newton-cholesky", tol=1e-10)),
        ]
    )
    pipeline.fit(np.array(rows, dtype=object), failures)
    background = rows[:BACKGROUND]
    lines = [names, *([_text(value) for value in row] for row in background)]
    text = "".join(",".join(line) + "\n" for line in lines)
    return {"model.json": convert(pipeline, inputs, background), "background.csv": text.encode()}


def _text(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def main() -> None:
    """Write the files beside this one."""
    folder = Path(__file__).parent
    for name, data in train(folder).items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
