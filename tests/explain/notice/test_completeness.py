"""A letter without something the law demands is refused, by element and article."""

from dataclasses import replace
from typing import Any

import pytest

from explain.errors import IncompleteNotice
from explain.issues import Issue
from explain.notice import Notice, profile, require_complete, require_issuable
from explain.notice.notices import value_at
from tests.explain.notice.letter_samples import letter_values, notice, without

NEEDED = [(element, path) for element in profile().elements for path in element.needs]
IN_LETTER = sorted({path for _, path in NEEDED if path.startswith("letter.")})
IN_REGISTER = sorted({path for _, path in NEEDED if not path.startswith("letter.")})


def refused(made: Notice) -> tuple[Issue, ...]:
    with pytest.raises(IncompleteNotice) as caught:
        require_complete(made)
    return caught.value.issues


def articles(path: str, made: Notice) -> set[str]:
    """Return the articles that demand `path` in this letter, read from the profile."""
    return {item.article for item, need in NEEDED if need == path and made.demanded(item)}


def optional(path: str) -> dict[str, Any]:
    """Return the letter without `path`, or without what holds it where it cannot go alone."""
    parts = path.split(".")
    if parts[-1] == "name" and parts[0] in {"remedies", "contact"}:
        return without(".".join(parts[:-1]))
    return without(path)


def test_the_sample_letter_is_complete() -> None:
    require_complete(notice())


@pytest.mark.parametrize("path", IN_LETTER)
def test_each_element_of_the_letter_that_goes_missing_is_named_with_its_article(path: str) -> None:
    field = path.removeprefix("letter.")
    made = notice(optional(field))
    found = [issue for issue in refused(made) if issue.field == field]
    assert {issue.values["article"] for issue in found} == articles(path, made)
    assert {issue.code.id for issue in found} == {"E501"}
    assert all(issue.values["element"] for issue in found)


@pytest.mark.parametrize("path", IN_REGISTER)
def test_each_element_of_the_register_that_goes_missing_is_named_too(path: str) -> None:
    made = notice()
    part, field = path.split(".")
    inner = getattr(made, part)
    empty: object = () if isinstance(getattr(inner, field), tuple) else ""
    made = replace(made, **{part: replace(inner, **{field: empty})})
    found = refused(made)
    assert {issue.field for issue in found} == {path}
    assert {issue.values["article"] for issue in found} == articles(path, made)
    assert {issue.code.id for issue in found} == {"E502"}


def test_blank_lines_do_not_count_as_reasons() -> None:
    assert value_at(notice(), "letter.reasons.facts")
    assert value_at(notice(), "letter.reasons.nothing.there") is None
    with pytest.raises(IncompleteNotice):
        require_complete(replace(notice(), issuer=replace(notice().issuer, name="   ")))


def test_a_favourable_decision_needs_no_reasons() -> None:
    values = without("reasons")
    values["decision"]["favourable"] = True
    require_complete(notice(values))


def test_a_decision_without_a_human_needs_no_human_and_a_new_look() -> None:
    require_complete(notice(without("human"), solely_automated=True))
    values = without("human")
    del values["remedies"]["review"]
    found = refused(notice(values, solely_automated=True))
    assert any("article 47" in issue.values["article"] for issue in found)


@pytest.mark.parametrize("fact", ["sensitive_data", "self_revising"])
def test_a_decision_that_the_law_forbids_gets_no_letter(fact: str) -> None:
    facts: dict[str, Any] = {fact: True}
    found = refused(notice(without("human"), solely_automated=True, **facts))
    assert [issue.code.id for issue in found] == ["E503"]
    require_complete(notice(**facts))


def test_only_a_demonstration_prints_a_calculation_that_is_not_the_real_one() -> None:
    made = notice(fidelity="illustrative")
    assert made.specimen
    require_issuable(made, demonstration=True)
    with pytest.raises(IncompleteNotice) as caught:
        require_issuable(made, demonstration=False)
    assert [issue.code.id for issue in caught.value.issues] == ["E505"]
    require_issuable(notice(fidelity="exact"), demonstration=False)


def test_an_unfavourable_letter_that_lacks_much_names_everything_at_once() -> None:
    values = letter_values()
    del values["reasons"], values["signatory"], values["remedies"]
    assert len({issue.field for issue in refused(notice(values))}) == 8
