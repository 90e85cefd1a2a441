"""A model file of each format as the files of ours: what the process of a conversion does."""

from collections.abc import Callable, Mapping

from explain.canonical import digest
from explain.scores.conversion.comparing import by_columns, proved
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.formats import Format
from explain.scores.models.forest_file import Origin

Files = dict[str, bytes]


def converted(data: bytes, kind: Format, declared: Declaration) -> Files:
    """Return the files of a model. Raises `InvalidFile`; `ImportError` for a missing library."""
    return _READERS[kind](data, declared)


def _skops(data: bytes, declared: Declaration) -> Files:
    from explain.scores.conversion.sklearn_model import convert_estimator  # noqa: PLC0415 - heavy
    from explain.scores.conversion.skops import read_skops  # noqa: PLC0415 - heavy

    return convert_estimator(read_skops(data, declared.file), declared, digest(data))


def _lightgbm(data: bytes, declared: Declaration) -> Files:
    import lightgbm as library  # noqa: PLC0415 - heavy

    from explain.scores.conversion.lightgbm import (  # noqa: PLC0415 - as above
        lightgbm_predictor,
        read_lightgbm,
    )

    forest = read_lightgbm(data, declared.file, declared.inputs)
    origin = _origin("LightGBM", library.__version__, data)
    return proved(forest, origin, by_columns(forest, lightgbm_predictor(data), declared), declared)


def _xgboost(data: bytes, declared: Declaration) -> Files:
    import xgboost as library  # noqa: PLC0415 - heavy

    from explain.scores.conversion.xgboost import (  # noqa: PLC0415 - as above
        read_xgboost,
        xgboost_predictor,
    )

    forest = read_xgboost(data, declared.file, declared.inputs)
    origin = _origin("XGBoost", library.__version__, data)
    return proved(forest, origin, by_columns(forest, xgboost_predictor(data), declared), declared)


def _origin(library: str, version: str, data: bytes) -> Origin:
    return Origin(library=library, version=version, model="Booster", sha256=digest(data))


_READERS: Mapping[Format, Callable[[bytes, Declaration], Files]] = {
    "lightgbm": _lightgbm,
    "skops": _skops,
    "xgboost": _xgboost,
}
