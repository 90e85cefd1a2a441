"""The units that declared numbers may have.

Each unit has a permanent code and two message ids, for one and for several, in which
`%(number)s` is the formatted number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from explain.issues import N_


@dataclass(frozen=True, slots=True)
class UnitName:
    """How a quantity is written: `one` for a count of one, `many` otherwise.

    `decimals` is the number of decimals always shown (money), or None.
    """

    one: str
    many: str
    decimals: int | None = None


def _same(text: str, decimals: int | None = None) -> UnitName:
    return UnitName(text, text, decimals)


UNITS: Mapping[str, UnitName] = {
    "EUR": _same(N_("€%(number)s"), 2),
    "EUR/year": _same(N_("€%(number)s a year"), 2),
    "EUR/month": _same(N_("€%(number)s a month"), 2),
    "EUR/m3": _same(N_("€%(number)s per m³"), 2),
    "m2": _same(N_("%(number)s m²")),
    "m3": _same(N_("%(number)s m³")),
    "m3/year": _same(N_("%(number)s m³ a year")),
    "m3/person/year": _same(N_("%(number)s m³ per person per year")),
    "percent": _same(N_("%(number)s%%")),
    "ratio": _same("%(number)s"),
    "number": _same("%(number)s"),
    "rank": _same(N_("rank %(number)s")),
    "points": UnitName(N_("%(number)s point"), N_("%(number)s points")),
    "persons": UnitName(N_("%(number)s person"), N_("%(number)s people")),
    "candidates": UnitName(N_("%(number)s candidate"), N_("%(number)s candidates")),
    "places": UnitName(N_("%(number)s place"), N_("%(number)s places")),
    "employees": UnitName(N_("%(number)s employee"), N_("%(number)s employees")),
    "days": UnitName(N_("%(number)s day"), N_("%(number)s days")),
    "months": UnitName(N_("%(number)s month"), N_("%(number)s months")),
    "years": UnitName(N_("%(number)s year"), N_("%(number)s years")),
    "hours": UnitName(N_("%(number)s hour"), N_("%(number)s hours")),
    "kWh/m2/year": _same(N_("%(number)s kWh per m² per year")),
    "km": _same(N_("%(number)s km")),
    "kg": _same(N_("%(number)s kg")),
    "kg/km": _same(N_("%(number)s kg per km")),
}
