"""Templates translate as Jinja's own extension does: once, escaped, as format strings."""

from datetime import date

import pytest
from jinja2 import Environment

from explain.i18n import LanguageCode, language
from register.pages.rendering import CATALOGUES, sayings

TEMPLATES = (
    "{{ _('All versions') }}",
    "{{ _('Version %(number)s', number=value) }}",
    "{{ _('100 %% of %(number)s', number=value) }}{{ _('100 %% of all') }}",
    "{{ ngettext('%(num)s change of %(what)s', '%(num)s changes of %(what)s', 2, what=value) }}",
    "{{ ngettext('One change.', '%(num)s changes.', 1) }}",
)


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", [12, "<script>“&”", "%(num)s 100 %", "", None])
def test_a_text_is_what_the_extension_of_jinja_makes_of_it(
    code: LanguageCode, template: str, value: object
) -> None:
    words = language(code, CATALOGUES)
    oracle = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    oracle.install_gettext_callables(  # type: ignore[attr-defined] # the extension adds it
        words.catalogue.gettext, words.catalogue.ngettext, newstyle=True
    )
    ours = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    ours.globals |= sayings(words)
    for _ in range(2):
        made = ours.from_string(template).render(value=value)
        assert made == oracle.from_string(template).render(value=value)


@pytest.mark.parametrize(("code", "said"), [("fr", "1er mars 2026"), ("en", "1 March 2026")])
def test_a_day_is_written_in_full_and_a_number_is_not_taken_for_a_yes(
    code: LanguageCode, said: str
) -> None:
    words = language(code, CATALOGUES)
    text = sayings(words)["_"]
    day = date(2026, 3, 1)
    assert text("%(day)s, %(count)s", day=day, count=1) == f"{said}, 1"
    assert text("%(count)s", count=1) == "1"
    assert text("%(count)s", count=True) == "True"
