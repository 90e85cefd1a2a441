"""The letter as data: a human decision, its explanation, and what the law demands of both."""

from explain.notice.completeness import require_complete, require_issuable
from explain.notice.letter import Letter, read_letter
from explain.notice.notices import Issuer, Notice, Processing
from explain.notice.profile import Profile, profile

__all__ = [
    "Issuer",
    "Letter",
    "Notice",
    "Processing",
    "Profile",
    "profile",
    "read_letter",
    "require_complete",
    "require_issuable",
]
