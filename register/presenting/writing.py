"""Where a rule is written."""

from explain.spec import Reference
from register.pages.rule_views import Written


def written(reference: Reference) -> Written:
    """Name the text, with its address where it has one."""
    return Written(text=reference.title, href=reference.url)
