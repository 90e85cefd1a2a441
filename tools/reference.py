"""Write the generated pages of `docs/reference/`: fields of an entry, codes of messages.

    python tools/reference.py

`tests/register/checks/test_codes.py` checks that the pages are current.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import explain
import register
from explain.fields import Declared, Prose
from explain.issues import Code
from register.entry.body import REQUIRED, SECTIONS
from register.entry.identity import Administration, Register
from register.entry.known import Unknown
from register.entry.model import Entry, Translation
from register.settings import SETTINGS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
_NAMES = {str: "text", bool: "true or false", int: "whole number", date: "day"}


def entry_page() -> str:
    """Return the page that lists every field of the files an author writes."""
    models: list[type[BaseModel]] = [Entry, Translation, Administration, Register]
    lines = [
        "# The fields of an entry\n",
        "<!-- Written by tools/reference.py: change the models, not this page. -->\n",
        "An entry's version is a folder `entries/<slug>/<n>/`. Its canonical text `fr.md` starts",
        "with these fields between two lines `---`; a body in Markdown follows. *Prose* is text",
        "that the translation replaces. Where *or unknown* stands, `{unknown: not_published}`,",
        "`{unknown: not_verified}`, `{unknown: not_applicable}` or",
        "`{unknown: secret, legal_ground: ...}` say why the fact is missing; blanks are refused.\n",
        "The headings of the body are `## Heading {#id}`, with an id among "
        + ", ".join(f"`{name}`" for name in SECTIONS)
        + "; "
        + ", ".join(f"`{name}`" for name in REQUIRED)
        + " are required. A citation `[@id]` names a reference. Ids are unique in the file.\n",
    ]
    titles = {
        Entry: "`fr.md`: the canonical text",
        Translation: "`en.md`: the translation",
        Administration: "`administrations/<slug>.yaml`",
        Register: "`register.yaml`",
    }
    done: set[type[BaseModel]] = set()
    groups: list[type[BaseModel]] = []
    for model in models:
        lines += [f"## {titles[model]}\n", *_table(model)]
        groups += _inner(model)
    lines.append("## Groups\n")
    while groups:
        group = groups.pop(0)
        if group not in done:
            done.add(group)
            groups = [*_inner(group), *groups]
            lines += [f"### {_title(group)}\n", f"{_sentence(group)}\n", *_table(group)]
    return "\n".join(lines).rstrip() + "\n"


def _title(model: type[BaseModel]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).capitalize()


def _sentence(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def _table(model: type[BaseModel]) -> list[str]:
    rows = ["| field | value | meaning |", "|---|---|---|"]
    for name, info in model.model_fields.items():
        needed = "" if info.is_required() else " (optional)"
        meaning = " ".join((info.description or "").split())
        if info.examples:
            meaning += f" Example: `{_example(info.examples[0])}`."
        rows.append(f"| `{name}`{needed} | {_value(info)} | {meaning} |".replace("|  |", "| |"))
    return [*rows, ""]


def _example(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value)


def _value(info: FieldInfo) -> str:
    words = _words(info.annotation)
    return "prose" if any(isinstance(mark, Prose) for mark in info.metadata) else words


def _words(kind: Any) -> str:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return "prose" if any(isinstance(m, Prose) for m in parts[1:]) else _words(parts[0])
    if origin is Literal:
        return ", ".join(f"`{part}`" for part in parts)
    if origin in {tuple, dict}:
        words = ": ".join(_words(part) for part in parts if part is not Ellipsis)
        return f"list of {words}" if origin is tuple else words
    if origin in {Union, UnionType}:
        return _union([part for part in parts if part is not type(None)])
    if isinstance(kind, type) and issubclass(kind, Declared):
        return f"[{_title(kind).lower()}](#{_title(kind).lower().replace(' ', '-')})"
    return _NAMES.get(kind, "number")


def _union(parts: list[Any]) -> str:
    given = [part for part in parts if _bare(part) is not Unknown]
    words = " or ".join(_words(part) for part in given)
    return words if len(given) == len(parts) else f"{words}, or unknown"


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _inner(model: type[BaseModel]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for info in model.model_fields.values():
        found += [kind for kind in _models(info.annotation) if kind not in found]
    return found


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, Declared):
        yield kind
    for part in get_args(kind):
        yield from _models(part)


def codes() -> dict[str, Code]:
    """Return every code of the two packages, in order: the codes of all modules `issues`."""
    found: dict[str, Code] = {}
    for package in (explain, register):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] in {"issues", "codes"}:
                values = vars(importlib.import_module(module.name)).values()
                found |= {value.id: value for value in values if isinstance(value, Code)}
    return dict(sorted(found.items()))


_GROUPS = {
    "E1": "Reading a file",
    "E2": "Fields and values",
    "E3": "One person’s case",
    "E4": "Algorithm files and calculations",
    "E5": "Letters",
    "E6": "Scores: models, changes, evaluations",
    "E7": "Records of explanations",
    "R1": "One version of an entry",
    "R2": "Across files and entries",
    "R3": "The ledger, publishing and finding",
    "R4": "Calculating a recorded case again",
    "R5": "The transparency log",
    "R6": "Upkeep",
    "W4": "The site: what was asked",
    "W5": "The site: our side",
}


def issues_page() -> str:
    """Return the page that lists every message and what to do."""
    lines = [
        "# Messages, and what to do\n",
        "<!-- Written by tools/reference.py: change the code, not this page. -->\n",
        "Every message has a permanent code. `%(name)s` stands for a value of the moment. The same",
        "texts exist in French: `--lang fr`, or `GRANDJOUR_LANG=fr`.\n",
    ]
    group = ""
    for code in codes().values():
        if code.id[:2] != group:
            group = code.id[:2]
            lines += [
                f"\n## {_GROUPS[group]}\n",
                "| code | message | what to do |",
                "|---|---|---|",
            ]
        cells = (code.id, code.message, code.hint)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Return the page that lists the settings of the environment."""
    lines = [
        "# Settings\n",
        "<!-- Written by tools/reference.py: change the table in register/settings.py. -->\n",
        "Environment variables; an option of the command line goes before them.\n",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    for item in SETTINGS.values():
        default = f"`{item.default}`" if item.default else "none"
        lines.append(f"| `{item.name}` | {default} | {item.help} |")
    return "\n".join(lines) + "\n"


PAGES = {"entry.md": entry_page, "issues.md": issues_page, "settings.md": settings_page}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
