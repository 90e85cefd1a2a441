"""Models, functions and tables as people have them at a keyboard, against their own predictions."""

import math
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

from explain import (
    CannotExplain,
    InvalidCase,
    InvalidFile,
    View,
    from_estimator,
    from_function,
    load,
)
from explain.details import Attribution
from explain.engines import load as load_files
from explain.notebook.explainers import HERE
from explain.notebook.tables import plain, table_of
from explain.record import read_record
from explain.replay import replay
from explain.sources import Source

DRAW = np.random.default_rng(7)
PEOPLE = pd.DataFrame(
    {
        "age": DRAW.integers(18, 90, 60),
        "income": DRAW.normal(2000, 400, 60).round(2),
        "city": DRAW.choice(["lille", "nantes"], 60),
        "new": DRAW.random(60) < 0.5,
    }
)
ENTRIES = Path(__file__).parents[3] / "entries"
HARD = "<script>alert('1')</script> & {{ 7 * 7 }}"


def fitted() -> Any:
    yes = PEOPLE.income + 10 * PEOPLE.age + (PEOPLE.city == "lille") * 200 > 2700
    columns = make_column_transformer(
        (StandardScaler(), ["age", "income", "new"]), (OneHotEncoder(), ["city"])
    )
    return make_pipeline(columns, LogisticRegression()).fit(PEOPLE, yes)


MODEL = fitted()


def detail(view: View) -> Attribution:
    found = view.explanation.detail
    assert isinstance(found, Attribution)
    return found


def shares(view: View) -> dict[str, float]:
    return {share.id: share.value for share in detail(view).shares}


def test_a_model_and_its_own_decision_function_are_explained_alike() -> None:
    """The closed form through the pipeline, and every combination asked of the model itself."""
    exact = from_estimator(MODEL, PEOPLE)
    asked = from_function(MODEL.decision_function, PEOPLE)
    for place in (0, 17, 42):
        ours, theirs = (way.explain(PEOPLE.iloc[place]) for way in (exact, asked))
        assert shares(ours) == pytest.approx(shares(theirs), abs=1e-12)
        predicted = MODEL.decision_function(PEOPLE.iloc[[place]])[0]
        assert detail(theirs).output == pytest.approx(predicted, abs=1e-12)
        assert sum(ours.contributions.values()) + detail(ours).start == ours.outcome


def test_trees_with_missing_values_are_explained_to_the_prediction() -> None:
    table = PEOPLE[["age", "income"]].astype(float)
    table.loc[table.index % 5 == 0, "income"] = np.nan
    model = HistGradientBoostingRegressor(max_iter=8, random_state=1).fit(table, PEOPLE.income)
    view = from_estimator(model, table).explain({"age": 40, "income": math.nan})
    predicted = model.predict(pd.DataFrame({"age": [40.0], "income": [np.nan]}))[0]
    assert detail(view).output == pytest.approx(predicted, abs=1e-9)


def test_many_inputs_are_an_estimate_that_says_so() -> None:
    names = [f"x{place}" for place in range(12)]
    examples = [{name: float(DRAW.integers(0, 9)) for name in names} for _ in range(8)]

    def total(rows: list[dict[str, float]]) -> list[float]:
        return [sum(row.values()) + row["x0"] * row["x1"] for row in rows]

    view = from_function(total, examples, language="en", runs=4).explain(examples[3])
    assert detail(view).method == "estimate-permutation"
    assert "estimates, give or take" in str(view)
    assert sum(view.contributions.values()) + detail(view).start == view.outcome


def test_a_record_from_a_notebook_is_replayed_from_its_files() -> None:
    scoring = from_estimator(MODEL, PEOPLE)
    data = scoring.explain(PEOPLE.iloc[3], on="2026-11-01").record()
    algorithm = load_files(scoring.files, "score.yaml")
    record = read_record(Source("record.json", data))
    assert replay(algorithm, record, about=HERE).exact


def test_what_people_write_is_escaped() -> None:
    inputs = {"age": {"label": HARD}}
    page = from_estimator(MODEL, PEOPLE, inputs=inputs).explain(PEOPLE.iloc[0])._repr_html_()
    assert "<script" not in page
    assert escape(HARD).replace("&#x27;", "&#39;") in page


def test_sentences_come_before_the_table_and_the_table_before_the_chart() -> None:
    page = from_estimator(MODEL, PEOPLE).explain(PEOPLE.iloc[0])._repr_html_()
    places = [page.index(part) for part in ('outcome-sentence"', "<table", "<svg", "<details")]
    assert places == sorted(places)


def test_two_views_on_one_page_share_no_id() -> None:
    scoring = from_estimator(MODEL, PEOPLE)
    first, second = (scoring.explain(PEOPLE.iloc[place]) for place in (0, 1))
    ids = [
        part.split('"')[0] for v in (first, second) for part in v._repr_html_().split(' id="')[1:]
    ]
    assert len(ids) == len(set(ids)) == 4


def test_every_problem_of_a_case_is_said_in_the_language_of_the_reader() -> None:
    scoring = from_estimator(MODEL, PEOPLE, language="en")
    with pytest.raises(InvalidCase) as caught:
        scoring.explain({"age": "old", "income": 1, "city": "paris", "new": True})
    age, city = caught.value.__notes__
    assert "“Age” must be a whole number" in age
    assert "Use one of: lille, nantes." in city


def test_a_model_that_cannot_be_read_is_refused_by_name() -> None:
    table = PEOPLE[["age", "income"]]
    with pytest.raises(InvalidFile) as caught:
        from_estimator(SVC().fit(table, PEOPLE.new), table, language="en")
    assert "SVC" in caught.value.__notes__[0]


def test_a_prediction_that_is_no_number_is_refused() -> None:
    asked = from_function(lambda rows: [math.nan] * len(rows), [{"a": 1}, {"a": 2}], language="en")
    with pytest.raises(CannotExplain) as caught:
        asked.explain({"a": 1})
    assert "not a finite number" in caught.value.__notes__[0]


def test_values_of_a_frame_become_plain_and_go_back_as_they_were() -> None:
    frame = PEOPLE.assign(when=pd.array([1, None] * 30, dtype="Int64"))
    table = table_of(frame)
    assert {type(value) for value in table.rows[0]} == {int, float, str, bool}
    assert table.rows[1][-1] is None
    pd.testing.assert_frame_equal(table.again(table.rows), frame)


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, pd.NaT])
def test_each_way_to_say_nothing_is_none(nothing: Any) -> None:
    assert plain(nothing) is None


def test_a_table_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="data frame"):
        table_of([1, 2])
    with pytest.raises(ValueError, match="no row"):
        table_of([])
    with pytest.raises(ValueError, match="Row 2"):
        table_of([{"a": 1}, {"b": 1}])
    with pytest.raises(ValueError, match="agee"):
        from_estimator(MODEL, PEOPLE, inputs={"agee": {}})


def test_a_published_score_is_loaded_with_the_files_that_it_names() -> None:
    scoring = load(ENTRIES / "aide-renovation-energetique/3/score.yaml")
    assert {"score.yaml", "model.json", "model.npz", "background.csv"} <= set(scoring.files)
    assert not {"fr.md", "train.py"} & set(scoring.files)


def test_amounts_stay_exact() -> None:
    water = load(ENTRIES / "tarification-solidaire-eau/2/rules.yaml")
    view = water.explain({"personnes": np.int64(4), "ressources": 12000.1}, on="2016-11-01")
    given = {datum.id: datum.value for datum in view.explanation.data}
    assert given == {"personnes": Decimal(4), "ressources": Decimal("12000.1")}
