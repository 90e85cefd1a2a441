"""The page that says what is wrong and what to do."""

from explain.issues import Issue
from register.pages.contexts import ErrorPage
from register.presenting import paths
from register.presenting.shell import Shell


def error_page(shell: Shell, status: int, issue: Issue) -> ErrorPage:
    """Make the page of one problem. It names the address of no page but the home page."""
    frame = shell.frame(paths.home, shell.algorithms)
    frame["indexed"] = False
    return ErrorPage(
        **frame,
        status=status,
        code=issue.code.id,
        problem=shell.words.message(issue),
        hint=shell.words.hint(issue),
    )
