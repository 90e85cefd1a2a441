"""The guide for registrars, word by word: its files work, and its messages are the real ones."""

import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import chdir
from json import dumps
from pathlib import Path

import pytest
from click.testing import CliRunner

from explain.canonical import digest
from register.cli import COMMANDS, root

SLUG = "canteen-bill"
RULES, TEXT, TRANSLATION = f"{SLUG}/1/rules.yaml", f"{SLUG}/1/fr.md", f"{SLUG}/1/en.md"
LATER = f"{SLUG}/cases/foster-care.yaml"
GUIDE = (Path(__file__).resolve().parents[2] / "docs/writing-rules.md").read_text(encoding="utf-8")
LEADS = re.compile(r"^([^`\n][^\n]*)\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MESSAGES = dict(LEADS.findall(GUIDE))
WRONG = re.compile(r"\*\*You write\*\* `(.+?)` \*\*instead of\*\* `(.+?)`")
LEFT_OUT = re.compile(r"\*\*You leave out\*\* `(.+?)`:")


def files() -> Mapping[str, str]:
    """Return the files of the guide: a block without a name goes on with the rule file."""
    found: dict[str, str] = {}
    for block in re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL):
        named = re.match(rf"# ({SLUG}/\S+)\n", block)
        name = named[1] if named else RULES
        found[name] = found.get(name, "") + block
    return found


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def run(register: Path, *words: str) -> str:
    """Run a command in the folder of the register, where the guide has sent its reader."""
    with chdir(register):
        return CliRunner().invoke(root, ["--lang", "en", *words], prog_name="grandjour").output


def change(path: Path, pattern: str, text: str) -> None:
    """Replace the only place that matches."""
    changed, count = re.subn(pattern, lambda _: text, read(path), flags=re.MULTILINE)
    assert count == 1, (pattern, count)
    path.write_text(changed, encoding="utf-8")


def make(register: Path) -> None:
    """Do what the guide says, as far as the labels and the digests."""
    run(register.parent, "init", register.name)
    run(register, "new", SLUG)
    for name, text in files().items():
        if not name.endswith(".md"):
            (register / name).parent.mkdir(exist_ok=True)
            (register / name).write_text(text, encoding="utf-8")
    french, english = register / TEXT, register / TRANSLATION
    text = files()[TEXT]
    for field in (*re.findall(r"^\w+", text, re.MULTILINE), "contribution", "data_used"):
        kept = re.sub(rf"^{field}:.*\n(?: .*\n)*", "", read(french), flags=re.MULTILINE)
        french.write_text(kept, encoding="utf-8")
    change(french, r"^algorithm_type:", f"{text}algorithm_type:")
    change(english, r"^  contribution.*\n.*\n", "")
    change(english, r"^  donnee:.*\n", "")
    change(english, r"^  change_note:.*", "  change_note: First description of this rule.")
    for path in (french, english):
        written = re.sub("À compléter|To be completed", "Written", read(path))
        path.write_text(written, encoding="utf-8")


def finish(register: Path) -> None:
    """Copy the digests and the labels that `check` gives."""
    seal(register)
    asked = re.findall(r"R116 “(.+?)” is.+\n.+“labels”. Its text is: “(.+)”", check(register))
    labels = "".join(f"  {key}: {dumps(text)}\n" for key, text in asked)
    change(register / TRANSLATION, r"^---\n\n", f"labels:\n{labels}---\n\n")


def seal(register: Path) -> None:
    rules = digest((register / RULES).read_bytes())
    change(register / TEXT, r"sha256: sha256:\S+", f"sha256: {rules}")
    text = digest((register / TEXT).read_bytes())
    change(register / TRANSLATION, r"^translates: .*", f"translates: {text}")


def check(register: Path) -> str:
    """Return what `check` prints, without its last line: how many problems there are."""
    return re.sub(r"\d+ problems? found\.\n\Z", "", run(register, "check", SLUG))


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the register as it stands before the labels and the digests."""
    folder = tmp_path_factory.mktemp("guide") / "register"
    make(folder)
    return folder


@pytest.fixture(scope="module")
def finished(drafted: Path) -> Path:
    folder = drafted.parent / "finished"
    shutil.copytree(drafted, folder)
    finish(folder)
    return folder


@pytest.fixture
def register(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "register"))


def mistaken(register: Path, lead: str) -> str:
    """Make the mistake that the guide describes in the only line that can have it."""
    if wrong := WRONG.match(lead):
        bad, good = wrong.groups()
        pattern = re.escape(good)
    else:
        gone = LEFT_OUT.match(lead)
        assert gone is not None, lead
        bad, pattern = "", rf"^ *{re.escape(gone[1])}\n"
    places = [register / n for n in files() if re.search(pattern, read(register / n), re.MULTILINE)]
    assert len(places) == 1, (lead, places)
    change(places[0], pattern, bad)
    seal(register)
    return check(register)


def command_misspelt(register: Path) -> str:
    return run(register, "new", "Canteen_Bill")


def elsewhere(register: Path) -> str:
    return run(register.parent, "new", SLUG)


def rule_changed(register: Path) -> str:
    change(register / RULES, "checks it and", "checks it, and")
    return check(register)


def fields_kept(register: Path) -> str:
    change(
        register / TEXT,
        "^algorithm_type:",
        "contribution: {degree: Beaucoup, mode: Un calcul}\n"
        "data_used:\n"
        "- {id: repas, label: Repas, source: Cantine, personal: true, sensitive: false}\n"
        "algorithm_type:",
    )
    change(
        register / TRANSLATION,
        "^labels:",
        "  contribution.degree: Much\n  contribution.mode: A calculation\n  repas: Meals\n"
        "  repas.source: Canteen\nlabels:",
    )
    seal(register)
    return check(register)


def label_missing(register: Path) -> str:
    change(register / TRANSLATION, "^  lunches: .*\n", "")
    return check(register)


def text_changed(register: Path) -> str:
    change(register / TEXT, "^status: in_use", "status: trial")
    return check(register)


def first_tests(register: Path) -> str:
    (register / LATER).unlink()
    return run(register, "test", SLUG)


def all_tests(register: Path) -> str:
    return run(register, "test", SLUG)


def published(register: Path) -> str:
    return run(register, "publish")


def changed_afterwards(register: Path) -> str:
    run(register, "publish")
    change(register / RULES, "checks it and", "checks it, and")
    return check(register)


OTHERS: Mapping[str, Callable[[Path], str]] = {
    "**You write** `grandjour new Canteen_Bill`:": command_misspelt,
    "**You stand in another folder:**": elsewhere,
    "**You keep the zeros, or you change `rules.yaml` afterwards:**": rule_changed,
    "**You keep** `contribution` **and** `data_used` **in** `fr.md`**:**": fields_kept,
    "names each text that is not translated yet. Its key is the id, then the field:": label_missing,
    "**You change** `fr.md` **after its translation:**": text_changed,
    "It answers:": first_tests,
    "Run the same command again:": all_tests,
    "When nothing is left, it prints:": check,
    "The second command ends with:": published,
    "**You change a comma in `rules.yaml` afterwards:**": changed_afterwards,
}


def printed(register: Path, lead: str) -> str:
    """Return what the tool prints after a line of the guide, less what differs every day."""
    text = OTHERS[lead](register) if lead in OTHERS else mistaken(register, lead)
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)
    return re.sub(r"published on \S+", "published on 2026-11-23", text)


def test_every_message_of_the_guide_is_compared() -> None:
    assert len(MESSAGES) == GUIDE.count("```text\n")


def test_the_rule_of_the_guide_is_complete(register: Path) -> None:
    assert check(register) == "1 entry checked: all is well.\n"
    assert run(register, "publish", "--dry-run").startswith(f"{SLUG}, version 1")


def test_every_command_of_the_guide_exists() -> None:
    named = set(re.findall(r"grandjour ([a-z][a-z-]+)", GUIDE))
    assert {"new", "check", "test", "serve", "publish", "schema"} <= named <= set(COMMANDS)


@pytest.mark.parametrize("lead", MESSAGES)
def test_the_guide_shows_what_the_tool_prints(register: Path, lead: str) -> None:
    assert printed(register, lead) == MESSAGES[lead]
