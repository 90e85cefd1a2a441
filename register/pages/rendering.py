"""From a page's context to its HTML: the Jinja environment, one for each language."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from explain import templates as notices
from explain.i18n import Language, LanguageCode, language
from register.pages.compiling import Compiler
from register.pages.frame import Page
from register.pages.labels import labels

_PLAIN = frozenset({int, date})
CATALOGUES = Path(__file__).parents[1] / "locale"


def folder() -> Path:
    """Return the folder of the site's templates: in the package once installed, else beside it."""
    installed = Path(__file__).parents[1] / "_templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


def sayings(words: Language) -> dict[str, Callable[..., Markup]]:
    """Return the functions by which templates translate: the values that they fill in are escaped.

    Jinja's own (newstyle gettext) do the same with several calls more for each text, which a
    page with hundreds of rows feels. Days are written in full. Texts with numbers and days
    alone, such as "Version 3", are kept.
    """
    found: dict[str, str] = {}
    bare: dict[str, Markup] = {}

    def text(message: str, /, **values: object) -> Markup:
        if not values:
            if message not in bare:
                bare[message] = _filled(words.catalogue.gettext(message), {})
            return bare[message]
        if _PLAIN.issuperset(map(type, values.values())):
            return kept(message, tuple(values.items()))
        if message not in found:
            found[message] = words.catalogue.gettext(message)
        return _filled(found[message], values)

    @lru_cache(maxsize=4096)
    def kept(message: str, values: tuple[tuple[str, int | date], ...]) -> Markup:
        said = {
            name: words.day(value) if isinstance(value, date) else value for name, value in values
        }
        return _filled(words.catalogue.gettext(message), said)

    def plural(one: str, many: str, count: int, /, **values: object) -> Markup:
        return _filled(words.catalogue.ngettext(one, many, count), {"num": count, **values})

    return {"_": text, "gettext": text, "ngettext": plural}


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    escaped = {name: escape(value) for name, value in values.items()}
    return Markup(text % escaped)  # noqa: S704 - our own text, and values that are escaped


@cache
def environment(code: LanguageCode) -> Environment:
    """Return the environment of one language: strict, escaping, with its texts and filters.

    Filter `day` writes a date in full.
    """
    words = language(code, CATALOGUES)
    loader = ChoiceLoader(
        [
            PrefixLoader({"notices": FileSystemLoader(notices.folder())}),
            FileSystemLoader(folder()),
        ]
    )
    env = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.code_generator_class = Compiler
    said = sayings(words)
    env.globals |= {**said, **labels(said["_"])}
    env.filters["day"] = words.day
    return env


def render(page: Page) -> str:
    """Return the HTML of a page, in the page's language."""
    return environment(page.language).get_template(page.template).render(page=page)
