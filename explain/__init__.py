"""Exact, plain-language explanations of public algorithms.

A library of its own: it knows nothing of the register. At a keyboard:

    from explain import load

    water = load("rules.yaml")
    water.explain({"personnes": 4, "ressources": 12000}, on="2016-11-01")

`from_estimator` explains one's own scikit-learn model, `from_function` anything that predicts
(`docs/notebooks.md`). Programs find each step on its own in `explain.engines`, `explain.case`
and `explain.wording`. Importing this package alone loads nothing else.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explain.errors import CannotExplain, ExplainError, InvalidCase, InvalidFile
    from explain.notebook.explainers import Explainer, from_estimator, from_function, load
    from explain.notebook.view import View

__all__ = [
    "CannotExplain",
    "ExplainError",
    "Explainer",
    "InvalidCase",
    "InvalidFile",
    "View",
    "from_estimator",
    "from_function",
    "load",
]

_HOMES = {
    "CannotExplain": "explain.errors",
    "ExplainError": "explain.errors",
    "Explainer": "explain.notebook.explainers",
    "InvalidCase": "explain.errors",
    "InvalidFile": "explain.errors",
    "View": "explain.notebook.view",
    "from_estimator": "explain.notebook.explainers",
    "from_function": "explain.notebook.explainers",
    "load": "explain.notebook.explainers",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when a name is asked for

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*globals(), *__all__])
