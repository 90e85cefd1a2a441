"""Places by points: deferred acceptance over ranked wishes, and one list with a capacity.

`method` is the way in; `market` holds the arrays of a run, `deferred` admits, `certificate`
checks what was done, `choice` is the rule of one programme.
"""
