"""What a matching declares beyond the common head of an algorithm file."""

from typing import Literal

from explain.spec import Spec


class MatchingFile(Spec):
    """A `matching.yaml`."""

    engine: Literal["matching/1"]
    method: Literal["call_order"]
