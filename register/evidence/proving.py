"""One proof file verified by itself: a line of the ledger, its place, and the files it lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explain.canonical import digest
from explain.issues import Issue
from register.errors import BrokenLedger, BrokenLog
from register.issues import PUBLISHED_ADDED, PUBLISHED_CHANGED
from register.ledger import Publication, parse_line
from register.log import issues
from register.log.checkpoints import Checkpoint
from register.log.notes import Malformed, Verifier, signed_by
from register.log.proofs import LeafProof, read_proof


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof file proves: the publication, its place from 0, the state above it."""

    publication: Publication
    index: int
    checkpoint: Checkpoint
    key: Verifier
    files: tuple[str, ...]


def prove(
    name: str, proof: bytes, line: bytes, keys: Sequence[Verifier], files: Mapping[str, bytes]
) -> Proved:
    """Verify a proof file called `name` with public keys; `files` are compared as well.

    Raises `BrokenLog` and `BrokenLedger` with what does not hold.
    """
    found = _read(name, proof)
    signers = signed_by(found.note, keys)
    if not signers:
        raise BrokenLog([Issue(issues.NOT_SIGNED, name)])
    if signers[0].name != found.checkpoint.origin:
        values = {"found": found.checkpoint.origin, "expected": signers[0].name}
        raise BrokenLog([Issue(issues.OTHER_LOG, name, values=values)])
    leaf = line.removesuffix(b"\n")
    publication = parse_line(leaf)
    if not found.proves(leaf) or not isinstance(publication, Publication):
        raise BrokenLog([Issue(issues.PROOF_FAILS, name)])
    wrong = [issue for file, data in files.items() for issue in _file(file, data, publication)]
    if wrong:
        raise BrokenLedger(wrong)
    return Proved(publication, found.index, found.checkpoint, signers[0], tuple(files))


def _read(name: str, proof: bytes) -> LeafProof:
    try:
        return read_proof(proof)
    except Malformed as error:
        values = {"problem": error.problem}
        raise BrokenLog([Issue(issues.PROOF_UNREADABLE, name, values=values)]) from None


def _file(name: str, data: bytes, publication: Publication) -> list[Issue]:
    values = {"name": name, "day": publication.published_at.date()}
    if name not in publication.files:
        return [Issue(PUBLISHED_ADDED, name, values=values)]
    same = digest(data) == publication.files[name]
    return [] if same else [Issue(PUBLISHED_CHANGED, name, values=values)]
