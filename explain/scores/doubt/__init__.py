"""How sure a score is of one case: what an agent should know before relying on it."""
