"""The model of a score, read from its files, whichever kind it is."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from explain.errors import InvalidFile
from explain.scores.models.linear import Sums
from explain.scores.models.plain_json import read_json
from explain.sources import Document
from explain.spec import Input

if TYPE_CHECKING:  # a model of trees needs NumPy; each kind is loaded by those who have one
    from explain.scores.models.forest import Forest


def read_model(files: Mapping[str, bytes], name: str, inputs: tuple[Input, ...]) -> "Sums | Forest":
    """Read the model file `name` and hold it against the declared `inputs`.

    `files` holds it, and the arrays of a model of trees. Raises `InvalidFile` with every
    issue found.
    """
    quick = read_json(files[name], name)
    if quick is not None:
        with suppress(InvalidFile):  # found again below, with the line
            return _model(quick, files, inputs)
    from explain.reading import read_yaml  # noqa: PLC0415 - not for a model that is as written

    return _model(read_yaml(files[name], name), files, inputs)


def _model(
    document: Document, files: Mapping[str, bytes], inputs: tuple[Input, ...]
) -> "Sums | Forest":
    if document.value.get("kind") == "trees":
        from explain.scores.models.forest_file import read_forest  # noqa: PLC0415 - as above

        return read_forest(document, files, inputs)
    from explain.scores.models.linear_file import read_linear  # noqa: PLC0415 - the same

    return read_linear(document, inputs)
