"""`grandjour init DIR`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import argument, declare
from register.cli.speech import N_


@declare(N_("Make a new, empty register in the folder DIR."))
@argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def command(directory: Path) -> None:
    """Write the files of an empty register."""
    from register.scaffold import new_register, write

    for path in write(directory, new_register()):
        click.echo(path)
    click.echo(gettext("Now edit register.yaml, then add an entry: grandjour new SLUG"))
