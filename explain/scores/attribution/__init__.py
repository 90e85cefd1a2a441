"""Exact interventional Shapley values: closed form for sums, tables for trees.

`closed_form` serves sums of terms and `trees` ensembles, both as an `Attributor`
(`contributions`). `exact` is the plain path for trees of any depth; `shallow` and `deep`
hold the tables that replace it, and `store` chooses among them and keeps what was built.
"""
