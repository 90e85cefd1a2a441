"""What explanations of every family say alike: data, parameters, operations, limits, origin."""

from collections.abc import Mapping
from types import MappingProxyType

from explain.account import Fact, Stage
from explain.details import Admission, Proposals
from explain.explanation import Explanation, Fidelity, Operation, Parameter
from explain.issues import N_
from explain.wording.words import Words, capital

WARNINGS: Mapping[Fidelity, str] = {
    "partial": N_(
        "This calculation reproduces part of the real rule. It is not the official result."
    ),
    "illustrative": N_(
        "This calculation is an illustration on invented data. It is not the official result."
    ),
    "documented": N_("This calculation is described only. It is not the official result."),
}

INVENTED = N_(
    "Invented data: the other people do not exist. These numbers say nothing of real chances."
)

NO_ROWS: Mapping[tuple[str, str], str] = MappingProxyType({})


def warning(words: Words, fidelity: Fidelity) -> str:
    """Say how far the calculation is from the real one; nothing where it is the same."""
    message = WARNINGS.get(fidelity)
    return words.text(message) if message else ""


def invented(words: Words, explanation: Explanation) -> str:
    """Say that nobody stands behind the run or the figures, where that is so."""
    detail = explanation.detail
    if isinstance(detail, Proposals | Admission) and detail.synthetic:
        return words.text(INVENTED)
    return ""


def outcome(words: Words, explanation: Explanation) -> str:
    """Say what the algorithm computed, in one sentence."""
    result = explanation.outcome
    label = words.label(result.id, result.label)
    if result.value is None:
        return words.text("%(label)s: the calculation cannot conclude.", label=label)
    if isinstance(result.value, bool):
        answer = words.result(result)
        return words.text("%(label)s: the answer is %(value)s.", label=label, value=answer)
    value = words.result(result)
    if isinstance(result.value, str):
        value = words.text("“%(label)s”", label=value)
    return result_sentence(words, label, value)


def result_sentence(words: Words, label: str, value: str) -> str:
    """Say that the calculation gives `value` for `label`."""
    return words.text("%(label)s: the calculation gives %(value)s.", label=label, value=value)


def data(words: Words, explanation: Explanation, missing: str = "") -> tuple[Fact, ...]:
    """List the data used, each with its source (R311-3-1-2, 2°).

    `missing` is said in the place of one that was not given.
    """
    rows = []
    for datum in explanation.data:
        declared = words.label(f"{datum.id}.source", datum.source)
        source = datum.source if datum.own_source else declared
        more = ""
        if datum.decided_by is not None:
            who = words.label(f"{datum.id}.decided_by", datum.decided_by)
            more += ". " + words.text("A judgement, made by: %(who)s.", who=who)
        if datum.sensitive:
            more += " " + words.text("(sensitive data)")
        note = words.text("Source: %(source)s", source=source)
        if datum.value is None and not missing:
            source = note = words.text("To be found in: %(source)s", source=source)
        value = missing if datum.value is None and missing else words.datum(datum)
        rows.append(
            Fact(
                label=words.label(datum.id, datum.label),
                value=value,
                note=note + more,
                aside=source + more,
            )
        )
    return tuple(rows)


def parameters(
    words: Words, explanation: Explanation, rows: Mapping[tuple[str, str], str] = NO_ROWS
) -> tuple[Fact, ...]:
    """List the parameters as applied to this case, and where they are written (3°).

    `rows` names the rows of tables that hold a number, by their id and label in the record.
    """
    return tuple(_parameter(words, item, rows) for item in explanation.parameters)


def _parameter(words: Words, item: Parameter, rows: Mapping[tuple[str, str], str]) -> Fact:
    notes = []
    if item.valid_from:
        day = words.language.day(item.valid_from)
        notes.append(words.text("In force since %(day)s.", day=day))
    if item.valid_to:
        notes.append(words.text("Until %(day)s.", day=words.language.day(item.valid_to)))
    written = item.reference.title if item.reference else ""
    return Fact(
        label=rows.get((item.id, item.label)) or words.label(item.id, item.label),
        value=words.value(item.id, item.value, item.unit),
        note=" ".join(notes),
        source=words.text("Written in: %(title)s", title=written) if written else "",
        url=(item.reference.url or "") if item.reference else "",
    )


def operations(words: Words, explanation: Explanation) -> tuple[Stage, ...]:
    """List the operations carried out, in order, with their results (4°)."""
    return tuple(operation(words, item) for item in explanation.operations)


def operation(words: Words, item: Operation) -> Stage:
    """Say one operation without its formula."""
    return Stage(
        label=capital(words.label(item.id, item.label)),
        result=words.value(item.id, item.value, item.unit),
        reference=item.reference.title if item.reference else "",
        url=(item.reference.url or "") if item.reference else "",
    )


def limits(words: Words, explanation: Explanation) -> tuple[str, ...]:
    """Say what the explanation does not say: its own limits, then those of all of them."""
    own = tuple(words.label(name) for name in explanation.limits)
    return (
        *own,
        words.text(
            "This explanation shows how the calculation counted. "
            "It does not say whether that is fair."
        ),
    )


def provenance(words: Words, explanation: Explanation) -> tuple[Fact, ...]:
    """Say what was executed: enough to find it again and to check it."""
    about = explanation.about
    number = words.language.number(about.version) if about.version is not None else ""
    rows = [
        (words.text("Algorithm"), about.title),
        (words.text("Responsible administration"), about.administration),
        (words.text("Version of the entry"), number),
        (words.text("Rules in force on"), words.language.day(explanation.decided_on)),
        (words.text("Calculation engine"), explanation.provenance.engine),
        *explanation.provenance.files,
    ]
    return tuple(Fact(label=label, value=value) for label, value in rows if value)
