"""The JSON Schemas for editors accept what the register accepts."""

from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from explain.reading import read_yaml
from register.entry.front_matter import split
from register.entry.schema import MODELS, schema
from register.i18n import language

ROOT = Path(__file__).parents[3]
ENGLISH = language("en")
KINDS = {
    "entry": "*/[0-9]*/fr.md",
    "translation": "*/[0-9]*/en.md",
    "administration": "administrations/*.yaml",
    "register": "register.yaml",
    "case": "*/cases/*.yaml",
    "rules": "*/[0-9]*/rules.yaml",
    "matching": "*/[0-9]*/matching.yaml",
    "score": "*/[0-9]*/score.yaml",
    "allocation": "*/allocations/*.yaml",
    "letter": "*/letters/*.yaml",
}


def test_every_kind_has_files() -> None:
    assert set(KINDS) == set(MODELS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_accepts_the_files_of_the_register(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind, ENGLISH))
    validator = Draft202012Validator(schema(kind, ENGLISH))
    paths = sorted((ROOT / "entries").glob(KINDS[kind]))
    assert paths
    for path in paths:
        data = path.read_bytes()
        head = split(data, path.name).head if path.suffix == ".md" else read_yaml(data, path.name)
        errors = [error.message for error in validator.iter_errors(plain(head.value))]
        assert errors == [], path


@pytest.mark.parametrize("kind", ["entry", "rules"])
def test_a_schema_refuses_what_is_missing(kind: str) -> None:
    assert list(Draft202012Validator(schema(kind, ENGLISH)).iter_errors({"format": 1}))


@pytest.mark.parametrize("kind", MODELS)
def test_every_description_speaks_french(kind: str) -> None:
    english, french = (
        descriptions(schema(kind, ENGLISH)),
        descriptions(schema(kind, language("fr"))),
    )
    assert [one for one, other in zip(english, french, strict=True) if one == other] == []


def descriptions(value: object) -> list[str]:
    """Return every description inside a schema, in order."""
    if isinstance(value, list):
        return [text for item in value for text in descriptions(item)]
    if not isinstance(value, dict):
        return []
    own = [text] if isinstance(text := value.get("description"), str) else []
    return own + [text for item in value.values() for text in descriptions(item)]


def plain(value: object) -> object:
    """Turn exact decimals into the numbers that JSON knows."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
