"""The guide for registrars, word by word: its files work, and its messages are the real ones.

The guide is followed in its order from an empty folder; each mistake is made in what it has given.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from register.cli import COMMANDS
from tests.repository.rules_guide import (
    ALONE,
    CASES,
    GUIDE,
    LATER,
    NEXT,
    OTHER,
    RULES,
    SLUG,
    TEXT,
    TRANSLATION,
    begin,
    block,
    blocks,
    change,
    check,
    check_rules,
    put,
    read,
    rules_after,
    run,
    seal,
    start_version_2,
    without,
    write,
    write_cases,
    write_labels,
    write_texts,
)

LEADS = re.compile(r"^([^`\n][^\n]*)\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MESSAGES = dict(LEADS.findall(GUIDE))
WRONG = re.compile(r"\*\*You write\*\* `(.+?)` \*\*instead of\*\* `(.+?)`")
LEFT_OUT = re.compile(r"\*\*You leave out\*\* `(.+?)`:")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the register as step 1 leaves it."""
    folder = tmp_path_factory.mktemp("guide") / "registre"
    begin(folder)
    return folder


@pytest.fixture(scope="module")
def ruled(begun: Path) -> Path:
    """Return the register with its rules, as step 8 leaves it: no text is written."""
    folder = begun.parent / "ruled"
    shutil.copytree(begun, folder)
    write(folder / RULES, rules_after(8))
    return folder


@pytest.fixture(scope="module")
def finished(ruled: Path) -> Path:
    """Return the register as step 10 leaves it."""
    folder = ruled.parent / "finished"
    shutil.copytree(ruled, folder)
    write_texts(folder)
    write_labels(folder)
    seal(folder)
    write_cases(folder, [name for name in CASES if name != NEXT])
    return folder


@pytest.fixture
def register(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "registre"))


def mistaken(register: Path, ruled: Path, lead: str) -> str:
    """Make the mistake that the guide describes in the only line that can have it.

    One in the rules is made while no text is written yet, as the reader makes it.
    """
    if wrong := WRONG.match(lead):
        bad, good = wrong.groups()
        pattern = re.escape(good)
    else:
        gone = LEFT_OUT.match(lead)
        assert gone is not None, lead
        bad, pattern = "", rf"^ *{re.escape(gone[1])}\n"
    places = [n for n in (RULES, *CASES) if n != NEXT and re.search(pattern, read(register / n), 8)]
    assert len(places) == 1, (lead, places)
    if places == [RULES]:
        shutil.copytree(ruled, register, dirs_exist_ok=True)
        change(register / RULES, pattern, bad)
        return check_rules(register)
    change(register / places[0], pattern, bad)
    return check(register)


def after_step(register: Path, number: int) -> str:
    write(register / RULES, rules_after(number))
    return check_rules(register)


def nothing_written(register: Path) -> str:
    begin(register.parent / "new")
    return run(register.parent / "new", *ALONE)


def command_misspelt(register: Path) -> str:
    return run(register, "new", "Canteen_Bill")


def elsewhere(register: Path) -> str:
    return run(register.parent, "new", SLUG)


def without_option(register: Path) -> str:
    made = register.parent / "new"
    run(register.parent, "init", made.name)
    run(made, "new", SLUG)
    write(made / RULES, rules_after(8))
    return check_rules(made)


def fields_kept(register: Path) -> str:
    without_option(register)
    made = register.parent / "new"
    put_lines = block(f"{TEXT}, if you made it without --rules").replace("fidelity: partial\n", "")
    put(made / TEXT, "fidelity: partial")
    change(made / TEXT, r"^algorithm_type:", f"{put_lines}algorithm_type:")
    seal(made)
    return "".join(re.findall(r"^\S+ R120 .*\n.*\n", check(made), re.MULTILINE))


def rule_changed(register: Path) -> str:
    change(register / RULES, "checks it and", "checks it, and")
    return check(register)


def no_redress(register: Path) -> str:
    change(register / TEXT, "^individual_decision: false", "individual_decision: true")
    change(register / TEXT, "^  applies: .*", "  applies: true")
    seal(register)
    return check(register)


def label_missing(register: Path) -> str:
    write(register / TRANSLATION, without(read(register / TRANSLATION), "labels"))
    return "".join(re.findall(r"^\S+ R116 .*\n.*\n", check(register), re.MULTILINE)[:1])


def labels_with_dashes(register: Path) -> str:
    path = register / TRANSLATION
    before, found, after = read(path).partition("labels:\n")
    write(path, before + found + re.sub(r"^  (?=\w)", "  - ", after, flags=re.MULTILINE))
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
    return rule_changed(register)


def published_again(register: Path) -> str:
    run(register, "publish")
    start_version_2(register)
    answer = run(register, "publish")
    return answer[answer.index(f"{SLUG}, version 2") :]


OTHERS: Mapping[str, Callable[[Path], str]] = {
    "**Nothing is written yet, so** `check` **says:**": nothing_written,
    "**You write** `grandjour new Canteen_Bill`:": command_misspelt,
    "**You stand in another folder:**": elsewhere,
    "**You made the entry without** `--rules`**, and** `rules.yaml` **yourself:**": without_option,
    "**You keep** `contribution` **and** `data_used` **in** `fr.md`**:**": fields_kept,
    "**The digest of** `rules.yaml` **is still the old one. After each change of** `rules.yaml`"
    "**:**": rule_changed,
    "**You write** `individual_decision: true`**, and** `applies: true` **under** `crpa`**:**": (
        no_redress
    ),
    "**For each text of the rule file,** `check` **says:**": label_missing,
    "**You write the labels with dashes:**": labels_with_dashes,
    "**At the end, and after each change of** `fr.md`**:**": text_changed,
    "It answers:": first_tests,
    "Run the same command again:": all_tests,
    "When nothing is left, it prints:": check,
    "The second command ends with:": published,
    "**You change a comma in `rules.yaml` afterwards:**": changed_afterwards,
    "**The last command says what changed, and ends with:**": published_again,
}


def printed(register: Path, ruled: Path, lead: str) -> str:
    """Return what the tool prints after a line of the guide, less what differs every day."""
    step = re.match(r"\*\*After step (\d+),", lead)
    if step:
        text = after_step(Path(shutil.copytree(ruled, register.parent / "step")), int(step[1]))
    else:
        text = OTHERS[lead](register) if lead in OTHERS else mistaken(register, ruled, lead)
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)
    return re.sub(r"published on \S+", "published on 2026-11-23", text)


def test_every_message_of_the_guide_is_compared() -> None:
    assert len(MESSAGES) == GUIDE.count("```text\n")


@pytest.mark.parametrize("lead", MESSAGES)
def test_the_guide_shows_what_the_tool_prints(register: Path, ruled: Path, lead: str) -> None:
    assert printed(register, ruled, lead) == MESSAGES[lead]


def test_every_command_of_the_guide_exists() -> None:
    named = set(re.findall(r"grandjour ([a-z][a-z-]+)", GUIDE))
    assert {"new", "check", "test", "serve", "publish", "schema"} <= named <= set(COMMANDS)


def test_the_labels_of_the_guide_are_those_that_are_asked_for(register: Path) -> None:
    first, *shown = block(f"{TRANSLATION}, below texts").splitlines()
    assert first == "labels:"
    asked = read(register / TRANSLATION).partition("\nlabels:\n")[2]
    for line in shown:
        key, _, text = line.partition(": ")
        assert f"\n{key}: " in f"\n{asked}"
        assert text in read(register / RULES)


def test_the_ways_to_contest_end_what_the_law_demands(register: Path) -> None:
    assert "R127" in no_redress(register)
    ways = block(f"{TEXT}, under redress")
    change(register / TEXT, r"^redress:\n", f"redress:\n{ways}")
    texts = "".join(
        f"  {key}: Written\n"
        for name in re.findall(r"id: (\w+)", ways)
        for key in (name, f"{name}.how")
    )
    change(register / TRANSLATION, r"^texts:\n", f"texts:\n{texts}")
    seal(register)
    assert check(register) == "1 entry checked: all is well.\n"


def test_an_entry_made_without_the_option_can_be_led_to_its_rules(register: Path) -> None:
    fields_kept(register)
    made = register.parent / "new"
    text = without(without(read(made / TEXT), "contribution"), "data_used")
    write(made / TEXT, text)
    change(made / TRANSLATION, r"^  contribution.*\n.*\n", "")
    change(made / TRANSLATION, r"^  donnee:.*\n", "")
    write_texts(made)
    write_labels(made)
    seal(made)
    assert check(made) == "1 entry checked: all is well.\n"


def test_a_sentence_gives_a_value_with_its_unit(register: Path) -> None:
    case = f"{SLUG}/cases/small-quotient.yaml"
    account = run(register, "explain", SLUG, "--case", case, "--version", "1")
    assert "`{share}` becomes “25%”" in GUIDE
    assert "the family pays 25% of" in " ".join(account.split())


def test_the_second_rule_of_the_guide_works(register: Path) -> None:
    run(register, "new", OTHER, "--rules")
    files = {name: text for _, name, text in blocks() if name.startswith(f"{OTHER}/")}
    for name, text in files.items():
        if name.endswith(".yaml"):
            write(register / name, text)
    put(register / OTHER / "1/fr.md", files[f"{OTHER}/1/fr.md"])
    assert run(register, "check", OTHER, "--only", "rules.yaml").startswith("No problem found")
    assert run(register, "test", OTHER).endswith("gives what it expects.\n")
    (command,) = re.findall(r"^grandjour (explain .*)$", GUIDE, re.MULTILINE)
    account = run(register, *command.split())
    assert "In the household, 3 people are under 18." in account
    assert "22.50" in account
    change(register / OTHER / "1/rules.yaml", r"\{children\} are under 18", "{children} children")
    assert "3 people children" in run(register, *command.split())


def test_the_guide_is_followed_in_its_order_from_an_empty_folder(tmp_path: Path) -> None:
    commands = re.findall(r"^grandjour (.+)$", GUIDE, re.MULTILINE)
    folder = tmp_path / "registre"

    def next_command(*expected: str) -> str:
        assert commands.pop(0).split() == list(expected)
        place = tmp_path if expected[0] == "init" else folder
        return run(place, *expected)

    next_command("init", "registre")
    next_command("new", SLUG, "--rules")
    assert "E201" in next_command(*ALONE)
    assert '"title"' in next_command("schema", "rules")
    done = [after_step(folder, step).startswith("No problem found") for step in range(2, 9)]
    assert done == [False] * 5 + [True] * 2
    assert "R109" in next_command("check", SLUG)
    write_texts(folder)
    next_command("check", SLUG, "--only", "fr.md")
    write_labels(folder)
    seal(folder)
    write_cases(folder, [name for name in CASES if name not in {LATER, NEXT}])
    assert "No example reaches bill_due.foster_family" in next_command("test", SLUG)
    write_cases(folder, [LATER])
    assert next_command("check", SLUG) == "1 entry checked: all is well.\n"
    assert commands.pop(0) == "serve --drafts"
    assert next_command("publish", "--dry-run").startswith(f"{SLUG}, version 1")
    assert next_command("publish").endswith("Published.\n")
    assert commands.pop(0) == f"new-version {SLUG} --copy rules.yaml"
    start_version_2(folder)
    assert next_command("check", SLUG) == "1 entry checked: all is well.\n"
    assert "✓ price-of-2027  (version 2, 2 values)" in next_command("test", SLUG)
    assert next_command("publish").endswith("Published.\n")
    assert [command.split()[0] for command in commands] == ["explain"]
