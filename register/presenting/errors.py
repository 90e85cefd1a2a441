"""The pages that say what is wrong and what to do, and where a page has gone."""

from explain.issues import Issue
from register.pages.contexts import ErrorPage
from register.pages.history_contexts import MovedPage
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


def moved_page(shell: Shell, path: str, new: str) -> MovedPage:
    """Make the page at an address that an entry had before it was renamed.

    A server leads on without it; it is there for the site as files.
    """
    frame = shell.frame(paths.home, shell.algorithms)
    frame["path"] = path
    frame["indexed"] = False
    return MovedPage(**frame, href=new)
