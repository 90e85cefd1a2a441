"""Tables print what the algorithm's files hold, in numbers that people can read."""

import json
import re

import pytest

from register.i18n import language
from register.pages.entry_views import Table
from register.presenting.tables import tables
from tests.register.published import edition, sample


def shown(slug: str, number: int = 1) -> tuple[Table, ...]:
    """Return the tables of a version in English."""
    held = edition()
    version = held.shelf.entry(slug).version(number)
    algorithm = held.algorithms[slug][number]
    return tables(algorithm, version.spec_in("en", algorithm.spec), language("en"))


@pytest.mark.parametrize("slug", ["signaux-faibles", "aide-renovation-energetique"])
def test_the_weights_are_those_of_the_model_file(slug: str) -> None:
    (table,) = shown(slug)
    model = json.loads((sample() / slug / "1" / "model.json").read_text())
    spec = edition().algorithms[slug][1].spec
    scale = float(spec.display.scale)  # type: ignore[attr-defined] # a score has a display
    expected: list[float] = []
    for term in model["terms"]:
        if term["kind"] == "category":
            names = [category.id for category in spec.input(term["input"]).categories]
            expected += [float(term["coefficients"][name]) for name in names]
        else:
            expected.append(float(term["coefficient"]) / float(term["scale"]))
    assert len(table.rows) == len(expected)
    for row, additive in zip(table.rows, expected, strict=True):
        step = re.search(r"for each \D*([0-9,]+)", row[1].text)
        size = int(step[1].replace(",", "")) if step else 1
        printed = re.search(r"[−+]?[0-9.,]+", row[2].text)
        assert printed
        value = float(printed[0].replace("−", "-").replace(",", ""))
        assert value == pytest.approx(additive * size * scale, abs=0.051)
        assert value != 0


def test_every_row_has_a_cell_for_each_column() -> None:
    for slug, algorithms in edition().algorithms.items():
        for number in algorithms:
            for table in shown(slug, number):
                assert {len(row) for row in table.rows} == {len(table.columns)}
