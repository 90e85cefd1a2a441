"""What would have changed the outcome: one input alone, or the fewest together."""
