"""History: publishing many entries, proof files, and the verifier in one file.

python benchmarks/history.py [--json] [--quick]
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from _report import Result, cpu_milliseconds, main

from explain.canonical import digest
from register.log.checkpoints import Checkpoint
from register.log.merkle import Nodes, inclusion, leaf_hash, root
from register.log.notes import Signer, sign
from register.log.proofs import write_proof
from register.log.storage import VERIFIER

SAMPLE = Path(__file__).parent.parent / "tests" / "register" / "sample"
ENTRIES, QUICK = 10_000, 200
LEAVES = 100_000
ORIGIN = "registre.example/log/entries"

# The whole publication in a process of its own; prints the CPU time of it and of its copies.
PUBLISH = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from register.catalogue.preparing import preparing
from register.entry.folder import open_folder
from register.ledger import publishing
from register.publishing import plan, publish

root, now = Path(sys.argv[1]), datetime(2026, 11, 23, tzinfo=UTC)
folder = open_folder(root)
with publishing(root), preparing(folder, now) as catalogue:
    steps = plan(folder, now, aside=catalogue)
    publish(folder, steps, root.parent / "keys")
    catalogue.keep([step.publication for step in steps])
assert (root / ".grandjour/prepared.sqlite").stat().st_size
both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(*(usage.ru_utime + usage.ru_stime for usage in both))
"""


def register_of(count: int, target: Path) -> Path:
    """Make a register of many entries like that of the sample, no two of which say the same."""
    entry = SAMPLE / "aide-cantine"
    files = {path.relative_to(entry): path.read_bytes() for path in entry.rglob("*.*")}
    text, courtesy, rules = Path("1/fr.md"), Path("1/en.md"), Path("1/rules.yaml")
    shutil.copytree(SAMPLE, target)
    shutil.rmtree(target / "aide-cantine")
    for number in range(1, count + 1):
        new = {name: _numbered(data, number) for name, data in files.items()}
        new[text] = _naming(new[text], b"    sha256", new[rules])
        new[courtesy] = _naming(new[courtesy], b"translates", new[text])
        for name, data in new.items():
            path = target / f"aide-{number}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return target


def _numbered(data: bytes, number: int) -> bytes:
    """Let an entry have its own id, words, sections and formula: nothing is met twice."""
    own = b"%d" % number
    data = data.replace(b"gj-0001", b"gj-%05d" % number).replace(b"< 900", b"< %d" % (641 + number))
    for word in ("cantine", "canteen", "commune a", "municipality created", "Nombre", "Number"):
        data = re.sub(b"(?<!/)" + word.encode(), word.encode() + b" " + own, data)
    for word in ("Il multiplie", "It multiplies", "Il ne connaît", "It does not know"):
        data = data.replace(word.encode(), b"No. " + own + b": " + word.encode())
    return data


def _naming(text: bytes, field: bytes, file: bytes) -> bytes:
    """Let a text name the digest of another file as it is now."""
    return re.sub(rb"(?m)^%s: .*" % field, field + b": " + digest(file).encode(), text)


def publishing(count: int) -> Iterator[Result]:
    """Publish many entries at once: check, ledger, log, catalogue. Pages are apart.

    The process has copies, which share the checking. Seconds are those of the clock: they are
    true on a machine with nothing else to do. The CPU time is that of all of them.
    """
    with TemporaryDirectory() as folder:
        target = register_of(count, Path(folder) / "register")
        command = [sys.executable, "-c", PUBLISH, str(target)]
        start = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            most = 0.0
            while process.poll() is None:
                most = max(most, _megabytes(process.pid))
                time.sleep(0.2)
            taken = time.monotonic() - start
            printed = process.stdout.read() if process.stdout else ""
    share, spent = ENTRIES / count, sum(map(float, printed.split()))
    yield Result(f"publish {count} entries", taken, "s", 60 / share)
    yield Result(f"CPU to publish {count} entries", spent, "s of CPU", 120 / share)
    yield Result(f"memory to publish {count} entries", most, "MB", 200)


def _megabytes(process: int) -> float:
    """Return the memory of a process and its copies; what they share counts once (PSS)."""
    total = 0
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for one in (str(process), *children):
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            found = re.search(r"^Pss: +(\d+)", text, re.MULTILINE)
            total += int(found[1]) if found else 0
    except OSError:  # it has just ended
        return 0.0
    return total / 1024


def proving() -> Iterator[Result]:
    """Prove one of 100,000 leaves, and verify that with the one-file program."""
    signer = Signer.of_seed(ORIGIN, bytes(range(32)))
    line = b'{"files":{"fr.md":"sha256:00"},"slug":"a","version":1}'
    before = time.process_time()
    tree = Nodes(leaf_hash(line + b"%d" % place if place else line) for place in range(LEAVES))
    top = root(LEAVES, tree)
    yield Result(f"tree of {LEAVES} leaves", time.process_time() - before, "s of CPU", 2)
    signed = sign(Checkpoint(ORIGIN, LEAVES, top).text(), [signer])
    proof = write_proof(0, inclusion(0, LEAVES, tree), signed)
    yield Result(f"proof file among {LEAVES} leaves", len(proof), "bytes", 2_000)
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("1.tlog-proof", "1.json")]
        for path, data in zip(paths, (proof, line), strict=True):
            path.write_bytes(data)
        command = [sys.executable, "-I", str(VERIFIER), *map(str, paths)]
        command += ["--key", str(signer.verifier)]
        taken = min(cpu_milliseconds(command) for _ in range(7))
    yield Result("the one-file verifier on a proof, cold", taken / 1000, "s of CPU", 0.3)


def measure(quick: bool) -> Iterator[Result]:  # noqa: FBT001 - the form of every benchmark
    """Measure the log, then publication."""
    yield from proving()
    yield from publishing(QUICK if quick else ENTRIES)


if __name__ == "__main__":
    main(measure)
