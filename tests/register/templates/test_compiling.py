"""Our templates say what Jinja's own compiler would make them say, escaped alike."""

from typing import get_args

import pytest
from jinja2 import Environment, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from explain.i18n import LanguageCode
from register.pages.rendering import environment, render
from tests.register.templates.samples import every

CODES = get_args(LanguageCode)


def plain(code: LanguageCode) -> Environment:
    """Return our environment, with Jinja's own compiler."""
    found = environment(code).overlay()
    found.code_generator_class = CodeGenerator
    return found


@pytest.mark.parametrize("code", CODES)
def test_every_page_is_the_same_as_with_the_compiler_of_jinja(code: LanguageCode) -> None:
    oracle = plain(code)
    for page in every(code).values():
        assert render(page) == oracle.get_template(page.template).render(page=page)


class Word(str):
    """A text of a kind that nobody marked as safe."""

    __slots__ = ()


class Safe:
    """A value that writes its own HTML."""

    def __html__(self) -> str:
        return "<b>&amp;</b>"


@pytest.mark.parametrize(
    "value", ["<a&'\">", Word("<a>"), Markup("<b>&amp;</b>"), Safe(), 12, None, ["<a>"], True]
)
@pytest.mark.parametrize(
    "template",
    [
        "{{ value }}",
        "{% for one in [value] %}{% set two = one %}{{ two }}{{ one if one else two }}{% endfor %}",
        "{{ _('Version %(number)s', number=value) }}{{ value ~ '<i>' }}{{ value|safe }}",
        (
            "{% macro twice(one) %}{{ one }}{{ one }}{{ caller() }}{% endmacro %}"
            "{% call twice(value) %}{{ value }}{% endcall %}"
        ),
        "{% autoescape false %}{{ value }}{{ value|e }}{% endautoescape %}",
    ],
)
def test_every_sort_of_value_is_escaped_as_by_jinja(template: str, value: object) -> None:
    ours, oracle = (one.from_string(template) for one in (environment("en"), plain("en")))
    assert ours.render(value=value) == oracle.render(value=value)


def test_a_value_that_is_not_there_is_an_error_still() -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ _('Version %(number)s', number=gone.number) }}").render()
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ gone }}").render()
