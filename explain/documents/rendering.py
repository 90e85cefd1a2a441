"""From a letter or a sheet to one HTML file that needs nothing else.

Templates escape everything, fail on a name they do not know, and find only each other.
Fonts and styles are inside the file, so that it reads the same on screen and on paper.
"""

import base64
import re
from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from explain import templates
from explain.canonical import digest, to_record
from explain.documents.sheet import Sheet
from explain.documents.typography import tied
from explain.i18n import LanguageCode, language
from explain.notice.notices import Notice

STYLES = ("tokens.css", "explanation.css", "notice.css")
_FILE = re.compile(r'url\("([\w./-]+\.(?:woff2|svg))"\)')
_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml"}


def letter_html(notice: Notice) -> str:
    """Return the letter as HTML. It must be complete: see `explain.notice`."""
    template = environment(notice.language.code).get_template("notices/letter.html")
    return template.render(
        notice=notice,
        letter=notice.letter,
        account=notice.account,
        specimen=notice.specimen,
        qr=qr(notice.processing.address),
        fingerprint=digest(to_record(notice.explanation)),
        style=style(),
    )


def sheet_html(sheet: Sheet) -> str:
    """Return the explanation sheet as HTML."""
    template = environment(sheet.language.code).get_template("notices/sheet.html")
    return template.render(
        sheet=sheet,
        account=sheet.account,
        about=sheet.explanation.about,
        specimen=sheet.specimen,
        qr=qr(sheet.address) if sheet.address else None,
        fingerprint=digest(to_record(sheet.explanation)),
        style=style(),
    )


@cache
def environment(code: LanguageCode) -> Environment:
    """Return the environment of one language. Filter `day` writes a date in full.

    Filter `tied` keeps together what a line must not tear apart.
    """
    words = language(code)
    environment = Environment(
        loader=PrefixLoader({"notices": FileSystemLoader(templates.folder())}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        words.catalogue.gettext, words.catalogue.ngettext, newstyle=True
    )
    environment.filters["day"] = words.day
    environment.filters["tied"] = tied
    return environment


@cache
def style() -> Markup:
    """Return the style sheets of documents as one, with the fonts inside."""
    folder = templates.folder()
    text = "\n".join((folder / name).read_text("utf-8") for name in STYLES)
    return Markup(_FILE.sub(lambda found: _inside(folder / found[1]), text))  # noqa: S704 - our own style sheets


def qr(address: str) -> str:
    """Return a QR code of `address` as an image that stands inside the page."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(scale=1, border=0, dark="#16212c", omitsize=True))


def _inside(path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f'url("data:{_TYPES[path.suffix]};base64,{data}")'
