"""Tables for deep forests: whole numbers for each set of conditions that a row fails."""
