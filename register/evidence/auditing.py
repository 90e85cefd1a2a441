"""Verification: everything that a register claims is calculated again from its files.

Nothing that the register says is taken for granted but the public key, and that one only
where the auditor does not bring a key of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from explain.canonical import digest
from explain.issues import N_, Issue
from register.entry.folder import LEDGER
from register.errors import BrokenLedger
from register.evidence.signing import ENTRIES, Key, keys_of, owed
from register.evidence.sources import Source
from register.issues import PUBLISHED_CHANGED, PUBLISHED_MISSING
from register.ledger import Item, Publication, leaves_of, read_lines
from register.log import issues
from register.log.checkpoints import Checkpoint, read_checkpoint
from register.log.keys import demonstration_key, public_text
from register.log.merkle import Nodes, leaf_hash, root
from register.log.notes import Malformed, Note, Verifier, decode, encode, read_verifier, signed_by
from register.log.storage import CHECKPOINT, KEYS, STATES, content, past, read_states, write_states
from register.log.tiles import ever


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that the auditor kept: where it is, and its bytes."""

    file: str
    data: bytes


@dataclass(slots=True)
class Report:
    """What was found: `issues` is empty where everything holds.

    `lines` counts the lines that the checkpoint signs, `files` those compared with their
    digest, `private` those that a site keeps to itself, `states` the checkpoints checked,
    `kept` the sizes of the auditor's own checkpoints that the log continues. `key_brought`
    tells that the auditor brought a key, `demonstration` that everybody knows the present one.
    """

    place: str
    checkpoint: Checkpoint | None = None
    keys: tuple[Verifier, ...] = ()
    key_brought: bool = False
    demonstration: bool = False
    lines: int = 0
    files: int = 0
    private: int = 0
    states: int = 0
    kept: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def audit(source: Source, kept: Sequence[Kept] = (), key: Verifier | None = None) -> Report:
    """Verify a register; `key` is one that the auditor noted elsewhere.

    Raises `NotFound` where the source cannot be read.
    """
    report = Report(source.name, key_brought=key is not None)
    signed = _read_head(source, report)
    lines = _read_ledger(source, report)
    if signed is None or lines is None:
        return report
    checkpoint, note = signed
    leaves = leaves_of(source.read(LEDGER) or b"")
    nodes = Nodes(map(leaf_hash, leaves))
    report.checkpoint, report.lines = checkpoint, checkpoint.size
    keys = _read_keys(source, report, lines, checkpoint.origin, key)
    known = tuple(Verifier(checkpoint.origin, decode(item.public)) for item in keys)
    place = f"{ENTRIES}/{CHECKPOINT}"
    if not signed_by(note, known[-1:]):
        report.issues.append(Issue(issues.NOT_SIGNED, place))
    report.issues += _compare(place, checkpoint, nodes)
    if len(leaves) > checkpoint.size:
        values = {"count": len(leaves) - checkpoint.size}
        report.issues.append(Issue(issues.PENDING, LEDGER, values=values))
    for one in kept:
        _check_kept(one, report, nodes, known)
    if len(leaves) >= checkpoint.size:
        sizes = _states(source, report, checkpoint.size)
        _check_tiles(source, report, leaves, nodes, sizes)
        _check_states(source, report, keys, nodes, sizes)
    _check_files(source, report, lines)
    return report


def _read_head(source: Source, report: Report) -> tuple[Checkpoint, Note] | None:
    place = f"{ENTRIES}/{CHECKPOINT}"
    data = source.read(place)
    if data is None:
        report.issues.append(Issue(issues.CHECKPOINT_MISSING, place))
        return None
    return _parse(place, data, report)


def _parse(place: str, data: bytes, report: Report) -> tuple[Checkpoint, Note] | None:
    try:
        return read_checkpoint(data)
    except Malformed as error:
        values = {"problem": error.problem}
        report.issues.append(Issue(issues.NOTE_UNREADABLE, place, values=values))
        return None


def _read_ledger(source: Source, report: Report) -> tuple[Item, ...] | None:
    data = source.read(LEDGER)
    if data is None:
        report.issues.append(Issue(issues.FILE_MISSING, LEDGER, values={"name": LEDGER}))
        return None
    try:
        return read_lines(data)
    except BrokenLedger as error:
        report.issues += error.issues
        return None


def _read_keys(
    source: Source, report: Report, lines: Sequence[Item], origin: str, key: Verifier | None
) -> tuple[Key, ...]:
    """Return the keys of the log: the first as it is written there, the others by the ledger."""
    place = f"{ENTRIES}/{KEYS}"
    data = source.read(place)
    written: list[Verifier] = []
    try:
        written = [read_verifier(text) for text in (data or b"").decode().splitlines()]
    except (Malformed, UnicodeDecodeError):
        written = []
    if not written:
        report.issues.append(Issue(issues.FILE_MISSING, place, values={"name": KEYS}))
        return ()
    keys = keys_of(encode(written[0].public), lines)
    found = tuple(Verifier(origin, decode(item.public)) for item in keys)
    if list(found[: len(written)]) != written:
        report.issues.append(Issue(issues.NOT_SIGNED, place))
    if key is not None and key not in found:
        report.issues.append(Issue(issues.NOT_SIGNED, place))
        return ()
    report.keys = found
    report.demonstration = keys[-1].public == public_text(demonstration_key())
    return keys


def _compare(place: str, checkpoint: Checkpoint, nodes: Nodes) -> Iterator[Issue]:
    """Compare a checkpoint with the ledger."""
    lines, size = len(nodes), checkpoint.size
    if lines < size:
        yield Issue(issues.LEDGER_SHORT, place, values={"lines": lines, "size": size})
    elif root(size, nodes) != checkpoint.root:
        yield Issue(issues.ROOT_DIFFERS, place, values={"size": size})


def _check_kept(kept: Kept, report: Report, nodes: Nodes, known: Sequence[Verifier]) -> None:
    """Check that the log continues a checkpoint that was kept."""
    read = _parse(kept.file, kept.data, report)
    now = report.checkpoint
    if read is None or now is None:
        return
    checkpoint, note = read
    values: dict[str, object] = {"size": checkpoint.size, "lines": now.size}
    if checkpoint.origin != now.origin:
        names = {"found": checkpoint.origin, "expected": now.origin}
        report.issues.append(Issue(issues.OTHER_LOG, kept.file, values=names))
    elif not signed_by(note, known):
        report.issues.append(Issue(issues.NOT_SIGNED, kept.file))
    elif checkpoint.size == 0:
        report.issues.append(Issue(issues.EMPTY_KEPT, kept.file))
    elif checkpoint.size > now.size:
        report.issues.append(Issue(issues.SHORTENED, kept.file, values=values))
    elif checkpoint.size == now.size and checkpoint.root != now.root:
        report.issues.append(Issue(issues.TWO_VIEWS, kept.file, values=values))
    elif checkpoint.size > len(nodes) or root(checkpoint.size, nodes) != checkpoint.root:
        report.issues.append(Issue(issues.REWRITTEN, kept.file, values=values))
    else:
        report.kept.append(checkpoint.size)


def _check_tiles(
    source: Source, report: Report, leaves: Sequence[bytes], nodes: Nodes, sizes: Sequence[int]
) -> None:
    """Compare every tile and bundle of every state with what the ledger gives."""
    for tile in ever(sizes):
        name = f"{ENTRIES}/{tile.path}"
        data = source.read(name)
        expected = content(tile, leaves, nodes)
        values = {"name": tile.path}
        if data is None:
            report.issues.append(Issue(issues.FILE_MISSING, name, values=values))
        elif data != expected:
            differs = {**values, "problem": _difference(data, expected)}
            report.issues.append(Issue(issues.FILE_DIFFERS, name, values=differs))


def _difference(data: bytes, expected: bytes) -> str:
    if len(data) < len(expected):
        return N_("it is cut")
    return N_("it is too long") if len(data) > len(expected) else N_("it says something else")


def _check_states(
    source: Source, report: Report, keys: Sequence[Key], nodes: Nodes, sizes: Sequence[int]
) -> None:
    """Check every state that was ever signed: its signatures, and that the ledger gives it."""
    now = report.checkpoint
    if now is None or not keys:
        return
    before = 0
    for size in sizes:
        name = f"{ENTRIES}/{past(size)}"
        data = source.read(name)
        if data is None:
            report.issues.append(Issue(issues.FILE_MISSING, name, values={"name": past(size)}))
            continue
        owing = owed(keys, before, size)
        expected = {Verifier(now.origin, decode(key.public)) for key in owing}
        report.issues += _state(name, data, (size, now.origin), expected, nodes)
        report.states += 1
        before = size


def _state(
    place: str, data: bytes, named: tuple[int, str], keys: set[Verifier], nodes: Nodes
) -> Iterator[Issue]:
    """Check one state that was signed: `named` are its size and its origin."""
    try:
        checkpoint, note = read_checkpoint(data)
    except Malformed as error:
        yield Issue(issues.NOTE_UNREADABLE, place, values={"problem": error.problem})
        return
    if (checkpoint.size, checkpoint.origin) != named:
        values = {"name": past(named[0]), "problem": N_("it says something else")}
        yield Issue(issues.FILE_DIFFERS, place, values=values)
    elif not keys <= set(signed_by(note, keys)):
        yield Issue(issues.NOT_SIGNED, place)
    else:
        yield from _compare(place, checkpoint, nodes)


def _states(source: Source, report: Report, last: int) -> tuple[int, ...]:
    """Return the sizes of the states that were signed, up to the present one."""
    place = f"{ENTRIES}/{STATES}"
    data = source.read(place) or b""
    sizes = read_states(data)
    if data != write_states(sizes):
        other = {"name": STATES, "problem": N_("it says something else")}
        report.issues.append(Issue(issues.FILE_DIFFERS, place, values=other))
    elif last not in sizes:
        values = {"name": STATES, "problem": N_("it lacks the present checkpoint")}
        report.issues.append(Issue(issues.FILE_DIFFERS, place, values=values))
    return tuple(sorted({*(size for size in sizes if size <= last), last}))


def _check_files(source: Source, report: Report, lines: Sequence[Item]) -> None:
    """Compare every published file with its digest in the ledger."""
    for item in lines:
        if not isinstance(item, Publication):
            continue
        for name, expected in item.files.items():
            data = source.file(item.slug, item.version, name)
            place = f"{source.published}{item.slug}/{item.version}/{name}"
            values = {"name": name, "day": item.published_at.date()}
            if data is not None and digest(data) == expected:
                report.files += 1
            elif data is not None:
                report.issues.append(Issue(PUBLISHED_CHANGED, place, values=values))
            elif source.hides(item.slug, item.version, name):
                report.private += 1
            else:
                report.issues.append(Issue(PUBLISHED_MISSING, place, values=values))
