"""Values that are made by the hundred for one case, and that nobody may change.

A frozen dataclass sets each field through a call; for the thirteen fields of a step that takes
four times as long as a plain one, half the time of a whole trace. So these values are sealed
where it costs nothing: the type checker, which reads all of this code, refuses to assign.
"""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def sealed(cls: type[T]) -> type[T]:
    """Make a dataclass with slots and keywords only, which the type checker takes for frozen."""
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)
