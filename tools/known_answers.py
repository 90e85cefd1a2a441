"""Check the known answers of `docs/known-answers/`: exact contributions of small models.

    python tools/known_answers.py [FOLDER]

Each answer is computed again from its definition: every coalition of inputs, every row of
the background, in exact arithmetic, on the trees as the file writes them, with Python
alone. The same is asked of the original library, of this library's methods, and of shap
where it is installed. The exit code is 1 where an answer, the original or a method of
this library is off; shap's differences are printed and judge nothing.
"""

import json
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product
from math import comb
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "known-answers"
TOLERANCE = 1e-9
DIGITS = 20

Value = float | str | None
Row = tuple[Value, ...]
Coalition = tuple[bool, ...]

_UNIT = 2**1074
"""Every 64-bit float is a whole number of parts of this size."""


@dataclass(frozen=True)
class Case:
    """One file of `folder`: what it says, with its background and persons read."""

    folder: Path
    plain: Mapping[str, Any]
    background: tuple[Row, ...]
    persons: tuple[Row, ...]

    @property
    def inputs(self) -> list[str]:
        """Return the names of the inputs, in the order of the rows."""
        return [item["id"] for item in self.plain["inputs"]]

    @property
    def players(self) -> list[tuple[int, ...]]:
        """Return the places of each player's inputs."""
        return [tuple(map(self.inputs.index, player)) for player in self.plain["players"]]

    @property
    def expected(self) -> list[list[Fraction]]:
        """Return the published contributions: persons x players."""
        return [
            [Fraction(text) for text in person["contributions"].values()]
            for person in self.plain["persons"]
        ]

    @property
    def model(self) -> bytes:
        """Return the file of the original library."""
        name: str = self.plain["library"]["model"]
        return (self.folder / name).read_bytes()


def read_plain(plain: Mapping[str, Any]) -> Case:
    """Return a case that has no background and no persons yet."""
    return Case(FOLDER, plain, (), ())


def read(path: Path) -> Case:
    """Read one file of known answers."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    kinds = [item["type"] for item in plain["inputs"]]
    return Case(
        path.parent,
        plain,
        tuple(_row(row, kinds) for row in plain["background"]),
        tuple(_row(person["values"], kinds) for person in plain["persons"]),
    )


def cases(folder: Path = FOLDER) -> list[Case]:
    """Return every case, in the order of the file names."""
    return [read(path) for path in sorted(folder.glob("*.json"))]


def _row(texts: Sequence[str | None], kinds: Sequence[str]) -> Row:
    return tuple(
        text if text is None or kind == "category" else float(text)
        for text, kind in zip(texts, kinds, strict=True)
    )


# The definition ----------------------------------------------------------------------


def output(case: Case, row: Row) -> Fraction:
    """Return the model's output for `row`, without the start, in parts of `_UNIT`."""
    seen = dict(zip(case.inputs, row, strict=True))
    if "terms" in case.plain:
        return sum((_term(term, seen[term["input"]]) for term in case.plain["terms"]), Fraction())
    if case.plain["precision"] == "float32":
        seen = {name: _narrow(value) for name, value in seen.items()}
    return Fraction(sum(_leaf(tree, seen) for tree in case.plain["trees"]))


def _term(term: Mapping[str, str], value: Value) -> Fraction:
    center, scale, coefficient = (
        Fraction(float(term[name])) for name in ("center", "scale", "coefficient")
    )
    return coefficient * (Fraction(float(value or 0)) - center) / scale * _UNIT


def _leaf(node: Mapping[str, Any], seen: Mapping[str, Value]) -> int:
    while "value" not in node:
        node = node["left" if _goes_left(node, seen[node["input"]]) else "right"]
    return int(Fraction(float(node["value"])) * _UNIT)


def _goes_left(node: Mapping[str, Any], value: Value) -> bool:
    if value is None:
        return bool(node["missing"] == "left")
    if "among" in node:
        return value in node["among"]
    if "below" in node:
        return float(value) < float(node["below"])
    return float(value) <= float(node["at_most"])


def _narrow(value: Value) -> Value:
    if not isinstance(value, float):
        return value
    (narrow,) = struct.unpack("f", struct.pack("f", value))
    return float(narrow)


def mixed(case: Case, person: Row, coalition: Coalition) -> list[Row]:
    """Return the background with the coalition's inputs taken from the person."""
    pairs = zip(case.players, coalition, strict=True)
    taken = {place for player, member in pairs if member for place in player}
    return [
        tuple(person[place] if place in taken else value for place, value in enumerate(row))
        for row in case.background
    ]


def shapley(worth: Mapping[Coalition, Fraction], count: int) -> list[Fraction]:
    """Return the Shapley value of each player from the worth of each coalition."""
    return [
        sum(
            (
                (worth[(*some[:player], True, *some[player + 1 :])] - worth[some])
                / (count * comb(count - 1, sum(some)))
                for some in product([False, True], repeat=count)
                if not some[player]
            ),
            Fraction(),
        )
        for player in range(count)
    ]


def by_definition(case: Case, person: Row) -> list[Fraction]:
    """Return the exact contribution of each player."""
    count = len(case.players)
    worth = {
        some: sum((output(case, row) for row in mixed(case, person, some)), Fraction())
        / (len(case.background) * _UNIT)
        for some in product([False, True], repeat=count)
    }
    return shapley(worth, count)


def decimal(value: Fraction) -> str:
    """Write a number with DIGITS significant digits."""
    with localcontext(prec=DIGITS):
        return str((Decimal(value.numerator) / Decimal(value.denominator)).normalize())


# The table ---------------------------------------------------------------------------


def difference(case: Case, found: Sequence[Sequence[float | Fraction]]) -> float:
    """Return the largest difference from the published contributions."""
    return max(
        abs(float(Fraction(mine) - published))
        for mines, publisheds in zip(found, case.expected, strict=True)
        for mine, published in zip(mines, publisheds, strict=True)
    )


def checked(case: Case) -> dict[str, float]:
    """Return the differences that must not exceed the tolerance, by who was asked."""
    from tools.known_answers_asked import original, ours  # noqa: PLC0415 - needs the libraries

    found = {"definition": difference(case, [by_definition(case, row) for row in case.persons])}
    found["original"] = difference(case, original(case))
    found |= {name: difference(case, values) for name, values in ours(case).items()}
    return found


def tolerance(case: Case, asked: str) -> float:
    """Return what is allowed: XGBoost itself adds in 32 bits, everything else in 64."""
    return 1e-5 if asked == "original" and case.plain["precision"] == "float32" else TOLERANCE


def main(folder: Path = FOLDER, *, with_shap: bool = True) -> int:
    """Print the table; return 1 where something other than shap is off."""
    from tools.known_answers_asked import shap_columns, versions  # noqa: PLC0415 - as above

    print("Largest difference from the exact contributions. " + versions())
    columns = shap_columns if with_shap else lambda _: {}
    wrong = False
    for case in cases(folder):
        found = checked(case)
        off = [name for name, value in found.items() if value > tolerance(case, name)]
        wrong = wrong or bool(off)
        parts = [f"{name} {value:.0e}" for name, value in found.items()]
        parts += [f"{name} {text}" for name, text in columns(case).items()]
        verdict = f"OFF: {', '.join(off)}" if off else "holds"
        print(f"{case.plain['id']:22} {verdict:6} | " + " | ".join(parts), flush=True)
    return int(wrong)


if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER.parents[1]))
    sys.exit(main(*map(Path, sys.argv[1:2])))
