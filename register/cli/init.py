"""`grandjour init DIR`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import argument, declare
from register.cli.speech import N_
from register.settings import keys_folder


@declare(
    N_(
        "Make a new, empty register in the folder DIR.\n\n"
        "The private key that will sign its log is kept outside of it: see GRANDJOUR_KEYS."
    )
)
@argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def command(directory: Path) -> None:
    """Write the files of an empty register, and its key elsewhere."""
    from register.errors import RegisterError
    from register.log.keys import key_file, new_key
    from register.scaffold import new_register, with_log_key, write

    keys, files = Path(keys_folder()), new_register()
    public = new_key(keys, directory)
    own = {"register.yaml": with_log_key(files["register.yaml"], public)}
    try:
        written = write(directory, {**files, **own})
    except RegisterError:
        key_file(keys, public).unlink()
        raise
    for path in written:
        click.echo(path)
    show_key(key_file(keys, public))
    click.echo(gettext("Now edit register.yaml, then add an entry: grandjour new SLUG"))


def show_key(path: Path) -> None:
    """Say where a new private key is, and what to do with it."""
    message = gettext("Private key: %(path)s. Keep a copy elsewhere; show it to nobody.")
    click.echo(message % {"path": path})
