"""The clock: the one place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""What tells this moment, in UTC; whoever opens a register may hand over one of their own."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)
