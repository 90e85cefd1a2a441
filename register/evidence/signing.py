"""The ledger's log: who signs it, and how it follows the ledger.

A publication counts once a signed checkpoint covers its line. Keys follow one another in the
ledger itself: the first is `log_key` of the register, each later one a line of the ledger, and
the checkpoint that first covers such a line is signed by the old key and by the new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from explain.issues import Issue
from register.contents import load_lines, read_register
from register.entry.folder import LEDGER, LOG, REGISTER, Folder
from register.entry.identity import Register
from register.errors import BrokenLog, CannotPublish, CannotWrite, InvalidRegister, reason
from register.issues import CLOCK_BACK, WRITE_FAILED
from register.ledger import Item, KeyChange, append, leaves_of
from register.log import issues
from register.log.checkpoints import read_checkpoint
from register.log.files import put, sweep
from register.log.keys import demonstration_key, new_key, public_text, signer
from register.log.notes import Verifier, decode, signed_by
from register.log.storage import CHECKPOINT, Head, extend, read_head
from register.scaffold import with_log_key

ENTRIES = f"{LOG}/entries"
"""Where the ledger's log lies, in the register's folder and on its site."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the first line, counted from 0, after which it signs alone."""

    line: int
    public: str


def first_key(register: Register) -> str | None:
    """Return the key with which the log begins; None for a register without a log."""
    if register.log_key is None and register.demonstration:
        return public_text(demonstration_key())
    return register.log_key


def is_demonstration(register: Register) -> bool:
    """Tell whether the log begins with the key that everybody knows."""
    return first_key(register) == public_text(demonstration_key())


def keys_of(first: str, lines: Sequence[Item]) -> tuple[Key, ...]:
    """Return the keys of a log, oldest first."""
    later = (Key(at, item.key) for at, item in enumerate(lines) if isinstance(item, KeyChange))
    return (Key(-1, first), *later)


def owed(keys: Sequence[Key], before: int, size: int) -> tuple[Key, ...]:
    """Return the keys that must sign the checkpoint of `size` lines after one of `before`.

    The key of then, and every key that the lines between introduce.
    """
    held = [key for key in keys if key.line < before]
    return (*held[-1:], *(key for key in keys if before <= key.line < size))


def origin_of(register: Register) -> str:
    """Return the name of a log that begins now: its address without the scheme."""
    return f"{register.base_url.partition('://')[2]}/{ENTRIES}"


def read_own(folder: Folder) -> Register:
    """Read what the register says of itself. Raises `InvalidRegister`."""
    register, found = read_register(folder)
    if register is None:
        raise InvalidRegister(found)
    return register


def public_keys(folder: Folder, register: Register, lines: Sequence[Item]) -> tuple[Verifier, ...]:
    """Return the public keys of the ledger's log, oldest first. Raises `BrokenLog`."""
    first = first_key(register)
    if first is None:
        return ()
    head = read_head(folder.path / ENTRIES)
    name = head.checkpoint.origin if head else origin_of(register)
    return tuple(Verifier(name, decode(key.public)) for key in keys_of(first, lines))


def follow(folder: Folder, keys_folder: Path) -> Head | None:
    """Make the log follow the ledger, and finish what was interrupted.

    Call it inside `register.ledger.publishing`. Returns the log's state, or None for a
    register without a log. Raises `BrokenLog`, `BrokenLedger`, `InvalidRegister`, or
    `CannotWrite`, after which the old state still stands.
    """
    register = read_own(folder)
    first = first_key(register)
    lines = load_lines(folder)
    path = folder.path / ENTRIES
    head = read_head(path)
    if first is None or not lines:
        if head is not None:
            raise BrokenLog([Issue(issues.KEY_FOREIGN, str(path / CHECKPOINT))])
        return None
    name = head.checkpoint.origin if head else origin_of(register)
    keys, known = keys_of(first, lines), public_keys(folder, register, lines)
    before = head.checkpoint.size if head else 0
    if head is not None and not signed_by(read_checkpoint(head.signed)[1], known):
        raise BrokenLog([Issue(issues.KEY_FOREIGN, str(path / CHECKPOINT))])
    leaves = leaves_of(folder.read(LEDGER) or b"")
    if before == len(leaves):
        signers = []
    else:
        signers = [signer(name, key.public, keys_folder) for key in owed(keys, before, len(lines))]
    return extend(path, leaves, signers, known)


def ready(folder: Folder, keys_folder: Path) -> None:
    """Finish what was interrupted, and make sure that the key is there for what comes.

    Call it inside `register.ledger.publishing`, before anything is added. Raises as `follow`
    does.
    """
    sweep(folder.path / ENTRIES)
    follow(folder, keys_folder)
    first = first_key(read_own(folder))
    if first is not None:
        signer("", keys_of(first, load_lines(folder))[-1].public, keys_folder)


def begin(folder: Folder, keys_folder: Path) -> str:
    """Make the first key of a register that has none; return its public half.

    Call it inside `register.ledger.publishing`. Raises `CannotPublish` where there is a key or
    a log already, `InvalidRegister` and `CannotWrite`.
    """
    path = folder.path / REGISTER
    if read_own(folder).log_key is not None or read_head(folder.path / ENTRIES) is not None:
        raise CannotPublish([Issue(issues.KEY_THERE, str(path))])
    public = new_key(keys_folder, folder.path)
    try:
        put(path, with_log_key(path.read_bytes(), public))
    except OSError as error:
        values = {"name": str(path), "problem": reason(error)}
        raise CannotWrite([Issue(WRITE_FAILED, values=values)]) from None
    return public


def rotate(folder: Folder, keys_folder: Path, now: datetime) -> str:
    """Let another key sign from now on; return its public half.

    Call it inside `register.ledger.publishing`. The old key signs the line that names the new
    one, so that whoever trusts the old key can trust the new one. Raises as `follow` does, and
    `CannotPublish` where the clock ran backwards.
    """
    ready(folder, keys_folder)
    if first_key(read_own(folder)) is None:
        raise BrokenLog([Issue(issues.NO_KEY, folder.name(REGISTER))])
    lines = load_lines(folder)
    now = now.replace(microsecond=0)
    if lines and now < lines[-1].published_at:
        values = {"now": now, "last": lines[-1].published_at}
        raise CannotPublish([Issue(CLOCK_BACK, values=values)])
    public = new_key(keys_folder, folder.path)
    append(folder.path, [KeyChange(key=public, published_at=now)])
    follow(folder, keys_folder)
    return public
