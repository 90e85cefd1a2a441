"""What every page of the site is given: the site around it, and its own frame."""

from dataclasses import dataclass
from typing import ClassVar

from explain.i18n import LanguageCode
from register.pages.views import Alternate, Link


@dataclass(frozen=True, kw_only=True)
class Site:
    """What all pages of one language share."""

    name: str
    """Name of this register."""
    publisher: str
    """Who publishes the register."""
    contact: str
    """Electronic address for questions and errors."""
    director: str | None
    """Who answers in law for what is published; None when not declared yet."""
    host: str | None
    """Name and address of the company or service that hosts the site; None when not declared."""
    licence: Link
    """Licence of the entries."""
    software: Link
    """Name and version of the software, leading to its source."""
    demonstration: bool
    """True for a register of samples, whose letters have no legal value."""
    home: str
    """Path of the home page."""
    algorithms: str
    """Path of the list of algorithms; also where the search form leads."""
    letter: str
    """Path of the page for people who received a letter."""
    about: str
    """Path of the page about the register."""
    glossary: str
    """Path of the glossary."""
    accessibility: str
    """Path of the accessibility statement."""
    legal: str
    """Path of the legal notice."""
    proof: str
    """Path of the page on which anybody learns to verify the register."""
    checkpoint: str | None
    """Path of the signed state of now; None for a register that signs nothing."""
    changes: str
    """Path of what changed in the register."""
    feed: str
    """Path of the Atom feed."""
    data: str
    """Path of the whole list as JSON."""
    open_data: str
    """Path of the page of downloads."""
    upkeep: str
    """Path of the page that says what is late or incomplete."""
    stylesheet: str
    """Path of the style sheet."""
    icon: str
    """Path of the site's icon (SVG)."""
    fonts: tuple[str, ...]
    """Paths of the fonts to load early."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page is given."""

    template: ClassVar[str] = "layouts/base.html"

    site: Site
    """What all pages of this language share."""
    language: LanguageCode
    """Code of the page's language."""
    path: str
    """The page's own path."""
    alternates: tuple[Alternate, ...]
    """The same page in the other languages."""
    breadcrumb: tuple[Link, ...] = ()
    """The pages above this one, from the home page down; without the page itself."""
    data: str | None = None
    """Path of the same content as JSON."""
    feed: str | None = None
    """Path of the Atom feed of what the page is about; a JSON Feed stands beside it."""
    indexed: bool = True
    """False asks search engines to leave the page out (drafts, results, errors)."""
