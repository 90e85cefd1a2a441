"""Keeping tables in a cache folder: read back, never trusted when damaged, never in the way."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explain.scores.attribution import exact, store
from explain.scores.attribution.store import Ready, make_ready
from explain.scores.attribution.table_file import read_tables, write_tables
from explain.scores.models.columns import Floats
from tests.explain.scores.plain_trees import Game, Kind, chains, game

ROOT = Path(__file__).parents[3]
KIND = Kind(columns=6, depth=4, trees=8, rows=20)
MADE = game(KIND, 1)


def wanted(made: Game = MADE, background: Callable[[], Floats] | None = None) -> store.Game:
    return store.Game(
        forest=made.forest,
        players=made.players,
        count=made.count,
        output=0,
        background=background or (lambda: made.background),
        key="the digest of the files",
    )


def not_needed() -> Floats:
    raise AssertionError("the tables are in the cache")


def same(first: Ready, second: Ready) -> bool:
    pairs = [
        (one.lookup.contributions(MADE.row), one.lookup.batch(MADE.background), one.outputs)
        for one in (first, second)
    ]
    return first.backend == second.backend and all(
        np.array_equal(one, other) for one, other in zip(*pairs, strict=True)
    )


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_without_a_folder_tables_are_built_in_memory() -> None:
    ready = make_ready(wanted(), None)
    expected = exact.contributions(
        MADE.forest, MADE.players, MADE.count, MADE.row, MADE.background, 0
    )
    assert ready.backend == "tables/1"
    assert ready.lookup.contributions(MADE.row) == pytest.approx(expected, abs=1e-12)
    assert (ready.outputs == MADE.forest.predict(MADE.background)).all()


def test_tables_are_read_from_the_folder_the_second_time(tmp_path: Path) -> None:
    cache = tmp_path / "not" / "there" / "yet"
    first = make_ready(wanted(), cache)
    assert len(files(cache)) == 1
    assert same(first, make_ready(wanted(background=not_needed), cache))
    assert same(first, make_ready(wanted(), None))


def test_anything_that_matters_has_tables_of_its_own(tmp_path: Path) -> None:
    first = wanted()
    others = (
        replace(first, key="other files"),
        replace(first, players=(0, 0, 1, 2, 3, 4), count=5),
        replace(first, count=7),
    )
    for one in (first, *others):
        make_ready(one, tmp_path)
    assert len(files(tmp_path)) == 4


@pytest.mark.parametrize("end", ["cut", "emptied", "one bit", "longer", "a folder", "not ours"])
def test_a_damaged_file_is_built_again(tmp_path: Path, end: str) -> None:
    first = make_ready(wanted(), tmp_path)
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    flipped = bytes([whole[middle] ^ 1])
    damaged = {
        "cut": whole[:middle],
        "emptied": b"",
        "one bit": whole[:middle] + flipped + whole[middle + 1 :],
        "longer": whole + b"\0",
        "not ours": b"\x80\x04cos\nsystem\n" * 100,
    }
    if end == "a folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(damaged[end])
    assert same(first, make_ready(wanted(), tmp_path))
    if end != "a folder":
        assert path.read_bytes() == whole
        assert same(first, make_ready(wanted(background=not_needed), tmp_path))


def test_every_cut_and_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "some.tables"
    write_tables(path, "a", {"numbers": np.arange(3.0), "none": np.zeros((0, 4), np.int32)})
    whole = path.read_bytes()
    found = read_tables(path, "a")
    assert found is not None
    assert found["numbers"].tolist() == [0.0, 1.0, 2.0]
    assert found["none"].shape == (0, 4)
    assert read_tables(path, "b") is None
    for place in range(len(whole)):
        path.write_bytes(whole[:place])
        assert read_tables(path, "a") is None
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        assert read_tables(path, "a") is None


def test_what_was_read_cannot_be_changed_by_mistake(tmp_path: Path) -> None:
    path = tmp_path / "some.tables"
    write_tables(path, "a", {"numbers": np.arange(3.0)})
    found = read_tables(path, "a")
    assert found is not None
    with pytest.raises(ValueError, match="read-only"):
        found["numbers"][0] = 1.0


@pytest.mark.parametrize("where", ["file", "device"])
def test_a_folder_that_cannot_be_written_does_not_stop_the_explanation(
    tmp_path: Path, where: str
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    cache = {"file": blocked / "cache", "device": Path("/dev/full")}[where]
    assert same(make_ready(wanted(), cache), make_ready(wanted(), None))


FULL = """
import resource, signal, sys
from pathlib import Path
from tests.explain.scores.test_score_table_store import make_ready, same, wanted
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
print(same(make_ready(wanted(), Path(sys.argv[1])), make_ready(wanted(), None)))
"""


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout == "True\n"
    assert files(tmp_path) == []


WRITER = """
import sys
from pathlib import Path
import numpy as np
from explain.scores.attribution.table_file import write_tables
print("ready", flush=True)
while True:
    write_tables(Path(sys.argv[1]), "a", {"numbers": np.full(500_000, 7.0)})
"""


def test_a_killed_writer_leaves_a_whole_file_or_none(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "some.tables"
    for turn in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=root, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            seen = [whole_or_none(path) for _ in range(3 * turn)]
            writer.kill()
        assert all(seen)
        assert whole_or_none(path)


def whole_or_none(path: Path) -> bool:
    there = path.exists()
    found = read_tables(path, "a")
    return not there if found is None else bool((found["numbers"] == 7.0).all())


def test_what_a_killed_writer_left_is_cleared_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / "old.part", tmp_path / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    make_ready(wanted(), tmp_path)
    assert not old.exists()
    assert new.exists()


def test_two_processes_at_once_find_the_same(tmp_path: Path, root: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from tests.explain.scores.test_score_table_store import make_ready, MADE, wanted\n"
        "ready = make_ready(wanted(), Path(sys.argv[1]))\n"
        "print(ready.lookup.contributions(MADE.row).tobytes().hex())\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    runs = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) for _ in range(2)]
    said = {run.communicate()[0] for run in runs}
    assert said == {
        make_ready(wanted(), None).lookup.contributions(MADE.row).tobytes().hex().encode() + b"\n"
    }
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize(
    ("length", "backend"), [(5, "tables/1"), (12, "deep-tables/1"), (45, "plain/1")]
)
def test_each_forest_gets_the_quickest_method_that_holds_it(
    tmp_path: Path, length: int, backend: str
) -> None:
    small = game(Kind(columns=length, rows=9), 1)
    made = replace(small, forest=chains(small.forest, length, trees=2))
    first = make_ready(wanted(made), tmp_path)
    again = make_ready(wanted(made, not_needed), tmp_path)
    expected = exact.contributions(
        made.forest, made.players, made.count, made.row, made.background, 0
    )
    for ready in (first, again):
        assert ready.backend == backend
        assert ready.lookup.size > 0
        assert ready.lookup.contributions(made.row) == pytest.approx(expected, abs=1e-11)
        assert ready.lookup.batch(made.row[np.newaxis, :])[0] == pytest.approx(expected, abs=1e-11)


def test_a_process_that_reads_tables_loads_nothing_that_builds_them(tmp_path: Path) -> None:
    make_ready(wanted(), tmp_path)
    program = """
import sys
from pathlib import Path
from tests.explain.scores.test_score_table_store import MADE, not_needed, wanted
built = {name for name in sys.modules if name.startswith("explain.scores")}
for name in built | {"explain"}:
    sys.modules.pop(name)
from explain.scores.attribution.store import Game, make_ready
game = Game(MADE.forest, MADE.players, MADE.count, 0, not_needed, wanted().key)
make_ready(game, Path(sys.argv[1])).lookup.contributions(MADE.row)
print(*sorted(name for name in sys.modules if name.startswith("explain.scores.attribution.")))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = {name.rpartition(".attribution.")[2] for name in ran.stdout.split()}
    assert loaded == {"nodes", "shallow", "shallow.lookup", "shallow.tables", "store", "table_file"}
