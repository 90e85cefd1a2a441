"""The pages beside the code: links that lead somewhere, tasks that exist."""

import re
import tomllib
from pathlib import Path

import pytest

from explain.reading import read_yaml
from register.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def heading_ids(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\s-]", "", heading).strip().lower() for heading in headings]
    return {re.sub(r"\s", "-", heading) for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        assert found.exists(), target
        assert not anchor or anchor in heading_ids(found), target


def test_every_task_that_a_page_names_exists_and_has_its_help_line() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    assert helped == set(phony[1].split())
    for page in PAGES:
        named = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
        assert named <= helped, page


def test_every_command_that_a_page_names_exists() -> None:
    for page in PAGES:
        named = re.findall(r"(?:^|`)grandjour ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= set(COMMANDS), page


def test_decisions_are_numbered_without_a_gap_and_say_why() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(decision.name[:4]) for decision in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    for decision in decisions:
        text = decision.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(decision.name[:4])}. "), decision
        assert {"**The question.**", "**The decision.**", "**Why.**"} <= set(
            re.findall(r"\*\*.+?\*\*", text)
        ), decision


def test_the_public_description_of_the_software_is_complete_in_both_languages() -> None:
    described = read_yaml((ROOT / "publiccode.yml").read_bytes(), "publiccode.yml").value
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert described["softwareVersion"] == project["version"]
    assert described["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert described["maintenance"]["contacts"]
    assert {"platforms", "categories", "developmentStatus", "softwareType"} <= set(described)
    languages = described["localisation"]["availableLanguages"]
    assert set(described["description"]) == set(languages) == {"en", "fr"}
    for text in described["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10000
        assert text["features"]
