"""`grandjour new-version SLUG`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import argument, declare, find_register, option, register_option
from register.cli.speech import N_


@declare(N_("Start the next version of the entry SLUG as a copy of the last one."))
@argument("slug")
@option(
    "--copy",
    "copies",
    multiple=True,
    metavar="FILE",
    help=N_("Copy this file that it executes too, to change it: rules.yaml."),
)
@register_option
def command(slug: str, copies: tuple[str, ...], register: Path | None) -> None:
    """Write the next version's texts."""
    from register.clock import now
    from register.contents import load_identity
    from register.scaffold import next_version, write
    from register.versions import day_of

    folder = find_register(register)
    identity = load_identity(folder)
    day = day_of(now(), identity.register.time_zone)
    for path in write(folder.path, next_version(folder.entry(slug), day, copies)):
        click.echo(path)
    click.echo(gettext("Write what it changes, then: grandjour check %(slug)s") % {"slug": slug})
