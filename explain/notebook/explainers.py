"""The ways in from a keyboard: files that exist, one's own model, one's own function."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from explain import engines
from explain.canonical import digest, inputs_digest
from explain.case import Case, validate_case
from explain.engines import Algorithm
from explain.errors import ExplainError
from explain.explanation import About, Explanation, Provenance
from explain.i18n import DEFAULT, LanguageCode, language
from explain.notebook.declaring import BACKGROUND, MAIN, Said, background_file, score_file
from explain.notebook.tables import Table, plain, table_of
from explain.notebook.view import View
from explain.reading import read_yaml
from explain.scores.spec import read_score
from explain.spec import Spec

Fields = Mapping[str, Any]
Explaining = Callable[[Case], Explanation]

HERE = About(slug="notebook", version=1)
"""What the record names in the place of an entry: no register holds this one."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """An algorithm ready to explain one case after another.

    `files` are those that define it, by name, as the folder of an entry holds them.
    """

    spec: Spec
    files: Mapping[str, bytes]
    language: LanguageCode
    explaining: Explaining

    def explain(self, values: Fields, *, on: date | str | None = None) -> View:
        """Explain one case: a dictionary, or a row of a data frame.

        A value of `None` or NaN is undetermined. `on` is the decision's date (default: today).
        Raises `InvalidCase` with every issue, `CannotExplain` where there is no result.
        """
        given = {str(name): plain(value) for name, value in values.items()}
        known = {name: value for name, value in given.items() if value is not None}
        unknown = tuple(name for name in given if name not in known)
        day = date.fromisoformat(on) if isinstance(on, str) else on or datetime.now(UTC).date()
        with _told(self.language):
            case = validate_case(self.spec, known, day, unknown=unknown)
            return View(self.explaining(case), self.spec, self.language)


def load(path: str | Path, *, language: LanguageCode = DEFAULT) -> Explainer:
    """Load an algorithm file (`rules.yaml`, `score.yaml`) with the files that it names.

    They lie in the same folder. Raises `InvalidFile` with every issue.
    """
    return _of_files(_files(Path(path)), Path(path).name, language)


def from_estimator(
    estimator: Any,
    background: Any,
    *,
    inputs: Mapping[str, Fields] | None = None,
    display: Fields | None = None,
    outcome: Fields | None = None,
    language: LanguageCode = DEFAULT,
) -> Explainer:
    """Explain a fitted scikit-learn model or pipeline exactly, against all of `background`.

    `background` is a data frame or a list of dictionaries with the columns of the training.
    `inputs`, `display` and `outcome` replace what the table alone cannot tell: see
    `docs/reference/scores.md` for their fields. The model is converted and compared with its
    own predictions first. Raises `InvalidFile` where it cannot be read exactly: use
    `from_function` then.
    """
    from explain.scores.conversion import Declaration, convert_estimator  # noqa: PLC0415 - heavy

    table = table_of(background)
    classes = tuple(map(str, getattr(estimator, "classes_", ())))
    several = classes if len(classes) > 2 else ()  # noqa: PLR2004 - yes and no are one score
    space = "log-odds" if classes and hasattr(estimator, "decision_function") else "value"
    said = Said(
        inputs=inputs or {},
        display=display or {},
        outcome=outcome or {},
        classes=several,
        space=space,
    )
    with _told(language):
        files = _declared(table, said, language)
        spec = read_score(read_yaml(files[MAIN], MAIN))
        rows = [[_raw(value) for value in row] for row in table.rows]
        missing = tuple(name for name in table.names if None in table.column(name))
        converted = convert_estimator(estimator, Declaration(spec.inputs, rows, missing, several))
    return _of_files({**files, **converted}, MAIN, language)


def from_function(  # noqa: PLR0913 - all but two have a default
    predict: Callable[[Any], Any],
    background: Any,
    *,
    inputs: Mapping[str, Fields] | None = None,
    display: Fields | None = None,
    outcome: Fields | None = None,
    language: LanguageCode = DEFAULT,
    runs: int | None = None,
    seed: int | None = None,
) -> Explainer:
    """Explain any function that predicts: exact up to ten inputs, else an estimate that says so.

    `predict` gets a table of the same kind as `background` (a data frame, or a list of
    dictionaries) and returns one number for each row. `runs` and `seed` are those of
    `explain.scores.estimate`. The record cannot be replayed: nobody else has the function.
    """
    from explain.scores.estimate import RUNS, SEED  # noqa: PLC0415 - needs NumPy
    from explain.scores.opaque import find_opaque, load_opaque  # noqa: PLC0415 - needs NumPy

    table = table_of(background)
    said = Said(inputs=inputs or {}, display=display or {}, outcome=outcome or {})
    with _told(language):
        files = _declared(table, said, language)
        score = load_opaque(
            files[MAIN],
            files[BACKGROUND],
            lambda rows: [float(value) for value in predict(table.again(rows))],
            table.rows,
            runs=runs or RUNS,
            seed=SEED if seed is None else seed,
        )
    named = tuple((name, digest(data)) for name, data in sorted(files.items()))

    def explaining(case: Case) -> Explanation:
        row = [plain(_python(case.values[name])) for name in table.names]
        found = find_opaque(score, case, row)
        made = Provenance(engine="score/1", files=named, inputs=inputs_digest(case))
        return engines.enveloped(score.spec, case, found, made, HERE)

    return Explainer(score.spec, files, language, explaining)


def _of_files(files: Mapping[str, bytes], main: str, language: LanguageCode) -> Explainer:
    with _told(language):
        algorithm: Algorithm = engines.load(files, main)

    def explaining(case: Case) -> Explanation:
        return engines.explain(algorithm, case, about=HERE)

    return Explainer(algorithm.spec, files, language, explaining)


def _files(main: Path) -> dict[str, bytes]:
    """Read a file, and each file beside it that it, or one of those, names."""
    found = {main.name: main.read_bytes()}
    beside = {path.name: path for path in main.parent.iterdir() if path.is_file()}
    waiting = [main.name]
    while waiting:
        text = found[waiting.pop()]
        named = [name for name in beside if name not in found and name.encode() in text]
        found |= {name: beside[name].read_bytes() for name in named}
        waiting += named
    return found


def _declared(table: Table, said: Said, code: LanguageCode) -> dict[str, bytes]:
    return {MAIN: score_file(table, said, language(code)), BACKGROUND: background_file(table)}


def _raw(value: Any) -> Any:
    """Return a value of a table as a model reads it: see `Declaration`."""
    return value if value is None or isinstance(value, str) else float(value)


def _python(value: Any) -> Any:
    """Return a value of a case as a table has it: whole numbers whole, others as floats."""
    if value is None or isinstance(value, bool | str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


@contextmanager
def _told(code: LanguageCode) -> Iterator[None]:
    """Add to an error what is wrong and what to do, in the language of the reader."""
    try:
        yield
    except ExplainError as error:
        words = language(code)
        for issue in error.issues:
            error.add_note(f"{issue.code.id} {words.message(issue)} {words.hint(issue)}")
        raise
