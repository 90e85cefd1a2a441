"""What proves a publication, ready to be shown."""

from register.log.notes import encode
from register.log.storage import CHECKPOINT, KEYS, past
from register.pages.contexts import ProofPage
from register.pages.entry_views import Evidence, LogView
from register.presenting import paths
from register.presenting.shell import Shell
from register.shelf import Holding, Shelf


def evidence(shelf: Shelf, holding: Holding, number: int) -> Evidence | None:
    """Return what proves a version; None for a draft, or in a register that signs nothing."""
    publication = holding.publication(number)
    if shelf.log is None or publication is None:
        return None
    state = shelf.log.state_of(publication).checkpoint
    return Evidence(
        line=shelf.log.place(publication) + 1,
        lines=state.size,
        root=encode(state.root),
        checkpoint_href=paths.log(past(state.size)),
        proof_href=paths.proof(publication.slug, number),
        line_href=paths.proved_line(publication.slug, number),
    )


def proof_page(shell: Shell, shelf: Shelf) -> ProofPage:
    """Make the page on which anybody learns to verify the register."""
    return ProofPage(
        **shell.frame(lambda code: paths.page(code, "preuve")),
        log=_log(shelf),
        verifier=paths.verifier(),
        ledger="/ledger.jsonl",
        address=shelf.register.base_url,
    )


def _log(shelf: Shelf) -> LogView | None:
    if shelf.log is None:
        return None
    now = shelf.log.now.checkpoint
    return LogView(
        name=now.origin,
        lines=now.size,
        root=encode(now.root),
        key=str(shelf.log.keys[-1]),
        demonstration=shelf.log.demonstration,
        checkpoint_href=paths.log(CHECKPOINT),
        keys_href=paths.log(KEYS),
    )
