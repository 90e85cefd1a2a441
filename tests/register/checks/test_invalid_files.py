"""A folder of invalid registers, each pinned to a code, a place and words in both languages.

Each file of `tests/register/invalid` says what to change in the sample register.
"""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from explain.reading import read_yaml
from register.cli import root as commands

FOLDER = Path(__file__).parents[1] / "invalid"
EXAMPLES = sorted(FOLDER.glob("*.yaml"))
OUTDATED = "R115"  # any change of the canonical text makes its translation outdated


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_invalid_file_gets_its_message(path: Path, language: str, sample: Path) -> None:
    example = read_yaml(path.read_bytes(), path.name).value
    for change in example["changes"]:
        apply(change, sample)
    name, *rest = example.get("command", ["check"])
    arguments = ["--lang", language, name, *rest, "--register", str(sample)]
    result = CliRunner().invoke(commands, arguments)
    output = result.output.replace(f"{sample}/", "").replace(str(sample), ".")

    assert result.exit_code == 1
    line = f"{example['place']}: {example['code']} " if example["place"] else f"{example['code']} "
    assert any(
        text.startswith(line) and example[language] in text + hint
        for text, hint in zip(output.splitlines(), output.splitlines()[1:], strict=False)
    ), output
    others = set(re.findall(r"^(?:\S+: )?([ER][0-9]{3}) ", output, re.MULTILINE))
    assert others <= {example["code"], OUTDATED, *example.get("also", [])}


def test_the_sample_itself_is_valid(sample: Path) -> None:
    result = CliRunner().invoke(commands, ["--lang", "en", "check", "--register", str(sample)])
    assert result.output == "1 entry checked: all is well.\n"


def apply(change: dict[str, Any], sample: Path) -> None:
    path = sample / change["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "replace" in change:
        text = path.read_text()
        assert change["replace"] in text
        path.write_text(text.replace(change["replace"], change["by"], 1))
    elif "write" in change:
        path.write_text(change["write"])
    elif "repeat" in change:
        path.write_text(change["repeat"] * change["times"])
    elif "hex" in change:
        path.write_bytes(bytes.fromhex(change["hex"]))
    elif "link" in change:
        path.symlink_to(change["link"])
    elif "copy" in change:
        shutil.copytree(sample / change["copy"], path)
    else:
        path.unlink()
