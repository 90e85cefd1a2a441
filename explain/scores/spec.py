"""What `score.yaml` declares: the common head, then the points, the model, the background."""

from typing import Annotated, Literal

from pydantic import Field

from explain.fields import Declared, Distinct, Flag, Id, Line, Number, Text, Unit
from explain.issues import Code, Issue
from explain.scores import issues as score_issues
from explain.scores import known_cases
from explain.scores.known_cases import EvaluationSet
from explain.sources import Document, Path
from explain.spec import Spec
from explain.validation import dotted, validate


class Display(Declared):
    """What people read: `offset + scale * x`, where x is the model's additive output.

    For a logistic model x is the log-odds. `threshold` is on the printed scale; a score
    *reaches* it when it is equal or above. `favourable` is the side that is better for
    the person. Of a choice between classes `best_first` lists all of them, from the best for
    the person to the worst, so that nobody is told how to get a worse one; without it every
    other class is as good as the one decided. `definition` says in plain words what a point
    is, and is printed.
    """

    scale: Number
    offset: Number
    unit: Unit
    decimals: Annotated[int, Field(ge=0, le=6, strict=True)]
    threshold: Number | None = None
    threshold_label: Text | None = None
    favourable: Literal["above", "below"] | None = None
    best_first: Annotated[tuple[Id, ...], Distinct] = ()
    definition: Text


Told = Literal["nearness", "range", "similar", "influences"]


class BackgroundFile(Declared):
    """The reference population: a CSV file of which all `rows` rows count.

    `tells` lists what may be told of a `private` one: to agents, how many cases lie nearer the
    threshold, between which values its cases lie, what the calculation gives for similar ones;
    to everybody, how much each input does over all of it (`influences`). A public one may be
    told everything of.
    """

    file: Line
    label: Text
    rows: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    private: Flag = False
    tells: Annotated[tuple[Told, ...], Distinct] = ()


class Group(Declared):
    """Inputs of one theme, summed for readers.

    Where they go `together` the group counts as one input: it has one contribution, and
    its members have none of their own.
    """

    id: Id
    label: Text
    inputs: Annotated[tuple[Id, ...], Field(min_length=1), Distinct]
    together: Flag = False


class ScoreFile(Spec):
    """The algorithm file of the engine `score/1`.

    `missing` names the inputs whose absence the model reads as a value of its own; any
    other input that nobody knows leaves the score undetermined.
    """

    engine: Literal["score/1"]
    display: Display
    model: Line
    background: BackgroundFile
    groups: Annotated[tuple[Group, ...], Distinct] = ()
    missing: tuple[Id, ...] = ()
    evaluation: EvaluationSet | None = None


def read_score(document: Document) -> ScoreFile:
    """Return the declared score. Raises `InvalidFile` with every issue."""
    return validate(ScoreFile, document)


def contradictions(spec: ScoreFile, document: Document) -> list[Issue]:
    """Return what is valid field by field and does not hold together."""
    return [
        *_display(spec, document),
        *_order(spec, document),
        *_names(spec, document),
        *_groups(spec, document),
        *_missing(spec, document),
        *_evaluation(spec, document),
    ]


def _display(spec: ScoreFile, document: Document) -> list[Issue]:
    display, found = spec.display, []
    if display.scale == 0:
        found.append(_issue(score_issues.FLAT_SCALE, document, ("display", "scale")))
    together = (display.threshold, display.threshold_label, display.favourable)
    if len({item is None for item in together}) > 1:
        found.append(_issue(score_issues.THRESHOLD_HALF_SAID, document, ("display",)))
    if display.threshold is not None and decimals(display.threshold) > display.decimals:
        values = {"threshold": str(display.threshold), "decimals": display.decimals}
        path: Path = ("display", "threshold")
        found.append(_issue(score_issues.THRESHOLD_TOO_FINE, document, path, **values))
    if spec.outcome.type == "category":
        if display.threshold is not None:
            path = ("display", "threshold")
            found.append(_issue(score_issues.CLASS_THRESHOLD, document, path))
    elif spec.outcome.type != "number" or spec.outcome.unit != display.unit:
        path = ("outcome", "unit")
        found.append(_issue(score_issues.OUTCOME_UNIT, document, path, unit=display.unit))
    return found


def _order(spec: ScoreFile, document: Document) -> list[Issue]:
    """Refuse points of which a result has fewer the better it is, and half an order of results."""
    display, names = spec.display, [one.id for one in spec.outcome.categories]
    found = []
    if spec.outcome.type == "category" and display.scale < 0:
        found.append(_issue(score_issues.CLASS_SCALE, document, ("display", "scale")))
    if display.best_first and sorted(display.best_first) != sorted(names):
        path = ("display", "best_first")
        expected = ", ".join(names) or "—"
        found.append(_issue(score_issues.CLASS_ORDER, document, path, expected=expected))
    return found


def _names(spec: ScoreFile, document: Document) -> list[Issue]:
    """Refuse ids that name another text of the file, or another line of the record."""
    taken = {"background", "display", "evaluation", "limits", spec.outcome.id}
    inputs = [("inputs", place, item.id) for place, item in enumerate(spec.inputs)]
    groups = [("groups", place, item.id) for place, item in enumerate(spec.groups)]
    found = []
    for name, place, identifier in [*inputs, *groups]:
        if identifier in taken:
            path = (name, place, "id")
            found.append(_issue(score_issues.ID_TAKEN, document, path, id=identifier))
        taken.add(identifier)
    return found


def _groups(spec: ScoreFile, document: Document) -> list[Issue]:
    free = {item.id for item in spec.inputs}
    found = []
    for place, group in enumerate(spec.groups):
        for position, name in enumerate(group.inputs):
            if name not in free:
                path = ("groups", place, "inputs", position)
                values = {"group": group.id, "input": name}
                found.append(_issue(score_issues.GROUP_INPUT, document, path, **values))
            free.discard(name)
    return found


def _missing(spec: ScoreFile, document: Document) -> list[Issue]:
    known = {item.id for item in spec.inputs}
    return [
        _issue(score_issues.MISSING_INPUT, document, ("missing", place), input=name)
        for place, name in enumerate(spec.missing)
        if name not in known
    ]


def _evaluation(spec: ScoreFile, document: Document) -> list[Issue]:
    if spec.evaluation is None:
        return []
    chosen = spec.outcome.type == "category"
    fitting = {"category" if chosen else "number"}
    fitting |= {"boolean"} if spec.display.threshold is not None else set()
    return [*known_cases.contradictions(spec.evaluation, spec.inputs, document, fitting)]


def decimals(value: Number) -> int:
    """Count the decimals of a number, without end zeros."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _issue(code: Code, document: Document, path: Path, **values: object) -> Issue:
    return Issue(code, document.file, document.line(path), dotted(path), values)
