"""What people read of one explanation, in one language.

Sentences and rows, with no number left to format and nothing left to compute. Pages,
sheets and letters print it.
"""

from dataclasses import dataclass
from typing import Literal

from explain.i18n import LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that counted: at most one number in `sentence`. `direction` is -1, 0, 1."""

    label: str
    value: str
    sentence: str
    direction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a signed chart. `share` is in -1..1 of the longest bar."""

    label: str
    text: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A signed bar chart from zero; `title` and `description` say it without seeing it.

    `less` and `more` name the two sides.
    """

    title: str
    description: str
    bars: tuple[Bar, ...]
    less: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stair:
    """One step of a waterfall: from `since` to `at`, both in 0..1 of the axis.

    The start and the total are a place only: they come from nowhere (`since` is `None`).
    """

    label: str
    text: str
    at: float
    since: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """The way from the start to the total, or a part of it.

    `threshold` is a place in 0..1 of the axis, which all parts share.
    """

    title: str
    description: str
    stairs: tuple[Stair, ...]
    threshold: float | None = None
    threshold_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label, what it is, a note (origin, validity), and where it is written, with its address.

    `aside` is the part of the note that the other tables of a letter do not tell: where a datum
    comes from, the mean of the examples. It stands in a column of its own.
    """

    label: str
    value: str
    note: str = ""
    aside: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One row of a decision table: what it is for, and how it came out for this case.

    `conditions` writes the conditions where the row has a label of its own. `url` leads to the
    `reference`.
    """

    label: str
    conditions: str = ""
    applied: bool
    result: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One operation: a sentence, its formula in words and with numbers, and the result.

    A decision table has `rows` in the place of a formula; `note` names an exception, and the wishes
    that the operation holds for.
    """

    label: str
    result: str
    formula: str = ""
    numbers: str = ""
    rows: tuple[TableLine, ...] = ()
    note: str = ""
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What a value rests on: `parts`, each with what it rests on itself.

    A step that stands elsewhere already has no parts here, and says so in its `note`.
    """

    text: str
    note: str = ""
    parts: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One step in a drawing, or a value that is given: words in lines, and where they stand.

    `kind` is `result`, `step` (the result rests on it), `aside` (in this case it does not) or
    `given` (a datum or a parameter). Places are in the units of the drawing, from its top left.
    """

    kind: Literal["result", "step", "aside", "given"]
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    value: tuple[str, ...] = ()
    note: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line of a drawing; `arrow` is the outline of its head, `dot` a place where lines meet."""

    path: str
    aside: bool = False
    arrow: str = ""
    dot: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """Which step uses which, from top to bottom.

    `words` say how to read it, and what it leaves out.
    """

    title: str
    description: str
    words: tuple[str, ...]
    width: int
    height: int
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One moment of a tale: what happens, line by line, each with what it is about."""

    title: str
    lines: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """A small invented run told step by step.

    `opening` says who takes part, with `people` and `places`; `closing` how it ends, with
    `results`.
    """

    title: str
    source: str
    opening: tuple[str, ...]
    places: tuple[Fact, ...]
    people: tuple[Fact, ...]
    scenes: tuple[Scene, ...]
    closing: tuple[str, ...]
    results: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What one explanation says in sentences, in one language.

    `outcome` is one sentence. `summary` says how it came about in a few more. `reasons`
    holds at most four, `others` the sentence that sums up the rest. `changes` tells what one
    datum would have changed, `together` what several would have. `contribution` is the first
    of the four parts of R311-3-1-2. `invented` says that a run holds nobody, where that is so.
    """

    language: LanguageCode
    outcome: str
    summary: tuple[str, ...]
    reasons: tuple[Reason, ...]
    others: str
    changes: tuple[str, ...]
    together: tuple[str, ...] = ()
    contribution: tuple[str, ...]
    limits: tuple[str, ...]
    warning: str = ""
    invented: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Sentences):
    """One explanation in one language: its sentences, and the rows that stand beside them.

    `data`, `parameters` and `operations` are the other parts of R311-3-1-2. `tree` tells what
    the result of rules rests on, step within step; `dependence` draws it.

    Of a score, `operations` starts with the lines of `table`, in its order. Where
    `effects_are_weights`, so does `parameters`, without the start and the total: what an input
    weighs in this case is what it adds or removes.
    """

    chart: Chart | None
    table: tuple[Fact, ...]
    data: tuple[Fact, ...]
    parameters: tuple[Fact, ...]
    operations: tuple[Stage, ...]
    provenance: tuple[Fact, ...]
    waterfall: tuple[Waterfall, ...] = ()
    tree: Branch | None = None
    dependence: Dependence | None = None
    effects_are_weights: bool = False
