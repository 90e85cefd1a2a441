"""Verify that the past of a Grand Jour register was not rewritten. One file, to be read.

    python verifier.py PLACE [--kept FILE]... [--key KEY] [--lang en]
    python verifier.py PROOF.tlog-proof LINE.json --key KEY [--lang en]

PLACE is the folder of a register, a copy of its site, or the site's address. --kept names a
checkpoint that you kept earlier, --key a public key that you noted elsewhere. The program needs
Python 3.11 and the package “cryptography”. Exit code: 0 all holds, 1 something does not, 2 the
question is not clear. It imports nothing of the software that it verifies.

What it does, from the top of this file down:

1. A register lists its publications in a ledger, one line each. A line names the files of a
   version with their SHA-256. All lines together give one number, the root (RFC 6962, 2.1).
2. A checkpoint is a signed text of three lines: the log's name, how many lines, their root
   (https://c2sp.org/tlog-checkpoint). The signature is Ed25519 (https://c2sp.org/signed-note).
3. The keys are written in the log. A new key is named by a line of the ledger, and the
   checkpoint that first covers this line is signed by the old key and by the new one.
4. `verify` calculates the root again from the ledger, for the present checkpoint, for each one
   that was ever signed, and for yours; it compares each published file with its SHA-256, and
   the present files of the log with what the ledger gives (https://c2sp.org/tlog-tiles).
5. `verify_proof` checks one line alone, with nothing but the proof and the key
   (https://c2sp.org/tlog-proof).
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG = "log/entries/"
WIDTH = 256  # lines, or hashes, in a full file of the log
KNOWN_TO_ALL = base64.b64decode("q2Z3YEoq19ZeXbNg5YZdM8HVETntrP+hfWwxgcHOAA8=")
Read = Callable[[str], bytes | None]
Key = tuple[str, bytes]  # the log's name, and 32 bytes
State = tuple[str, int, bytes]  # what a checkpoint says: name, number of lines, root


class Wrong(Exception):
    """Something does not hold: the French text, and the English one."""


# --- 1. from lines to one number ----------------------------------------------------------


def line_hash(line: bytes) -> bytes:
    """Return the hash of a line; the first byte tells it from the hash of two hashes."""
    return hashlib.sha256(b"\x00" + line).digest()


def pair_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(lines: Sequence[bytes], wanted: Collection[int]) -> dict[int, bytes]:
    """Return the root of the first n lines, for each wanted n.

    `peaks` are complete trees, from left to right, of 1, 2, 4, 8, ... lines, each larger than
    the next. Two of the same size become one. The root joins them from right to left.
    """
    peaks: list[tuple[int, bytes]] = []
    found = {}
    for count, line in enumerate(lines, start=1):
        size, top = 1, line_hash(line)
        while peaks and peaks[-1][0] == size:
            size, top = 2 * size, pair_hash(peaks.pop()[1], top)
        peaks.append((size, top))
        if count in wanted:
            for _, left in reversed(peaks[:-1]):
                top = pair_hash(left, top)
            found[count] = top
    return found


# --- 2. checkpoints and their signatures --------------------------------------------------


def read_checkpoint(data: bytes) -> tuple[State, bytes, list[tuple[str, bytes]]]:
    """Return what a checkpoint says, the signed text, and its signatures by name."""
    whole = data.decode("utf-8", "replace")
    text, _, below = whole.rpartition("\n\n")
    lines, notes = text.split("\n"), [note.split(" ") for note in below.split("\n")[:-1]]
    right = len(lines) == 3 and lines[1].isdecimal() and whole.endswith("\n")  # noqa: PLR2004 - name, size, root
    if not right or not all(len(note) == 3 and note[0] == "—" for note in notes):  # noqa: PLR2004 - mark, name, signature
        raise Wrong("ce n’est pas un état signé", "this is not a signed checkpoint")
    signatures = [(name, from_base64(signature)) for _, name, signature in notes]
    state = (lines[0], int(lines[1]), from_base64(lines[2]))
    return state, text.encode() + b"\n", signatures


def from_base64(text: str) -> bytes:
    """Read base64, written in one way only."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if not data or base64.b64encode(data).decode() != text:
        raise Wrong("base64 abîmé", "damaged base64")
    return data


def key_id(key: Key) -> bytes:
    """Return the four bytes by which a signature names its key."""
    return hashlib.sha256(key[0].encode() + b"\n\x01" + key[1]).digest()[:4]


def signed_by(key: Key, text: bytes, signatures: Sequence[tuple[str, bytes]]) -> bool:
    """Tell whether one of the signatures is of this key, and right."""
    for name, signature in signatures:
        if name == key[0] and signature[:4] == key_id(key):
            try:
                Ed25519PublicKey.from_public_bytes(key[1]).verify(signature[4:], text)
            except InvalidSignature:
                return False
            return True
    return False


def open_checkpoint(data: bytes, keys: Sequence[Key]) -> State:
    """Return what a checkpoint says, once every one of the keys has signed it."""
    state, text, signatures = read_checkpoint(data)
    if not keys or not all(signed_by(key, text, signatures) for key in keys):
        raise Wrong("l’état n’est pas signé par la clé", "the checkpoint is not signed by the key")
    if state[0] != keys[0][0]:
        raise Wrong("l’état est d’un autre journal", "the checkpoint is of another log")
    return state


# --- 3. keys ------------------------------------------------------------------------------


def read_key(text: str) -> Key:
    """Read a key written as name+number+base64."""
    name, _, rest = text.strip().partition("+")
    number, _, data = rest.partition("+")
    kind_and_key = from_base64(data)
    key = (name, kind_and_key[1:])
    if len(kind_and_key) != 33 or kind_and_key[0] != 1 or key_id(key).hex() != number:  # noqa: PLR2004 - kind, 32 bytes
        raise Wrong("ce n’est pas une clé publique", "this is not a public key")
    return key


def keys_of(first: Key, lines: Sequence[bytes]) -> list[tuple[int, Key]]:
    """Return the keys, each with the number of lines before the line that names it."""
    found = [(-1, first)]
    for count, line in enumerate(lines):
        item = json.loads(line)
        if item["event"] == "key":
            found.append((count, (first[0], base64.b64decode(item["key"]))))
    return found


def owed(keys: Sequence[tuple[int, Key]], before: int, size: int) -> list[Key]:
    """Return the keys that must sign the checkpoint of `size` lines that follows `before`."""
    old = [key for line, key in keys if line < before]
    return old[-1:] + [key for line, key in keys if before <= line < size]


# --- 4. a whole register ------------------------------------------------------------------


def read_ledger(data: bytes) -> list[bytes]:
    """Return the lines of a ledger; each is JSON with sorted keys and without spaces."""
    *lines, rest = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if rest or not line.startswith(b"{") or canonical(json.loads(line)) != line:
            raise Wrong(f"journal : ligne {number} abîmée", f"ledger: line {number} is damaged")
    return lines


def canonical(item: object) -> bytes:
    """Write JSON in the one way that counts (RFC 8785, for texts and whole numbers)."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def log_files(lines: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Return the files of the log as the ledger gives them: 256 lines, or hashes, in each."""
    yield from packed("entries", [len(line).to_bytes(2, "big") + line for line in lines])
    row, level = [line_hash(line) for line in lines], 0
    while row:
        yield from packed(str(level), row)
        full = range(0, len(row) + 1 - WIDTH, WIDTH)
        row, level = [tree(row[start : start + WIDTH]) for start in full], level + 1


def packed(level: str, items: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Return the files of one level; the last one says in its name how many items it holds."""
    for start in range(0, len(items), WIDTH):
        part = items[start : start + WIDTH]
        *high, low = [f"{int(group):03}" for group in f"{start // WIDTH:,}".split(",")]
        name = "/".join(["tile", level, *(f"x{group}" for group in high), low])
        yield name + ("" if len(part) == WIDTH else f".p/{len(part)}"), b"".join(part)


def tree(row: list[bytes]) -> bytes:
    """Return the root of 256 hashes."""
    while len(row) > 1:
        row = [pair_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def verify(place: str, kept: Sequence[bytes], key: Key | None) -> list[tuple[str, str]]:
    """Verify a register; return what was proved, in French and English, or raise `Wrong`."""
    read, files = source(place)
    lines = read_ledger(needed(read, "ledger.jsonl"))
    first = read_key(needed(read, LOG + "keys").decode().split("\n")[0])
    keys = keys_of(first, lines)
    if key is not None and key not in [known for _, known in keys]:
        raise Wrong("votre clé n’est pas de ce journal", "your key is not one of this log")
    now = open_checkpoint(needed(read, LOG + "checkpoint"), [keys[-1][1]])
    listed = {int(text) for text in needed(read, LOG + "states").split()} | {now[1]}
    sizes = sorted(size for size in listed if size <= now[1])
    mine = [open_kept(data, [known for _, known in keys]) for data in kept]
    found = roots(lines, {*sizes, *(state[1] for state in mine)})
    if len(lines) != now[1] or found.get(now[1]) != now[2]:
        raise Wrong("le journal n’est pas celui qui est signé", "the ledger is not the signed one")
    for state in mine:
        if found.get(state[1]) != state[2]:
            raise Wrong(
                f"LE PASSÉ A ÉTÉ RÉÉCRIT : votre état de {state[1]} lignes ne tient plus",
                f"THE PAST WAS REWRITTEN: your checkpoint of {state[1]} lines no longer holds",
            )
    verify_log(read, lines, keys, {size: found[size] for size in sizes})
    count, hidden = verify_files(read, files, lines)
    return [*said(now, keys, key), *counted(count, hidden), *(still(state) for state in mine)]


def verify_log(
    read: Read, lines: Sequence[bytes], keys: Sequence[tuple[int, Key]], found: dict[int, bytes]
) -> None:
    """Compare each checkpoint that was ever signed, and each file, with what the ledger gives."""
    for before, size in zip([0, *found], found, strict=False):
        data = needed(read, f"{LOG}checkpoints/{size}")
        if open_checkpoint(data, owed(keys, before, size))[1:] != (size, found[size]):
            raise Wrong(f"l’état {size} a changé", f"the checkpoint {size} has changed")
    for name, content in log_files(lines):
        if needed(read, LOG + name) != content:
            raise Wrong(f"fichier du journal : {name}", f"file of the log: {name}")


def open_kept(data: bytes, keys: Sequence[Key]) -> State:
    """Return what a checkpoint that was kept says, once one of the keys has signed it."""
    for key in keys:
        if signed_by(key, *read_checkpoint(data)[1:]):
            state = open_checkpoint(data, [key])
            if state[1]:
                return state
    raise Wrong("votre état n’est pas de ce journal", "your checkpoint is not of this log")


def verify_files(read: Read, files: str, lines: Sequence[bytes]) -> tuple[int, int]:
    """Compare each file with its SHA-256; return how many were compared, and how many hidden."""
    count = hidden = 0
    for item in map(json.loads, lines):
        version = f"{files}{item.get('slug')}/{item.get('version')}"
        for name, digest in item.get("files", {}).items():
            data = read(f"{version}/{name}")
            if data is None and files and is_private(read(f"{version}.json"), name):
                hidden += 1
            elif data is None:
                raise Wrong(f"il manque {version}/{name}", f"{version}/{name} is missing")
            elif "sha256:" + hashlib.sha256(data).hexdigest() != digest:
                raise Wrong(f"{version}/{name} a changé", f"{version}/{name} has changed")
            else:
                count += 1
    return count, hidden


def is_private(data: bytes | None, name: str) -> bool:
    """Tell whether the site says that it does not hand this file out."""
    listed = json.loads(data or b"{}").get("files", [])
    return any(item["name"] == name and "url" not in item for item in listed)


def source(place: str) -> tuple[Read, str]:
    """Return how to read a register, and the folder of its published files."""
    if not place.startswith(("http://", "https://")):
        folder = Path(place)
        is_site = not (folder / "register.yaml").is_file()
        return lambda name: read_file(folder / name), "algorithmes/" if is_site else ""
    return lambda name: fetch(f"{place.rstrip('/')}/{name}"), "algorithmes/"


def read_file(path: Path) -> bytes | None:
    """Return a file, None where it is missing."""
    return path.read_bytes() if path.is_file() else None


def fetch(address: str) -> bytes | None:
    """Return what is at an address, None where there is nothing."""
    from urllib.error import HTTPError  # noqa: PLC0415 - a proof file is verified without
    from urllib.request import urlopen  # noqa: PLC0415 - as above

    try:
        with urlopen(address, timeout=60) as answer:  # noqa: S310 - http or https, see `source`
            data: bytes = answer.read()
            return data
    except HTTPError as error:
        if error.code == 404:  # noqa: PLR2004 - not found
            return None
        raise


def needed(read: Read, name: str) -> bytes:
    """Return a file without which nothing can be said."""
    data = read(name)
    if data is None:
        raise Wrong(f"il manque {name}", f"{name} is missing")
    return data


# --- 5. one line alone --------------------------------------------------------------------


def verify_proof(proof: bytes, line: bytes, key: Key) -> list[tuple[str, str]]:
    """Verify that a line is in the log: start from its hash, climb to the signed root."""
    head, _, checkpoint = proof.partition(b"\n\n")
    title, *rest = head.decode("utf-8", "replace").split("\n")
    rest = [text for text in rest if not text.startswith("extra ")] or [""]
    index = rest[0].removeprefix("index ")
    if (
        title != "c2sp.org/tlog-proof@v1"
        or not rest[0].startswith("index ")
        or not index.isdecimal()
    ):
        raise Wrong("ce n’est pas une preuve", "this is not a proof")
    path = [from_base64(text) for text in rest[1:]]
    state = open_checkpoint(checkpoint, [key])
    line = line.removesuffix(b"\n")
    if climb(int(index), state[1], line_hash(line), path) != state[2]:
        raise Wrong("la preuve n’est pas de cette ligne", "the proof is not of this line")
    place = f"{int(index) + 1}/{state[1]}"
    item = json.loads(line)
    name = f"{item.get('slug')}, version {item.get('version')}"
    return [
        (f"{name} : ligne {place} du journal signé", f"{name}: line {place} of the signed log"),
        *(
            (f"  {file} : {digest}", f"  {file}: {digest}")
            for file, digest in item["files"].items()
        ),
    ]


def climb(index: int, size: int, found: bytes, path: list[bytes]) -> bytes | None:
    """Return the root that a proof gives: the way down to the line, walked back up.

    A tree of `size` lines splits after the largest power of two below `size`.
    """
    if not 0 <= index < size or (size == 1) != (not path):
        return None
    if size == 1:
        return found
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        below = climb(index, left, found, path[:-1])
        return below and pair_hash(below, path[-1])
    below = climb(index - left, size - left, found, path[:-1])
    return below and pair_hash(path[-1], below)


# --- what is said -------------------------------------------------------------------------

NOT_PROVED = [
    (
        "que ce qui est écrit est vrai : seulement que cela n’a pas changé",
        "that what is written is true: only that it did not change",
    ),
    (
        "que les dates sont justes : elles viennent de l’horloge de l’éditeur",
        "that the times are right: they come from the publisher's clock",
    ),
    (
        "que chacun voit la même chose : comparez vos états signés avec d’autres",
        "that everybody is shown the same: compare checkpoints with others",
    ),
]
NO_KEPT = (
    "que le passé n’a pas été réécrit avant aujourd’hui : gardez log/entries/checkpoint",
    "that the past was not rewritten before today: keep log/entries/checkpoint",
)
NO_KEY = (
    "qui a signé : la clé vient du registre lui-même ; comparez-la avec une autre source",
    "who signed: the key came with the register; compare it with one from elsewhere",
)


def said(now: State, keys: Sequence[tuple[int, Key]], key: Key | None) -> list[tuple[str, str]]:
    """Say what the present checkpoint proves."""
    found = [(f"{now[1]} lignes, signées par {now[0]}", f"{now[1]} lines, signed by {now[0]}")]
    if key:
        found.append(("la clé est celle que vous avez notée", "the key is the one that you noted"))
    if keys[-1][1][1] == KNOWN_TO_ALL:
        found.append(("clé de démonstration, connue de tous", "demonstration key, known to all"))
    return found


def counted(files: int, hidden: int) -> list[tuple[str, str]]:
    """Say how many files were compared."""
    found = [(f"{files} fichiers intacts, octet par octet", f"{files} files, byte for byte")]
    if hidden:
        found.append((f"{hidden} fichiers privés, non vus", f"{hidden} private files, not seen"))
    return found


def still(state: State) -> tuple[str, str]:
    """Say that a checkpoint that was kept still holds."""
    return (
        f"votre état de {state[1]} lignes tient toujours : rien n’y a été changé ni retiré",
        f"your checkpoint of {state[1]} lines still holds: nothing was changed or removed",
    )


def main() -> int:
    """Read the question, print the answer; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("place")
    parser.add_argument("line", nargs="?", type=Path, help="for a proof: the line of the ledger")
    parser.add_argument("--kept", action="append", type=Path, default=[], metavar="FILE")
    parser.add_argument("--key", help="name+number+base64, or a file that holds it")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr")
    asked = parser.parse_args()
    tongue = ("fr", "en").index(asked.lang)
    proof = asked.place.endswith(".tlog-proof")
    if proof and not (asked.line and asked.key):
        parser.error("PROOF.tlog-proof LINE.json --key KEY")
    try:
        found = answer(asked.place, asked.line if proof else None, asked.kept, asked.key)
    except (Wrong, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = error.args[tongue] if isinstance(error, Wrong) else repr(error)
        say([("NON : ", "NO: ")[tongue] + problem])
        return 1
    limits = [*([] if asked.kept or proof else [NO_KEPT]), *([] if asked.key else [NO_KEY])]
    say([("Prouvé :", "Proved:")[tongue], *(f"  + {text[tongue]}" for text in found)])
    limits += NOT_PROVED
    say([("Non prouvé :", "Not proved:")[tongue], *(f"  - {text[tongue]}" for text in limits)])
    return 0


def answer(
    place: str, line: Path | None, kept: Sequence[Path], key: str | None
) -> list[tuple[str, str]]:
    """Verify a proof where there is a line, else a register."""
    if key and Path(key).is_file():
        key = Path(key).read_text("utf-8").split()[-1]
    known = read_key(key) if key else None
    if line is not None and known is not None:
        return verify_proof(Path(place).read_bytes(), line.read_bytes(), known)
    return verify(place, [path.read_bytes() for path in kept], known)


def say(texts: Sequence[str]) -> None:
    """Print lines."""
    sys.stdout.write("\n".join([*texts, ""]))


if __name__ == "__main__":
    sys.exit(main())
