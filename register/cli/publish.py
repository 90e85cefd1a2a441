"""`grandjour publish [SLUG] [--dry-run]`."""

from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # costs more than “--help” may
    from register.publishing import Step


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
    from register.clock import now
    from register.ledger import publishing
    from register.publishing import plan, publish

    folder = find_register(register)
    with publishing(folder.path):
        steps = plan(folder, now(), slug)
        for step in steps:
            _show(step)
        if not steps:
            click.echo(gettext("Nothing is new: everything is published."))
        elif dry_run:
            click.echo(gettext("Nothing was written: this was a trial."))
        else:
            publish(folder, steps)
            click.echo(gettext("Published."))


def _show(step: "Step") -> None:
    item = step.publication
    head = gettext("%(slug)s, version %(number)s, from %(day)s: %(kind)s")
    values = {"slug": item.slug, "number": item.version, "day": item.applies_from}
    click.echo(head % {**values, "kind": item.kind})
    click.echo(f"    {step.version.entry.change_note}")
    for name, digest in item.files.items():
        click.echo(f"    + {name} {digest}")
