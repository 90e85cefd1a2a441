"""Another choice for one datum: each result stands beside the choices that give it."""

from datetime import date

from explain import engines
from explain.case import validate_case
from explain.i18n import language
from explain.wording import account

RULES = """
format: 1
engine: rules/1
contribution: {degree: The rules give the fee., mode: They are automatic.}
inputs:
  - id: means
    label: Means
    type: category
    categories:
      - {id: car, label: Car}
      - {id: bus, label: Bus}
      - {id: train, label: Train}
      - {id: bicycle, label: Bicycle}
      - {id: foot, label: On foot}
      - {id: skates, label: Skates}
    source: You
    actionable: "yes"
outcome: {id: fee, label: Fee, type: amount, unit: EUR, step: due}
limits: [{id: other, label: Nothing else counts.}]
parameters:
  - id: price
    label: Price
    unit: EUR
    values: [{value: 2, valid_from: 2020-01-01, reference: {title: Council decision}}]
steps:
  - id: due
    label: Fee due
    unit: EUR
    table:
      hit: first
      rows:
        - {id: r_car, when: [means == "car"], gives: price * 3}
        - {id: r_bus, when: [means == "bus"], gives: price}
        - {id: r_train, when: [means == "train"], gives: price * 2}
        - {id: r_rest, gives: 0}
    reference: {title: Article 1}
"""


def told(means: str) -> tuple[str, ...]:
    algorithm = engines.load({"rules.yaml": RULES.encode()}, "rules.yaml")
    case = validate_case(algorithm.spec, {"means": means}, date(2026, 11, 1))
    return account(engines.explain(algorithm, case), algorithm.spec, language("en")).changes


def test_each_result_stands_beside_the_choices_that_give_it() -> None:
    assert told("foot") == (
        "With “Means: Car”, the calculation would give €6.00.",
        "With “Means: Bus”, the calculation would give €2.00.",
        "With “Means: Train”, the calculation would give €4.00.",
    )


def test_a_sentence_names_two_choices_at_most() -> None:
    assert told("car") == (
        "With “Means: Bicycle or On foot”, the calculation would give €0.00.",
        "With “Means: Skates”, the calculation would give €0.00.",
    )
