"""`grandjour key rotate`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import declare, find_register, register_option
from register.cli.init import show_key
from register.cli.speech import N_
from register.settings import keys_folder


@declare(
    N_(
        "Let a new key sign from now on.\n\n"
        "The old key signs the line of the ledger that names the new one: whoever trusts the old "
        "key can trust the new one. Checkpoints and proofs of before stay true."
    )
)
@register_option
def command(register: Path | None) -> None:
    """Make a key, name it in the ledger, sign that with both."""
    from register.clock import now
    from register.evidence.signing import rotate
    from register.ledger import publishing
    from register.log.keys import key_file

    folder, keys = find_register(register), Path(keys_folder())
    with publishing(folder.path):
        public = rotate(folder, keys, now())
    show_key(key_file(keys, public))
    click.echo(gettext("The new key signs from now on. Tell your readers: grandjour key show"))
