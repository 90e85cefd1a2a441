"""Scores made by hand: any printed points, told as an engine would record them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from explain.details import Attribution, Background, Scale, Share
from explain.explanation import (
    About,
    Change,
    Datum,
    Degree,
    Explanation,
    Operation,
    Parameter,
    Provenance,
    Result,
    Search,
)
from explain.fields import Declared
from explain.reading import read_yaml
from explain.spec import Spec
from explain.validation import validate

HEAD = """
format: 1
engine: score/1
contribution: {degree: The score helps., mode: A person decides.}
inputs:
  - {id: income, label: Income, type: amount, unit: EUR/year, source: Tax notice, actionable: "no"}
outcome: {id: points, label: Points, type: number, unit: points}
limits:
  - {id: model, label: The points do not judge you.}
"""
START = Decimal(46)


def spec() -> Spec:
    found: Declared = validate(Spec, read_yaml(HEAD.encode(), "score.yaml"))
    assert isinstance(found, Spec)
    return found


def scored(
    points: Sequence[Decimal],
    *,
    decimals: int = 0,
    threshold: Decimal | None = Decimal(50),
    changes: tuple[Change, ...] = (),
    together: Search | None = None,
) -> Explanation:
    """Return a score that starts at 46 and adds `points`, one for each of its inputs."""
    total = START + sum(points, Decimal(0))
    names = [f"input_{index}" for index in range(len(points))]
    reached = None if threshold is None else total >= threshold
    return Explanation(
        about=About(title="Score", fidelity="exact"),
        decided_on=date(2026, 9, 3),
        outcome=Result(
            id="points",
            label="Points",
            type="number",
            value=total,
            unit="points",
            threshold=threshold,
            reached=reached,
        ),
        contribution=Degree(degree="The score helps.", mode="A person decides."),
        data=tuple(
            Datum(
                id=name,
                label=name.replace("_", " ").capitalize(),
                type="amount",
                value=Decimal(31200),
                unit="EUR/year",
                source="Tax notice",
                sensitive=False,
            )
            for name in names
        ),
        parameters=(Parameter(id="background", label="Mean", value=START, unit="points"),),
        operations=(
            Operation(id="background", label="Mean", value=START, unit="points"),
            Operation(id="points", label="Points", value=total, unit="points"),
        ),
        changes=changes,
        together=together,
        limits=("model",),
        detail=Attribution(
            method="exact-linear",
            backend="closed-form/1",
            space="value",
            grouping="inputs",
            error=None,
            base=0.0,
            output=float(sum(points)),
            residual=0.0,
            start=START,
            total=total,
            shares=tuple(
                Share(
                    id=name,
                    label=name,
                    inputs=(name,),
                    value=float(value),
                    points=float(value),
                    reference=1.0,
                )
                for name, value in zip(names, points, strict=True)
            ),
            outside=(),
            scale=Scale(
                scale=Decimal(1),
                offset=START,
                unit="points",
                decimals=decimals,
                threshold=threshold,
                definition="A point is a point.",
            ),
            background=Background(name="b.csv", label="Mean of 2025", rows=1000, digest="sha256:0"),
        ),
        provenance=Provenance(engine="score/1", files=()),
    )
