"""What a score calculated, in the order in which it adds up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from explain.account import Stage
from explain.explanation import Operation
from explain.issues import N_
from explain.wording.scores import ScoreWords
from explain.wording.shared import operation
from explain.wording.words import exact


class ScoreStages:
    """Tells the operations of a score."""

    def __init__(self, score: ScoreWords) -> None:
        """Keep what tells the score."""
        self.score = score

    def told(self) -> tuple[Stage, ...]:
        """List the start, each effect, the total and the sums; the comparison is last (4°).

        After the sums a line adds them and what stands in none of them to the start.
        """
        told = [(item, self._operation(item)) for item in self.score.explanation.operations]
        sums = [stage for item, stage in told if not isinstance(item.value, bool)]
        compared = [stage for item, stage in told if isinstance(item.value, bool)]
        return (*sums, *self._whole(), *compared)

    def _operation(self, item: Operation) -> Stage:
        stage, outcome = operation(self.score.words, item), self.score.explanation.outcome
        if isinstance(item.value, bool):
            return self._comparison(stage, reached=item.value)
        if item.id in {"background", outcome.id} or not isinstance(item.value, Decimal):
            return stage
        if item.id in {share.id for share in self.score.detail.shares}:
            return replace(stage, result=self.score.signed(item.value))
        label = self.score.words.text("%(label)s, in total", label=stage.label)
        members = [
            pair for pair in self.score.points if pair[0].id in self.score.groups.get(item.id, ())
        ]
        if not members:
            return replace(stage, label=label, result=self.score.signed(item.value))
        parts = [(self.score.name(share), points) for share, points in members]
        return replace(self._added(stage, parts), label=label)

    def _comparison(self, stage: Stage, *, reached: bool) -> Stage:
        """Say with numbers whether the threshold is reached."""
        threshold = self.score.explanation.outcome.threshold
        if threshold is None:
            result = N_("threshold reached") if reached else N_("threshold not reached")
            return replace(stage, result=self.score.words.text(result))
        return replace(
            stage,
            label=self.score.words.text(
                "With %(value)s, is the threshold of %(threshold)s reached?",
                value=self.score.amount(self.score.total),
                threshold=self.score.amount(exact(threshold)),
            ),
            result=self.score.words.text("yes") if reached else self.score.words.text("no"),
        )

    def _added(self, stage: Stage, parts: Sequence[tuple[str, Decimal]]) -> Stage:
        """Show of what a sum is made, by name and in numbers."""
        names, points = zip(*parts, strict=True)
        return replace(stage, formula=" + ".join(names), numbers=self.score.sum(points))

    def _whole(self) -> Iterator[Stage]:
        """Add the sums, and what stands in none of them, to the start."""
        sums = {
            item.id: item
            for item in self.score.explanation.operations
            if item.id in self.score.groups
        }
        if not sums:
            return
        of = {name: group for group in sums for name in self.score.groups[group]}
        parts: dict[str, tuple[str, Decimal]] = {}
        for share, points in self.score.points:
            group = sums.get(of.get(share.id, ""))
            if group is None:
                parts[share.id] = (self.score.name(share), points)
            elif isinstance(group.value, Decimal):
                parts[group.id] = (self.score.words.label(group.id, group.label), group.value)
        start = self.score.words.label("background", self.score.detail.background.label)
        outcome = self.score.explanation.outcome
        stage = Stage(
            label=self.score.words.label(outcome.id, outcome.label),
            result=self.score.amount(self.score.total),
        )
        yield self._added(stage, [(start, self.score.start), *parts.values()])
