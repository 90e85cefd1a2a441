"""The guide for registrars, read into files, and the steps that it tells its reader to take."""

import re
from collections.abc import Sequence
from contextlib import chdir
from json import dumps
from pathlib import Path

from click.testing import CliRunner

from explain.canonical import digest
from register.cli import root

SLUG, OTHER = "canteen-bill", "day-camp"
RULES, TEXT, TRANSLATION = f"{SLUG}/1/rules.yaml", f"{SLUG}/1/fr.md", f"{SLUG}/1/en.md"
LATER = f"{SLUG}/cases/foster-care.yaml"
NEXT = f"{SLUG}/cases/price-of-2027.yaml"
GUIDE = (Path(__file__).resolve().parents[2] / "docs/writing-rules.md").read_text(encoding="utf-8")
ALONE = ("check", SLUG, "--only", "rules.yaml")
COUNTS = re.compile(r"^\d+ problems? (elsewhere: .*|found\.)\n", re.MULTILINE)


def blocks() -> list[tuple[int, str, str]]:
    """Return each block of YAML: its step, its title, and its text.

    A block without a title goes on with the rule file. A title stays in a file of its own, as with
    a reader who pastes the whole block; lines for another file are given without it.
    """
    found = []
    for part in re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1:]:
        number = re.match(r"(\d+)\. ", part)
        for block in re.findall(r"^```yaml\n(.*?)^```$", part, re.MULTILINE | re.DOTALL):
            title = re.match(r"# (.+)\n", block)
            name = title[1] if title else RULES
            text = block if name.endswith(".yaml") or not title else block[title.end() :]
            found.append((int(number[1]) if number else 99, name, text))
    return found


def block(title: str) -> str:
    """Return the text of the only block with this title."""
    (text,) = [text for _, name, text in blocks() if name == title]
    return text


def rules_after(step: int) -> str:
    return "".join(text for number, name, text in blocks() if name == RULES and number <= step)


CASES = {name: text for _, name, text in blocks() if f"{SLUG}/cases/" in name}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(register: Path, *words: str) -> str:
    """Run a command in the folder of the register, where the guide has sent its reader."""
    with chdir(register):
        return CliRunner().invoke(root, ["--lang", "en", *words], prog_name="grandjour").output


def change(path: Path, pattern: str, text: str) -> None:
    """Replace the only place that matches."""
    changed, count = re.subn(pattern, lambda _: text, read(path), flags=re.MULTILINE)
    assert count == 1, (pattern, count)
    path.write_text(changed, encoding="utf-8")


def without(text: str, field: str) -> str:
    """Return a text without a field of its front matter and the lines below it."""
    kept, count = re.subn(rf"^{field}:.*\n(?:[ -] .*\n)*", "", text, flags=re.MULTILINE)
    assert count == 1, field
    return kept


def put(path: Path, lines: str) -> None:
    """Change the fields of a front matter that `lines` holds."""
    for line in lines.splitlines():
        change(path, rf"^{line.partition(':')[0]}: .*", line)


def fill(path: Path) -> None:
    write(path, re.sub("À compléter|To be completed", "Written", read(path)))


def seal(register: Path, number: int = 1) -> None:
    """Copy the digests, in the order of the guide."""
    folder = register / SLUG / str(number)
    rules = digest((folder / "rules.yaml").read_bytes())
    change(folder / "fr.md", r"sha256: sha256:\S+", f"sha256: {rules}")
    text = digest((folder / "fr.md").read_bytes())
    change(folder / "en.md", r"^translates: .*", f"translates: {text}")


def check(register: Path) -> str:
    """Return what `check` prints, without its last line: how many problems there are."""
    return COUNTS.sub("", run(register, "check", SLUG))


def check_rules(register: Path) -> str:
    """Return what step 1 tells the reader to ask for, without the counts at the end."""
    return COUNTS.sub("", run(register, *ALONE))


# The steps of the guide, one after the other ------------------------------------------


def begin(register: Path) -> None:
    """Step 1."""
    run(register.parent, "init", register.name)
    run(register, "new", SLUG, "--rules")


def write_texts(register: Path) -> None:
    """Step 9, as far as the labels: `check` gives each with its text."""
    put(register / TEXT, block(TEXT))
    change(
        register / TRANSLATION,
        r"^  change_note:.*",
        "  change_note: First description of this rule.",
    )
    fill(register / TEXT)
    fill(register / TRANSLATION)


def write_labels(register: Path) -> None:
    asked = re.findall(r"R116 “(.+?)” is.+\n.+“labels”. Its text is: “(.+)”", check(register))
    labels = "".join(f"  {key}: {dumps(text)}\n" for key, text in asked)
    change(register / TRANSLATION, r"^---\n\n", f"labels:\n{labels}---\n\n")


def write_cases(register: Path, names: Sequence[str]) -> None:
    for name in names:
        write(register / name, CASES[name])


def start_version_2(register: Path) -> None:
    """Step 12, as far as the check."""
    run(register, "new-version", SLUG, "--copy", "rules.yaml")
    folder = register / SLUG / "2"
    values = block(f"{SLUG}/2/rules.yaml, the last values of full_price")
    old = r"^ +- value: 4\.80\n( +\w.*\n)+(?=steps:)"
    change(folder / "rules.yaml", old, values)
    put(folder / "fr.md", block(f"{SLUG}/2/fr.md"))
    change(folder / "en.md", r"^  change_note:.*", "  change_note: The price of 2027.")
    seal(register, 2)
    write_cases(register, [NEXT])
