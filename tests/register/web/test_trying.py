"""“Try it”: a form filled in by an example, a result explained, and nothing kept."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from explain.canonical import to_record
from register.presenting.trials import answers_of
from tests.register.published import Answer, call, copy, edition, serving, site

SLUGS = (
    "tarification-solidaire-eau",
    "parcoursup",
    "signaux-faibles",
    "aide-renovation-energetique",
)
FORM = "application/x-www-form-urlencoded"
MARKER = "zq7marker81"
AMOUNT = "73519.46"


def answers(slug: str, name: str = "", code: str = "fr") -> dict[str, str]:
    """Return the answers of one worked example."""
    held = edition()
    told = held.told(code, slug)  # type: ignore[arg-type] # a language of the site
    chosen = next((item for item in told if item.worked.name == name), told[0])
    shown = held.shown(code, held.shelf.entry(slug), chosen.worked.number)  # type: ignore[arg-type] # the same
    return answers_of(shown, chosen)


def send(slug: str, fields: dict[str, str], code: str = "fr", **headers: str) -> Answer:
    """Send answers to a form."""
    path = f"/{code}/algorithmes/{slug}/essayer/"
    body = urlencode(fields).encode()
    return call(path, "POST", body=body, **{"content_type": FORM, **headers})


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_example_gives_its_own_result_when_its_answers_are_sent(slug: str, code: str) -> None:
    held = edition()
    for told in held.told(code, slug):  # type: ignore[arg-type] # a language of the site
        fields = answers(slug, told.worked.name, code)
        if told.worked.case.case.unknown:
            continue
        record = send(slug, fields, code, accept="application/json")
        assert record.status == 200, record.text
        expected = json.loads(to_record(told.worked.explanation))
        found = json.loads(record.body)
        assert found["outcome"] == expected["outcome"]
        page = send(slug, fields, code)
        assert page.status == 200
        assert str(told.account.outcome) in page.text.replace("&#39;", "'")


@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_to_no_question_is_refused_by_name(slug: str) -> None:
    fields = answers(slug) | {"couleur": "bleu"}
    said = send(slug, fields, accept="application/json")
    assert said.status == 422
    assert [(issue["code"], issue["field"]) for issue in json.loads(said.body)["issues"]] == [
        ("E302", "couleur")
    ]
    page = send(slug, fields)
    assert page.status == 422
    assert "couleur" in page.text
    assert send(slug, answers(slug) | {"couleur": " "}).status == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_an_example_fills_in_the_form(slug: str) -> None:
    name = edition().told("fr", slug)[0].worked.name
    page = call(f"/fr/algorithmes/{slug}/essayer/", query=f"exemple={name}")
    assert page.status == 200
    for field, value in answers(slug, name).items():
        assert f'name="{field}"' in page.text or field == "candidate-list"
        assert value in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_example_has_a_page_of_its_own(slug: str) -> None:
    for told in edition().told("fr", slug):
        path = f"/fr/algorithmes/{slug}/exemples/{told.worked.name}/"
        assert path in site()
        assert told.account.outcome in call(path).text.replace("&#39;", "'")


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_form_comes_back_with_an_error_at_each_question(slug: str) -> None:
    page = send(slug, {})
    algorithm = edition().algorithms[slug][edition().shelf.entry(slug).shown]
    assert page.status == 422
    for item in algorithm.spec.inputs:
        assert f'id="{item.id}-error"' in page.text
    problem = send(slug, {}, accept="application/json")
    assert problem.status == 422
    assert problem.headers["content-type"] == "application/problem+json"
    fields = [issue["field"] for issue in json.loads(problem.body)["issues"]]
    assert fields == [item.id for item in algorithm.spec.inputs]


@pytest.mark.parametrize(
    "value", ["abc", "1e999", "9" * 25, "-" + "9" * 25, "NaN", "1 000 000 000 000 000 000 000", "½"]
)
def test_a_value_that_is_no_number_is_said_at_its_question_and_kept(value: str) -> None:
    fields = answers("tarification-solidaire-eau") | {"ressources": value}
    page = send("tarification-solidaire-eau", fields)
    assert page.status == 422
    assert 'id="ressources-error"' in page.text
    assert f'value="{value}"' in page.text


def test_numbers_may_be_written_as_people_write_them() -> None:
    fields = answers("tarification-solidaire-eau")
    plain = send(
        "tarification-solidaire-eau", fields | {"ressources": "10001,01"}, accept="application/json"
    )
    spaced = send(
        "tarification-solidaire-eau",
        fields | {"ressources": "10\u202f001.01"},
        accept="application/json",
    )
    assert plain.status == spaced.status == 200
    assert plain.body == spaced.body


def test_a_day_before_the_first_version_is_said_at_the_day() -> None:
    page = send("parcoursup", answers("parcoursup") | {"decision-day": "1990-01-01"})
    assert page.status == 422
    assert 'id="decision-day-error"' in page.text
    wrong = send("parcoursup", answers("parcoursup") | {"decision-day": "tomorrow"})
    assert wrong.status == 422
    assert 'id="decision-day-error"' in wrong.text


def test_the_day_of_the_decision_chooses_the_version() -> None:
    fields = answers("tarification-solidaire-eau")
    holding = edition().shelf.entry("tarification-solidaire-eau")
    for number in holding.numbers:
        day = holding.version(number).entry.applies_from
        sent = send(holding.slug, fields | {"decision-day": str(day)}, accept="application/json")
        assert json.loads(sent.body)["about"]["version"] == holding.on(day).number


def test_answers_may_be_sent_as_json() -> None:
    fields = answers("signaux-faibles")
    path = "/fr/algorithmes/signaux-faibles/essayer/"
    sent = call(
        path,
        "POST",
        body=json.dumps(fields).encode(),
        content_type="application/json",
        accept="application/json",
    )
    assert sent.status == 200
    assert json.loads(sent.body)["format"] == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 70_000, FORM, 413),
        (b"a=1", "multipart/form-data; boundary=x", 415),
        (b"a=1", "text/plain", 415),
        (b"a=1", f"{FORM}; charset=latin-1", 415),
        (b"", "", 415),
        (b"a=%ff", FORM, 400),
        (b"\xff\xfe", FORM, 400),
        (b"&".join(b"a%d=1" % i for i in range(300)), FORM, 400),
        (b"[" * 50_000, "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"a": {"b": 1}}', "application/json", 400),
        (b'{"a": 1', "application/json", 400),
        (b'{"decision-day": "\\ud800"}', "application/json", 400),
        (b'{"\\udfff": "a"}', "application/json", 400),
        (b'{"decision-day": "\\u0000"}', "application/json", 400),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, kind: str, status: int) -> None:
    answer = call("/fr/algorithmes/parcoursup/essayer/", "POST", body=body, content_type=kind)
    assert answer.status == status
    assert answer.headers["cache-control"] == "no-store"
    assert "<h1" in answer.text


def test_a_result_may_not_be_kept_on_its_way() -> None:
    for answer in (send("parcoursup", answers("parcoursup")), send("parcoursup", {})):
        assert answer.headers["cache-control"] == "no-store"
        assert 'content="noindex"' in answer.text


def test_nothing_that_is_typed_is_stored_or_logged(tmp_path: Path) -> None:
    register = copy(tmp_path / "register")
    log = tmp_path / "log"
    path = "/fr/algorithmes/tarification-solidaire-eau/essayer/"
    fields = answers("tarification-solidaire-eau")
    headers = {"content-type": FORM, "cookie": f"a={MARKER}", "user-agent": MARKER}
    with serving(register, log) as server:
        typed = urlencode(fields | {"ressources": AMOUNT}).encode()
        good = server.send("POST", path, typed, headers)
        extra = server.send("POST", path, urlencode(fields | {"more": MARKER}).encode(), headers)
        wrong = urlencode(fields | {"ressources": MARKER}).encode()
        bad = server.send("POST", path, wrong, headers)
        asked = server.send("GET", f"{path}?exemple={MARKER}", b"", headers)
        searched = server.send("GET", f"/fr/algorithmes/?q={MARKER}", b"", headers)
    assert [good.status, extra.status, bad.status] == [200, 422, 422]
    assert [asked.status, searched.status] == [404, 200]
    assert MARKER in bad.text
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert log in written
    assert "POST /fr/algorithmes/tarification-solidaire-eau/essayer/ 200" in log.read_text()
    assert any(file.suffix == ".sqlite" for file in written)
    for secret in (MARKER, AMOUNT):
        assert [file for file in written if secret.encode() in file.read_bytes()] == []
