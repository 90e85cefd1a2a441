"""What the commands share: how they are declared, where the register is, how errors end.

A command module `register/cli/<name>.py` defines `command`, made with `@declare`, with
English texts marked by `N_`. It raises the errors of `explain` and `register`; `Commands`
prints their issues and ends with exit code 1. Usage errors end with 2.
"""

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from gettext import gettext
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from register.cli.speech import LANGUAGES, N_, speak, spoken
from register.settings import setting

if TYPE_CHECKING:  # these cost more than `grandjour --help` may
    from pathlib import Path

    from explain.i18n import Language
    from explain.issues import Issue
    from register.entry.folder import Folder

# Control characters, halves of characters, and marks that reverse the direction of a text.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's names and its help in the language spoken."""
        shown = copy.copy(self)
        shown.help = gettext(self.help) if self.help else None
        return click.Option.get_help_record(shown, ctx)


class Command(click.Command):
    """A command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language spoken."""
        shown = copy.copy(self)
        shown.help = gettext(self.help) if self.help else None
        click.Command.format_help_text(shown, ctx, formatter)


class Commands(click.Group):
    """Commands that are imported when they are called, listed with their help before."""

    def __init__(
        self, name: str, commands: Mapping[str, str], *, prefix: str = "", **settings: Any
    ) -> None:
        """Keep the names and short helps; a command's module is `register.cli.<prefix><name>`."""
        super().__init__(name, **settings)
        self.short_helps = commands
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order of work."""
        return list(self.short_helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module of a command."""
        if cmd_name not in self.short_helps:
            return None
        module = import_module(f"register.cli.{self.prefix}{cmd_name.replace('-', '_')}")
        found: click.Command = module.command
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language spoken."""
        Command.format_help_text(self, ctx, formatter)  # type: ignore[arg-type] # what it uses is in every command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        rows = [(name, gettext(self.short_helps[name])) for name in self.list_commands(ctx)]
        with formatter.section(gettext("Commands")):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print the issues of our errors and end with exit code 1."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            found = _issues_of(error)
            if not found:
                raise
            show_issues(found, err=True)
            ctx.exit(1)


def language_option() -> click.Option:
    """Return the option that chooses the language of what is printed."""
    return Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        is_eager=True,
        callback=lambda _context, _option, value: speak(value) if value else None,
        help=N_("Language of what is printed."),
    )


def version_option() -> click.Option:
    """Return the option that prints the version of the software."""
    return Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_show_version,
        help=N_("Show the version and exit."),
    )


def declare(help_text: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a command with `help_text` and the option `--lang`."""

    def decorate(function: Callable[..., Any]) -> Command:
        made = click.command(cls=Command, help=help_text)(function)
        made.params.append(language_option())
        return made

    return decorate


option = partial(click.option, cls=Option)
argument = click.argument


def register_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--register`, passed as `register: Path | None`; see `find_register`."""
    from pathlib import Path

    decorate = option(
        "--register",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=N_("Folder of the register, if it is neither “entries” nor the current folder."),
    )
    return decorate(function)


def choice_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what chooses the version that calculates, passed as `day`, `known` and `number`."""
    for decorate in reversed(
        (
            option(
                "--date",
                "day",
                metavar="YYYY-MM-DD",
                help=N_("Day of the decision; by default the case's, then today."),
            ),
            known_option,
            option(
                "--version",
                "number",
                type=click.IntRange(1, 9999),
                metavar="N",
                help=N_("Version that calculates."),
            ),
        )
    ):
        function = decorate(function)
    return function


known_option = option(
    "--known-at",
    "known",
    metavar="TIME",
    help=N_(
        "Count only what was published by this day or moment (2026-01-31, 2026-01-31T08:00);"
        " by default, now."
    ),
)


def find_register(given: "Path | None") -> "Folder":
    """Return the register's folder. Raises `InvalidRegister` where there is none."""
    from pathlib import Path

    from register.entry.folder import REGISTER, open_folder

    asked = setting("register")
    path = given or (Path(asked) if asked else None)
    if path is None:
        here = Path()
        path = here if (here / REGISTER).is_file() else here / "entries"
    return open_folder(path)


def language() -> "Language":
    """Return the language spoken, with the texts of issues, units and numbers."""
    from register import i18n

    return i18n.language("en" if spoken() == "en" else "fr")


def show_issues(found: Iterable["Issue"], *, err: bool = False) -> int:
    """Print each issue as `path:line: CODE message` with its hint below; return how many."""
    tongue = language()
    count = 0
    for count, issue in enumerate(found, start=1):  # noqa: B007 - counted for the caller
        place = f"{issue.place}: " if issue.place else ""
        click.echo(printable(f"{place}{issue.code.id} {tongue.message(issue)}"), err=err)
        click.echo(printable(f"    {tongue.hint(issue)}"), err=err)
    return count


def printable(text: str) -> str:
    """Replace the characters by which a file's name or content could rule a terminal."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _issues_of(error: Exception) -> tuple["Issue", ...]:
    """Return the issues of one of our errors, or of a file that cannot be read."""
    from explain.errors import ExplainError
    from explain.issues import FILE_UNREADABLE, Issue
    from register.errors import RegisterError, reason

    if isinstance(error, ExplainError | RegisterError):
        return error.issues
    if isinstance(error, OSError) and error.filename:
        values = {"name": error.filename, "problem": reason(error)}
        return (Issue(FILE_UNREADABLE, values=values),)
    return ()


def _show_version(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"grandjour {version('grandjour')}")
        context.exit()
