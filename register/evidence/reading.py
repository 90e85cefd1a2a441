"""The ledger's log as the site shows it: states, proofs, and the files to hand out."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from explain.errors import ExplainError
from explain.issues import Issue
from register.contents import load_lines, read_register
from register.entry.folder import LEDGER, Folder
from register.entry.identity import Register
from register.errors import BrokenLog, RegisterError
from register.evidence.signing import ENTRIES, first_key, is_demonstration, keys_of
from register.ledger import Publication, leaves_of
from register.log import issues
from register.log.checkpoints import Checkpoint, read_checkpoint
from register.log.merkle import Nodes, inclusion, leaf_hash
from register.log.notes import Malformed, Verifier, decode, signed_by
from register.log.proofs import write_proof
from register.log.storage import (
    CHECKPOINT,
    KEYS,
    STATES,
    check_head,
    content,
    past,
    read_head,
    read_states,
    write_states,
)
from register.log.tiles import ever


@dataclass(frozen=True, slots=True)
class State:
    """One state that was signed: the checkpoint byte for byte, and what it says."""

    checkpoint: Checkpoint
    signed: bytes


@dataclass(frozen=True, slots=True)
class LogFile:
    """One file of the log, by its path below the log's folder; `lasting` never changes."""

    path: str
    data: bytes
    lasting: bool


@dataclass(frozen=True, slots=True)
class SignedLog:
    """The ledger's log in memory, up to its present state. Build it with `open_log`.

    `demonstration` tells that it is signed with the key that everybody knows.
    """

    now: State
    keys: tuple[Verifier, ...]
    demonstration: bool
    states: Mapping[int, State] = field(repr=False)
    leaves: tuple[bytes, ...] = field(repr=False)
    nodes: Nodes = field(repr=False)
    places: Mapping[bytes, int] = field(repr=False)

    @property
    def size(self) -> int:
        """Return the number of lines that are signed."""
        return self.now.checkpoint.size

    def state_of(self, publication: Publication) -> State:
        """Return the state under which a line was published: the first that covers it."""
        sizes = sorted(self.states)
        return self.states[sizes[bisect_right(sizes, self.place(publication))]]

    def place(self, publication: Publication) -> int:
        """Return the place of a line, from 0. Raises `KeyError` where it is not signed yet."""
        return self.places[leaf(publication)]

    def proof(self, publication: Publication) -> bytes:
        """Return the proof file of a publication, under the state of its day: always the same."""
        place, state = self.place(publication), self.state_of(publication)
        path = inclusion(place, state.checkpoint.size, self.nodes)
        return write_proof(place, path, state.signed)

    def files(self) -> Iterator[LogFile]:
        """Return every file of the log."""
        yield LogFile(CHECKPOINT, self.now.signed, lasting=False)
        yield LogFile(KEYS, "".join(f"{key}\n" for key in self.keys).encode(), lasting=False)
        yield LogFile(STATES, write_states(self.states), lasting=False)
        for size, state in self.states.items():
            yield LogFile(past(size), state.signed, lasting=True)
        for tile in ever(sorted(self.states)):
            yield LogFile(tile.path, content(tile, self.leaves, self.nodes), lasting=True)


def leaf(publication: Publication) -> bytes:
    """Return what the log holds of a publication: its line without the end."""
    return publication.line()[:-1]


def open_log(folder: Folder, register: Register) -> SignedLog | None:
    """Read the ledger's log; None where nothing was signed yet.

    Raises `BrokenLog` where the ledger, the key or a signed state do not go together, and
    `BrokenLedger`. Tiles are not read: they follow from the ledger. `grandjour verify` reads them.
    """
    path = folder.path / ENTRIES
    head = read_head(path)
    if head is None:
        return None
    first = first_key(register)
    if first is None:
        raise BrokenLog([Issue(issues.KEY_FOREIGN, str(path / CHECKPOINT))])
    lines, size = load_lines(folder), head.checkpoint.size
    leaves = leaves_of(folder.read(LEDGER) or b"")
    nodes = Nodes(map(leaf_hash, leaves))
    check_head(path / CHECKPOINT, head.checkpoint, nodes)
    named = keys_of(first, lines[:size])
    keys = tuple(Verifier(head.checkpoint.origin, decode(key.public)) for key in named)
    if not signed_by(read_checkpoint(head.signed)[1], keys[-1:]):
        raise BrokenLog([Issue(issues.KEY_FOREIGN, str(path / CHECKPOINT))])
    return SignedLog(
        now=State(head.checkpoint, head.signed),
        keys=keys,
        demonstration=is_demonstration(register),
        states=_read_states(path, State(head.checkpoint, head.signed), nodes),
        leaves=leaves[:size],
        nodes=nodes,
        places={line: at for at, line in enumerate(leaves[:size])},
    )


def check_log(folder: Folder) -> Iterator[Issue]:
    """Report what is wrong with the ledger's log, as far as `check` can see it.

    What is wrong with the register's own file or its ledger is reported elsewhere.
    """
    register, _ = read_register(folder)
    try:
        lines = load_lines(folder)
        log = open_log(folder, register) if register else None
    except BrokenLog as error:
        yield from error.issues
        return
    except (RegisterError, ExplainError):
        return
    if log is not None and len(lines) > log.size:
        yield Issue(issues.PENDING, folder.name(LEDGER), values={"count": len(lines) - log.size})


def _read_states(path: Path, now: State, nodes: Nodes) -> dict[int, State]:
    """Read every state that was signed, each compared with the ledger. Raises `BrokenLog`."""
    listed = path / STATES
    sizes = read_states(listed.read_bytes() if listed.is_file() else b"")
    states = {}
    for size in sizes:
        file = path / past(size)
        if size >= now.checkpoint.size:
            break
        if not file.is_file():
            values = {"name": past(size)}
            raise BrokenLog([Issue(issues.FILE_MISSING, str(file), values=values)])
        data = file.read_bytes()
        try:
            checkpoint = read_checkpoint(data)[0]
        except Malformed as error:
            wrong = {"problem": error.problem}
            raise BrokenLog([Issue(issues.NOTE_UNREADABLE, str(file), values=wrong)]) from None
        check_head(file, checkpoint, nodes)
        states[size] = State(checkpoint, data)
    return {**states, now.checkpoint.size: now}
