"""A second, independent implementation: Go's sumdb, as Debian packages it."""

import json
import os
import random
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from register.log.checkpoints import Checkpoint
from register.log.merkle import Nodes, consistency, inclusion, leaf_hash, root
from register.log.notes import Signer, sign

PROGRAM = Path(__file__).with_name("second.go")
LIBRARIES = Path("/usr/share/gocode")
ORIGIN = "registre.example/log/entries"
TREES = 1_100
Claim = dict[str, Any]


def text(data: bytes) -> str:
    return b64encode(data).decode()


def texts(items: Sequence[bytes]) -> list[str]:
    return [text(item) for item in items]


def claim(chance: random.Random) -> Claim:
    """Claim the truth about one tree."""
    size = chance.choice([chance.randint(1, 20), chance.randint(1, 600)])
    leaves = [chance.randbytes(chance.randint(0, 60)) for _ in range(size)]
    nodes = Nodes(map(leaf_hash, leaves))
    index, old = chance.randrange(size), chance.randint(1, size)
    signer = Signer.of_seed(ORIGIN, chance.randbytes(32))
    note = sign(Checkpoint(ORIGIN, size, root(size, nodes)).text(), [signer])
    return {
        "Key": str(signer.verifier),
        "Note": note.decode(),
        "Leaves": texts(leaves),
        "Size": size,
        "Index": index,
        "Leaf": text(leaves[index]),
        "Inclusion": texts(inclusion(index, size, nodes)),
        "Old": old,
        "OldRoot": text(root(old, nodes)),
        "Consistency": texts(consistency(old, size, nodes)),
    }


def lies(found: Claim, chance: random.Random) -> Iterator[Claim]:
    """Spoil a claim in every part."""
    other = text(chance.randbytes(32))
    yield {**found, "Leaf": text(b"another leaf")}
    yield {**found, "OldRoot": other}
    yield {**found, "Inclusion": [*found["Inclusion"], other]}
    yield {**found, "Consistency": [*found["Consistency"], other]}
    yield {**found, "Leaves": [text(b"another leaf"), *found["Leaves"][1:]]}
    yield {**found, "Note": found["Note"].replace(ORIGIN, ORIGIN.upper(), 1)}


def asked(claims: Sequence[Claim], folder: Path) -> list[bool]:
    go = shutil.which("go")
    if go is None or not (LIBRARIES / "src/golang.org/x/mod/sumdb").is_dir():
        pytest.fail(
            "Go or its library is missing: apt-get install golang-go golang-golang-x-mod-dev. "
            "`make test-deep` installs them or says how.",
            pytrace=False,
        )
    settings = {"GO111MODULE": "off", "GOPATH": str(LIBRARIES), "GOCACHE": str(folder / "cache")}
    ended = subprocess.run(
        [go, "run", str(PROGRAM)],
        input="\n".join(map(json.dumps, claims)),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **settings},
    )
    assert ended.returncode == 0, ended.stderr
    return [line == "true" for line in ended.stdout.split()]


@pytest.mark.deep
def test_go_agrees_on_every_tree_and_on_every_lie(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 - which trees, no secret
    truths = [claim(chance) for _ in range(TREES)]
    false = [lie for truth in truths[:100] for lie in lies(truth, chance)]
    found = asked([*truths, *false], tmp_path)
    assert found == [True] * TREES + [False] * len(false)
