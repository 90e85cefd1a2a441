"""The register itself and the administrations in it, as their files say.

`entries/register.yaml` and `entries/administrations/<slug>.yaml`.
"""

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from explain.case import Bilingual
from explain.fields import Flag, Line, Url
from explain.issues import N_
from register.entry.known import Known
from register.entry.parts import Contact, Email, Part

MAXIMUM_SLUG = 64
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset({"administrations", "cases", "log", "con", "nul", "aux", "prn"})


def is_slug(text: str) -> bool:
    """Tell whether `text` can name an entry or an administration in paths and addresses."""
    fits = len(text) <= MAXIMUM_SLUG and not text.isdigit() and text not in _RESERVED
    return fits and _SLUG.fullmatch(text) is not None


def luhn(digits: str) -> bool:
    """Check a number's last digit by the Luhn formula (ISO/IEC 7812-1, annex B)."""
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0  # noqa: PLR2004 - two digits


def _slug(value: str) -> str:
    if not is_slug(value):
        raise PydanticCustomError(
            "bad_slug", N_("lowercase letters a to z, digits and single hyphens; 64 at most")
        )
    return value


def _siren(value: Any) -> str:
    text = str(value).replace(" ", "") if isinstance(value, str | int) else ""
    if not re.fullmatch(r"[0-9]{9}", text) or not luhn(text):
        raise PydanticCustomError("bad_siren", N_("a SIREN has nine digits, the last is a check"))
    return text


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("bad_zone", N_("not a time zone such as Europe/Paris")) from None
    return value


Slug = Annotated[
    Line, AfterValidator(_slug), Field(max_length=MAXIMUM_SLUG, pattern=f"^{_SLUG.pattern}$")
]
Siren = Annotated[
    str,
    BeforeValidator(_siren),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": "^[0-9 ]+$"}, {"type": "integer"}]}),
]
TimeZone = Annotated[Line, AfterValidator(_time_zone)]
PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$")]
"""The public half of an Ed25519 key: 32 bytes in base64."""


class Administration(Part):
    """One administration, real or fictional."""

    format: Literal[1]
    """Version of this format."""
    name: Bilingual
    """Full name, in each language."""
    kind: Literal["ministry", "region", "department", "intercommunality", "commune", "agency"]
    """What sort of administration it is. `agency`: a public body or a partnership of several."""
    summary: Bilingual
    """What it does, in a sentence, in each language."""
    siren: Known[Siren] = Field(examples=["130 025 265"])
    """Its number in the French directory of legal bodies."""
    contact: Known[Contact]
    """How to reach it."""
    data_protection: Known[Contact]
    """How to reach its data protection officer."""
    url: Url | None = None
    """Its site."""
    territory: Bilingual
    """Where it acts, in each language."""
    fictional: Flag
    """Whether we made it up for the demonstration."""


class Register(Part):
    """What a register says of itself."""

    format: Literal[1]
    """Version of this format."""
    name: Bilingual
    """Its name."""
    base_url: Url = Field(pattern="[^/]$", examples=["https://algorithmes.ville.example"])
    """Address of the site, without a final slash. It is printed on letters."""
    publisher: Line
    """Who publishes it."""
    contact: Email = Field(examples=["algorithmes@ville.example"])
    """Electronic address for questions and errors."""
    director: Line | None = None
    """Who answers in law for what is published."""
    host: Line | None = None
    """Name and address of who hosts the site."""
    time_zone: TimeZone = Field(examples=["Europe/Paris"])
    """The zone in which days begin."""
    languages: tuple[Literal["fr", "en"], ...] = Field(min_length=1, examples=[["fr", "en"]])
    """Languages of the site; the first one counts."""
    log_key: PublicKey | None = Field(
        default=None, examples=["A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="]
    )
    """Public half of the first key that signs its log: `grandjour init` writes it."""
    licence: Line = Field(examples=["Licence Ouverte 2.0"])
    """Licence of the entries."""
    licence_url: Url
    """Where that licence can be read."""
    demonstration: Flag
    """Whether it is a register of samples, whose letters have no legal value."""
