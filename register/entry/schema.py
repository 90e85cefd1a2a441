"""JSON Schemas (draft 2020-12) of the files that people write, made from the models."""

import json
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from explain.case import CaseFile
from explain.i18n import Language
from explain.matching.engine import METHODS
from explain.notice.letter import Letter
from explain.rules.model import RulesFile
from explain.scores.spec import ScoreFile
from register.entry.identity import Administration, Register
from register.entry.model import Entry, Translation

_MATCHING = reduce(or_, (method.FILE for method in METHODS.values()))
_ALLOCATION = reduce(or_, (method.LIST for method in METHODS.values()))

MODELS: Mapping[str, Any] = {
    "entry": Entry,
    "translation": Translation,
    "administration": Administration,
    "register": Register,
    "case": CaseFile,
    "rules": RulesFile,
    "matching": _MATCHING,
    "score": ScoreFile,
    "allocation": _ALLOCATION,
    "letter": Letter,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Schema(GenerateJsonSchema):
    """Says what a file may hold, not what Python may pass."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002 - the base's signature
        """Numbers are written as numbers, never as texts."""
        return {"type": "number"}


def schema(kind: str, language: Language) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, described in `language`.

    Raises `KeyError` for an unknown kind.
    """
    made = TypeAdapter(MODELS[kind]).json_schema(schema_generator=_Schema)
    described: dict[str, Any] = _described(made, language)
    return {"$schema": DIALECT, **described}


def schema_text(kind: str, language: Language) -> str:
    """Return the JSON Schema of a kind of file as text."""
    return json.dumps(schema(kind, language), ensure_ascii=False, indent=2) + "\n"


def _described(value: Any, language: Language) -> Any:
    """Translate every description inside a schema."""
    if isinstance(value, list):
        return [_described(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: _described(item, language) for name, item in value.items()}
    if isinstance(made.get("description"), str):
        made["description"] = describe(made["description"], language)
    return made


def describe(text: str, language: Language) -> str:
    """Translate the description of a field or group, which may stand on several lines."""
    message = " ".join(text.split())
    return language.catalogue.gettext(message)
