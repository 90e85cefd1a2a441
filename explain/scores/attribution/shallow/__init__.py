"""Tables for shallow trees: an entry for all that a row can do to a few nodes."""
