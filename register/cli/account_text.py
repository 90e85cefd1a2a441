"""An account for the terminal: the same words as on paper, laid out in columns."""

import textwrap
from collections.abc import Iterable, Iterator

import click

from explain.account import Account, Bar, Chart, Fact, Reason, Stage, TableLine
from explain.i18n import Language

WIDEST = 96
_SIGNS = {-1: "−", 0: "·", 1: "+"}


class Page:
    """Lays one account out on `width` columns."""

    def __init__(self, account: Account, words: Language, width: int) -> None:
        """Keep what is laid out; wide terminals are not filled, lines would be too long."""
        self.account = account
        self.words = words
        self.width = max(40, min(width, WIDEST))

    def lines(self, title: str, under: str) -> Iterator[str]:
        """Return every line: the result and its reasons first, the whole calculation after."""
        account, text = self.account, self.words.text
        yield ""
        yield from (click.style(line, bold=True) for line in self._wrap(title))
        yield from (click.style(line, dim=True) for line in self._wrap(under))
        if account.invented:
            yield ""
            invented = self._wrap(account.invented)
            yield from (click.style(line, fg="red", bold=True) for line in invented)
        if account.warning:
            yield ""
            yield from (click.style(line, fg="red") for line in self._wrap(account.warning))
        yield from self._heading(text("The result of the calculation"))
        yield from (click.style(line, bold=True) for line in self._wrap(account.outcome))
        yield from self._paragraphs(account.summary)
        yield from self._why()
        changes = (*account.changes, *account.together)
        yield from self._section(text("What would have changed the result"), changes)
        yield from self._section(text("What this explanation does not say"), account.limits)
        yield from self._whole()
        yield ""

    def _why(self) -> Iterator[str]:
        account = self.account
        if account.reasons:
            yield from self._heading(self.words.text("What counted"))
            for reason in account.reasons:
                yield from self._reason(reason)
            if account.others:
                yield from self._wrap(account.others, f"{_SIGNS[0]} ")
        if account.chart:
            yield ""
            yield from self._chart(account.chart)

    def _whole(self) -> Iterator[str]:
        account, text = self.account, self.words.text
        yield from self._section(text("1. Its part in the decision"), account.contribution)
        yield from self._facts(text("2. The data used"), account.data)
        yield from self._facts(text("3. The parameters"), account.parameters)
        yield from self._heading(text("4. The operations"))
        for number, stage in enumerate(account.operations, start=1):
            yield from self._stage(number, stage)
        yield from self._facts(text("How to check this calculation"), account.provenance)

    def _heading(self, text: str) -> Iterator[str]:
        yield ""
        yield click.style(text, bold=True, fg="yellow")
        yield click.style("─" * self.width, dim=True)

    def _wrap(self, text: str, mark: str = "") -> list[str]:
        blank = " " * len(mark)
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=mark,
            subsequent_indent=blank,
            break_on_hyphens=False,
        )

    def _paragraphs(self, texts: Iterable[str], mark: str = "") -> Iterator[str]:
        for text in texts:
            yield from self._wrap(text, mark)

    def _section(self, heading: str, texts: tuple[str, ...]) -> Iterator[str]:
        if texts:
            yield from self._heading(heading)
            yield from self._paragraphs(texts, "– ")

    def _reason(self, reason: Reason) -> Iterator[str]:
        what = reason.label
        if reason.value:
            values = {"label": reason.label, "value": reason.value}
            what = self.words.text("%(label)s: %(value)s", **values)
        mark = f"{_SIGNS[reason.direction]} "
        yield from self._spread(mark + what, reason.sentence)

    def _spread(self, left: str, right: str) -> Iterator[str]:
        """Put two texts at the ends of one line, else below one another."""
        room = self.width - len(left) - len(right)
        if room > 1:
            yield left + click.style(" " + "." * (room - 2) + " ", dim=True) + right
        else:
            yield from self._wrap(left)
            yield from self._wrap(right, "    ")

    def _chart(self, chart: Chart) -> Iterator[str]:
        """Draw bars to the left and to the right of one line."""
        labels = max(len(bar.label) for bar in chart.bars)
        numbers = max(len(bar.text) for bar in chart.bars)
        half = (self.width - labels - numbers - 5) // 2
        if half < 4:  # noqa: PLR2004 - nothing to see
            return
        for bar in chart.bars:
            label = click.style(bar.label.rjust(labels), dim=True)
            yield f"{label} {self._bar(bar, half)} {bar.text.rjust(numbers)}"

    def _bar(self, bar: Bar, half: int) -> str:
        length = round(abs(bar.share) * half)
        left = ("░" * length).rjust(half) if bar.share < 0 else " " * half
        right = ("█" * length).ljust(half) if bar.share > 0 else " " * half
        return f"{left}│{right}"

    def _facts(self, heading: str, facts: tuple[Fact, ...]) -> Iterator[str]:
        if not facts:
            return
        yield from self._heading(heading)
        for fact in facts:
            yield from self._spread(fact.label, fact.value)
            for line in (fact.note, fact.source, fact.url):
                yield from (click.style(part, dim=True) for part in self._wrap(line, "    "))

    def _stage(self, number: int, stage: Stage) -> Iterator[str]:
        mark = f"{number}. "
        if stage.rows:
            yield from self._wrap(stage.label, mark)
            for row in stage.rows:
                yield from self._row(row)
            result = self._wrap(f"= {stage.result}", "   ")
            yield from (click.style(line, bold=True) for line in result)
        elif not stage.formula:
            yield from self._spread(mark + stage.label, stage.result)
        else:
            yield from self._wrap(stage.label, mark)
            yield from self._paragraphs((stage.formula, stage.numbers), "   ")
            result = self._wrap(f"= {stage.result}", "   ")
            yield from (click.style(line, bold=True) for line in result)
        if stage.note:
            yield from self._wrap(stage.note, "   ")
        if stage.reference:
            yield from (click.style(part, dim=True) for part in self._wrap(stage.reference, "   "))

    def _row(self, row: TableLine) -> Iterator[str]:
        """Write one row of a decision table; those that apply stand out."""
        mark = "   + " if row.applied else "   · "
        lines = [*self._wrap(row.label, mark), *self._wrap(row.result, "     ")]
        yield from (click.style(line, dim=not row.applied) for line in lines)
