"""One process of its own: load a model, make its tables ready, explain the first row.

`python _tables_worker.py FOLDER LIBRARY...` prints as JSON its CPU seconds (`whole`; `ready` for
the tables alone), its memory in MB (`peak`; what the tables `added`), and how many of the
libraries it has loaded (`foreign`).
"""

import json
import sys
import time
from pathlib import Path
from typing import cast

import numpy as np

from explain.scores.attribution.store import Game, make_ready
from explain.scores.models.forest import Forest
from explain.scores.models.reading import read_model
from explain.spec import Input


def main(folder: Path, libraries: list[str]) -> None:
    """Do the work and say what it took."""
    inputs = json.loads((folder / "inputs.json").read_text(encoding="utf-8"))
    files = {path.name: path.read_bytes() for path in folder.glob("model.*")}
    read = read_model(files, "model.json", tuple(Input(**item) for item in inputs))
    forest = cast("Forest", read)
    background = np.load(folder / "background.npy", allow_pickle=False)
    width = len(inputs)
    game = Game(forest, tuple(range(width)), width, 0, lambda: background, "benchmark")
    start, before = time.process_time(), peak()
    ready = make_ready(game, folder / "cache")
    added, taken = peak() - before, time.process_time() - start
    ready.lookup.contributions(background[0])
    said = {
        "whole": time.process_time(),
        "ready": taken,
        "peak": peak(),
        "added": added,
        "foreign": sum(library in sys.modules for library in libraries),
    }
    print(json.dumps(said))


def peak() -> float:
    """Return the peak memory so far in MB; unlike `ru_maxrss`, not that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
