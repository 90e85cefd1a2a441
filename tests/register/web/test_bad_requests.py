"""Whatever is sent, the answer says what is wrong and what to do, in the form asked for."""

import json
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.published import LOG, Answer, call, sample, serving

ENTRY = "/fr/algorithmes/parcoursup/"
TRIAL = f"{ENTRY}essayer/"
WRONG = [
    ("/fr/absent/", "", 404),
    ("/fr/algorithmes/absent/", "date=2026-01-01", 404),
    ("/fr/algorithmes/absent/1/", "", 404),
    (f"{ENTRY}99/", "", 404),
    (f"{ENTRY}0/", "", 404),
    (f"{ENTRY}1-99/", "", 404),
    (f"{ENTRY}1-1/", "", 404),
    (f"{ENTRY}1111111111111111111111111/", "", 404),
    (f"{ENTRY}1-1111111111111111111111111/", "", 404),
    (ENTRY, "date=1990-01-01", 404),
    (ENTRY, "date=yesterday", 400),
    (ENTRY, "date=2026-13-45", 400),
    (ENTRY, "date=1111111111111111111111111", 400),
    ("/fr/algorithmes/", "page=1111111111111111111111111", 400),
    ("/fr/algorithmes/", "page=-1", 400),
    ("/fr/algorithmes/", "page=0", 400),
    ("/fr/algorithmes/", "page=%D9%A1", 400),
    ("/fr/algorithmes/", "family=magic", 400),
    ("/fr/algorithmes/", "status=1%00", 400),
    ("/fr/algorithmes/", "administration=../../etc", 400),
    ("/fr/algorithmes/", "q=%ff%fe", 400),
    ("/fr/algorithmes/", "q=a%0d%0aSet-Cookie:x", 400),
    ("/fr/algorithmes/", "q=" + "a" * 300, 414),
    ("/fr/algorithmes/", "q=" + "a" * 3000, 414),
    ("/fr/algorithmes/", "&".join(f"q{i}=1" for i in range(250)) + "&q=1", 400),
    (TRIAL, "exemple=absent", 404),
    ("/fr/algorithmes/absent/essayer/", "", 404),
    ("/fr/algorithmes/../../etc/passwd/", "", 404),
    ("/../etc/passwd", "", 404),
    ("/fr/\x00/", "", 400),
    ("/fr/a\r\nb/", "", 400),
    ("/assets/absent.css", "", 404),
    ("/algorithmes/parcoursup/absent", "", 404),
    ("/algorithmes/parcoursup", "", 404),
]


def is_said(answer: Answer, status: int) -> None:
    """Check the one error shape, as a page."""
    assert answer.status == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "<h1" in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    for leak in ("Traceback", "/work", "site-packages", ".py", "sqlite"):
        assert leak not in answer.text


@pytest.mark.parametrize(("path", "query", "status"), WRONG)
def test_people_get_a_page_that_says_what_is_wrong(path: str, query: str, status: int) -> None:
    is_said(call(path, query=query), status)


@pytest.mark.parametrize(("path", "query", "status"), WRONG)
def test_programs_get_the_same_as_a_problem(path: str, query: str, status: int) -> None:
    answer = call(path, query=query, accept="application/json")
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["detail"]
    assert problem["code"]
    assert problem["issues"][0]["code"] == problem["code"]
    assert set(problem) == {"type", "title", "status", "detail", "hint", "code", "issues"}


@pytest.mark.parametrize("path", ["/algorithmes/absent.json", "/algorithmes/parcoursup/99.json"])
def test_an_address_of_data_answers_in_json_to_everybody(path: str) -> None:
    answer = call(path, accept="text/html")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_problem_is_said_in_the_language_of_the_address_or_of_the_reader() -> None:
    assert "Il n’y a pas de page" in call("/fr/absent/").text
    assert "There is no page" in call("/en/absent/").text
    answer = call("/absent.json", accept_language="en")
    assert json.loads(answer.body)["detail"] == "There is no page at this address."


def test_an_unknown_version_names_those_that_exist() -> None:
    problem = json.loads(call(f"{ENTRY}99/", accept="application/json").body)
    assert problem["code"] == "R312"
    assert "1, 2" in problem["hint"]


def test_a_day_before_the_first_version_names_the_first_day() -> None:
    answer = call("/algorithmes/parcoursup.json", query="date=1990-01-01", accept_language="en")
    problem = json.loads(answer.body)
    assert problem["code"] == "R313"
    assert "2018-05-22" in problem["hint"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/fr/", "/algorithmes.json", "/fr/algorithmes/", ENTRY])
def test_other_methods_are_refused_with_those_allowed(path: str, method: str) -> None:
    answer = call(path, method)
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


def test_a_form_names_post_among_its_methods() -> None:
    answer = call(TRIAL, "PUT", accept="application/json")
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "HEAD", "POST"}
    assert "PUT" in json.loads(answer.body)["detail"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"places=3&places=4"),
        ("application/json", b'{"places": "3", "places": "4"}'),
    ],
)
def test_an_answer_sent_twice_is_refused_by_name(kind: str, body: bytes) -> None:
    answer = call(TRIAL, "POST", body=body, content_type=kind, accept="application/json")
    problem = json.loads(answer.body)
    assert (answer.status, problem["code"]) == (400, "W400-twice")
    assert "places" in problem["detail"]


def test_a_reader_who_leaves_half_way_is_no_fault_of_ours(tmp_path: Path) -> None:
    with serving(sample(), tmp_path / "log") as server:
        head = f"POST {TRIAL} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(head.encode() + b"places=3")
        limit = time.monotonic() + 30
        while "POST" not in server.log.read_text() and time.monotonic() < limit:
            assert server.get("/fr/").status == 200
    assert "POST" in server.log.read_text()
    assert "error" not in server.log.read_text()


@pytest.mark.parametrize("path", ["/fr/", "/fr/algorithmes/", TRIAL])
def test_the_methods_of_an_address_can_be_asked(path: str) -> None:
    answer = call(path, "OPTIONS")
    assert answer.status == 204
    assert "GET" in answer.headers["allow"]
    assert answer.body == b""


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_address_whatever_is_answered_by_a_fault(path: str, query: str) -> None:
    before = len(LOG)
    encoded = query.encode("utf-8", "surrogatepass").decode("latin-1")
    answer = call("/fr/algorithmes/" + path.replace("\ud800", ""), query="q=" + encoded)
    assert answer.status < 500
    assert not [line for line in LOG[before:] if line.startswith("error")]
