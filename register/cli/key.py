"""`grandjour key ...`."""

from register.cli.base import Commands, language_option
from register.cli.speech import N_

command = Commands(
    "key",
    {
        "show": N_("Show the public key of the log."),
        "new": N_("Make the key of a register that has none."),
        "rotate": N_("Let a new key sign from now on."),
    },
    prefix="key_",
    help=N_("Show, make or replace the key that signs the log of the register."),
    params=[language_option()],
)
