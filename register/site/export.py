"""The site as files: written beside its place, then moved into it as a whole."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from explain.issues import N_, Issue
from register.errors import CannotWrite
from register.issues import WRITE_FAILED
from register.site.build import Address

MARK = "robots.txt"
SIGN = "algorithmes.json"
"""Two files that every site has: a folder without them is not one of ours."""


def write_site(addresses: Iterable[Address], out: Path) -> int:
    """Write every address of a site below `out`; return how many files that makes.

    A path that ends with “/” becomes `index.html`. Nothing is left half-written: the folder
    is replaced at the end, or stays as it was. Raises `CannotWrite` where it holds something
    else than a site, or where the disk refuses.
    """
    out = out.absolute()
    if out.exists() and not _is_site(out):
        problem = N_("it exists and is not a site")
        raise CannotWrite([Issue(WRITE_FAILED, values={"name": str(out), "problem": problem})])
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    except OSError as error:
        raise _refusal(out, error) from None
    try:
        count = _write(addresses, fresh)
        fresh.chmod(0o755)
        _replace(fresh, out)
    except OSError as error:
        raise _refusal(out, error) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def file_of(path: str) -> str:
    """Return the file, below the site's folder, that holds the page at `path`."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def _is_site(folder: Path) -> bool:
    if not folder.is_dir() or folder.is_symlink():
        return False
    return not any(folder.iterdir()) or all((folder / name).is_file() for name in (MARK, SIGN))


def _write(addresses: Iterable[Address], folder: Path) -> int:
    count = 0
    for count, address in enumerate(addresses, start=1):  # noqa: B007 - counted for the caller
        file = folder / file_of(address.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(address.make())
    return count


def _replace(fresh: Path, out: Path) -> None:
    """Put `fresh` in the place of `out`, which stays until the new folder has its name."""
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(mkdtemp(dir=out.parent, prefix=f".{out.name}-old-"))
    os.replace(out, old)  # noqa: PTH105 - replaces an empty folder
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)


def _refusal(out: Path, error: OSError) -> CannotWrite:
    values = {"name": str(out), "problem": error.strerror or str(error)}
    return CannotWrite([Issue(WRITE_FAILED, values=values)])
