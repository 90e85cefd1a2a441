"""A letter put together: human decision, administration, calculation, and what the law demands."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from explain.account import Account
from explain.explanation import Explanation
from explain.i18n import Language
from explain.notice.letter import Letter
from explain.notice.profile import Block, Condition, Element, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The administration that decides. What it has not said stays empty.

    `data_protection` says on one line how to reach its data protection officer.
    """

    name: str
    service: str = ""
    siren: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    data_protection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """What the register says of the algorithm: its purpose, and the facts that the law asks.

    `title` and `purpose` are in the letter's language. `address` is the permanent address
    of the version that was executed.
    """

    title: str
    purpose: str
    address: str
    individual_decision: bool
    solely_automated: bool
    self_revising: bool
    sensitive_data: bool
    score_is_decisive: bool
    data_not_used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One letter. `account` tells `explanation` in the letter's language."""

    letter: Letter
    issuer: Issuer
    processing: Processing
    explanation: Explanation
    account: Account
    profile: Profile
    language: Language

    @property
    def specimen(self) -> bool:
        """Whether this may only be printed as a specimen: the calculation is not the real one."""
        return self.explanation.about.fidelity != "exact"

    def holds(self, condition: Condition) -> bool:
        """Tell whether one of the law's conditions is met."""
        facts: Mapping[Condition, bool] = {
            "solely_automated": self.processing.solely_automated,
            "human_decision": not self.processing.solely_automated,
            "sensitive_data": self.processing.sensitive_data,
            "self_revising": self.processing.self_revising,
            "score_is_decisive": self.processing.score_is_decisive,
            "unfavourable": not self.letter.decision.favourable,
        }
        return facts[condition]

    def demanded(self, element: Element) -> bool:
        """Tell whether the law demands `element` in this letter."""
        return all(self.holds(condition) for condition in element.when)

    def statements(self, block: Block) -> tuple[str, ...]:
        """Return the sentences that the law demands in `block`, filled in."""
        values = self.values()
        return tuple(
            Template(getattr(text, self.language.code)).substitute(values)
            for element in self.profile.elements
            if element.block == block and self.demanded(element)
            for text in element.texts
        )

    def values(self) -> dict[str, str]:
        """Return what the law's sentences may name."""
        code = self.language.code
        contact = self.letter.contact
        delays = {f"{item.id}_delay": getattr(item.label, code) for item in self.profile.delays}
        return {
            **delays,
            "title": self.processing.title,
            "administration": self.issuer.name,
            "purpose": self.processing.purpose,
            "address": self.processing.address,
            "contact": contact.reach if contact else "",
            "data_protection": self.issuer.data_protection,
        }


def value_at(notice: Notice, path: str) -> Any:
    """Return the value at a dotted path such as `letter.reasons.law`; `None` where it ends."""
    value: Any = notice
    for name in path.split("."):
        value = getattr(value, name, None)
        if value is None:
            return None
    return value
