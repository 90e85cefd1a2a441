"""One explanation to look at: sentences first, table second, chart third.

The record stays a record; this is a thin frame around it, with its account in one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from markupsafe import Markup

from explain import templates
from explain.account import Account
from explain.canonical import digest, to_record
from explain.details import Attribution
from explain.documents.rendering import environment
from explain.explanation import Explanation
from explain.i18n import LanguageCode, language
from explain.record import Made, software, write_record
from explain.spec import Spec
from explain.wording import account


@dataclass(frozen=True)
class View:
    """One explained case. A notebook shows it whole; `print` shows its sentences.

    `explanation` is the frozen record, `account` the same in words.
    """

    explanation: Explanation
    spec: Spec
    language: LanguageCode

    @property
    def outcome(self) -> Any:
        """Return what was computed."""
        return self.explanation.outcome.value

    @property
    def contributions(self) -> Mapping[str, Decimal]:
        """Return the printed points of each input of a score; they add up. Else, nothing."""
        detail = self.explanation.detail
        if not isinstance(detail, Attribution):
            return {}
        return {share.id: Decimal(str(share.points)) for share in detail.shares}

    @cached_property
    def account(self) -> Account:
        """Return the sentences and rows.

        They say nothing of how close the calculation is to a real one: only an entry knows.
        """
        said = account(self.explanation, self.spec, language(self.language))
        return replace(said, warning="")

    def record(self) -> bytes:
        """Return the file of the record: see `explain.record`."""
        return write_record(self.explanation, Made(datetime.now(UTC), software()))

    def __repr__(self) -> str:
        """Say it in sentences."""
        said = self.account
        reasons = [f"- {_about(item.label, item.value)} {item.sentence}" for item in said.reasons]
        others = [f"- {said.others}"] if said.others else []
        changes = [*said.changes, *said.together]
        return "\n".join([said.outcome, *said.summary]) + "".join(
            "\n\n" + "\n".join(part) for part in (reasons + others, changes) if part
        )

    def _repr_html_(self) -> str:
        """Show it in a notebook. Texts are escaped; colours are the notebook's own."""
        template = environment(self.language).get_template("notices/notebook.html")
        style = (templates.folder() / "notebook.css").read_text("utf-8")
        return template.render(
            account=self.account,
            style=Markup(style),  # noqa: S704 - our own style sheet
            id=digest(to_record(self.explanation)).removeprefix("sha256:")[:12],
        )


def _about(label: str, value: str) -> str:
    return f"{label}: {value}." if value else f"{label}."
