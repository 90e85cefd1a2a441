"""Units beside labels."""

from explain.units import UNITS
from register.i18n import Language


def unit_name(unit: str | None, words: Language) -> str | None:
    """Return a unit alone, as it stands beside a number, or None where there is none."""
    if unit is None:
        return None
    name = words.catalogue.ngettext(UNITS[unit].one, UNITS[unit].many, 2) % {"number": ""}
    return name.strip() or None
