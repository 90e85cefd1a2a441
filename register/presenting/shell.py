"""What every page is given: the site in its language, its place, the other languages."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version as software_version
from typing import Any

from register.entry.identity import Register
from register.i18n import Language, LanguageCode, language
from register.log.storage import CHECKPOINT
from register.pages.assets import assets
from register.pages.frame import Site
from register.pages.views import Alternate, Link
from register.presenting import paths


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of all pages of one language."""

    register: Register
    words: Language
    site: Site

    @property
    def code(self) -> LanguageCode:
        """Return the code of the language."""
        return self.words.code

    def frame(
        self,
        place: Callable[[LanguageCode], str],
        *above: Link,
        data: str | None = None,
        follows: str | None = None,
    ) -> dict[str, Any]:
        """Return the fields that every page has.

        `place` gives the page's path in each language, `above` the pages above it after
        the home page, `data` the path of its JSON, `follows` that of the page whose feed it names.
        """
        others = (code for code in self.register.languages if code != self.code)
        return {
            "site": self.site,
            "language": self.code,
            "path": place(self.code),
            "alternates": tuple(Alternate(language=code, href=place(code)) for code in others),
            "breadcrumb": (self.home, *above) if above else (),
            "data": data,
            "feed": f"{paths.feed_stem(follows)}.atom" if follows else None,
        }

    @property
    def home(self) -> Link:
        """Return the link to the home page."""
        return Link(label=self.words.text("Home"), href=paths.home(self.code))

    @property
    def algorithms(self) -> Link:
        """Return the link to the list."""
        return Link(label=self.words.text("Algorithms"), href=paths.algorithms(self.code))


def shell(register: Register, code: LanguageCode, *, signed: bool) -> Shell:
    """Make the frame of one language; `signed` tells that the register has a log."""
    words = language(code)
    files = assets()
    about = paths.page(code, "a-propos")
    site = Site(
        name=getattr(register.name, code),
        publisher=register.publisher,
        contact=register.contact,
        director=register.director,
        host=register.host,
        licence=Link(label=register.licence, href=register.licence_url),
        software=Link(label=f"Grand Jour {software_version('grandjour')}", href=about),
        demonstration=register.demonstration,
        home=paths.home(code),
        algorithms=paths.algorithms(code),
        letter=paths.page(code, "lettre"),
        about=about,
        glossary=paths.page(code, "glossaire"),
        accessibility=paths.page(code, "accessibilite"),
        legal=paths.page(code, "mentions-legales"),
        proof=paths.page(code, "preuve"),
        checkpoint=paths.log(CHECKPOINT) if signed else None,
        changes=paths.changes(code),
        feed=paths.feed(code),
        data=paths.data(),
        open_data=paths.page(code, "donnees"),
        upkeep=paths.page(code, "entretien"),
        stylesheet=files.stylesheet.path,
        icon=files.icon.path,
        fonts=tuple(font.path for font in files.fonts),
    )
    return Shell(register, words, site)
