"""`grandjour diff SLUG [A] [B]`."""

from collections.abc import Iterable
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, language, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from register.contents import Entry
    from register.diff import Comparison
    from register.diff.fields import FieldChange
    from register.diff.words import Segment

_MARKS = {"same": ("", "", None), "deleted": ("[-", "-]", "red"), "inserted": ("{+", "+}", "green")}


@declare(
    N_(
        "Compare versions A and B of the entry SLUG: fields first, then the text.\n\n"
        "Without B, compare A with the last version; without A, the last two versions."
        " What went is between [- and -], what came between {+ and +}."
    )
)
@argument("slug")
@argument("before", type=int, required=False, metavar="A")
@argument("after", type=int, required=False, metavar="B")
@register_option
def command(slug: str, before: int | None, after: int | None, register: Path | None) -> None:
    """Print what differs."""
    from register.contents import load_entry, load_ledger
    from register.diff import compare
    from register.ledger import by_slug

    folder = find_register(register)
    history = by_slug(load_ledger(folder)).get(slug, ())
    entry = load_entry(folder, slug, history)
    last = _last(entry) if after is None else after
    first = max(last - 1, 1) if before is None else before
    comparison = compare(entry.version(first), entry.version(last), language())
    if comparison.empty:
        click.echo(gettext("Nothing differs."))
    else:
        _show(comparison)


def _last(entry: "Entry") -> int:
    return max([*entry.versions, *entry.broken], default=1)


def _show(comparison: "Comparison") -> None:
    parts: dict[str, list[FieldChange]] = {change.part: [] for change in comparison.fields}
    for change in comparison.fields:
        parts[change.part].append(change)
    parts[gettext("Algorithm file")] = list(comparison.algorithm)
    for part, changes in parts.items():
        lines = [f"{change.label}: {_marked(change.segments)}" for change in changes]
        _show_part(part, lines)
    for section in comparison.sections:
        blocks = [block for block in section.blocks if block.change != "same"]
        _show_part(section.heading, [_marked(block.segments).strip() for block in blocks])


def _show_part(title: str, lines: list[str]) -> None:
    if lines:
        click.secho(title, bold=True)
    for line in lines:
        click.echo(f"  {line}")


def _marked(segments: Iterable["Segment"]) -> str:
    parts = []
    for segment in segments:
        start, end, colour = _MARKS[segment.kind]
        if not colour or not segment.text.strip():  # a blank that came or went shows nothing
            parts.append(segment.text)
            continue
        parts.append(click.style(f"{start}{segment.text.rstrip()}{end}", fg=colour))
    return "".join(parts)
