"""Scores: linear and logistic models, explained exactly."""
