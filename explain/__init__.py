"""Exact, plain-language explanations of public algorithms.

A library of its own: it knows nothing of the register. The way in is
`explain.engines`: load an algorithm's files, validate a case, explain it.
"""
