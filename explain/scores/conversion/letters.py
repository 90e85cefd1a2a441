"""What the two processes of a conversion tell each other: a line of JSON, then bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explain import issues as common
from explain.issues import Code, Issue, Message
from explain.scores import issues
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.formats import Format
from explain.spec import Input

_CODES = {
    code.id: code
    for module in (common, issues)
    for code in vars(module).values()
    if isinstance(code, Code)
}
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be converted, and the limits of the process: bytes of memory, seconds."""

    data: bytes
    kind: Format
    declared: Declaration
    memory: int
    seconds: int


def write_order(order: Order) -> bytes:
    """Return an order as bytes."""
    declared = order.declared
    head = {
        "kind": order.kind,
        "memory": order.memory,
        "seconds": order.seconds,
        "file": declared.file,
        "seed": declared.seed,
        "missing": declared.missing,
        "classes": declared.classes,
        "inputs": [item.model_dump(mode="json", exclude_none=True) for item in declared.inputs],
        "rows": [list(row) for row in declared.rows],
    }
    return json.dumps(head).encode() + b"\n" + order.data


def read_order(data: bytes) -> Order:
    """Return the order that `write_order` wrote."""
    line, _, body = data.partition(b"\n")
    head = json.loads(line)
    declared = Declaration(
        inputs=tuple(Input.model_validate(_with_decimals(item)) for item in head["inputs"]),
        rows=tuple(map(tuple, head["rows"])),
        missing=tuple(head["missing"]),
        classes=tuple(head["classes"]),
        seed=head["seed"],
        file=head["file"],
    )
    return Order(body, head["kind"], declared, head["memory"], head["seconds"])


def write_files(files: Mapping[str, bytes]) -> bytes:
    """Return the files of a converted model as bytes."""
    sizes = {name: len(data) for name, data in files.items()}
    return json.dumps({"files": sizes}).encode() + b"\n" + b"".join(files.values())


def write_issues(found: Sequence[Issue]) -> bytes:
    """Return issues as bytes."""
    plain = [
        {
            "code": issue.code.id,
            "file": issue.file,
            "line": issue.line,
            "field": issue.field,
            "values": {name: _plain(value) for name, value in issue.values.items()},
        }
        for issue in found
    ]
    return json.dumps({"issues": plain}).encode() + b"\n"


def read_answer(data: bytes) -> dict[str, bytes] | list[Issue]:
    """Return the files or the issues of an answer. Raises `ValueError` for anything else."""
    line, _, body = data.partition(b"\n")
    head = json.loads(line)
    if not isinstance(head, dict):
        raise ValueError(head)  # noqa: TRY004 - what was said is wrong, not how it was called
    if "issues" in head:
        return [_issue(item) for item in head["issues"]]
    files, start = {}, 0
    for name, size in head["files"].items():
        files[name] = body[start : start + size]
        start += size
    if start != len(body):
        raise ValueError(start)
    return files


def _with_decimals(item: dict[str, Any]) -> dict[str, Any]:
    ends: dict[str, Any] = {
        name: Decimal(item[name]) for name in ("minimum", "maximum") if name in item
    }
    return {**item, **ends}


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return {"message": str(value)}
    return value if isinstance(value, int) else str(value)[:_SHOWN]


def _issue(plain: Mapping[str, Any]) -> Issue:
    values = {
        name: Message(value["message"]) if isinstance(value, dict) else value
        for name, value in plain["values"].items()
    }
    return Issue(_CODES[plain["code"]], plain["file"], plain["line"], plain["field"], values)
