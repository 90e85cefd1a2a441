"""Each refusal of a request has its code."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from register.entry.folder import Folder
from register.ledger import publishing
from register.publishing import plan, publish
from register.scaffold import new_entry, translation
from register.web.problems import problem_of
from tests.register.published import call, serving

LIST = "/fr/algorithmes/"
TRIAL = f"{LIST}parcoursup/essayer/"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        (LIST, "q=%ff%fe", "W400"),
        (LIST, "family=magic", "W400-value"),
        ("/fr/absent/", "", "W404"),
        (TRIAL, "exemple=absent", "W404-example"),
        (LIST, "q=" + "a" * 300, "W414"),
    ],
)
def test_a_wrong_address_has_its_code(path: str, query: str, code: str) -> None:
    assert code_of(call(path, query=query, accept="application/json").body) == code


@pytest.mark.parametrize(
    ("method", "body", "kind", "code"),
    [
        ("DELETE", b"", FORM, "W405"),
        ("POST", b"a=" + b"b" * 1_000_000, FORM, "W413"),
        ("POST", b"{}", "text/plain", "W415"),
    ],
)
def test_a_wrong_message_has_its_code(method: str, body: bytes, kind: str, code: str) -> None:
    headers = {"content_type": kind, "content_length": str(len(body))}
    answer = call(TRIAL, method, body=body, accept="application/json", **headers)
    assert code_of(answer.body) == code


def test_an_entry_that_is_only_described_cannot_be_tried(tmp_path: Path, sample: Path) -> None:
    folder = sample / "aide-au-logement/1"
    files = new_entry("aide-au-logement", "gj-0002", "ma-collectivite", date(2026, 1, 1))
    folder.mkdir(parents=True)
    text = re.sub("À compléter", "Écrit", files["aide-au-logement/1/fr.md"].decode()).encode()
    (folder / "fr.md").write_bytes(text)
    english = re.sub("To be completed", "Written", translation(text).decode())
    (folder / "en.md").write_text(re.sub("À compléter", "Written", english))
    with publishing(sample):
        keys = sample.parent / "keys"
        publish(Folder(sample), plan(Folder(sample), datetime(2026, 11, 1, tzinfo=UTC)), keys)
    with serving(sample, tmp_path / "log") as server:
        answer = server.get("/fr/algorithmes/aide-au-logement/essayer/", Accept="application/json")
    assert (answer.status, code_of(answer.body)) == (404, "W404-run")


def test_an_error_of_ours_says_nothing_of_itself() -> None:
    found = problem_of(RuntimeError("secret"))
    assert [issue.code.id for issue in found.issues] == ["W500"]
    assert "secret" not in str(found)


def code_of(body: bytes) -> str:
    """Return the code of a problem."""
    return str(json.loads(body)["code"])
