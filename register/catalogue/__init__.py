"""The catalogue: what lists and searches need, in SQLite. A cache that may be deleted."""
