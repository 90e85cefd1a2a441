"""The OpenAPI description: valid, complete, and true of every document that the site serves."""

import json
import re
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from tests.register.published import call, edition, site


@cache
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site()["/openapi.json"].make())
    return found


def operations() -> list[tuple[str, str]]:
    return [(path, method) for path, methods in described()["paths"].items() for method in methods]


def resolved(item: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the description."""
    while "$ref" in item:
        found: Any = described()
        for part in item["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        item = found
    return item


def pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[a-z]+\})", path)
    shapes = {"{version}": "[0-9]+", "{older}": "[0-9]+", "{newer}": "[0-9]+"}
    return re.compile(
        "".join(
            shapes.get(part, "[^/]+") if part.startswith("{") else re.escape(part) for part in parts
        )
    )


def faults(schema: Any, document: Any) -> list[str]:
    whole = (
        {**schema, "components": described()["components"]} if isinstance(schema, dict) else schema
    )
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    return [
        f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(document)
    ]


def content(path: str, status: str = "200", method: str = "get") -> dict[str, Any]:
    answer = resolved(described()["paths"][path][method]["responses"][status])
    found: dict[str, Any] = answer.get("content", {})
    return found


def test_the_description_is_valid() -> None:
    validate(described())
    ids = [
        item["operationId"]
        for methods in described()["paths"].values()
        for item in methods.values()
    ]
    assert len(ids) == len(set(ids))


def test_every_document_of_the_site_is_as_described() -> None:
    paths = [path for path in described()["paths"] if path.endswith(".json")]
    unchecked, wrong = [], []
    for address, item in site().items():
        if not address.endswith(".json") or address.endswith("/feed.json"):
            continue
        path = next((path for path in paths if pattern(path).fullmatch(address)), None)
        if path is None:  # an artefact of a version, byte for byte
            if not re.fullmatch(r"/algorithmes/[^/]+/[0-9]+/[^/]+\.json", address):
                unchecked.append(address)
            continue
        (known,) = content(path).values()
        schema = known["schema"]
        wrong += [f"{address} {fault}" for fault in faults(schema, json.loads(item.make()))]
    assert unchecked == []
    assert wrong == []


def test_every_address_of_data_is_described() -> None:
    data = [
        address
        for address, item in site().items()
        if not item.media_type.startswith("text/html")
        and not item.asset
        and not address.endswith((".atom", "/feed.json", ".xml", ".txt", ".ico"))
    ]
    shapes = [pattern(path) for path in described()["paths"]]
    missing = [address for address in data if not any(shape.fullmatch(address) for shape in shapes)]
    assert missing == []


@pytest.mark.parametrize(("path", "method"), operations())
def test_each_operation_answers_its_example(path: str, method: str) -> None:
    operation = described()["paths"][path][method]
    address, query, headers = path, {}, {}
    for parameter in map(resolved, operation.get("parameters", [])):
        example = parameter.get("example")
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", str(example))
        elif example is not None and parameter["in"] == "query":
            query[parameter["name"]] = example
        elif example is not None:
            headers[parameter["name"].lower()] = example
    body = b""
    if "requestBody" in operation:
        (media, sent), *_ = operation["requestBody"]["content"].items()
        body = json.dumps(sent["example"]).encode()
        headers["content_type"] = media
    text = "&".join(f"{name}={value}" for name, value in query.items())
    answer = call(address, method.upper(), text, body, **headers)
    assert answer.status == 200, answer.text
    media = answer.headers["content-type"].partition(";")[0]
    known = content(path, "200", method)
    assert media in known
    if media == "application/json":
        assert faults(known[media]["schema"], json.loads(answer.body)) == []


@pytest.mark.parametrize("address", ["/algorithmes/absent.json", "/algorithmes.json"])
def test_a_problem_is_as_described(address: str) -> None:
    query = "page=x&family=absent" if address == "/algorithmes.json" else ""
    answer = call(address, query=query, accept="application/json")
    assert answer.status in {400, 404}
    schema = {"$ref": "#/components/schemas/Problem"}
    assert faults(schema, json.loads(answer.body)) == []


def test_an_extra_member_would_be_seen() -> None:
    slug = next(iter(edition().shelf.entries))
    document = json.loads(site()[f"/algorithmes/{slug}.json"].make())
    schema = {"$ref": "#/components/schemas/Entry"}
    assert faults(schema, document) == []
    assert faults(schema, {**document, "surprise": 1}) != []
    assert faults(schema, {name: document[name] for name in document if name != "id"}) != []
