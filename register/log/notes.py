"""Signed notes (https://c2sp.org/signed-note): a text, and signatures below it.

text, ending with a line feed
(empty line)
— name base64(key id || signature)
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from explain.issues import N_

MAXIMUM_BYTES = 65_536
"""Largest note that is read; the specification asks for at least 16 signatures."""

SEED_BYTES = 32
_ED25519 = b"\x01"
_ID_BYTES = 4
_SIGNATURE = re.compile("— ([^ +\n]+) ([A-Za-z0-9+/]+={0,2})")


class Malformed(ValueError):
    """Bytes are not in the format that they should have; `problem` is marked for translation."""

    def __init__(self, problem: str) -> None:
        """Keep the problem."""
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key: the name it signs as, and 32 bytes."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Return the 4 bytes by which signatures name the key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """Write the key as `name+id+base64`, the form that log tools exchange."""
        return f"{self.name}+{self.id.hex()}+{encode(_ED25519 + self.public)}"

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Check a signature (RFC 8032)."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, under the name it signs as. Its text never shows the key."""

    name: str
    _key: Ed25519PrivateKey

    @classmethod
    def of_seed(cls, name: str, seed: bytes) -> "Signer":
        """Make the key of 32 secret bytes."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def verifier(self) -> Verifier:
        """Return the public half."""
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def line(self, text: bytes) -> bytes:
        """Return the signature line of a text: always the same for the same text."""
        signed = self.verifier.id + self._key.sign(text)
        return f"— {self.name} {encode(signed)}\n".encode()


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read: its text, and (name, key id, signature) for each signature."""

    text: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]


def sign(text: bytes, signers: Iterable[Signer]) -> bytes:
    """Return the note of a text that ends with a line feed."""
    return text + b"\n" + b"".join(signer.line(text) for signer in signers)


def read_note(data: bytes) -> Note:
    """Take a note apart; no signature is checked. Raises `Malformed`."""
    if len(data) > MAXIMUM_BYTES:
        raise Malformed(N_("it is too long"))
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise Malformed(N_("it is not text in UTF-8")) from None
    if any(mark < " " and mark != "\n" for mark in whole):
        raise Malformed(N_("it holds control characters"))
    text, found, below = whole.rpartition("\n\n")
    if not found or not text or not below.endswith("\n"):
        raise Malformed(N_("it has no signature below an empty line"))
    signatures = tuple(_signature(line) for line in below[:-1].split("\n"))
    return Note((text + "\n").encode(), signatures)


def signed_by(note: Note, keys: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Return the keys, among those that are known, that signed the note.

    Signatures of unknown keys are passed over. A wrong signature of a known key spoils the
    whole note: nothing is returned.
    """
    known = {(key.name, key.id): key for key in keys}
    found: list[Verifier] = []
    for name, identifier, signature in note.signatures:
        key = known.get((name, identifier))
        if key is not None and not key.accepts(note.text, signature):
            return ()
        if key is not None and key not in found:
            found.append(key)
    return tuple(found)


def read_verifier(text: str) -> Verifier:
    """Read a public key written as `name+id+base64`. Raises `Malformed`."""
    name, _, rest = text.partition("+")
    identifier, _, data = rest.partition("+")
    material = decode(data)
    if len(material) != len(_ED25519) + SEED_BYTES or material[:1] != _ED25519:
        raise Malformed(N_("it is not an Ed25519 key"))
    key = Verifier(name, material[1:])
    if not name or re.search(r"\s", name) or key.id.hex() != identifier:
        raise Malformed(N_("the name or the number of the key was changed"))
    return key


def encode(data: bytes) -> str:
    """Return bytes as base64 (RFC 4648, section 4)."""
    return b64encode(data).decode()


def decode(text: str) -> bytes:
    """Read base64, only as `encode` writes it. Raises `Malformed`."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(N_("it holds broken base64")) from None
    if encode(data) != text:
        raise Malformed(N_("it holds broken base64"))
    return data


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = _SIGNATURE.fullmatch(line)
    if found is None or re.search(r"\s", found[1]):
        raise Malformed(N_("a signature line is broken"))
    data = decode(found[2])
    if len(data) <= _ID_BYTES:
        raise Malformed(N_("a signature line is broken"))
    return found[1], data[:_ID_BYTES], data[_ID_BYTES:]
