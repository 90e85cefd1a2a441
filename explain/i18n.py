"""Languages: translated texts, and numbers, amounts and dates as people write them.

Texts go through gettext with English message ids and `%(name)s` placeholders; numbers
and dates follow the Unicode CLDR through Babel. French is the default.
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from explain.issues import Issue, Message
from explain.units import UNITS

if TYPE_CHECKING:
    from babel import Locale

LanguageCode = Literal["fr", "en"]
LANGUAGES: tuple[LanguageCode, ...] = ("fr", "en")
DEFAULT: LanguageCode = "fr"
CATALOGUES = Path(__file__).parent / "locale"

Quantity = Decimal | int | float
_WIDE = Context(prec=400)
"""Holds every digit of the largest float, and of the largest number that rules can give."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Build it with `language`."""

    code: LanguageCode
    catalogue: gettext.NullTranslations

    def text(self, message: str, **values: Any) -> str:
        """Translate `message` and fill in its `%(name)s` placeholders."""
        return _translated(self.catalogue, message) % values

    def plural(self, one: str, many: str, count: int, **values: Any) -> str:
        """Translate for `count` things; `%(count)s` is the count, formatted."""
        values = {"count": self.number(count), **values}
        return _plural(self.catalogue, one, many, _form(count)) % values

    def number(self, value: Quantity, decimals: int | None = None) -> str:
        """Write a number: exactly `decimals` decimals, or up to six without end zeros."""
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        rounded = exact.quantize(_step(decimals), context=_WIDE)
        whole, _, rest = f"{rounded.copy_abs():,f}".partition(".")
        if decimals is None:
            rest = rest.rstrip("0")
        signs = _signs(self.code)
        text = whole.replace(",", signs.group) + (signs.point + rest if rest else "")
        return text if rounded >= 0 else "−" + text  # a negative zero has no sign

    def quantity(self, value: Quantity, unit: str | None, decimals: int | None = None) -> str:
        """Write a number with its unit, as in “402,00 €” or “12 points”."""
        name = UNITS[unit or "number"]
        decimals = name.decimals if decimals is None else decimals
        number = self.number(value, decimals)
        message = _plural(self.catalogue, name.one, name.many, self._plural_count(value))
        sign = "−" if number.startswith("−") else ""
        return sign + message % {"number": number.removeprefix(sign)}

    def _plural_count(self, value: Quantity) -> int:
        """Choose the plural form of a fraction: French counts 1.5 as one, English as several."""
        if int(value) == value:
            return _form(abs(int(value)))
        return 1 if self.code == "fr" and abs(float(value)) < 2 else 2  # noqa: PLR2004 - grammar

    def day(self, value: date) -> str:
        """Write a date in full, as in “1er novembre 2026” or “1 November 2026”."""
        return _day(self.code, value)

    def join(self, items: Iterable[str]) -> str:
        """Write a list, as in “a, b and c”."""
        from babel.lists import format_list  # noqa: PLC0415 - 60 ms that --help need not pay

        return format_list(list(items), locale=_locale(self.code))

    def message(self, issue: Issue) -> str:
        """Say what is wrong."""
        return self.text(issue.code.message, **self._said(issue))

    def hint(self, issue: Issue) -> str:
        """Say what to do."""
        return self.text(issue.code.hint, **self._said(issue))

    def _said(self, issue: Issue) -> dict[str, Any]:
        """Translate the values that are themselves messages."""
        values = dict(issue.values)
        for name, value in issue.values.items():
            if isinstance(value, Message) and value:
                text = self.catalogue.gettext(value)
                values[name] = text % values if "%(" in text else text
        return values


@dataclass(frozen=True, slots=True)
class _Signs:
    """What stands between the thousands of a number, and before its decimals."""

    group: str
    point: str


@lru_cache
def _signs(code: LanguageCode) -> _Signs:
    """Return the signs of the CLDR; both languages put them between every three digits."""
    from babel.numbers import (  # noqa: PLC0415 - 60 ms that --help need not pay
        get_decimal_symbol,
        get_group_symbol,
    )

    return _Signs(get_group_symbol(code), get_decimal_symbol(code))


@lru_cache
def _locale(code: LanguageCode) -> "Locale":
    """Return Babel's own record of a language, read once."""
    from babel import Locale  # noqa: PLC0415 - as above

    return Locale.parse(code)


@lru_cache
def _step(decimals: int | None) -> Decimal:
    """Return the last decimal that is written."""
    return Decimal(1).scaleb(-6 if decimals is None else -decimals)


@lru_cache(maxsize=4096)
def _day(code: LanguageCode, value: date) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - as above

    text = format_date(value, format="d MMMM y", locale="fr" if code == "fr" else "en_GB")
    return text.replace("1 ", "1er ", 1) if code == "fr" and value.day == 1 else text


@lru_cache(maxsize=8192)
def _translated(catalogue: gettext.NullTranslations, message: str) -> str:
    """Look a message up once: one catalogue for each room is asked, one after the other."""
    return catalogue.gettext(message)


@lru_cache(maxsize=8192)
def _plural(catalogue: gettext.NullTranslations, one: str, many: str, count: int) -> str:
    """Look the form for a count up once, as `_translated` does; see `_form`."""
    return catalogue.ngettext(one, many, count)


def _form(count: int) -> int:
    """Return a count that has the same form: from two on, neither language has another one."""
    return min(count, 2)


@lru_cache(maxsize=16)
def language(code: LanguageCode = DEFAULT, *folders: Path) -> Language:
    """Return a language with the catalogues of this package and of `folders`.

    A catalogue is `<folder>/<code>/LC_MESSAGES/<room>.mo`. English needs none.
    """
    merged = gettext.NullTranslations()
    for folder in (CATALOGUES, *folders):
        for path in sorted((folder / code / "LC_MESSAGES").glob("*.mo")):
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
            catalogue.add_fallback(merged)
            merged = catalogue
    return Language(code, merged)
