"""The contract between code and templates: one documented class for each page."""

import ast
import dataclasses
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from register.pages import (
    compare_views,
    entry_views,
    frame,
    history_contexts,
    procedure_contexts,
    rendering,
    views,
)
from register.pages import contexts as pages
from tests.register.templates.samples import every
from tools import pages_reference

TEMPLATES = rendering.folder()
MODULES = (
    frame,
    pages,
    history_contexts,
    procedure_contexts,
    views,
    entry_views,
    compare_views,
)
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
COMPONENTS += sorted((TEMPLATES / "notices" / "components").glob("*.html"))


def page_classes() -> list[type[frame.Page]]:
    modules = (pages, history_contexts, procedure_contexts)
    every = [value for module in modules for value in vars(module).values()]
    found = list(dict.fromkeys(value for value in every if inspect.isclass(value)))
    return [value for value in found if issubclass(value, frame.Page) and value is not frame.Page]


def undocumented(module: ModuleType) -> list[str]:
    """Return the classes and fields that no text follows."""
    missing = []
    tree = ast.parse(inspect.getsource(module))
    for item in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        if ast.get_docstring(item) is None:
            missing.append(item.name)
        for field, after in zip(item.body, [*item.body[1:], None], strict=True):
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if isinstance(field, ast.AnnAssign) and not is_text:
                name = ast.unparse(field.target)
                missing += [] if name == "template" else [f"{item.name}.{name}"]
    return missing


@pytest.mark.parametrize("module", MODULES)
def test_every_field_of_a_context_is_documented(module: ModuleType) -> None:
    assert undocumented(module) == []


@pytest.mark.parametrize("module", MODULES)
def test_contexts_are_frozen(module: ModuleType) -> None:
    for value in vars(module).values():
        if dataclasses.is_dataclass(value) and isinstance(value, type):
            parameters = getattr(value, "__dataclass_params__")  # noqa: B009 - private to typing
            assert parameters.frozen or value.__module__ != module.__name__


def test_every_page_has_a_template_and_every_template_a_page() -> None:
    named = sorted(page.template for page in page_classes())
    there = sorted(f"pages/{path.name}" for path in (TEMPLATES / "pages").glob("*.html"))
    assert named == there


def test_every_page_is_tried() -> None:
    assert {type(page) for page in every("fr").values()} == set(page_classes())


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_file_holds_one_macro_of_its_own_name(path: Path) -> None:
    macros = re.findall(r"{% macro (\w+)", path.read_text(encoding="utf-8"))
    assert macros == [path.stem]


def test_the_reference_page_is_current() -> None:
    stale = "run `python tools/pages_reference.py` and commit the result"
    assert pages_reference.TARGET.read_text(encoding="utf-8") == pages_reference.page(), stale
