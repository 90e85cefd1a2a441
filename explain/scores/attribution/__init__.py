"""Exact interventional Shapley values: closed form for sums, tables for trees."""
