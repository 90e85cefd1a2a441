"""Scores: linear and logistic models, explained exactly against a background."""
