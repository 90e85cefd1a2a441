"""`grandjour replay RECORD`."""

from collections.abc import Iterator, Mapping
from gettext import gettext, ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import (
    argument,
    declare,
    find_register,
    language,
    option,
    printable,
    register_option,
    show_issues,
)
from register.cli.speech import N_

if TYPE_CHECKING:  # costs more than “--help” may
    from explain.record import Made
    from explain.replay import Difference
    from register.replaying import Replay

MOST = 20
"""Differences to list; a record of other data differs everywhere."""
LONGEST = 80
UNSEARCHED = 3
"""The exit code where nothing differs, but a search could not be made again."""

_REASONS = {
    "no_solver": N_("The program that searches, OR-Tools, is not installed here."),
    "out_of_time": N_("This machine did not come to the end in the time that a search may take."),
    "best_found": N_("This machine did not come to the end in the time that a search may take."),
    "busy": N_("This machine was busy with other searches."),
}


@declare(
    N_(
        "Calculate the case of a RECORD again, with the very files that calculated it, and say"
        " whether the result is the same to the last digit.\n\n"
        "RECORD is a file written by “grandjour explain --record” or “--format json”. Exit"
        " code 1 means that something differs, 3 that nothing differs but a search could not be"
        " made again on this machine."
    )
)
@argument("record", type=click.Path(path_type=Path))
@option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help=N_("Folder of the private data of the run, for a matching."),
)
@register_option
@click.pass_context
def command(
    context: click.Context, record: Path, *, data: Path | None, register: Path | None
) -> None:
    """Read, calculate again, compare, tell."""
    from explain.sources import Source
    from register.cli.files import read_run_folder
    from register.replaying import replay
    from register.shelf import open_shelf

    source = Source(str(record), record.read_bytes())
    run = read_run_folder(data) if data else None
    found = replay(open_shelf(find_register(register).path, drafts=True), source, run)
    for line in _lines(found):
        click.echo(printable(line))
    if not found.same:
        context.exit(1)
    if not found.exact:
        context.exit(UNSEARCHED)


def _lines(found: "Replay") -> Iterator[str]:
    yield from _about(found)
    show_issues(found.altered)
    if found.exact:
        yield gettext("Reproduced exactly.")
    elif found.same and found.unsearched is not None:
        yield gettext("Nothing differs, but one part could not be calculated again.")
        yield gettext("The search for several changes together was not made again to its end.")
        yield gettext(_REASONS[found.unsearched])
        yield gettext("The changes that the record names were run again: they bring what it says.")
        yield gettext("That nothing smaller is enough was not proved again.")
    elif not found.differences:
        yield gettext("The calculation gives this record, but its digest says otherwise.")
    else:
        count = len(found.differences)
        yield ngettext(
            "Not reproduced: %(count)s difference.", "Not reproduced: %(count)s differences.", count
        ) % {"count": language().number(count)}
        yield from map(_difference, found.differences[:MOST])
        if count > MOST:
            yield "  …"


def _about(found: "Replay") -> Iterator[str]:
    words, record = language(), found.record
    entry = found.version.entry_in(words.code)
    yield gettext("%(title)s, version %(number)s, %(day)s") % {
        "title": entry.title,
        "number": found.version.number,
        "day": words.day(record.case.decided_on),
    }
    if record.made is not None:
        yield _made(record.made)
    files = len(record.case.provenance.files)
    yield ngettext(
        "%(count)s file compared: it is the one that calculated.",
        "%(count)s files compared: they are those that calculated.",
        files,
    ) % {"count": files}
    yield gettext("Digest of the record: %(digest)s") % {"digest": record.digest}


def _made(made: "Made") -> str:
    return gettext("Made on %(day)s at %(time)s (UTC) with %(software)s.") % {
        "day": language().day(made.at.date()),
        "time": made.at.strftime("%H:%M"),
        "software": _software(made.software),
    }


def _software(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _difference(item: "Difference") -> str:
    values = {
        "path": item.path,
        "label": item.label,
        "recorded": _short(item.recorded),
        "found": _short(item.found),
    }
    if item.label:
        text = gettext("  %(path)s (%(label)s): recorded %(recorded)s, calculated %(found)s")
    else:
        text = gettext("  %(path)s: recorded %(recorded)s, calculated %(found)s")
    return text % values


def _short(text: str | None) -> str:
    if text is None:
        return gettext("nothing")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
