"""Small registers with a history, made and rewritten for the tests of the log.

A `History` is what a publisher holds: lines, the bytes of their files, the sizes at which they
published. `files` signs it with the real key and gives every file of the register.
"""

import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from register.evidence.sources import Source
from register.log.checkpoints import Checkpoint
from register.log.merkle import Nodes, leaf_hash, root
from register.log.notes import Signer, sign
from register.log.storage import Growth, additions

ORIGIN = "registre.example/log/entries"
SIGNER = Signer.of_seed(ORIGIN, hashlib.sha256(b"the key of the tests").digest())
START = datetime(2026, 1, 1, tzinfo=UTC)
Line = dict[str, Any]


@dataclass(frozen=True)
class History:
    """Lines in order, the files of each, and the number of lines after each publication."""

    lines: tuple[Line, ...]
    files: tuple[bytes, ...]
    sizes: tuple[int, ...]

    def ledger(self) -> bytes:
        """Return the ledger."""
        return b"".join(written(line) + b"\n" for line in self.lines)

    def cut(self, size: int) -> "History":
        """Return the history as it was at one of its sizes."""
        sizes = tuple(item for item in self.sizes if item <= size)
        return History(self.lines[:size], self.files[:size], sizes)

    def numbered(self) -> "History":
        """Return it as a clever forger would: digests and numbers of versions are right again."""
        count: dict[str, int] = {}
        lines = []
        for line, data in zip(self.lines, self.files, strict=True):
            count[line["slug"]] = count.get(line["slug"], 0) + 1
            files = {"fr.md": "sha256:" + hashlib.sha256(data).hexdigest()}
            lines.append({**line, "version": count[line["slug"]], "files": files})
        return replace(self, lines=tuple(lines))


def written(line: Line) -> bytes:
    """Write a line the canonical way, without the code under test."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def grow(chance: random.Random, history: History | None = None) -> History:
    """Publish once more: one to four lines, each a version of one of five entries."""
    old = history or History((), (), ())
    lines, files = list(old.lines), list(old.files)
    moment = START + timedelta(hours=len(old.sizes), minutes=chance.randrange(60))
    for _ in range(chance.randint(1, 4)):
        slug = f"fiche-{chance.choice('abcde')}"
        number = 1 + sum(line["slug"] == slug for line in lines)
        data = f"{slug} {number}: {chance.random()}\n".encode()
        lines.append(
            {
                "applies_from": "2026-01-01",
                "entry": f"gj-{ord(slug[-1]):04}",
                "event": "version",
                "files": {"fr.md": "sha256:" + hashlib.sha256(data).hexdigest()},
                "format": 1,
                "kind": "substance",
                "published_at": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "slug": slug,
                "version": number,
            }
        )
        files.append(data)
    return History(tuple(lines), tuple(files), (*old.sizes, len(lines)))


def grown(chance: random.Random, times: int) -> History:
    """Publish several times."""
    history = grow(chance)
    for _ in range(times - 1):
        history = grow(chance, history)
    return history


def signed(history: History, signer: Signer = SIGNER) -> dict[str, bytes]:
    """Return every file of the register: ledger, published files, and the log of each state."""
    found = {"ledger.jsonl": history.ledger()}
    for line, data in zip(history.lines, history.files, strict=True):
        found[f"{line['slug']}/{line['version']}/fr.md"] = data
    leaves = [written(line) for line in history.lines]
    nodes, before = Nodes(), 0
    for at, size in enumerate(history.sizes):
        for leaf in leaves[before:size]:
            nodes.add(leaf_hash(leaf))
        note = sign(Checkpoint(ORIGIN, size, root(size, nodes)).text(), [signer])
        growth = Growth(before, leaves[:size], nodes)
        for name, data in additions(growth, history.sizes[:at], [signer.verifier], note):
            found[f"log/entries/{name}"] = data
        before = size
    return found


def source(files: Mapping[str, bytes]) -> Source:
    """Return files as a register that can be verified."""
    return Source("register", files.get)


def store(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write files as the folder of a register."""
    for name, data in {"register.yaml": b"format: 1\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def checkpoint(files: Mapping[str, bytes], size: int | None = None) -> bytes:
    """Return the checkpoint of now, or of a size."""
    return files["log/entries/" + (f"checkpoints/{size}" if size else "checkpoint")]
