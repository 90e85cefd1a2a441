"""What an explanation sheet holds: an explanation without a decision."""

from dataclasses import dataclass

from explain.account import Account
from explain.explanation import Explanation
from explain.i18n import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One explanation to print. `address` is that of the version executed, or empty."""

    explanation: Explanation
    account: Account
    language: Language
    address: str = ""

    @property
    def specimen(self) -> bool:
        """Whether the calculation is not exactly the real one."""
        return self.explanation.about.fidelity != "exact"
