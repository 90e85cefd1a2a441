"""The exceptions of the register.

RegisterError               every one of them; carries the issues it found
├── InvalidRegister         files of the register do not say what they must
├── NotFound                no such entry, version, or version on that day
├── BrokenLedger            the ledger, or a file that it lists, is not as it was
├── CannotPublish           publishing would break a rule of the register
└── CannotWrite             a file cannot be written here
"""

from collections.abc import Iterable

from explain.issues import Issue


class RegisterError(Exception):
    """Base of all errors here. `issues` is never empty, in the order of the source."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        """Keep the issues; the text of the exception is for programmers only."""
        self.issues = tuple(issues)
        super().__init__("; ".join(f"{i.place} {i.code.id} {i.field}" for i in self.issues))


class InvalidRegister(RegisterError):
    """Files of the register do not say what they must."""


class NotFound(RegisterError):
    """No such entry, no such version, or no version on that day."""


class BrokenLedger(RegisterError):
    """The ledger, or a published file, is not as it was."""


class CannotPublish(RegisterError):
    """Publishing would break a rule of the register."""


class CannotWrite(RegisterError):
    """A file or folder cannot be written here."""
