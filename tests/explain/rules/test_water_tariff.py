"""The water tariff of Nantes, against the same rule as a plain function, and by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.canonical import to_record
from explain.case import read_case, validate_case
from explain.engines import Algorithm, explain, load
from explain.errors import CannotExplain
from explain.explanation import Explanation

ENTRY = Path(__file__).parents[3] / "entries" / "tarification-solidaire-eau"
CASES = sorted((ENTRY / "cases").glob("*.yaml"))
PRICES = {2016: Decimal("3.35"), 2019: Decimal("3.49"), 2023: Decimal("3.72")}
DAYS = {2016: date(2016, 11, 1), 2019: date(2019, 10, 7), 2023: date(2023, 3, 15)}


def algorithm(version: int) -> Algorithm:
    data = (ENTRY / str(version) / "rules.yaml").read_bytes()
    return load({"rules.yaml": data}, "rules.yaml")


FIRST, SECOND, THIRD = algorithm(1), algorithm(2), algorithm(3)


def aid(people: int, income: Decimal, price: Decimal) -> Decimal:
    """Return the aid: the theoretical bill beyond 3% of income, to the cent."""
    bill = people * 30 * price
    limit = income * 3 / 100
    return (bill - limit).quantize(Decimal("0.01"), ROUND_HALF_UP) if bill > limit else Decimal(0)


def explained(
    inputs: Mapping[str, Any], day: date, *unknown: str, using: Algorithm = SECOND
) -> Explanation:
    return explain(using, validate_case(using.spec, inputs, day, unknown=unknown))


def test_four_people_have_a_theoretical_bill_of_402_euros_in_2016() -> None:
    """The published example: 4 x 30 m3 x 3.35 euros."""
    found = explained({"personnes": 4, "ressources": 12000}, DAYS[2016])
    values = {operation.id: operation.value for operation in found.operations}
    assert values == {
        "consommation_theorique": 120,
        "facture_theorique": 402,
        "part_supportable": 360,
        "depassement": True,
        "montant_aide": 42,
    }


@given(
    st.integers(1, 30),
    st.decimals(0, 50_000, places=2),
    st.sampled_from(sorted(PRICES)),
)
def test_it_agrees_with_the_plain_function(people: int, income: Decimal, year: int) -> None:
    for version in (SECOND, THIRD):
        found = explained({"personnes": people, "ressources": income}, DAYS[year], using=version)
        assert found.outcome.value == aid(people, income, PRICES[year])


@given(st.integers(1, 29), st.decimals(0, 50_000, places=2), st.decimals(0, 5000, places=2))
def test_more_people_raise_the_aid_and_more_income_lowers_it(
    people: int, income: Decimal, more: Decimal
) -> None:
    def of(persons: int, resources: Decimal) -> Decimal:
        value = explained({"personnes": persons, "ressources": resources}, DAYS[2016])
        return Decimal(str(value.outcome.value))

    assert of(people, income) >= of(people, income + more)
    assert of(people + 1, income) >= of(people, income)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_case_gives_what_was_calculated_by_hand(path: Path) -> None:
    written, document = read_case(path.read_bytes(), path.name)
    using = SECOND if written.version in {None, 2} else FIRST
    assert written.date is not None
    assert written.expect is not None
    case = validate_case(
        using.spec, written.inputs, written.date, unknown=written.unknown, document=document
    )
    found = explain(using, case)
    expected = None if written.expect.outcome == "undetermined" else written.expect.outcome
    assert found.outcome.value == expected
    values = {operation.id: operation.value for operation in found.operations}
    assert {name: values[name] for name in written.expect.values} == written.expect.values


def test_the_cases_cover_every_side_of_the_rule() -> None:
    names = {path.stem for path in CASES}
    assert len(names) >= 7


def test_unknown_resources_leave_the_aid_undetermined() -> None:
    found = explained({"personnes": 1}, DAYS[2023], "ressources")
    assert found.outcome.value is None
    assert found.outcome.missing == ("ressources",)


@pytest.mark.parametrize(
    ("using", "day"),
    [
        (FIRST, date(2019, 10, 7)),
        (SECOND, date(2017, 11, 13)),
        (SECOND, date(2021, 1, 1)),
        (SECOND, date(2026, 11, 23)),
        (SECOND, date(2015, 12, 31)),
    ],
)
def test_a_year_without_a_known_price_is_refused(using: Algorithm, day: date) -> None:
    with pytest.raises(CannotExplain) as refusal:
        explained({"personnes": 1, "ressources": 0}, day, using=using)
    (issue,) = refusal.value.issues
    assert issue.code.id in {"E430", "E431"}


def test_the_unexplained_household_of_2017_depends_on_the_price() -> None:
    """At 3.35 euros the rule gives 6 euros; at 3.28 the household would get nothing."""
    found = explained({"personnes": 4, "ressources": 13200}, date(2016, 12, 31))
    assert found.outcome.value == 6
    assert aid(4, Decimal(13200), Decimal("3.28")) == 0


def test_the_record_has_the_same_bytes_twice() -> None:
    inputs = {"personnes": 3, "ressources": Decimal("9500.33")}
    records = {to_record(explained(inputs, DAYS[2023], using=algorithm(2))) for _ in range(2)}
    assert len(records) == 1


def test_every_step_and_parameter_says_where_it_is_written() -> None:
    found = explained({"personnes": 4, "ressources": 12000}, DAYS[2016])
    assert all(operation.reference for operation in found.operations)
    assert all(parameter.reference for parameter in found.parameters)
    assert {item.id for item in found.parameters} == {
        "volume_par_personne",
        "prix_eau",
        "taux_effort",
    }
