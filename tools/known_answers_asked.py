"""Who is asked for the known answers: the original libraries, this library, shap."""

import importlib
import math
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from explain.scores.attribution import exact
from explain.scores.attribution.closed_form import closed_form
from explain.scores.attribution.deep import tables as deep
from explain.scores.attribution.shallow import tables
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.lightgbm import read_lightgbm
from explain.scores.conversion.xgboost import read_xgboost
from explain.scores.models.columns import Floats, encode_all
from explain.scores.models.forest import Forest
from explain.scores.models.outputs import Model
from explain.scores.players import Player
from explain.spec import Input
from tools.known_answers import Case, Row, difference, mixed, shapley

if TYPE_CHECKING:
    from fractions import Fraction

Table = Sequence[Row]
Predict = Callable[[Table], Floats]

_SEVERAL = 2


def versions() -> str:
    """Name the libraries that are installed."""
    found = []
    for name in ("scikit-learn", "lightgbm", "xgboost-cpu", "shap"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


def declared(case: Case) -> tuple[Input, ...]:
    """Return the inputs as an algorithm file declares them."""
    return tuple(
        Input.model_validate(
            {
                "id": item["id"],
                "label": item["id"],
                "type": item["type"],
                "source": "known answers",
                "actionable": "no",
                "categories": [{"id": name, "label": name} for name in item.get("categories", ())],
            }
        )
        for item in case.plain["inputs"]
    )


def loaded(case: Case) -> Any:
    """Return the model of the original library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        match case.plain["library"]["name"]:
            case "LightGBM":
                return importlib.import_module("lightgbm").Booster(model_str=case.model.decode())
            case "XGBoost":
                booster = importlib.import_module("xgboost").Booster({"nthread": 1})
                booster.load_model(bytearray(case.model))
                return booster
        from explain.scores.conversion.skops import read_skops  # noqa: PLC0415 - scikit-learn

        return read_skops(case.model, case.plain["id"])


def converted(case: Case) -> Model:
    """Return the model as this library converts it from the original file."""
    inputs, name = declared(case), case.plain["id"]
    match case.plain["library"]["name"]:
        case "LightGBM":
            return read_lightgbm(case.model, name, inputs)
        case "XGBoost":
            return read_xgboost(case.model, name, inputs)
    from explain.scores.conversion.sklearn_model import (  # noqa: PLC0415 - scikit-learn
        read_estimator,
    )

    return read_estimator(loaded(case), Declaration(inputs, case.background))


def numbers(case: Case, rows: Table) -> Floats:
    """Return rows as the original reads them: categories as their places in the declaration."""
    codes = [
        {name: float(place) for place, name in enumerate(item.get("categories", ()))}
        for item in case.plain["inputs"]
    ]
    found = [
        [
            math.nan if value is None else known.get(str(value), value)
            for value, known in zip(row, codes, strict=True)
        ]
        for row in rows
    ]
    return np.array(found, dtype=np.float64)


def predictor(case: Case) -> Predict:
    """Return the original's own additive prediction of the output that is explained."""
    model, chosen = loaded(case), case.plain["output"]

    def own(table: Floats) -> Any:
        match case.plain["library"]["name"]:
            case "LightGBM":
                return model.predict(table, raw_score=True)
            case "XGBoost":
                xgboost = importlib.import_module("xgboost")
                named = {"feature_names": model.feature_names, "feature_types": model.feature_types}
                asked = xgboost.DMatrix(table, **named, enable_categorical=True)
                return model.predict(asked, output_margin=True)
        if hasattr(model, "decision_function"):
            return model.decision_function(table)
        return (
            model.predict_proba(table) if hasattr(model, "predict_proba") else model.predict(table)
        )

    def predict(rows: Table) -> Floats:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = np.asarray(own(numbers(case, rows)), dtype=np.float64)
        return found if found.ndim < _SEVERAL else found[:, chosen]

    return predict


def original(case: Case) -> list[list["Fraction"]]:
    """Return the contributions from all coalitions through the original's own predict."""
    from fractions import Fraction  # noqa: PLC0415 - beside its only use

    predict, count = predictor(case), len(case.players)
    coalitions = list(product([False, True], repeat=count))
    found = []
    for person in case.persons:
        rows = [row for some in coalitions for row in mixed(case, person, some)]
        scores = predict(rows).reshape(len(coalitions), -1).tolist()
        worth = {
            some: Fraction(math.fsum(each)) / len(each)
            for some, each in zip(coalitions, scores, strict=True)
        }
        found.append(shapley(worth, count))
    return found


def ours(case: Case) -> dict[str, list[list[float]]]:
    """Return the contributions by each exact method of this library."""
    if "terms" in case.plain:
        return {"closed form": [list(row) for row in _closed(case)]}
    model, players, persons, background = encoded(case)
    asked, output = (model, players, len(case.players)), case.plain["output"]
    found = {"exact": [exact.contributions(*asked, row, background, output) for row in persons]}
    for name, kind in (("tables", tables), ("deep tables", deep)):
        made = kind.build(*asked, background, output)
        found[name] = [made.contributions(row) for row in persons]
    return {name: [row.tolist() for row in values] for name, values in found.items()}


def by_tables(case: Case) -> Floats:
    """Return the contributions for many persons: persons x players."""
    if "terms" in case.plain:
        return np.array(_closed(case))
    model, players, persons, background = encoded(case)
    made = tables.build(model, players, len(case.players), background, case.plain["output"])
    return made.batch(persons)


def _closed(case: Case) -> list[tuple[float, ...]]:
    """Return the contributions to a sum of terms."""
    model = converted(case)
    assert not isinstance(model, Forest)  # noqa: S101 - the file has terms
    players = tuple(
        Player(str(place), "", tuple(names)) for place, names in enumerate(case.plain["players"])
    )
    form = closed_form(model, players, list(zip(*case.background, strict=True)))
    persons = (dict(zip(case.inputs, person, strict=True)) for person in case.persons)
    return [form.contributions(person, case.plain["output"]).values for person in persons]


def encoded(case: Case) -> tuple[Forest, tuple[int, ...], Floats, Floats]:
    """Return the model, the player of each of its columns, the persons and the background."""
    model = converted(case)
    assert isinstance(model, Forest)  # noqa: S101 - the file has trees
    rows = [*case.persons, *case.background]
    columns = dict(zip(case.inputs, zip(*rows, strict=True), strict=True))
    table = encode_all(model.columns, columns)
    owners = {place: number for number, player in enumerate(case.players) for place in player}
    players = tuple(owners[case.inputs.index(column.input)] for column in model.columns)
    return model, players, table[: len(case.persons)], table[len(case.persons) :]


def shap_columns(case: Case) -> dict[str, str]:
    """Return how far shap is off: given every row, and given the array as its guides do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            shap = importlib.import_module("shap")
        except ImportError:
            return {}
    if len(case.players) < len(case.inputs):
        return {"shap": "has no such players"}
    if "terms" in case.plain:
        return {"shap": "is not asked"}
    background = numbers(case, case.background)
    every = shap.maskers.Independent(background, max_samples=len(background))
    found = {"shap, all rows": asked_of_shap(case, every)}
    if len(background) > len(shap.maskers.Independent(background).data):
        found["shap, the array"] = asked_of_shap(case, background)
    return found


def asked_of_shap(case: Case, background: Any) -> str:
    """Return the largest difference, and whether shap's own check of the sum complained."""
    try:
        values, complained = shap_values(case, numbers(case, case.persons), background)
    except NotImplementedError:
        return "refuses the model"
    note = f" (its check complains of {complained} of {len(values)})" if complained else ""
    return f"{difference(case, values.tolist()):.1e}{note}"


def shap_values(
    case: Case, table: Floats, background: Any, *, check: bool = True
) -> tuple[Floats, int]:
    """Return shap's interventional values of each row, and how many rows its check refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shap = importlib.import_module("shap")
        kind = "interventional"
        explainer = shap.TreeExplainer(loaded(case), background, feature_perturbation=kind)
        values = np.asarray(explainer.shap_values(table, check_additivity=False))
        complained = 0
        for row in table if check else ():
            try:
                explainer.shap_values(row[np.newaxis], check_additivity=True)
            except shap.utils._exceptions.ExplainerError:  # noqa: SLF001 - it has no public name
                complained += 1
    several = values.ndim > _SEVERAL
    return (values[..., case.plain["output"]] if several else values), complained
