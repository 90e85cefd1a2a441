"""`grandjour versions SLUG [--date DAY] [--known-at TIME]`."""

import textwrap
from collections.abc import Iterator
from datetime import date, datetime
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import (
    argument,
    declare,
    find_register,
    known_option,
    language,
    option,
    register_option,
)
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from register.entry.version import Version
    from register.shelf import Holding

STANDINGS = {
    "in_force": N_("in force"),
    "upcoming": N_("not yet in force"),
    "superseded": N_("replaced"),
    "draft": N_("draft"),
    "retired": N_("retired"),
    "merged": N_("merged"),
    "retracted": N_("withdrawn"),
}


@declare(
    N_(
        "List the versions of the entry SLUG, and say which one counts.\n\n"
        "With --date, the one in force that day; with --known-at, as people could know it then."
    )
)
@argument("slug")
@option("--date", "day", metavar="YYYY-MM-DD", help=N_("Day that counts; by default, today."))
@known_option
@register_option
def command(slug: str, *, day: str | None, known: str | None, register: Path | None) -> None:
    """List the versions, then name the one that counts."""
    from register.cli.times import read_day, read_known
    from register.shelf import open_shelf

    shelf = open_shelf(find_register(register).path, drafts=True, slug=slug)
    holding = shelf.entry(slug)
    known_at = read_known(known, shelf.register.time_zone)
    wanted = read_day(day) or holding.day
    chosen = holding.on(wanted, known_at)
    for number in holding.numbers:
        if known_at is None or _was_known(holding, number, known_at):
            for line in _lines(holding, number, wanted, known_at):
                click.echo(line)
    click.secho(_answer(chosen, wanted, known_at), bold=True)


def _was_known(holding: "Holding", number: int, known_at: datetime) -> bool:
    publication = holding.publication(number)
    return publication is not None and publication.published_at <= known_at


def _lines(holding: "Holding", number: int, day: date, known_at: datetime | None) -> Iterator[str]:
    from register.entry.labels import field_label, value_text
    from register.versions import standing

    words, entry = language(), holding.entry(number, language().code)
    stands = standing(holding.history, number, day, known_at)
    head = gettext("%(number)s. %(standing)s, from %(day)s: %(kind)s") % {
        "number": number,
        "standing": gettext(STANDINGS[stands]),
        "day": words.day(entry.applies_from),
        "kind": value_text("kind", entry.kind, words),
    }
    yield click.style(head, bold=stands == "in_force")
    if publication := holding.publication(number):
        moment = f"{publication.published_at:%Y-%m-%d %H:%M} UTC"
        yield "   " + gettext("Published: %(moment)s") % {"moment": moment}
    if entry.author_role:
        role = value_text("author_role", entry.author_role, words)
        label = field_label("author_role", words)
        yield "   " + words.text("%(label)s: %(value)s", label=label, value=role)
    yield from textwrap.wrap(entry.change_note, 88, initial_indent="   ", subsequent_indent="   ")


def _answer(chosen: "Version", day: date, known_at: datetime | None) -> str:
    values = {"number": chosen.number, "day": language().day(day)}
    if known_at is None:
        return gettext("Version %(number)s counts for %(day)s.") % values
    text = gettext("Version %(number)s counts for %(day)s, as it was known on %(moment)s.")
    return text % {**values, "moment": f"{known_at:%Y-%m-%d %H:%M} UTC"}
