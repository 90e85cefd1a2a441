"""The last day on which rules can be applied."""

from datetime import date
from pathlib import Path

import pytest

from explain.engines import load
from explain.rules.model import RulesFile
from explain.rules.validity import latest_known_day

WATER = Path(__file__).resolve().parents[3] / "entries/tarification-solidaire-eau/2/rules.yaml"


@pytest.mark.parametrize(
    ("today", "known"),
    [
        (date(2026, 11, 23), date(2023, 12, 31)),
        (date(2023, 6, 1), date(2023, 6, 1)),
        (date(2022, 6, 1), date(2019, 12, 31)),
        (date(2018, 1, 1), date(2016, 12, 31)),
        (date(2016, 6, 17), date(2016, 6, 17)),
        (date(2016, 6, 16), None),
    ],
)
def test_the_last_day_whose_price_is_known(today: date, known: date | None) -> None:
    spec = load({"rules.yaml": WATER.read_bytes()}, "rules.yaml").spec
    assert isinstance(spec, RulesFile)
    assert latest_known_day(spec.parameters, today) == known


def test_rules_without_parameters_are_known_every_day() -> None:
    assert latest_known_day((), date(2026, 1, 1)) == date(2026, 1, 1)
