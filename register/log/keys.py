"""Private keys in files: made once, readable by their owner only, never inside a register.

A file is named after its public half, so that the folder may hold the keys of many
registers. It is PKCS #8 in PEM (RFC 5958), as OpenSSL and others read it.
"""

import stat
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from explain.issues import N_, Issue
from register.errors import BrokenLog, CannotWrite, reason
from register.issues import WRITE_FAILED
from register.log import issues
from register.log.files import put
from register.log.notes import Signer

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_DEMONSTRATION = sha256(b"Grand Jour: the key of demonstrations, which everybody knows").digest()


def demonstration_key() -> Ed25519PrivateKey:
    """Return the key of demonstration registers. It is no secret: it proves no author."""
    return Ed25519PrivateKey.from_private_bytes(_DEMONSTRATION)


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key as base64."""
    return b64encode(key.public_key().public_bytes_raw()).decode()


def new_key(folder: Path, register: Path) -> str:
    """Make a key and keep it in `folder`; return its public half.

    Raises `CannotWrite`, also where `folder` lies inside `register`, which is public.
    """
    if folder.resolve().is_relative_to(register.resolve()):
        raise CannotWrite([Issue(issues.KEY_PUBLIC, values={"name": str(folder)})])
    key = Ed25519PrivateKey.generate()
    path = key_file(folder, public_text(key))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)
    except OSError as error:
        values = {"name": str(path), "problem": reason(error)}
        raise CannotWrite([Issue(WRITE_FAILED, values=values)]) from None
    return public_text(key)


def key_file(folder: Path, public: str) -> Path:
    """Return the file that holds the private half of `public`."""
    return folder / f"log-{sha256(public.encode()).hexdigest()[:16]}.pem"


def signer(name: str, public: str, folder: Path) -> Signer:
    """Return the key whose public half is `public`, to sign as `name`. Raises `BrokenLog`."""
    if public == public_text(demonstration_key()):
        return Signer(name, demonstration_key())
    path = key_file(folder, public)
    try:
        data = path.read_bytes()
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise BrokenLog([Issue(issues.KEY_MISSING, values={"name": str(path)})]) from None
    except OSError as error:
        raise _unusable(path, reason(error)) from None
    if mode & _OTHERS:
        raise _unusable(path, N_("others than its owner may read it"))
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError):
        raise _unusable(path, N_("it is damaged")) from None
    if not isinstance(key, Ed25519PrivateKey) or public_text(key) != public:
        raise _unusable(path, N_("it holds another key"))
    return Signer(name, key)


def _unusable(path: Path, problem: str) -> BrokenLog:
    return BrokenLog([Issue(issues.KEY_UNREADABLE, values={"name": str(path), "problem": problem})])
