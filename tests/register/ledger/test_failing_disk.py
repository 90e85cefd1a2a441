"""What the disk refuses only when it is told to keep it: a real error, from the kernel.

A disk of 32 MB in a file, which lies in a memory of 2 MB: writing into it succeeds until the
kernel takes the bytes there. To mount it needs the rights of root, so it is left to
`make test-deep`.
"""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from register.ledger import MANY, settle

LOST = {errno.EIO, errno.ENOSPC}
"""What Linux says of bytes that it had accepted and could not keep."""


def run(*command: str) -> None:
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode:
        pytest.fail(f"{ended.stderr.strip()}: this needs root and mkfs.ext2", pytrace=False)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a disk into which 32 MB can be written, and 2 MB be kept."""
    small, folder = tmp_path / "small", tmp_path / "disk"
    small.mkdir()
    folder.mkdir()
    with ExitStack() as mounted:
        run("mount", "-t", "tmpfs", "-o", "size=2m", "none", str(small))
        mounted.callback(run, "umount", str(small))
        with (small / "image").open("wb") as image:
            image.truncate(32_000_000)
        run("mkfs.ext2", "-q", "-F", "-b", "1024", "-N", "2000", str(small / "image"))
        run("mount", "-t", "ext2", "-o", "loop", str(small / "image"), str(folder))
        mounted.callback(run, "umount", str(folder))
        yield folder


@pytest.mark.deep
def test_a_file_that_the_disk_loses_is_reported_by_its_name(disk: Path) -> None:
    path = disk / "fr.md"
    path.write_bytes(b"x" * 8_000_000)  # accepted: it is in memory alone
    with pytest.raises(OSError, match="Errno") as raised:
        settle([path])
    assert raised.value.errno in LOST
    assert raised.value.filename == str(path)


@pytest.mark.deep
def test_many_files_of_which_the_disk_loses_one_are_reported(disk: Path) -> None:
    paths = [disk / f"{number}.md" for number in range(MANY)]
    for path in paths:
        path.write_bytes(b"x" if path != paths[-1] else b"x" * 8_000_000)
    with pytest.raises(OSError, match="Errno") as raised:
        settle(paths)
    assert raised.value.errno in LOST


@pytest.mark.deep
def test_files_that_the_disk_keeps_settle(disk: Path) -> None:
    path = disk / "fr.md"
    path.write_bytes(b"x" * 1000)
    settle([path, disk])
    settle([path] * MANY)


def test_what_cannot_be_waited_for_is_named() -> None:
    """The kernel refuses to settle what is no file: a real refusal that needs no rights."""
    device = Path("/dev/null")
    with pytest.raises(OSError, match="Errno") as raised:
        settle([device])
    assert raised.value.filename == str(device)
