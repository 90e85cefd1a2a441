"""The page of two versions compared."""

from itertools import pairwise

from register.pages import ComparePage
from register.presenting import paths, versions
from register.presenting.data import Record
from register.presenting.shell import Shell
from register.shelf import Holding
from register.views import Link


def comparison_page(shell: Shell, holding: Holding, older: int, newer: int) -> ComparePage:
    """Make the page of what differs between two versions."""
    slug, entry = holding.slug, holding.version(newer).entry_in(shell.code)
    above = (shell.algorithms, Link(label=entry.title, href=paths.entry(shell.code, slug)))
    frame = shell.frame(
        lambda code: paths.comparison(code, slug, older, newer),
        *above,
        data=paths.comparison_data(slug, older, newer),
    )
    return ComparePage(
        **frame,
        title=entry.title,
        older=versions.reference(shell, holding, older),
        newer=versions.reference(shell, holding, newer),
        note=entry.change_note if holding.before(newer) == older else "",
        summary=(),
        fields=(),
        blocks=(),
        pairs=_pairs(shell, holding, older, newer),
    )


def _pairs(shell: Shell, holding: Holding, older: int, newer: int) -> tuple[Link, ...]:
    """Link to the other comparisons: neighbours, and first with last."""
    numbers = holding.numbers
    pairs = [*pairwise(numbers), (numbers[0], numbers[-1])]
    return tuple(
        Link(
            label=shell.words.text("Versions %(older)s and %(newer)s", older=low, newer=high),
            href=paths.comparison(shell.code, holding.slug, low, high),
        )
        for low, high in dict.fromkeys(pairs)
        if low < high and (low, high) != (older, newer)
    )


def comparison_data(holding: Holding, older: int, newer: int) -> Record:
    """Describe what differs between two versions."""
    return {"format": 1, "slug": holding.slug, "older": older, "newer": newer}
