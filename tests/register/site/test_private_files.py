"""A file that an entry keeps private: what is told of it, and that it stays where it is."""

import json
import shutil
from pathlib import Path

from register.entry.folder import LEDGER, LOG
from register.site.build import addresses
from register.site.edition import open_edition
from tests.register.published import NOW, copy

SLUG = "signaux-faibles"


def test_a_private_file_is_named_with_its_digest_and_never_handed_out(tmp_path: Path) -> None:
    register = copy(tmp_path / "register")
    (register / LEDGER).unlink()
    shutil.rmtree(register / LOG)
    for number, path in ((1, "background.csv"), (2, "../1/background.csv")):
        text = register / SLUG / str(number) / "fr.md"
        line = f"  - path: {path}\n"
        assert line in text.read_text()
        text.write_text(text.read_text().replace(line, f"{line}    visibility: private\n"))
    edition = open_edition(register, drafts=True, now=NOW)
    site = {address.path: address for address in addresses(edition)}
    assert f"/algorithmes/{SLUG}/1/model.json" in site
    assert f"/algorithmes/{SLUG}/1/background.csv" not in site
    files = json.loads(site[f"/algorithmes/{SLUG}/1.json"].make())["files"]
    (hidden,) = [item for item in files if item["name"] == "background.csv"]
    assert hidden["sha256"].startswith("sha256:")
    assert "url" not in hidden
    secret = (register / SLUG / "1/background.csv").read_bytes()[:200]
    pages = [item for item in site.values() if SLUG in item.path]
    assert [item.path for item in pages if secret in item.make()] == []
    linked = f'/{SLUG}/1/background.csv"'.encode()
    assert [item.path for item in pages if linked in item.make()] == []
    edition.close()
