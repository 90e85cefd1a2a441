"""What an explanation says, in sentences: plain French and plain English.

`account` is the way in, `spoken` where its sentences are enough. Sentences are fixed texts
filled with the numbers of the record; `explain.wording.plain` checks that they stay short
and clear.
"""

from explain.wording.telling import account, spoken

__all__ = ["account", "spoken"]
