"""The PDF read back by other programs: tagged, titled, repeatable, and closed to the outside."""

import io
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from explain.documents.printing import to_pdf
from explain.documents.rendering import letter_html, sheet_html
from explain.errors import DocumentFailed
from explain.notice import Notice
from tests.explain.documents.test_letter_page import hostile, sheet
from tests.explain.notice.letter_samples import letter_values, notice
from tests.explain.wording.test_rule_sentences import told

pytestmark = pytest.mark.pdf

OTHER_FILE = "what the other file says"
"""What no document may ever hold."""

WAYS_IN = """
<img alt="x" src="{address}">
<link rel="attachment" href="{address}">
<link rel="stylesheet" href="{address}">
<a rel="attachment" href="{address}">x</a>
<style>@import url("{address}"); p {{ background: url("{address}") }}</style>
<style>@font-face {{ font-family: x; src: url("{address}") }} p {{ font-family: x }}</style>
<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{address}"/></svg>
<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><use href="{address}#a"/></svg>
<object data="{address}"></object>
<embed src="{address}">
<iframe src="{address}"></iframe>
<p>x</p>
"""
"""Every way in which a page can name something outside itself."""


def text_of(data: bytes, *options: str) -> str:
    program = shutil.which("pdftotext")
    assert program, "poppler-utils is missing"
    done = subprocess.run(
        [program, *options, "-", "-"], input=data, capture_output=True, check=True
    )
    return done.stdout.decode()


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Walk the structure tree in reading order."""
    return below(pdf.Root.StructTreeRoot.K[0])


def below(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk a part of the structure tree in reading order, from its top."""
    stack = [top]
    while stack:
        item = stack.pop()
        yield item
        kids: Any = item.get("/K", [])
        children = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        stack += reversed(children)


def tags(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(str(item.S) for item in structure(pdf))


@pytest.fixture(scope="module")
def made() -> Notice:
    return notice(fidelity="illustrative")


@pytest.fixture(scope="module")
def letter(made: Notice) -> bytes:
    return to_pdf(letter_html(made))


@pytest.fixture(scope="module")
def pdf(letter: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    path = tmp_path_factory.mktemp("pdf") / "letter.pdf"
    path.write_bytes(letter)
    with pikepdf.open(path) as opened:
        yield opened


def test_it_says_its_title_its_language_and_its_standard(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/Title"]).startswith("Objet\u00a0: votre demande")
    assert str(pdf.Root.Lang) == "fr"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes() or re.search(
        rb"pdfuaid:part>\s*1", pdf.Root.Metadata.read_bytes()
    )


def test_it_has_one_title_and_every_table_heading_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    found = tags(pdf)
    assert found["/H1"] == 1
    headings = [item for item in structure(pdf) if item.S == "/TH"]
    assert headings
    assert all(item.A.Scope in {"/Row", "/Column"} for item in headings)
    for table in (item for item in structure(pdf) if item.S == "/Table"):
        rows = [item for item in below(table) if item.S == "/TR"]
        columns = [item for item in below(table) if item.S == "/TH" and item.A.Scope == "/Column"]
        assert rows
        assert {len(row.K) for row in rows} == {len(columns)}


def test_every_drawing_is_told_in_words(pdf: pikepdf.Pdf) -> None:
    figures = [item for item in structure(pdf) if item.S == "/Figure"]
    assert len(figures) == 2
    assert all(str(item.Alt).strip() for item in figures)


def test_fonts_are_inside_and_are_ours(letter: bytes) -> None:
    program = shutil.which("pdffonts")
    assert program
    done = subprocess.run([program, "-"], input=letter, capture_output=True, check=True)
    rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
    assert rows
    assert all("Atkinson" in row[0] and "yes" in row for row in rows)


def test_it_is_read_in_the_order_of_the_page(letter: bytes) -> None:
    text = text_of(letter)
    marks = ["Région Exemple", "Madame Camille Dubois", "Objet", "La décision", "Qui a décidé"]
    marks += ["Pourquoi cette décision", "Comment le calcul", "Mention obligatoire", "Vos droits"]
    marks += ["Nadia Benali", "Annexe", "Opérations effectuées"]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_every_number_of_the_account_is_printed(made: Notice, letter: bytes) -> None:
    text = " ".join(text_of(letter, "-raw").split())
    for fact in (*made.account.table, *made.account.data):
        assert " ".join(fact.value.split()) in text


def test_each_page_of_a_specimen_is_marked_and_numbered(letter: bytes, pdf: pikepdf.Pdf) -> None:
    count = len(pdf.pages)
    for number in range(1, count + 1):
        text = text_of(letter, "-f", str(number), "-l", str(number))
        assert f"{number}/{count}" in text.replace(" ", "")
        assert "E-2026-0412" in text
    marked = [len(page.Resources.get("/XObject", {})) for page in pdf.pages]
    exact = pikepdf.open(io.BytesIO(to_pdf(letter_html(notice(fidelity="exact")))))
    assert all(marked)
    assert sum(marked) > sum(len(page.Resources.get("/XObject", {})) for page in exact.pages)


def test_the_annex_starts_a_page_and_nothing_tears_an_address(letter: bytes) -> None:
    pages = text_of(letter, "-layout").split("\f")
    (annex,) = (page for page in pages if "Annexe" in page)
    assert annex.strip().startswith("Annexe")
    lines = [line.strip() for page in pages for line in page.splitlines()]
    torn = re.compile(r"(?:https?://|@|\barticle|\b\d{5})$")
    assert [line for line in lines if torn.search(line)] == []


def test_the_same_letter_gives_the_same_bytes(made: Notice, letter: bytes) -> None:
    assert to_pdf(letter_html(made)) == letter


def test_a_sheet_of_rules_is_tagged_as_well() -> None:
    """Steps with a formula are lists whose items hold several paragraphs."""
    rules = replace(sheet("en"), account=told({"income": 1000}))
    with pikepdf.open(io.BytesIO(to_pdf(sheet_html(rules)))) as opened:
        assert str(opened.Root.Lang) == "en"
        assert tags(opened)["/H1"] == 1
        items = [item for item in structure(opened) if item.S == "/LI"]
        assert items
        for item in items:
            kids = [str(kid.S) for kid in item.K]
            assert set(kids) <= {"/Lbl", "/LBody"}
            assert kids.count("/LBody") == 1


def test_a_page_reads_no_file_even_if_it_names_one(tmp_path: Path) -> None:
    """What escaping stops first, the worker stops again."""
    other = tmp_path / "other.svg"
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' id='a'><text>{OTHER_FILE}</text></svg>"
    other.write_text(drawing)
    data = to_pdf(_naming(other.as_uri()))
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert not opened.attachments
        streams = [item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
    assert not any(OTHER_FILE.encode() in stream for stream in streams)
    assert OTHER_FILE not in text_of(data)


def test_a_page_asks_nothing_of_the_network() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    to_pdf(_naming(f"http://127.0.0.1:{server.server_port}/a"))
    server.shutdown()
    thread.join()
    server.server_close()
    assert asked == []


def test_a_hostile_letter_prints_its_own_text() -> None:
    text = text_of(to_pdf(letter_html(hostile())))
    assert "<script>" in text
    assert "root:" not in text


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DocumentFailed) as caught:
        to_pdf(letter_html(notice()), seconds=0.01)
    assert [issue.code.id for issue in caught.value.issues] == ["E506"]


def test_without_the_library_it_is_said_which_one_to_install() -> None:
    program = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "from explain.documents.printing import to_pdf\n"
        "from explain.errors import DocumentFailed\n"
        "try: to_pdf('<p>x</p>')\n"
        "except DocumentFailed as error: print(error.issues[0].code.id)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"E507"


def test_a_very_long_letter_still_numbers_its_pages() -> None:
    values = letter_values()
    values["reasons"]["facts"] = [f"Fait numéro {n}." for n in range(400)]
    text = text_of(to_pdf(letter_html(notice(values))))
    assert "Fait numéro 399." in text


def _naming(address: str) -> str:
    inside = WAYS_IN.format(address=address)
    return f'<html lang="en"><title>t</title><h1>t</h1>{inside}</html>'
