"""What an explanation sheet holds: an explanation without a decision."""

from dataclasses import dataclass

from explain.account import Account, Fact
from explain.explanation import Explanation
from explain.i18n import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One explanation to print.

    `title` is that of the algorithm and `administration` the name of who answers for it, in
    the sheet's language; `contact` says how to reach it. `recourse` holds what a person can do: a
    verb and its object, how, the delay (`note`) and an address (`source`, `url`). `address` is that
    of the version executed, or empty.
    """

    title: str
    administration: str = ""
    contact: str = ""
    recourse: tuple[Fact, ...] = ()
    explanation: Explanation
    account: Account
    language: Language
    address: str = ""

    @property
    def specimen(self) -> bool:
        """Whether the calculation is not exactly the real one."""
        return self.explanation.about.fidelity != "exact"
