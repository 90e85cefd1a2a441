"""The verifier in one file: it agrees with the package, and an auditor catches a rewriting."""

import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from click.testing import CliRunner

from register.cli import root as commands
from register.entry.folder import Folder, open_folder
from register.evidence.auditing import Kept, audit
from register.evidence.reading import open_log
from register.evidence.signing import begin, read_own
from register.evidence.sources import open_source
from register.ledger import Publication, read_ledger
from register.log.keys import key_file
from register.log.storage import VERIFIER
from register.publishing import plan, publish
from register.site.build import addresses
from register.site.edition import open_edition
from register.site.export import write_site
from tests.register.evidence.histories import checkpoint, grown, signed, store
from tests.register.evidence.test_auditing import DAMAGES, HISTORY, HONEST
from tests.register.evidence.test_rewritings import REWRITINGS
from tests.register.evidence.test_signing import LATER, NOW, publish_all
from tests.register.ledger.test_ledger import second_version


def run(*arguments: object, lang: str = "en") -> tuple[int, str]:
    """Run the file as an auditor does: alone, without the package."""
    command = [sys.executable, "-I", str(VERIFIER), *map(str, arguments), "--lang", lang]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stdout


def test_it_imports_nothing_of_what_it_verifies() -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    assert "import register" not in text
    assert "from register" not in text
    assert "explain" not in text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_honest_register_holds_in_both(tmp_path: Path, lang: str) -> None:
    folder = store(HONEST, tmp_path / "register")
    kept = tmp_path / "kept"
    kept.write_bytes(checkpoint(HONEST, HISTORY.sizes[2]))
    code, said = run(folder, "--kept", kept, "--key", folder / "log/entries/keys", lang=lang)
    assert code == 0
    assert f"{HISTORY.sizes[2]} {'lines' if lang == 'en' else 'lignes'}" in said


# The file verifies the states of now and of then, not the tiles of then.
AGREED = [name for name in DAMAGES if name != "a list of states without the present one"]


@pytest.mark.parametrize("name", AGREED)
def test_it_refuses_what_the_package_refuses(tmp_path: Path, name: str) -> None:
    files = dict(HONEST)
    DAMAGES[name][0](files)
    code, said = run(store(files, tmp_path / "register"))
    assert (code, said.startswith("NO: ")) == (1, True)


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda item: item.__name__)
def test_it_catches_what_the_package_catches(tmp_path: Path, rewriting: object) -> None:
    chance = Random(11)  # noqa: S311 - which history, no secret
    history = grown(chance, 5)
    size = history.sizes[2]
    kept = tmp_path / "kept"
    kept.write_bytes(checkpoint(signed(history), size))
    assert callable(rewriting)
    forged = signed(rewriting(chance, history, size))
    folder = store(forged, tmp_path / "register")
    code, said = run(folder, "--kept", kept)
    report = audit(open_source(str(folder)), [Kept("kept", kept.read_bytes())])
    assert (code, bool(report.issues)) == (1, True), said


def sample_with_two_versions(sample: Path, keys: Path) -> Folder:
    folder = open_folder(sample)
    begin(folder, keys)
    publish_all(folder, keys)
    second_version(sample)
    publish_all(folder, keys, LATER)
    return folder


def test_an_auditor_catches_one_changed_word_signed_with_the_real_key(
    sample: Path, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    folder = sample_with_two_versions(sample, keys)
    site = tmp_path / "site"
    edition = open_edition(sample, now=LATER)
    write_site(addresses(edition), site)
    kept = tmp_path / "checkpoint"
    kept.write_bytes((site / "log/entries/checkpoint").read_bytes())
    downloaded = tmp_path / "verifier.py"
    downloaded.write_bytes((site / "verifier.py").read_bytes())
    assert run(site, "--kept", kept)[0] == 0

    rewrite(folder, keys)

    # Alone, the new history is without fault: the key is the real one.
    forged = tmp_path / "forged"
    write_site(addresses(open_edition(sample, now=LATER)), forged)
    for place in (sample, forged):
        assert audit(open_source(str(place))).issues == []
        assert run(place)[0] == 0
        code, said = run(place, "--kept", kept)
        assert (code, "THE PAST WAS REWRITTEN" in said) == (1, True)
        result = CliRunner().invoke(
            commands, ["--lang", "en", "verify", str(place), "--kept", str(kept)]
        )
        assert (result.exit_code, "R522" in result.output) == (1, True)


def rewrite(folder: Folder, keys: Path) -> None:
    """Change one word of the first version, and make ledger, log and signatures again."""
    sample, aside = folder.path, folder.path.parent
    text = sample / "aide-cantine/1/fr.md"
    text.write_bytes(text.read_bytes().replace("Il ne connaît pas".encode(), b"Il sait tout de", 1))
    for name in ("ledger.jsonl", "log"):
        path = sample / name
        path.rename(aside / f"old-{name}")
    for now in (NOW, LATER):
        later = sample / "aide-cantine/2"
        if now == NOW:
            later.rename(aside / "later")
        else:
            (aside / "later").rename(later)
        synchronised(sample)
        publish(folder, plan(folder, now), keys)
    assert key_file(keys, read_own(folder).log_key or "").is_file()


def synchronised(sample: Path) -> None:
    """Say in each translation which text it translates."""
    from tests.register.ledger.test_ledger import sync_translation

    for number in (1, 2):
        if (sample / f"aide-cantine/{number}").is_dir():
            sync_translation(sample, number)


def test_a_site_is_verified_at_its_address(sample: Path, tmp_path: Path) -> None:
    sample_with_two_versions(sample, tmp_path / "keys")
    site = tmp_path / "site"
    write_site(addresses(open_edition(sample, now=LATER)), site)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(site))  # type: ignore[arg-type] # the library's own

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        report = audit(open_source(address))
        code, said = run(address)
        result = CliRunner().invoke(commands, ["--lang", "en", "verify", address])
        server.shutdown()
    assert (report.issues, report.lines, report.files) == ([], 2, 5)
    assert (code, "5 files" in said) == (0, True)
    assert (result.exit_code, result.output.count("\n  + ")) == (0, 4)


def test_a_proof_file_is_verified_alone(sample: Path, tmp_path: Path) -> None:
    folder = sample_with_two_versions(sample, tmp_path / "keys")
    log = open_log(folder, read_own(folder))
    assert log is not None
    items: list[Publication] = list(read_ledger((sample / "ledger.jsonl").read_bytes()))
    for item in items:
        (tmp_path / f"{item.version}.tlog-proof").write_bytes(log.proof(item))
        (tmp_path / f"{item.version}.json").write_bytes(item.line()[:-1])
    key, proof, line = str(log.keys[0]), tmp_path / "1.tlog-proof", tmp_path / "1.json"
    assert run(proof, line, "--key", key)[0] == 0
    assert run(proof, tmp_path / "2.json", "--key", key) == (
        1,
        "NO: the proof is not of this line\n",
    )
    assert run(line, line, "--key", key)[0] == 1

    def verify(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(
            commands, ["--lang", "en", "verify", *map(str, arguments), "--key", key]
        )
        return result.exit_code, result.output

    text = sample / "aide-cantine/1/fr.md"
    code, said = verify(proof, "--file", text)
    assert (code, "“fr.md” is, byte for byte" in said) == (0, True)
    assert CliRunner().invoke(commands, ["verify", str(proof)]).exit_code == 2
    for code_id, arguments in {
        "R531": (proof, "--line", tmp_path / "2.json"),
        "R304": (proof, "--file", sample / "aide-cantine/2/fr.md"),
        "R306": (proof, "--file", sample / "register.yaml"),
    }.items():
        code, said = verify(*arguments)
        assert (code, code_id in said) == (1, True)
    line.unlink()
    assert "R532" in verify(proof)[1]
    proof.write_bytes(b"?")
    assert "R530" in verify(proof, "--line", tmp_path / "2.json")[1]


def test_the_answer_about_a_proof_comes_at_once(tmp_path: Path) -> None:
    # What it takes is measured by benchmarks/history.py. Here: nothing heavy is loaded.
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-I", str(VERIFIER), "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert "urllib.request" not in ended.stderr
    assert "pydantic" not in ended.stderr
