"""What a person can do, as pages show it."""

from register.entry.parts import Redress
from register.i18n import Language
from register.pages.entry_views import Action
from register.pages.views import Link


def action_of(item: Redress, words: Language) -> Action:
    """Make one action, with its addresses."""
    mail = (Link(label=item.email, href=f"mailto:{item.email}"),) if item.email else ()
    page = (Link(label=words.text("Open the page"), href=item.url),) if item.url else ()
    return Action(title=item.label, text=item.how, delay=item.delay, links=mail + page)
