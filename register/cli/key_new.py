"""`grandjour key new`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import declare, find_register, register_option
from register.cli.init import show_key
from register.cli.speech import N_
from register.settings import keys_folder


@declare(N_("Make the key of a register that has none, and write its public half there."))
@register_option
def command(register: Path | None) -> None:
    """Make a key; the next publication signs the whole ledger with it."""
    from register.evidence.signing import begin
    from register.ledger import publishing
    from register.log.keys import key_file

    folder, keys = find_register(register), Path(keys_folder())
    with publishing(folder.path):
        public = begin(folder, keys)
    show_key(key_file(keys, public))
    click.echo(gettext("Written to register.yaml. The next “grandjour publish” signs everything."))
