"""`grandjour model ...`."""

from register.cli.base import Commands, language_option
from register.cli.speech import N_

command = Commands(
    "model",
    {"add": N_("Convert a trained model into the draft of an entry.")},
    prefix="model_",
    help=N_("Give a score its trained model."),
    params=[language_option()],
)
