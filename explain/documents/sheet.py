"""What an explanation sheet holds: an explanation without a decision."""

from dataclasses import dataclass

from explain.account import Account
from explain.explanation import Explanation
from explain.i18n import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One explanation to print.

    `title` is that of the algorithm and `administration` the name of who answers for it, in
    the sheet's language. `address` is that of the version executed, or empty.
    """

    title: str
    administration: str = ""
    explanation: Explanation
    account: Account
    language: Language
    address: str = ""

    @property
    def specimen(self) -> bool:
        """Whether the calculation is not exactly the real one."""
        return self.explanation.about.fidelity != "exact"
