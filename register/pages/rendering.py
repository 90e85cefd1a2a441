"""From a page's context to its HTML: the Jinja environment, one for each language."""

from functools import cache, lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from explain import templates as notices
from explain.i18n import LanguageCode, language
from register.pages.frame import Page

CATALOGUES = Path(__file__).parents[1] / "locale"


def folder() -> Path:
    """Return the folder of the site's templates: in the package once installed, else beside it."""
    installed = Path(__file__).parents[1] / "_templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


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
    env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        lru_cache(maxsize=None)(words.catalogue.gettext), words.catalogue.ngettext, newstyle=True
    )
    env.filters["day"] = words.day
    return env


def render(page: Page) -> str:
    """Return the HTML of a page, in the page's language."""
    return environment(page.language).get_template(page.template).render(page=page)
