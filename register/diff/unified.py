"""The files of two versions, compared as `diff -u` does, so that `patch` applies it.

    patch -p1 < changes.diff     # in a copy of the older version's folder

Texts and the files that they execute are compared by name, wherever they lie. Of a file that
is no text only its digests are said, in lines that `patch` skips.
"""

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from explain.canonical import digest

NO_END = "\\ No newline at end of file\n"
MAXIMUM_LINES = 20_000
"""Longest file, in lines, that is compared line by line; a longer one is replaced whole."""


def unified(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Compare two sets of files by name."""
    found: list[str] = []
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            found += _file(name, before.get(name), after.get(name))
    return "".join(found)


def _file(name: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    texts = [_text(data) for data in (before, after)]
    if None in texts:
        yield f"# {name}: {_digest(before)} -> {_digest(after)}\n"
        return
    old, new = (_lines(text or "") for text in texts)
    if not old and not new:
        yield f"# {name}: {_digest(before)} -> {_digest(after)}\n"
        return
    sides = (
        "/dev/null" if before is None else f"a/{name}",
        "/dev/null" if after is None else f"b/{name}",
    )
    if max(len(old), len(new)) > MAXIMUM_LINES:
        yield from _whole(sides, old, new)
        return
    for line in unified_diff(old, new, *sides):
        yield line if line.endswith("\n") else f"{line}\n{NO_END}"


def _whole(sides: tuple[str, str], old: list[str], new: list[str]) -> Iterator[str]:
    yield f"--- {sides[0]}\n+++ {sides[1]}\n"
    starts = [0 if not lines else 1 for lines in (old, new)]
    yield f"@@ -{starts[0]},{len(old)} +{starts[1]},{len(new)} @@\n"
    for mark, lines in (("-", old), ("+", new)):
        for line in lines:
            yield f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{NO_END}"


def _text(data: bytes | None) -> str | None:
    """Return a file as text, an absent one as empty; None where it is no text."""
    if data is None:
        return ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _lines(text: str) -> list[str]:
    """Split at line feeds alone: `patch` knows no other end of a line."""
    parts = text.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _digest(data: bytes | None) -> str:
    return "-" if data is None else digest(data)
