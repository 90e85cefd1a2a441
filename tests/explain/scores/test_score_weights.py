"""The weights of a score, as people read them."""

from explain.account import Fact
from explain.case import validate_case
from explain.engines import explain
from explain.i18n import language
from explain.wording import account
from tests.explain.scores import score_samples as samples


def weights(coefficient: str) -> dict[str, Fact]:
    """Return the parameters told of a sample score, with this weight of the income."""
    score = samples.algorithm(model=samples.with_term("income", coefficient=coefficient))
    explanation = explain(score, validate_case(score.spec, samples.PERSON, samples.DAY))
    told = account(explanation, score.spec, language("en")).parameters
    return {fact.label: fact for fact in told}


def test_a_weight_is_told_for_one_unit_as_it_is_recorded() -> None:
    # A standard deviation is 10,000 euros and a unit of log-odds 10 points.
    assert weights("-0.75")["income"].value == "−0.00075 points"
    assert weights("-0.75")["income"].note == "For each more: 1."
    assert weights("0.00012")["income"].value == "0.00000012 points"


def test_a_weight_of_zero_is_told_for_one_unit() -> None:
    assert weights("0.0")["income"].value.startswith("0 ")
