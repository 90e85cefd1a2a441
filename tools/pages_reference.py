"""Write `docs/reference/pages.md`: what each page of the site is given.

python tools/pages_reference.py

`tests/register/templates/test_page_contexts.py` checks that the page is current.
"""

import ast
import inspect
from pathlib import Path
from types import ModuleType

from register.pages import (
    compare_views,
    entry_views,
    frame,
    history_contexts,
    procedure_contexts,
    views,
)
from register.pages import contexts as pages

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "pages.md"
HEAD = """# What each page is given

<!-- Written by tools/pages_reference.py: change the classes, not this page. -->

A template under `templates/pages/` prints one value, `page`, an instance of the class that
names it; it computes nothing. Components under `templates/components/` hold one macro each,
named as the file. To change how a register looks, change the colours at the top of
`templates/notices/tokens.css`, which the site and the letters share, and their night at the top of
`templates/assets/site.css`.

Three pages inherit: a version page has every field of an entry page, a result page every field
of a “try it” page, and all pages have those of `Page`.
"""


def classes(module: ModuleType) -> list[ast.ClassDef]:
    """Return the classes that a module defines, in order."""
    body = ast.parse(inspect.getsource(module)).body
    return [node for node in body if isinstance(node, ast.ClassDef)]


def described(item: ast.ClassDef) -> list[str]:
    """Return a class as lines of Markdown: a heading, a sentence, a table of its fields."""
    lines = [f"### {item.name}\n", f"{ast.get_docstring(item)}\n"]
    fields: list[str] = []
    for field, after in zip(item.body, [*item.body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign):
            continue
        name = ast.unparse(field.target)
        if name == "template" and field.value is not None:
            lines.append(f"Template: `templates/{ast.literal_eval(field.value)}`\n")
        elif isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            kind = ast.unparse(field.annotation).replace("|", "or")
            meaning = " ".join(str(after.value.value).split())
            fields.append(f"| `{name}` | {kind} | {meaning} |")
    table = ["| field | type | meaning |", "|---|---|---|", *fields, ""] if fields else []
    return lines + table


def page() -> str:
    """Return the whole page."""
    lines = [HEAD]
    parts = (
        ("Every page", frame),
        ("Pages", pages),
        ("Pages of history", history_contexts),
        ("The page of a procedure", procedure_contexts),
        ("Links, rows and forms", views),
        ("Facts, tables, versions", entry_views),
        ("Comparisons", compare_views),
    )
    for title, module in parts:
        lines.append(f"## {title}\n")
        for item in classes(module):
            lines += described(item)
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the page."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8")
    print(TARGET.name)


if __name__ == "__main__":
    main()
