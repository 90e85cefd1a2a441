"""`grandjour key show`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import declare, find_register, register_option
from register.cli.speech import N_
from register.settings import keys_folder


@declare(
    N_(
        "Show the public keys of the log, oldest first.\n\n"
        "Print the last one on paper, on another site, in the minutes of a council: whoever "
        "noted it elsewhere can tell the true register from a false one."
    )
)
@register_option
def command(register: Path | None) -> None:
    """Print each key in the form that verifiers read."""
    from register.contents import load_lines
    from register.evidence.signing import is_demonstration, public_keys, read_own
    from register.log.keys import key_file
    from register.log.notes import encode

    folder = find_register(register)
    own = read_own(folder)
    found = public_keys(folder, own, load_lines(folder))
    for key in found:
        click.echo(str(key))
    if not found:
        click.echo(gettext("This register has no key: nothing signs its history."))
    elif is_demonstration(own) and len(found) == 1:
        click.echo(gettext("This is the key of demonstrations: everybody knows its private half."))
    else:
        path = key_file(Path(keys_folder()), encode(found[-1].public))
        there = gettext("it is there") if path.is_file() else gettext("it is not there")
        click.echo(gettext("Private key: %(path)s (%(there)s)") % {"path": path, "there": there})
