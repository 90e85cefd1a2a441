"""`explain` at a keyboard: plain Python values in, something to look at out.

`from explain import load, from_estimator, from_function` is the way in; `docs/notebooks.md`
shows it.
"""
