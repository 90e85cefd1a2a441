"""The call order of Parcoursup: a commission's ranking, moved by minimum rates.

`method` is the way in; `order` is the calculation, `certificate` what it must satisfy.
"""
