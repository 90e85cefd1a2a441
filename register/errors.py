"""The exceptions of the register.

RegisterError               every one of them; carries the issues it found
├── InvalidRegister         files of the register do not say what they must
├── NotFound                no such entry, version, or version on that day
├── BrokenLedger            the ledger, or a file that it lists, is not as it was
├── BrokenLog               the transparency log is not as it was, or its key is not there
├── CannotReplay            a recorded case cannot be calculated again as it was
├── CannotPublish           publishing would break a rule of the register
├── CannotTry               links cannot be tried from here
└── CannotWrite             a file cannot be written here
"""

import errno
from collections.abc import Iterable

from explain.issues import N_, Issue

_REASONS = {
    errno.EACCES: N_("you are not allowed to"),
    errno.EPERM: N_("you are not allowed to"),
    errno.EROFS: N_("this disk is read-only"),
    errno.ENOENT: N_("it does not exist"),
    errno.EEXIST: N_("there is already something with this name"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("part of its path is not a folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is full"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


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


class BrokenLog(RegisterError):
    """The transparency log is not as it was, or its key is not there."""


class CannotReplay(RegisterError):
    """A recorded case cannot be calculated again as it was."""


class CannotPublish(RegisterError):
    """Publishing would break a rule of the register."""


class CannotTry(RegisterError):
    """Links to other sites cannot be tried from here."""


class CannotWrite(RegisterError):
    """A file or folder cannot be written here."""


def reason(error: OSError) -> str:
    """Say why the system refused a file, in words that are translated where they are shown."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
