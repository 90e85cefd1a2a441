"""Two versions compared: the page, and the same as data."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import pairwise

from explain.issues import N_
from explain.scores.differences import ModelDifference
from explain.scores.population.influences import Population
from register.diff import Comparison, SectionChange, compare
from register.diff.blocks import Block
from register.diff.fields import FieldChange as Difference
from register.diff.models import Side, compare_models
from register.diff.patch import json_patch
from register.diff.telling import Told, tell
from register.diff.unified import unified
from register.diff.words import Segment as Run
from register.i18n import Language
from register.outcomes import Contrast, Pair, comparable
from register.pages.compare_views import (
    BlockChange,
    FieldChange,
    Segment,
    SummaryPart,
    WholeSection,
)
from register.pages.history_contexts import ComparePage
from register.pages.views import Link
from register.presenting import data, paths, versions
from register.presenting.contrasts import Telling, contrast_data, contrasts
from register.presenting.data import FORMAT, Record
from register.presenting.shell import Shell
from register.shelf import Holding, Shelf
from register.trials import Algorithms

ALGORITHM = N_("Algorithm file")


def compared(holding: Holding) -> tuple[tuple[int, int], ...]:
    """Return the versions that pages compare: neighbours, and the first with the last."""
    numbers = holding.numbers
    pairs = dict.fromkeys([*pairwise(numbers), (numbers[0], numbers[-1])])
    return tuple((older, newer) for older, newer in pairs if older < newer)


@dataclass(frozen=True)
class Compared:
    """Two versions to compare, and what was worked out for them.

    `measured` returns what counts over the background of a version that is a score, as far as
    it may be told; `run` every worked example through both versions.
    """

    shelf: Shelf
    holding: Holding
    older: int
    newer: int
    algorithms: Algorithms
    measured: Callable[[int], Population | None]
    run: Callable[[], Sequence[Contrast]]

    @property
    def numbers(self) -> tuple[int, int]:
        """Return the two numbers, the older first."""
        return self.older, self.newer

    @property
    def pair(self) -> Pair | None:
        """Return the pair, if both versions calculate."""
        if not comparable(self.algorithms, self.older, self.newer):
            return None
        return Pair(self.holding, self.older, self.newer, self.algorithms)

    @cached_property
    def model(self) -> ModelDifference | None:
        """Return what differs between two models, as far as it may be told."""
        if not comparable(self.algorithms, self.older, self.newer):
            return None
        sides = (
            Side(self.holding.version(number), self.algorithms[number], self.measured(number))
            for number in self.numbers
        )
        return compare_models(*sides)

    def compare(self, words: Language) -> Comparison:
        """Compare the two versions as they are read in one language."""
        return compare(self.holding.version(self.older), self.holding.version(self.newer), words)

    def tell(self, found: Comparison, words: Language) -> Told:
        """Say what differs in sentences."""
        specs = [
            self.holding.version(number).spec_in(words.code, self.algorithms[number].spec)
            if number in self.algorithms
            else None
            for number in self.numbers
        ]
        return tell(found, words, self.model, (specs[0], specs[1]))


def comparison_page(shell: Shell, asked: Compared) -> ComparePage:
    """Make the page of what differs between two versions."""
    holding, older, newer = asked.holding, asked.older, asked.newer
    slug, entry = holding.slug, holding.entry(newer, shell.code)
    above = (shell.algorithms, Link(label=entry.title, href=paths.entry(shell.code, slug)))
    frame = shell.frame(
        lambda code: paths.comparison(code, slug, older, newer),
        *above,
        data=paths.comparison_data(slug, older, newer),
    )
    found = asked.compare(shell.words)
    telling = Telling(asked.shelf, asked.pair, shell.words) if asked.pair else None
    return ComparePage(
        **frame,
        title=entry.title,
        older=versions.reference(shell, holding, older),
        newer=versions.reference(shell, holding, newer),
        note=entry.change_note if holding.before(newer) == older else "",
        summary=_summary(asked.tell(found, shell.words), shell.words),
        contrasts=contrasts(telling, asked.run()) if telling else None,
        fields=(
            *(_field(item, item.part) for item in found.fields),
            *(_field(item, shell.words.text(ALGORITHM)) for item in found.algorithm),
        ),
        blocks=tuple(
            block
            for section in found.sections
            for block in _blocks(section)
            if block.change != "same"
        ),
        whole=tuple(
            WholeSection(heading=section.heading, blocks=_blocks(section))
            for section in found.sections
        )
        if any(section.changed for section in found.sections)
        else (),
        pairs=_pairs(shell, holding, older, newer),
        files=_files(shell, slug, older, newer),
    )


def comparison_data(asked: Compared, words: Language) -> Record:
    """Describe what differs between two versions, in the language that counts."""
    found = asked.compare(words)
    told = asked.tell(found, words)
    telling = Telling(asked.shelf, asked.pair, words) if asked.pair else None
    return {
        "format": FORMAT,
        "slug": asked.holding.slug,
        "older": asked.older,
        "newer": asked.newer,
        "summary": {name: list(getattr(told, name)) for name in ("calculation", "facts", "text")},
        "fields": [_line(item) for item in found.fields],
        "algorithm": [_line(item) for item in found.algorithm],
        "model": asdict(asked.model) if asked.model else None,
        "cases": [contrast_data(telling, item) for item in asked.run()] if telling else None,
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "blocks": [_passage(block) for block in section.blocks if block.change != "same"],
            }
            for section in found.sections
            if section.changed
        ],
    }


def comparison_patch(shelf: Shelf, holding: Holding, older: int, newer: int) -> bytes:
    """Return the JSON Patch that turns the data of one version into those of another."""
    plain = [data.plain(data.version(shelf, holding, number)) for number in (older, newer)]
    return data.write_list(json_patch(*plain))


def comparison_files(holding: Holding, older: int, newer: int) -> bytes:
    """Return what `diff -u` says of the public files of two versions."""
    return unified(*(_public(holding, number) for number in (older, newer))).encode()


def _public(holding: Holding, number: int) -> dict[str, bytes]:
    version = holding.version(number)
    hidden = data.private(version)
    files = {**version.artefacts, **holding.files.versions[number]}
    return {name: content for name, content in files.items() if name not in hidden}


def _line(item: Difference) -> Record:
    return {
        "key": list(item.key),
        "label": item.label,
        "change": item.change,
        "before": item.before,
        "after": item.after,
    }


def _passage(block: Block) -> Record:
    segments = [{"kind": run.kind, "text": run.text} for run in block.segments]
    return {"change": block.change, "segments": segments}


def _summary(told: Told, words: Language) -> tuple[SummaryPart, ...]:
    parts = (
        (words.text("The calculation"), told.calculation),
        (words.text("What the entry says of it"), told.facts),
        (words.text("The text of the page"), told.text),
    )
    return tuple(SummaryPart(title=title, sentences=said) for title, said in parts if said)


def _field(item: Difference, part: str) -> FieldChange:
    return FieldChange(
        part=part,
        label=item.label,
        change=item.change,
        before=_side(item.segments, "inserted"),
        after=_side(item.segments, "deleted"),
    )


def _side(runs: Sequence[Run], other: str) -> tuple[Segment, ...]:
    return tuple(_segment(run) for run in runs if run.kind != other)


def _segment(run: Run) -> Segment:
    return Segment(kind=run.kind, text=run.text, blank=run.blank)


def _blocks(section: SectionChange) -> tuple[BlockChange, ...]:
    return tuple(
        BlockChange(
            heading=section.heading,
            change=block.change,
            segments=tuple(_segment(run) for run in block.segments),
        )
        for block in section.blocks
    )


def _pairs(shell: Shell, holding: Holding, older: int, newer: int) -> tuple[Link, ...]:
    """Link to the other comparisons."""
    return tuple(
        Link(
            label=shell.words.text("Versions %(older)s and %(newer)s", older=low, newer=high),
            href=paths.comparison(shell.code, holding.slug, low, high),
        )
        for low, high in compared(holding)
        if (low, high) != (older, newer)
    )


def _files(shell: Shell, slug: str, older: int, newer: int) -> tuple[Link, ...]:
    say = shell.words.text
    return (
        Link(
            label=say("Everything as data (JSON)"), href=paths.comparison_data(slug, older, newer)
        ),
        Link(
            label=say("From one version to the other (JSON Patch)"),
            href=paths.comparison_patch(slug, older, newer),
        ),
        Link(
            label=say("The files, line by line (diff)"),
            href=paths.comparison_files(slug, older, newer),
        ),
    )
