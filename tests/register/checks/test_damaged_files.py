"""Whatever happens to a file, the check names what is wrong and never fails itself."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from register.checking import check
from register.entry.folder import Folder

SAMPLE = Path(__file__).parents[1] / "sample"
FILES = sorted(path.relative_to(SAMPLE) for path in SAMPLE.rglob("*") if path.is_file())
PIECES = st.sampled_from(
    (
        "",
        "\n",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "---\n",
        "null",
        "true",
        "-1",
        "1e9",
        "0.5",
        "999999",
    )
) | st.text(max_size=20)


@given(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 60), PIECES)
def test_a_damaged_file_is_reported(file: Path, at: float, length: int, piece: str) -> None:
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(SAMPLE, Path(folder) / "register"))
        text = (root / file).read_text()
        start = int(at * len(text))
        damaged = text[:start] + piece + text[start + length :]
        (root / file).write_text(damaged, errors="surrogatepass")
        found = list(check(Folder(root)))
    assert all(issue.code.message and issue.file for issue in found)


@given(st.sampled_from(FILES), st.binary(max_size=200))
def test_a_file_of_any_bytes_is_reported(file: Path, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(SAMPLE, Path(folder) / "register"))
        (root / file).write_bytes(data)
        assert list(check(Folder(root)))
