"""The command line: `grandjour`.

One module per command, imported when it is called. What the group itself needs is light,
so that `grandjour --help` answers at once.
"""

import gc
import os

from register.cli.base import Commands, language_option, version_option
from register.cli.speech import N_, speak

COMMANDS = {
    "init": N_("Make a new register in a folder."),
    "new": N_("Add an entry to write."),
    "new-version": N_("Start the next version of an entry."),
    "model": N_("Give a score its trained model."),
    "check": N_("Check the register, or one entry."),
    "test": N_("Run the worked examples, and list the rules that none reaches."),
    "versions": N_("List the versions of an entry, and say which one counts."),
    "diff": N_("Compare two versions of an entry."),
    "publish": N_("Publish what is new."),
    "status": N_("Say what is late, broken, stale or incomplete."),
    "links": N_("Try the links to other sites."),
    "verify": N_("Verify that the past was not rewritten."),
    "key": N_("Show, make or replace the key that signs."),
    "explain": N_("Explain one case."),
    "doubt": N_("Say how sure a score is of one case."),
    "evaluate": N_("Measure how often a score is right."),
    "match": N_("Give the places of a run to everybody."),
    "replay": N_("Calculate a recorded case again."),
    "notice": N_("Write the letter that explains a decision."),
    "serve": N_("Serve the site on this computer."),
    "build": N_("Write the site as files."),
    "schema": N_("Print the JSON Schema of a kind of file."),
}

root = Commands(
    "grandjour",
    COMMANDS,
    help=N_("A public register of algorithms that explains each decision in plain language."),
    params=[language_option(), version_option()],
)


def main() -> None:
    """Run the command that the arguments name, in the language that they ask for."""
    _travel_light()
    speak()
    root(prog_name="grandjour")


def _travel_light() -> None:
    """Leave out what costs a short command time and gives it nothing.

    Modules that load are no garbage: looking for some at every 700 objects is a tenth of
    “grandjour explain”. Plugins of pydantic are whatever else is installed beside us: no
    calculation may depend on it, and looking for them opens every installed package. NumPy
    starts a thread for each processor, to multiply matrices that no calculation has.
    """
    gc.set_threshold(200_000)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
