"""What differs between two models, in sentences: weights by their names, trees by numbers."""

from collections.abc import Iterator
from decimal import Decimal

from explain.i18n import Language
from explain.scores.differences import InfluenceMove, ModelDifference, WeightMove
from explain.scores.spec import ScoreFile
from explain.spec import Input, Spec

MOST_WEIGHTS = 6
"""Weights whose move is told one by one, the largest moves first."""
READABLE = Decimal("0.1")
LARGEST_STEP = 10**9
NOTHING = Decimal(0)


def model_sentences(
    found: ModelDifference, specs: tuple[Spec | None, Spec | None], words: Language
) -> Iterator[str]:
    """Say how the model changed. `specs` are what each version declares."""
    old, new = specs
    if not isinstance(old, ScoreFile) or not isinstance(new, ScoreFile):
        return
    telling = _Telling(old, new, words)
    yield from telling.kinds(found)
    yield from telling.weights(found.weights)
    yield from telling.influences(found.influences)


class _Telling:
    def __init__(self, old: ScoreFile, new: ScoreFile, words: Language) -> None:
        self.words, self.new = words, new
        self.items: dict[str, Input] = {item.id: item for item in (*old.inputs, *new.inputs)}
        self.names: dict[str, str] = {}
        self.results: dict[str, str] = {}
        for spec in (old, new):
            self.names |= {item.id: item.label for item in spec.inputs}
            self.names |= {item.id: item.label for item in spec.groups}
            self.results |= {item.id: item.label for item in spec.outcome.categories}

    def kinds(self, found: ModelDifference) -> Iterator[str]:
        say, (before, after) = self.words.text, found.trees
        if not before and after:
            yield self.words.plural(
                "It was a sum of weights; it is %(count)s small decision tree now.",
                "It was a sum of weights; it is %(count)s small decision trees now.",
                after,
            )
        elif before and not after:
            yield say("It was made of decision trees; it is a sum of weights now.")
        elif before != after:
            yield say(
                "The number of small decision trees went from %(before)s to %(after)s.",
                before=self.words.number(before),
                after=self.words.number(after),
            )
        elif after:
            yield say("The decision trees were trained again.")

    def weights(self, moves: tuple[WeightMove, ...]) -> Iterator[str]:
        ranked = sorted(moves, key=lambda move: -self._size(move))
        for move in ranked[:MOST_WEIGHTS]:
            yield self.weight(move)
        if (left := len(ranked) - MOST_WEIGHTS) > 0:
            yield self.words.plural(
                "%(count)s more weight moved less.", "%(count)s more weights moved less.", left
            )

    def weight(self, move: WeightMove) -> str:
        say = self.words.text
        step = self._step(move)
        before, after = (
            None if value is None else self._points(value * step)
            for value in (move.before, move.after)
        )
        name = {"name": self._of_result(move, self._place(move, step))}
        if before is None:
            return say("The weight of %(name)s is new: %(after)s.", **name, after=after)
        if after is None:
            return say("The weight of %(name)s is gone: it was %(before)s.", **name, before=before)
        return say(
            "The weight of %(name)s went from %(before)s to %(after)s.",
            **name,
            before=before,
            after=after,
        )

    def influences(self, moves: tuple[InfluenceMove, ...]) -> Iterator[str]:
        """Say which inputs count more or less on average, the largest moves first."""
        moved = [move for move in moves if self._said(move.before) != self._said(move.after)]
        ranked = sorted(moved, key=_distance, reverse=True)
        for move in ranked[:MOST_WEIGHTS]:
            name = self.names.get(move.id, move.id)
            before, after = self._said(move.before), self._said(move.after)
            if before is None:
                text = "“%(name)s” counts now: %(after)s on average."
                yield self.words.text(text, name=name, after=after)
            elif after is None:
                text = "“%(name)s” no longer counts; it counted %(before)s on average."
                yield self.words.text(text, name=name, before=before)
            else:
                text = "On average, “%(name)s” counted %(before)s and now counts %(after)s."
                yield self.words.text(text, name=name, before=before, after=after)

    def _said(self, size: Decimal | None) -> str | None:
        return None if size is None else self._quantity(size)

    def _size(self, move: WeightMove) -> Decimal:
        """Return how much a move counts, over a usual range where the weight is for each unit."""
        change = _distance(move)
        item = self.items[move.input]
        if move.way == "each" and item.minimum is not None and item.maximum is not None:
            return change * (Decimal(item.maximum) - Decimal(item.minimum)) / 4
        return change

    def _step(self, move: WeightMove) -> int:
        """Return the power of ten of the input's unit whose effect can be read."""
        if move.way != "each" or self.items[move.input].type == "boolean":
            return 1
        size, step = max(abs(move.before or NOTHING), abs(move.after or NOTHING)), 1
        while 0 < size * step < READABLE and step < LARGEST_STEP:
            step *= 10
        return step

    def _of_result(self, move: WeightMove, place: str) -> str:
        if not move.result:
            return place
        result = self.results.get(move.result, move.result)
        return self.words.text("%(name)s for the result “%(result)s”", name=place, result=result)

    def _place(self, move: WeightMove, step: int) -> str:
        say, item = self.words.text, self.items[move.input]
        if move.way == "choice":
            choices = {category.id: category.label for category in item.categories}
            return say(
                "“%(name)s: %(choice)s”", name=item.label, choice=choices.get(move.of, move.of)
            )
        if move.way == "band":
            low, _, high = move.of.partition("..")
            return say("“%(name)s” %(band)s", name=item.label, band=self._band(item, low, high))
        if move.way == "missing":
            return say("“%(name)s” where it is not known", name=item.label)
        if item.type == "boolean":
            return say("“%(name)s: yes”", name=item.label)
        one = self.words.quantity(step, item.unit, 0)
        return say("“%(name)s”, for each %(one)s,", name=item.label, one=one)

    def _band(self, item: Input, low: str, high: str) -> str:
        say = self.words.text
        start, end = (
            self.words.quantity(Decimal(text), item.unit) if text else "" for text in (low, high)
        )
        if not start:
            return say("less than %(limit)s", limit=end)
        if not end:
            return say("%(limit)s or more", limit=start)
        return say("from %(low)s to less than %(high)s", low=start, high=end)

    def _points(self, value: Decimal) -> str:
        text = self._quantity(value)
        return f"+{text}" if value > 0 else text

    def _quantity(self, value: Decimal) -> str:
        decimals = 1 if abs(value) >= 1 else 2
        return self.words.quantity(round(value, decimals), self.new.display.unit, decimals)


def _distance(move: WeightMove | InfluenceMove) -> Decimal:
    return abs((move.after or NOTHING) - (move.before or NOTHING))
