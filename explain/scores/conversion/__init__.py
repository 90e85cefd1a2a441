"""From a trained model of another library to an artefact that holds no code, or to a refusal."""

from explain.scores.conversion.sklearn_linear import convert

__all__ = ["convert"]
