"""The files that pages load: style sheet, icon, fonts. Each name carries its digest.

The style sheet is one file, made of the tokens and the explanation styles that letters
share and of the site's own styles.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from explain import templates as notices
from register.pages.rendering import folder

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
FONTS = ("atkinson-400.woff2", "atkinson-700.woff2")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    path: str
    """Path on the site, under `/assets/`."""
    content: bytes
    """Its bytes."""
    media_type: str
    """Its media type."""


@dataclass(frozen=True, slots=True)
class Assets:
    """All files that pages load."""

    stylesheet: Asset
    """The one style sheet."""
    icon: Asset
    """The site's icon."""
    fonts: tuple[Asset, ...]
    """Regular and bold, in this order."""

    def all(self) -> tuple[Asset, ...]:
        """Return every file, to be served or written."""
        return (self.stylesheet, self.icon, *self.fonts)


@cache
def assets() -> Assets:
    """Read the files once and name them by their digest."""
    fonts = tuple(_asset(name, (notices.folder() / "fonts" / name).read_bytes()) for name in FONTS)
    sheets = (
        notices.folder() / "tokens.css",
        notices.folder() / "explanation.css",
        folder() / "assets" / "site.css",
    )
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    for name, font in zip(FONTS, fonts, strict=True):
        css = css.replace(f"fonts/{name}", font.path)
    icon = (folder() / "assets" / "icon.svg").read_bytes()
    return Assets(_asset("site.css", css.encode()), _asset("icon.svg", icon), fonts)


def _asset(name: str, content: bytes) -> Asset:
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"/assets/{stem}.{digest}.{suffix}", content, MEDIA_TYPES[suffix])
