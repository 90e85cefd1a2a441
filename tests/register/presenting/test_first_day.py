"""The day with which a blank form starts: one on which the calculation can answer."""

from register.presenting.trials import try_page
from register.trials import DAY
from tests.register.published import edition


def first_day(slug: str) -> tuple[str, str]:
    made = edition()
    holding = made.shelf.entries[slug]
    page = try_page(made.shown("fr", holding, holding.shown), {})
    (field,) = (f for group in page.form.groups for f in group.fields if f.id == DAY)
    return field.value, field.help or ""


def test_a_form_starts_on_the_last_day_whose_rules_are_known() -> None:
    day, advice = first_day("tarification-solidaire-eau")
    assert day == "2023-12-31"
    assert "31 décembre 2023" in advice


def test_other_forms_start_today() -> None:
    day, advice = first_day("aide-renovation-energetique")
    assert day == edition().shelf.day.isoformat()
    assert "Nous connaissons" not in advice
