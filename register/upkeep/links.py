"""Links to other sites: which ones an entry has, and what came of trying them.

`grandjour links` writes the results to `links.jsonl` in the register's folder, one link a
line, each with the moment at which it was tried; pages show that date. Nothing is tried while
a page is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from explain.fields import Declared, Line
from explain.issues import Issue
from register import issues
from register.entry.folder import LINKS
from register.entry.markdown import links
from register.entry.version import Version
from register.errors import InvalidRegister

Outcome = Literal["answers", "gone", "unreachable", "refused"]
"""`gone`: the site says that the page does not exist (404, 410). `unreachable`: no site answers.
`refused`: a site answers, but not to a program (401, 403, 429, 5xx): nothing is known."""


class Trial(Declared):
    """What came of trying one link."""

    url: Line
    tried_at: datetime
    outcome: Outcome
    status: int | None = None
    """The site's own code (RFC 9110); none where no site answered."""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The latest result of each link."""

    trials: Mapping[str, Trial] = field(default_factory=dict)

    def __contains__(self, url: str) -> bool:
        """Tell whether a link was ever tried."""
        return url in self.trials

    def is_broken(self, url: str) -> bool:
        """Tell whether a link led nowhere when it was last tried."""
        return url in self.trials and self.trials[url].outcome in {"gone", "unreachable"}

    @property
    def tried_at(self) -> datetime | None:
        """Return when the oldest of the results was obtained."""
        return min((item.tried_at for item in self.trials.values()), default=None)


def links_of(version: Version) -> tuple[str, ...]:
    """Return the addresses of other sites that a version names, each once, in order."""
    found = dict.fromkeys(_addresses(version.entry.model_dump(mode="json")))
    for code in version.languages:
        for section in version.body_in(code).sections:
            found.update(dict.fromkeys(links(section.text)))
    return tuple(found)


def read_links(data: bytes, file: str = LINKS) -> LinkReport:
    """Read the results. Raises `InvalidRegister` with every line that is not one of ours."""
    found: list[Issue] = []
    trials: dict[str, Trial] = {}
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            trial = Trial.model_validate_json(line)
        except ValidationError:
            found.append(Issue(issues.LINKS_LINE, file, number))
        else:
            trials[trial.url] = trial
    if found:
        raise InvalidRegister(found)
    return LinkReport(trials)


def write_links(report: LinkReport) -> bytes:
    """Write the results, one a line, by address."""
    trials = (report.trials[url] for url in sorted(report.trials))
    return b"".join(trial.model_dump_json(exclude_none=True).encode() + b"\n" for trial in trials)


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(("https://", "http://")) and " " not in value:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _addresses(item)
    elif isinstance(value, list):
        for item in value:
            yield from _addresses(item)
