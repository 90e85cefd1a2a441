"""What counts over the whole background of a score, as rows that people read."""

from decimal import Decimal

from explain.issues import N_
from explain.scores.population.influences import Influence, Population
from explain.scores.population.parts import Part
from explain.scores.spec import ScoreFile
from explain.spec import Input
from explain.wording.words import Words
from explain.wording.words import words as wording
from register.i18n import Language
from register.pages.entry_views import InfluencePart, InfluenceRow, Influences
from register.presenting.shown import Shown
from register.presenting.units import unit_name

HIDDEN = "—"
"""Stands where a number would speak of fewer than five examples."""


def influences(shown: Shown) -> Influences | None:
    """Return what counts over the background of a score; `None` for anything else.

    It is empty where nothing may be told of the background.
    """
    spec, words = shown.spec, shown.shell.words
    if not isinstance(spec, ScoreFile):
        return None
    measured = shown.measured() or Population(rows=0, influences=())
    telling = _Telling(spec, words, measured)
    return Influences(
        group=spec.background.label,
        rows=words.number(measured.rows),
        unit=unit_name(spec.display.unit, words),
        definition=spec.display.definition,
        inputs=tuple(telling.row(one) for one in measured.influences),
    )


class _Telling:
    """Writes the influences of one score in one language."""

    def __init__(self, spec: ScoreFile, language: Language, measured: Population) -> None:
        self.inputs = {item.id: item for item in spec.inputs}
        self.unit = spec.display.unit
        self.words: Words = wording(spec, language)
        self.largest = max((one.size for one in measured.influences), default=Decimal(0))

    def row(self, one: Influence) -> InfluenceRow:
        means = [abs(part.mean) for part in one.parts if part.mean is not None]
        longest = max(means, default=Decimal(0))
        parts = tuple(self.part(self.inputs[one.id], part, longest) for part in one.parts)
        shares = [part.share for part in parts]
        language, decimals = self.words.language, _decimals(one.size)
        return InfluenceRow(
            label=self.words.label(one.id, one.label),
            size=language.quantity(round(one.size, decimals), self.unit, decimals),
            share=_hundredths(one.size, self.largest),
            low=min(0, *shares, 0),
            high=max(0, *shares, 0),
            parts=parts,
        )

    def part(self, item: Input, part: Part, longest: Decimal) -> InfluencePart:
        label = self.label(item, part)
        if part.mean is None or part.count is None:
            return InfluencePart(label=label, effect=HIDDEN, count=HIDDEN, share=0)
        decimals = _decimals(longest)
        mean = round(part.mean, decimals)
        text = self.words.language.number(mean, decimals)
        return InfluencePart(
            label=label,
            effect=f"+{text}" if mean > 0 else text,
            count=self.words.language.number(part.count),
            share=_hundredths(part.mean, longest),
        )

    def label(self, item: Input, part: Part) -> str:
        if not part.known:
            return self.words.text("not known")
        if part.choices:
            return self.words.either(self.choice(item, name) for name in part.choices)
        low, high = (
            None if end is None else self.words.quantity(end, item.unit, whole=True)
            for end in (part.low, part.high)
        )
        return low if part.single and low else self.band(low, high, after=part.after)

    def choice(self, item: Input, name: str) -> str:
        flag = {"true": True, "false": False}
        value = flag[name] if item.type == "boolean" else name
        return self.words.value(item.id, value, None)

    def band(self, low: str | None, high: str | None, *, after: bool) -> str:
        say = self.words.text
        if low is None:
            return say("less than %(limit)s", limit=high)
        if high is None:
            above = N_("more than %(limit)s") if after else N_("%(limit)s or more")
            return say(above, limit=low)
        if after:
            return say("more than %(low)s, less than %(high)s", low=low, high=high)
        return say("from %(low)s to less than %(high)s", low=low, high=high)


def _decimals(value: Decimal) -> int:
    return 1 if abs(value) >= 1 else 2


def _hundredths(value: Decimal, longest: Decimal) -> int:
    return round(100 * value / longest) if longest else 0
