"""Two versions compared: the page, and the same as data."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise

from explain.issues import N_
from register.diff import Comparison, SectionChange, compare
from register.diff.fields import FieldChange as Difference
from register.diff.words import Segment as Run
from register.i18n import Language
from register.pages.contexts import ComparePage
from register.pages.entry_views import BlockChange, FieldChange, Segment
from register.pages.views import Link
from register.presenting import paths, versions
from register.presenting.data import FORMAT, Record
from register.presenting.shell import Shell
from register.shelf import Holding

ALGORITHM = N_("Algorithm file")


def compared(holding: Holding) -> tuple[tuple[int, int], ...]:
    """Return the versions that pages compare: neighbours, and the first with the last."""
    numbers = holding.numbers
    pairs = dict.fromkeys([*pairwise(numbers), (numbers[0], numbers[-1])])
    return tuple((older, newer) for older, newer in pairs if older < newer)


def comparison_page(shell: Shell, holding: Holding, older: int, newer: int) -> ComparePage:
    """Make the page of what differs between two versions."""
    slug, entry = holding.slug, holding.entry(newer, shell.code)
    above = (shell.algorithms, Link(label=entry.title, href=paths.entry(shell.code, slug)))
    frame = shell.frame(
        lambda code: paths.comparison(code, slug, older, newer),
        *above,
        data=paths.comparison_data(slug, older, newer),
    )
    found = compare(holding.version(older), holding.version(newer), shell.words)
    return ComparePage(
        **frame,
        title=entry.title,
        older=versions.reference(shell, holding, older),
        newer=versions.reference(shell, holding, newer),
        note=entry.change_note if holding.before(newer) == older else "",
        summary=tuple(_summary(found, shell.words)),
        fields=(
            *(_field(item, item.part) for item in found.fields),
            *(_field(item, shell.words.text(ALGORITHM)) for item in found.algorithm),
        ),
        blocks=tuple(block for section in found.sections for block in _blocks(section)),
        pairs=_pairs(shell, holding, older, newer),
    )


def comparison_data(holding: Holding, older: int, newer: int, words: Language) -> Record:
    """Describe what differs between two versions, in the language that counts."""
    found = compare(holding.version(older), holding.version(newer), words)
    return {
        "format": FORMAT,
        "slug": holding.slug,
        "older": older,
        "newer": newer,
        "fields": [_line(item) for item in found.fields],
        "algorithm": [_line(item) for item in found.algorithm],
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "blocks": [asdict(block) for block in section.blocks if block.change != "same"],
            }
            for section in found.sections
            if section.changed
        ],
    }


def _line(item: Difference) -> Record:
    return {
        "key": list(item.key),
        "change": item.change,
        "before": item.before,
        "after": item.after,
    }


def _summary(found: Comparison, words: Language) -> list[str]:
    """Say in a few sentences how much differs, and whether what is executed does."""
    if found.empty:
        return []
    sentences = []
    if found.algorithm:
        count = len(found.algorithm)
        sentences.append(
            words.plural(
                "%(count)s value of the algorithm file differs.",
                "%(count)s values of the algorithm file differ.",
                count,
            )
        )
    else:
        sentences.append(words.text("The algorithm file did not change."))
    if found.fields:
        count = len(found.fields)
        sentences.append(
            words.plural(
                "%(count)s fact of the entry differs.",
                "%(count)s facts of the entry differ.",
                count,
            )
        )
    changed = [section.heading for section in found.sections if section.changed]
    if changed:
        sentences.append(words.text("The text differs in: %(parts)s.", parts=words.join(changed)))
    return sentences


def _field(item: Difference, part: str) -> FieldChange:
    return FieldChange(
        part=part,
        label=item.label,
        change=item.change,
        before=_side(item.segments, "inserted"),
        after=_side(item.segments, "deleted"),
    )


def _side(runs: Sequence[Run], other: str) -> tuple[Segment, ...]:
    return tuple(Segment(kind=run.kind, text=run.text) for run in runs if run.kind != other)


def _blocks(section: SectionChange) -> list[BlockChange]:
    return [
        BlockChange(
            heading=section.heading,
            change=block.change,
            segments=tuple(Segment(kind=run.kind, text=run.text) for run in block.segments),
        )
        for block in section.blocks
        if block.change != "same"
    ]


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
