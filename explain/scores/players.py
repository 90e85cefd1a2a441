"""Who shares a score: each declared input, or a group of inputs that counts as one.

The players of the game whose Shapley values the explanation gives (Lundberg and Lee,
2017). One-hot columns and everything else that is made from one input belong to it; a
group declared as one player is one in the game itself, not a sum made afterwards.
"""

from dataclasses import dataclass

from explain.scores.spec import ScoreFile


@dataclass(frozen=True, slots=True)
class Player:
    """One input, or a group of inputs that counts as one. `label` is canonical."""

    id: str
    label: str
    inputs: tuple[str, ...]


def players(spec: ScoreFile) -> tuple[Player, ...]:
    """Return the players in the order of the inputs; a group stands where its first input does."""
    together = {name: group for group in spec.groups if group.together for name in group.inputs}
    found: dict[str, Player] = {}
    for item in spec.inputs:
        group = together.get(item.id)
        if group is None:
            found[item.id] = Player(item.id, item.label, (item.id,))
        else:
            found[group.id] = Player(group.id, group.label, group.inputs)
    return tuple(found.values())
