"""From HTML to PDF, in a process of its own that sees neither files nor network."""

import subprocess
import sys
from importlib.util import find_spec

from explain.errors import DocumentFailed
from explain.issues import N_, Issue
from explain.notice import issues

SECONDS = 60
_COMMAND = (sys.executable, "-I", "-m", "explain.documents.worker")


def to_pdf(html: str, seconds: float = SECONDS) -> bytes:
    """Return `html` as a tagged PDF; the same HTML gives the same bytes.

    Raises `DocumentFailed` where WeasyPrint is missing, fails, or takes too long.
    """
    if find_spec("weasyprint") is None:
        raise DocumentFailed([Issue(issues.LIBRARY_MISSING)])
    try:
        done = subprocess.run(  # noqa: S603 - our own program, nothing from outside in the command
            _COMMAND, input=html.encode(), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _failed(N_("it took too long")) from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _failed(lines[-1] if lines else str(done.returncode))
    return done.stdout


def _failed(problem: str) -> DocumentFailed:
    return DocumentFailed([Issue(issues.DOCUMENT_FAILED, values={"problem": problem})])
