"""What is private stays out of every download: files, lists of real people, drafts, letters."""

import io
import shutil
import zipfile
from pathlib import Path

from register.entry.folder import LEDGER, LOG, open_folder
from register.shelf import open_shelf
from register.site.downloads import downloads
from tests.register.published import FIRST, NOW, copy, publication

SLUG = "signaux-faibles"
REAL = (
    "format: 1\nsynthetic: false\nprogramme: Réelle\nsession: 2023\n"
    "salt: 0123456789abcdef0123456789abcdef\nrates: {scholarship: 20, residence: 0}\n"
    "candidates:\n  - {first: 1, last: 7, type: holder}\n"
)


def archived(path: Path) -> dict[str, bytes]:
    made = {item.path: item.make() for item in downloads(open_shelf(path, now=NOW))}
    with zipfile.ZipFile(io.BytesIO(made["/registre.zip"])) as file:
        return {name.removeprefix("registre/"): file.read(name) for name in file.namelist()}


def test_a_private_file_is_in_no_download_and_the_others_are(tmp_path: Path) -> None:
    path = copy(tmp_path / "register")
    for number, name in ((1, "background.csv"), (2, "../1/background.csv")):
        text = path / SLUG / str(number) / "fr.md"
        line = f"  - path: {name}\n"
        assert line in text.read_text()
        text.write_text(text.read_text().replace(line, f"{line}    visibility: private\n"))
    files = open_folder(path).entry(SLUG)
    lines = [publication(files, number, FIRST).line() for number in files.versions]
    (path / LEDGER).write_bytes(b"".join(lines))
    shutil.rmtree(path / LOG)
    found = archived(path)
    secret = (path / SLUG / "1" / "background.csv").read_bytes()[:200]
    assert f"{SLUG}/1/model.json" in found
    assert f"{SLUG}/1/background.csv" not in found
    assert not [name for name, data in found.items() if secret in data]


def test_lists_of_real_people_letters_and_drafts_stay_out(tmp_path: Path) -> None:
    path = copy(tmp_path / "register")
    (path / "parcoursup" / "allocations" / "reelle.yaml").write_text(REAL, encoding="utf-8")
    shutil.copytree(path / "parcoursup" / "2", path / "parcoursup" / "9")
    found = archived(path)
    assert "parcoursup/allocations/2018-ex1.yaml" in found
    assert "parcoursup/allocations/reelle.yaml" not in found
    assert not [name for name in found if "/letters/" in name or "parcoursup/9/" in name]
    assert (path / "aide-renovation-energetique" / "letters").is_dir()
