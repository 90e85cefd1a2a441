"""`grandjour verify [PLACE]`."""

from collections.abc import Iterable, Iterator
from gettext import gettext, ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, option, printable, show_issues
from register.cli.speech import N_

if TYPE_CHECKING:  # costs more than “--help” may
    from register.evidence.auditing import Kept, Report
    from register.evidence.proving import Proved
    from register.log.notes import Verifier

PROOF = ".tlog-proof"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@declare(
    N_(
        "Verify that a register's past was not rewritten, and say what that proves.\n\n"
        "PLACE is a folder, the address of a site, or a proof file; by default, the register here. "
        "Everything is calculated again from the published files. The exit code is 0 where "
        "everything holds, 1 where something does not, 2 where the question is not clear."
    )
)
@argument("place", required=False, metavar="PLACE")
@option(
    "--kept",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help=N_("A checkpoint that you kept earlier; may be given several times."),
)
@option("--key", metavar="KEY", help=N_("Public key that you noted elsewhere, or a file with it."))
@option(
    "--line",
    type=_FILE,
    metavar="FILE",
    help=N_("For a proof file: the line of the ledger; by default the “.json” file beside it."),
)
@option(
    "--file",
    "files",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help=N_("For a proof file: a file of the version, to compare; may be given several times."),
)
def command(
    place: str | None,
    *,
    kept: tuple[Path, ...],
    key: str | None,
    line: Path | None,
    files: tuple[Path, ...],
) -> None:
    """Verify, say what was proved and what cannot be; end with 1 where something is wrong."""
    from register.evidence.auditing import Kept, audit
    from register.evidence.sources import open_source

    keys = _keys(key)
    if place is not None and place.endswith(PROOF):
        _say(*_proved(Path(place), keys, line, files))
        return
    target = place or str(find_register(None).path)
    mine = [Kept(str(path), path.read_bytes()) for path in kept]
    report = audit(open_source(target), mine, keys[-1] if keys else None)
    if report.issues:
        count = show_issues(report.issues)
        message = ngettext("%(count)s problem found.", "%(count)s problems found.", count)
        click.echo(message % {"count": count}, err=True)
        raise click.exceptions.Exit(1)
    _say(list(_found(report)), list(_limits(report, mine)))


def _keys(text: str | None) -> "tuple[Verifier, ...]":
    from register.log.notes import Malformed, read_verifier

    if text is None:
        return ()
    path = Path(text)
    lines = path.read_text("utf-8").split() if path.is_file() else [text]
    try:
        return tuple(read_verifier(line) for line in lines)
    except Malformed:
        raise click.BadParameter(gettext("this is not the public key of a log")) from None


def _proved(
    path: Path, keys: "tuple[Verifier, ...]", line: Path | None, files: Iterable[Path]
) -> tuple[list[str], list[str]]:
    from explain.issues import Issue
    from register.errors import NotFound
    from register.evidence.proving import prove
    from register.log.issues import LEAF_MISSING

    if not keys:
        raise click.UsageError(gettext("A proof needs the public key of the log: --key"))
    beside = line or path.with_suffix(".json")
    if not beside.is_file():
        raise NotFound([Issue(LEAF_MISSING, str(path), values={"name": str(beside)})])
    given = {file.name: file.read_bytes() for file in files}
    proved = prove(str(path), path.read_bytes(), beside.read_bytes(), keys, given)
    return _of_proof(proved)


def _of_proof(proved: "Proved") -> tuple[list[str], list[str]]:
    item = proved.publication
    values = {
        "slug": item.slug,
        "number": item.version,
        "place": proved.index + 1,
        "size": proved.checkpoint.size,
        "key": proved.key,
    }
    found = [
        gettext("Version %(number)s of “%(slug)s” is line %(place)s of the log.") % values,
        gettext("The state of %(size)s lines above it is signed with %(key)s.") % values,
    ]
    message = gettext("“%(name)s” is, byte for byte, the file that was published.")
    found += [message % {"name": name} for name in proved.files]
    limits = [gettext("That the log was not rewritten since: compare with a later checkpoint.")]
    if not proved.files:
        limits.append(gettext("That a text is the one published: name it with “--file”."))
    return found, [*limits, *_always()]


def _found(report: "Report") -> Iterator[str]:
    size, key = report.lines, report.keys[-1]
    yield gettext("The state of %(size)s lines is signed with %(key)s.") % {
        "size": size,
        "key": key,
    }
    if report.demonstration:
        yield gettext("This is the key of demonstrations: anybody could have signed with it.")
    elif report.key_brought:
        yield gettext("You brought a key of this log: the signatures are the publisher's.")
    yield gettext("The ledger gives exactly what is signed, and so do all files of the log.")
    message = ngettext(
        "%(count)s published file is, byte for byte, the one of the ledger.",
        "%(count)s published files are, byte for byte, those of the ledger.",
        report.files,
    )
    yield message % {"count": report.files}
    message = ngettext(
        "%(count)s state was signed so far.",
        "%(count)s states were signed so far; each begins as the one before.",
        report.states,
    )
    yield message % {"count": report.states}
    for size in sorted(report.kept):
        yield gettext(
            "The checkpoint of %(size)s lines that you kept still holds: nothing up to there was"
            " changed, removed or put in another order."
        ) % {"size": size}


def _limits(report: "Report", kept: "list[Kept]") -> Iterator[str]:
    if not kept:
        yield gettext(
            "That the past was not rewritten before today: you brought no checkpoint that you had"
            " kept. Keep the present one, “log/entries/checkpoint”, for the next time."
        )
    if not report.key_brought and not report.demonstration:
        yield gettext(
            "That the publisher signed: the key came with the register. Note it, and compare it"
            " with one from elsewhere: “--key”."
        )
    if report.private:
        message = ngettext(
            "What is in %(count)s private file: only its digest is public.",
            "What is in %(count)s private files: only their digests are public.",
            report.private,
        )
        yield message % {"count": report.private}
    yield gettext("That everybody is shown the same: compare checkpoints with other readers.")
    yield from _always()


def _always() -> Iterator[str]:
    yield gettext("That the times are right: they come from the publisher's clock.")
    yield gettext("That what is written is true: a log shows that a text stayed the same.")


def _say(found: Iterable[str], limits: Iterable[str]) -> None:
    click.secho(gettext("Proved"), bold=True)
    for text in found:
        click.echo(printable(f"  + {text}"))
    click.secho(gettext("Not proved"), bold=True)
    for text in limits:
        click.echo(printable(f"  - {text}"))
    click.secho(gettext("Everything holds."), bold=True)
