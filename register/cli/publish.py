"""`grandjour publish [SLUG] [--dry-run]`."""

import sys
from contextlib import contextmanager
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import (
    argument,
    declare,
    find_register,
    language,
    option,
    register_option,
)
from register.cli.speech import N_
from register.settings import keys_folder

if TYPE_CHECKING:  # costs more than “--help” may
    from collections.abc import Iterator
    from datetime import datetime

    from click._termui_impl import ProgressBar

    from register.entry.folder import Folder
    from register.entry.version import Version
    from register.ledger import Publication
    from register.publishing import Aside


_MANY = 20
_WORTH = 100
"""Entries from which on a catalogue is prepared: a few are read again in no time."""


@declare(
    N_(
        "Publish what is new in the register, or in the entry SLUG.\n\n"
        "Everything is checked first. What is published can never change: a correction is a"
        " new version."
    )
)
@argument("slug", required=False)
@option("--dry-run", is_flag=True, help=N_("Show what would be published; write nothing."))
@register_option
def command(slug: str | None, *, dry_run: bool, register: Path | None) -> None:
    """Show what is new and add it to the ledger."""
    from register.clock import now as this_moment
    from register.evidence.signing import ready
    from register.ledger import publishing
    from register.publishing import plan, publish

    folder = find_register(register)
    keys = Path(keys_folder())
    with publishing(folder.path):
        if not dry_run:
            ready(folder, keys)
        now, count = this_moment(), 1 if slug else len(folder.slugs())
        with _catalogue(folder, now, wanted=count >= _WORTH and not dry_run) as aside:
            with _progress(count) as progress:
                steps = plan(folder, now, slug, lambda _: progress.update(1), _tell, aside)
            for step in steps:
                click.echo(step.told)
            if not steps:
                click.echo(gettext("Nothing is new: everything is published."))
            elif dry_run:
                click.echo(gettext("Nothing was written: this was a trial."))
            else:
                publish(folder, steps, keys)
                aside.keep([step.publication for step in steps])
                click.echo(gettext("Published."))


@contextmanager
def _catalogue(folder: "Folder", now: "datetime", *, wanted: bool) -> "Iterator[Aside]":
    """Prepare the catalogue on the way, where that is worth loading what it needs."""
    from register.publishing import NOTHING

    if wanted:
        from register.catalogue.preparing import preparing

        with preparing(folder, now) as aside:
            yield aside
    else:
        yield NOTHING


def _progress(count: int) -> "ProgressBar[int]":
    """Show how many entries are checked, on a terminal and where it takes a while."""
    hidden = count < _MANY or not sys.stderr.isatty()
    label = gettext("Checking")
    return click.progressbar(length=count, label=label, file=sys.stderr, hidden=hidden)


def _tell(item: "Publication", version: "Version", previous: "Version | None") -> str:
    """Say what a publication brings: its kind, its note, what changed, its files."""
    from register.diff import compare
    from register.entry.labels import field_label, value_text

    tongue = language()
    head = gettext("%(slug)s, version %(number)s, from %(day)s: %(kind)s")
    values = {"slug": item.slug, "number": item.version, "day": tongue.day(item.applies_from)}
    lines = [
        click.style(head % {**values, "kind": value_text("kind", item.kind, tongue)}, bold=True)
    ]
    lines.append(f"    {version.entry_in(tongue.code).change_note}")
    if previous is not None and item.event == "version":
        comparison = compare(previous, version, tongue)
        changes = [*comparison.fields, *comparison.algorithm]
        names = [field_label(change.key[0], tongue) for change in changes]
        names += [section.heading for section in comparison.sections if section.changed]
        lines.append(f"    ~ {', '.join(dict.fromkeys(names))}")
    return "\n".join([*lines, *(f"    + {name}" for name in item.files)])
