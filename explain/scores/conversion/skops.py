"""A scikit-learn model from a `.skops` file, of which nothing is run.

skops builds objects only of types that are trusted: those that it trusts by itself
(scikit-learn's estimators, NumPy's arrays) and the few named here. Some of these are safe
to build but not to use as they come: a tree whose indices lead out of its arrays crashes
the process. So arrays are checked before any prediction, and all of this happens in a
process of its own.
"""

from typing import Any

from skops.io import get_untrusted_types, loads

from explain.scores import issues
from explain.scores.conversion.archive import check_archive
from explain.scores.conversion.declaration import refuse

TRUSTED = (
    "functools.partial",
    "numpy.dtype",
    "sklearn._loss.link.HalfLogitLink",
    "sklearn._loss.link.IdentityLink",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogLink",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.link.MultinomialLogit",
    "sklearn._loss.loss.AbsoluteError",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss.loss.HalfMultinomialLoss",
    "sklearn._loss.loss.HalfSquaredError",
    "sklearn._loss.loss.HuberLoss",
    "sklearn._loss.loss.PinballLoss",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
    "sklearn.utils.validation.check_array",
)
"""What the models that can be converted hold beside what skops trusts by itself."""

_SHOWN = 8


def read_skops(data: bytes, file: str) -> Any:
    """Return the fitted object. Raises `InvalidFile` where the file or a type is not trusted."""
    check_archive(data, file)
    unknown = sorted(set(get_untrusted_types(data=data)) - set(TRUSTED))
    if unknown:
        types = ", ".join(name[:120] for name in unknown[:_SHOWN])
        more = f" (+{len(unknown) - _SHOWN})" if len(unknown) > _SHOWN else ""
        raise refuse(issues.UNTRUSTED_TYPES, file, types=types + more)
    return loads(data, trusted=list(TRUSTED))
