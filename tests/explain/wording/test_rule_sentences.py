"""Rules in sentences: every step with its numbers, and what is missing by name."""

from datetime import date
from typing import Any

import pytest

from explain import engines
from explain.account import Account, Branch
from explain.case import validate_case
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.texts import with_texts
from explain.wording import account
from explain.wording.plain import check_account

RULES = """
format: 1
engine: rules/1
contribution: {degree: The rules give the amount., mode: They are automatic.}
inputs:
  - {id: income, label: Income, type: amount, unit: EUR/year, source: Tax, actionable: "no"}
outcome: {id: aid, label: Aid, type: amount, unit: EUR/year, step: difference}
limits: [{id: minimum, label: Nobody knows whether there is a minimum.}]
parameters:
  - id: price
    label: Price
    unit: EUR/year
    values: [{value: 100.5, valid_from: 2020-01-01, reference: {title: Council decision}}]
steps:
  - id: share
    label: Share of income
    unit: EUR/year
    formula: percent_of(3, income)
    reference: {title: Article 1}
  - id: difference
    label: Difference
    unit: EUR/year
    formula: max(0, price - share)
    rounding: {mode: half_up, step: 1, reference: {title: Article 3}}
    sentence: "The aid is what remains: {difference}."
    reference: {title: Article 2, url: "https://law.example/2"}
"""


def told(
    inputs: dict[str, Any], code: LanguageCode = "en", unknown: tuple[str, ...] = ()
) -> Account:
    algorithm = engines.load({"rules.yaml": RULES.encode()}, "rules.yaml")
    case = validate_case(algorithm.spec, inputs, date(2026, 11, 1), unknown=unknown)
    return account(engines.explain(algorithm, case), algorithm.spec, language(code))


KNOWN = {"income": 1000}


def test_each_step_stands_with_its_formula_its_numbers_and_its_article() -> None:
    share, difference = told(KNOWN).operations
    assert (share.label, share.result) == ("Share of income", "€30.00 a year")
    assert share.reference == "Article 1"
    assert difference.formula == "The largest of (0; “Price” − “Share of income”)"
    assert difference.numbers == (
        "The largest of (0; €100.50 a year − €30.00 a year) = €70.50 a year, "
        "rounded to €1.00 a year"
    )
    assert difference.result == "€71.00 a year"
    assert difference.url == "https://law.example/2"


def test_the_sentence_of_a_rule_is_filled_with_its_values() -> None:
    assert told(KNOWN).operations[1].label == (
        "Difference: The aid is what remains: €71.00 a year."
    )


def test_what_is_missing_is_asked_for_by_name_and_never_replaced_by_zero() -> None:
    found = told({}, unknown=("income",))
    assert found.outcome == "Aid: the calculation cannot conclude."
    assert "This information is missing: Income." in found.summary
    assert "not known" in [stage.result for stage in found.operations]
    assert found.reasons == ()


def test_a_change_of_side_is_told_as_a_range() -> None:
    """The aid ends where 3% of the income reach the price less half a euro: 100 / 0.03."""
    assert told(KNOWN).changes == (
        "“Income” from €3,333.34 a year: the calculation would give €0.00 a year.",
    )
    (back,) = told({"income": 4000}).changes
    assert back == (
        "“Income” up to €3,333.33 a year: the result would change. "
        "For example, with €3,333.33 a year, the calculation would give €1.00 a year."
    )


def test_parameters_say_since_when_and_where_they_are_written() -> None:
    (price,) = told(KNOWN).parameters
    assert price.value == "€100.50 a year"
    assert price.note == "In force since 1 January 2020."
    assert price.source == "Written in: Council decision"


def test_data_come_with_their_source() -> None:
    (income,) = told(KNOWN).data
    assert (income.value, income.note) == ("€1,000 a year", "Source: Tax")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("unknown", [(), ("income",)])
def test_rules_are_told_in_plain_words(code: LanguageCode, unknown: tuple[str, ...]) -> None:
    inputs = {name: value for name, value in KNOWN.items() if name not in unknown}
    found = check_account(told(inputs, code, unknown))
    assert [item for item in found if item.rule != "lix"] == []


def test_the_source_that_a_case_names_stands_instead_of_the_declared_one() -> None:
    algorithm = engines.load({"rules.yaml": RULES.encode()}, "rules.yaml")
    day, own = date(2026, 11, 1), {"income": "Payslip of May"}
    case = validate_case(algorithm.spec, KNOWN, day, sources=own)
    said = account(engines.explain(algorithm, case), algorithm.spec, language("en"))
    assert [fact.note for fact in said.data] == ["Source: Payslip of May"]
    assert [fact.note for fact in told(KNOWN).data] == ["Source: Tax"]


def test_a_result_of_thirty_digits_is_still_written() -> None:
    rules = RULES.replace("max(0, price - share)", "price + share + income * 1000000000000")
    algorithm = engines.load({"rules.yaml": rules.encode()}, "rules.yaml")
    case = validate_case(algorithm.spec, {"income": 10**17}, date(2026, 11, 1))
    said = account(engines.explain(algorithm, case), algorithm.spec, language("en"))
    assert "€100,000,000,000,000,000,000,000,000,000.00 a year" in said.outcome


def test_the_tree_leads_from_the_result_to_data_and_parameters() -> None:
    tree = told(KNOWN).tree
    assert tree is not None
    assert outline(tree) == [
        "Difference: €71.00 a year",
        "  Price: €100.50 a year",
        "  Share of income: €30.00 a year",
        "    Income: €1,000 a year",
    ]


def outline(branch: Branch, depth: int = 0) -> list[str]:
    inner = [line for part in branch.parts for line in outline(part, depth + 1)]
    return ["  " * depth + branch.text, *inner]


GRID = """
format: 1
engine: rules/1
contribution: {degree: The grid gives points., mode: It is automatic.}
inputs:
  - {id: resident, label: Lives here, type: boolean, source: Form, actionable: "no"}
  - {id: alone, label: Lone parent, type: boolean, source: Form, actionable: "no"}
  - {id: age, label: Age, type: integer, unit: years, source: Form, actionable: "no"}
outcome: {id: total, label: Total, type: number, unit: points, step: points}
limits: [{id: rest, label: Nothing else is known.}]
steps:
  - id: points
    label: Points
    unit: points
    table:
      hit: collect_sum
      rows:
        - {id: here, label: Living here, when: [resident], gives: 300}
        - {id: single, label: Being alone, when: [alone], gives: 30}
        - {id: old, when: [age >= 60], gives: 5}
    reference: {title: Article 1}
"""


def grid(code: LanguageCode) -> Account:
    algorithm = engines.load({"rules.yaml": GRID.encode()}, "rules.yaml")
    inputs = {"resident": True, "alone": False, "age": 40}
    case = validate_case(algorithm.spec, inputs, date(2026, 11, 1))
    return account(engines.explain(algorithm, case), algorithm.spec, language(code))


def test_each_row_of_a_table_is_told_with_its_label_and_why_it_does_not_apply() -> None:
    (stage,) = grid("en").operations
    assert [(row.label, row.conditions, row.applied, row.result) for row in stage.rows] == [
        ("Living here", "“Lives here”", True, "applies: 300 points"),
        (
            "Being alone",
            "“Lone parent”",
            False,
            "does not apply: the answer to “Lone parent” is no. It would have given 30 points.",
        ),
        (
            "“Age” is at least 60 years",
            "",
            False,
            (
                "does not apply: “Age” is less than 60 years (40 years < 60 years)."
                " It would have given 5 points."
            ),
        ),
    ]


OTHERWISE = "“Age” is at least 18 years (40 years ≥ 18 years)"
EXCEPTED = """\
        - id: fostered
          label: Children in foster care
          when: age < 18
          gives: 400
          reference: {title: Article 2}
"""


@pytest.mark.parametrize(
    ("age", "note"),
    [
        (10, "An exception applies: Children in foster care."),
        (40, f"An exception does not apply: Children in foster care. In this case, {OTHERWISE}."),
    ],
)
def test_an_exception_is_told_whether_it_applies_or_not(age: int, note: str) -> None:
    text = GRID.replace("    table:\n", f"    exceptions:\n{EXCEPTED}    table:\n")
    algorithm = engines.load({"rules.yaml": text.encode()}, "rules.yaml")
    inputs = {"resident": True, "alone": False, "age": age}
    case = validate_case(algorithm.spec, inputs, date(2026, 11, 1))
    told = account(engines.explain(algorithm, case), algorithm.spec, language("en"))
    assert [stage.note for stage in told.operations] == [note]
    # A number alone is its own result: it is not written three times.
    if age < 18:
        (stage,) = told.operations
        assert (stage.formula, stage.numbers, stage.result) == ("", "", "400 points")
        (reason,) = told.reasons
        assert (reason.label, reason.sentence) == (
            "Children in foster care",
            "This exception applies.",
        )


def test_rows_that_give_one_number_together_list_it_once() -> None:
    text = GRID.replace("collect_sum", "any").replace("gives: 30}", "gives: 300}")
    text = text.replace("when: [age >= 60], gives: 5", "when: [not resident, not alone], gives: 0")
    text = "".join(line for line in text.splitlines(keepends=True) if "id: age" not in line)
    algorithm = engines.load({"rules.yaml": text.encode()}, "rules.yaml")
    inputs = {"resident": True, "alone": True}
    case = validate_case(algorithm.spec, inputs, date(2026, 11, 1))
    told = account(engines.explain(algorithm, case), algorithm.spec, language("en"))
    assert [(fact.label, fact.value) for fact in told.parameters] == [("Living here", "300 points")]
    (stage,) = told.operations
    assert not any("would have given" in row.result for row in stage.rows)


def test_the_number_of_a_row_without_a_name_is_that_of_its_step_in_the_reader_s_language() -> None:
    text = GRID.replace("label: Living here, ", "")
    algorithm = engines.load({"rules.yaml": text.encode()}, "rules.yaml")
    case = validate_case(
        algorithm.spec, {"resident": True, "alone": False, "age": 40}, date(2026, 11, 1)
    )
    french = with_texts(algorithm.spec, {"points": "Points de la demande"})
    told = account(engines.explain(algorithm, case), french, language("fr"))
    assert [fact.label for fact in told.parameters] == ["Points de la demande"]


def test_the_rows_that_apply_are_the_reasons() -> None:
    assert [(one.label, one.sentence) for one in grid("en").reasons] == [
        ("Living here", "The calculation adds 300 points.")
    ]
    assert grid("fr").reasons[0].sentence == "Le calcul ajoute 300 points."


CHOICES = """
format: 1
engine: rules/1
contribution: {degree: The table gives a group., mode: It is automatic.}
inputs:
  - {id: age, label: Age, type: integer, unit: years, source: Form, actionable: "no"}
  - {id: alone, label: Lone parent, type: boolean, source: Form, actionable: "no"}
  - id: work
    label: Job
    type: category
    source: Form
    actionable: "no"
    categories: [{id: nurse, label: Nurse}, {id: doctor, label: Doctor}, {id: other, label: Other}]
outcome:
  id: group
  label: Group
  type: category
  step: chosen
  categories: [{id: first, label: First group}, {id: second, label: Second group}]
limits: [{id: rest, label: Nothing else is known.}]
steps:
  - id: chosen
    label: Group of the person
    table:
      hit: first
      rows:
        - {id: care, label: Care, when: [work == "nurse" or work == "doctor"], gives: '"first"'}
        - {id: old, label: Old, when: [not alone, age >= 60 and work == "other"], gives: '"first"'}
        - {id: rest, label: Anyone else, gives: '"second"'}
    reference: {title: Article 1}
"""


def chosen(inputs: dict[str, Any], unknown: tuple[str, ...] = ()) -> Account:
    algorithm = engines.load({"rules.yaml": CHOICES.encode()}, "rules.yaml")
    case = validate_case(algorithm.spec, inputs, date(2026, 11, 1), unknown=unknown)
    return account(engines.explain(algorithm, case), algorithm.spec, language("en"))


def test_what_was_answered_is_told_where_a_choice_fails() -> None:
    said = chosen({"age": 40, "alone": False, "work": "other"})
    assert said.outcome == "Group: the calculation gives “Second group”."
    (stage,) = said.operations
    assert [(row.conditions, row.result) for row in stage.rows] == [
        (
            "“Job” is “Nurse” or “Job” is “Doctor”",
            "does not apply: “Job” is “Other”",
        ),
        (
            "The answer to “Lone parent” is no and “Age” is at least 60 years and “Job” is “Other”",
            "does not apply: “Age” is less than 60 years or “Job” is “Other” (40 years < 60 years)",
        ),
        ("", "applies: Second group"),
    ]


def test_the_numbers_of_a_row_that_applies_stand_beside_it() -> None:
    said = chosen({"age": 70, "alone": False, "work": "other"})
    (stage,) = said.operations
    assert stage.rows[1].result == "applies (70 years ≥ 60 years): First group"
    assert [(one.label, one.sentence) for one in said.reasons] == [
        ("Old", "This line of the table applies.")
    ]


def test_a_row_that_cannot_be_told_names_what_is_missing() -> None:
    said = chosen({"alone": False, "work": "other"}, unknown=("age",))
    (stage,) = said.operations
    assert [row.result for row in stage.rows[:2]] == [
        "does not apply: “Job” is “Other”",
        "cannot be told without “Age”",
    ]
    assert said.reasons == ()


def test_the_number_of_a_row_stands_under_its_name_in_the_language_of_the_reader() -> None:
    algorithm = engines.load({"rules.yaml": GRID.encode()}, "rules.yaml")
    inputs = {"resident": True, "alone": False, "age": 30}
    case = validate_case(algorithm.spec, inputs, date(2026, 11, 1))
    french = with_texts(algorithm.spec, {"points.table.here": "Habiter ici"})
    (number,) = account(engines.explain(algorithm, case), french, language("fr")).parameters
    assert (number.label, number.value) == ("Habiter ici", "300 points")
