"""Cut-offs per programme and year: a chart, and the same figures as a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from explain.issues import N_
from explain.matching.admission.spec import AdmissionFile
from explain.matching.spec import MatchingSpec
from explain.matching.stories import CutoffRow
from explain.wording import words as wording
from explain.wording.words import Words, capital
from register.i18n import Language
from register.pages.entry_views import Cell, Table
from register.pages.procedure_contexts import CutoffChart, CutoffGroup, CutoffPoint

MOST_DRAWN = 30
MOST_LISTED = 300
"""Cut-offs in one chart, and in one table: more cannot be read on a page."""

_STATES: Mapping[str, str] = {
    "free": N_("capacity not reached"),
    "closed": N_("nobody"),
    "withheld": N_("not given: fewer than five people"),
}
_HEADS: Mapping[str, tuple[str, ...]] = {
    "points": (
        N_("Year"),
        N_("Cut-off"),
        N_("Places"),
        N_("Admitted"),
        N_("Refused"),
    ),
    "rank": (
        N_("Year"),
        N_("Last call rank with an offer"),
        N_("May hold an offer"),
        N_("Offers of the day"),
        N_("Still wait"),
    ),
}
_CAPTIONS: Mapping[bool, str] = {
    False: N_("Published cut-offs, by programme and year"),
    True: N_("Cut-offs of invented runs, by programme and year"),
}


def groups(
    rows: Iterable[CutoffRow], spec: MatchingSpec, language: Language
) -> tuple[CutoffGroup, ...]:
    """Return the cut-offs to show: those that were published, then those of invented runs.

    `spec` has its texts in the page's language.
    """
    telling = _Telling(wording.words(spec, language), _heading(spec, language))
    every = sorted(rows, key=lambda row: (row.label, row.way != "open", row.session, row.title))
    parts = ([row for row in every if row.synthetic is invented] for invented in (False, True))
    return tuple(telling.group(part) for part in parts if part)


def _heading(spec: MatchingSpec, language: Language) -> str:
    """Return what is asked for, as the form names it: a school, a list, a programme."""
    if isinstance(spec, AdmissionFile):
        fields = (one for item in spec.inputs for one in (item, *item.fields))
        return next(one.label for one in fields if one.id == spec.programme)
    return language.text("Programme")


@dataclass(frozen=True, slots=True)
class _Telling:
    """Writes cut-offs in one language."""

    words: Words
    heading: str

    def group(self, rows: list[CutoffRow]) -> CutoffGroup:
        """Tell cut-offs that may be compared; there is one at least."""
        invented = rows[0].synthetic
        say = self.words.text
        return CutoffGroup(
            title=say("Invented cut-offs") if invented else say("Published cut-offs"),
            invented=invented,
            scope=" ".join(self._scope(rows)),
            chart=self._chart(rows),
            table=self._table(rows),
        )

    def _scope(self, rows: list[CutoffRow]) -> Iterator[str]:
        say, plural = self.words.text, self.words.language.plural
        years = sorted({row.session for row in rows})
        if len(years) == 1:
            yield say("Year: %(year)s.", year=years[0])
        else:
            yield say("Years: %(first)s to %(last)s.", first=years[0], last=years[-1])
        yield plural("%(count)s cut-off.", "%(count)s cut-offs.", len(rows))
        if rows[0].unit == "rank":
            yield say("The rank 1 is called first: a greater rank waits longer.")
        else:
            yield say("The axis does not start at 0.")

    def _chart(self, rows: list[CutoffRow]) -> CutoffChart | None:
        drawn = rows[:MOST_DRAWN]
        values = [row.value for row in drawn if row.value is not None]
        if not values:
            return None
        low, high = min(values), max(values)
        if rows[0].unit == "rank":
            low = 1
        names = Counter(self._label(row) for row in drawn)
        points = tuple(
            self._point(row, float(low), float(high), alike=names[self._label(row)] > 1)
            for row in drawn
        )
        listed = self.words.listed(
            self.words.text("%(label)s: %(value)s", label=point.label, value=point.text)
            for point in points
        )
        caption = self.words.text(_CAPTIONS[rows[0].synthetic])
        return CutoffChart(
            title=caption,
            description=f"{listed}.",
            low=self._number(low),
            high=self._number(high),
            points=points,
        )

    def _label(self, row: CutoffRow) -> str:
        return self.words.text(
            "%(programme)s, %(year)s", programme=self._name(row), year=row.session
        )

    def _point(
        self, row: CutoffRow, low: float, high: float, *, alike: bool = False
    ) -> CutoffPoint:
        """Place a cut-off; where others are named `alike`, the run is named too."""
        place = None
        if row.value is not None:
            share = (float(row.value) - low) / (high - low) if high > low else 0.5
            place = round(100 * share, 2)
        label = self._label(row)
        if alike:
            label = self.words.text("%(label)s (%(title)s)", label=label, title=row.title)
        return CutoffPoint(label=label, text=self._value(row), place=place)

    def _table(self, rows: list[CutoffRow]) -> Table:
        say = self.words.text
        left = len(rows) - MOST_LISTED
        listed = rows[:MOST_LISTED]
        names = Counter(self._label(row) for row in listed)
        titles = self.words.listed(dict.fromkeys(row.title for row in listed))
        notes = [say("Comes from: %(source)s.", source=titles)]
        notes += [say("A dash says that the number is not published.")]
        if not rows[0].synthetic:
            notes.append(say("Numbers of one to four people are not given, to protect them."))
        if left > 0:
            notes.append(
                self.words.language.plural(
                    "%(count)s other cut-off is not listed here.",
                    "%(count)s other cut-offs are not listed here.",
                    left,
                )
            )
        return Table(
            caption=say(_CAPTIONS[rows[0].synthetic]),
            columns=tuple(
                Cell(text=head, numeric=at in {2, 3, 4, 5})
                for at, head in enumerate((self.heading, *map(say, _HEADS[rows[0].unit])))
            ),
            rows=tuple(self._row(row, alike=names[self._label(row)] > 1) for row in listed),
            note=" ".join(notes),
        )

    def _row(self, row: CutoffRow, *, alike: bool) -> tuple[Cell, ...]:
        counts = (row.places, row.taken, row.left)
        return (
            Cell(text=self._full_name(row, alike=alike)),
            Cell(text=str(row.session)),
            Cell(text=self._value(row), numeric=True),
            *(Cell(text=self._count(count), numeric=True) for count in counts),
        )

    def _full_name(self, row: CutoffRow, *, alike: bool) -> str:
        """Name the programme, and the run where there are several of one year."""
        if not alike:
            return self._name(row)
        return self.words.text("%(label)s (%(title)s)", label=self._name(row), title=row.title)

    def _count(self, count: int | None) -> str:
        return "–" if count is None else self.words.language.number(count)

    def _value(self, row: CutoffRow) -> str:
        """Write a cut-off, or say why there is none."""
        if row.value is None:
            return self.words.text(_STATES.get(row.state, _STATES["closed"]))
        return self._number(row.value)

    def _number(self, value: object) -> str:
        return self.words.quantity(value, None, whole=True)  # type: ignore[arg-type]  # a number

    def _name(self, row: CutoffRow) -> str:
        """Name a programme in this language, and the group where places are reserved."""
        ids = (key for key in self.words.labels if key.endswith(f".{row.programme}"))
        name = capital(self.words.labels.get(next(ids, ""), row.label))
        if row.way == "open":
            return name
        group = self.words.label(row.way)
        return self.words.text("%(programme)s: reserved (%(group)s)", programme=name, group=group)
