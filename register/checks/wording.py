"""Whether an example's explanation is in plain words, and names what the law asks for.

A registrar writes labels, sentences and limits; how they read is seen in the explanation
that they become. Published versions are left alone: they cannot change.
"""

from collections.abc import Iterator, Mapping

from explain.engines import Algorithm
from explain.explanation import Explanation
from explain.issues import N_, Issue
from explain.reading import read_yaml
from explain.rules.model import RulesFile
from explain.sources import Document
from explain.wording import spoken
from explain.wording.plain import Finding, Rule, check_account
from register import issues
from register.checks.coherence import strings
from register.entry.version import Version
from register.i18n import language

_PROBLEMS: Mapping[Rule, str] = {
    "long_sentence": N_("a sentence is too long (words)"),
    "long_average": N_("its sentences are too long together (words, on average)"),
    "lix": N_("it has too many long words and sentences (LIX)"),
    "numbers": N_("a reason holds several numbers"),
    "causal": N_("a reason says that the person caused the result"),
    "jargon": N_("a word is not an everyday word"),
    "acronym": N_("an acronym stands without its words"),
    "middot": N_("a word holds a middle dot"),
}


def check(
    explanation: Explanation, version: Version, algorithm: Algorithm, example: Document
) -> Iterator[Issue]:
    """Report what is not plain in each language of the version, and parameters that lack."""
    bare = isinstance(algorithm.spec, RulesFile) and not algorithm.spec.parameters
    found = [
        (code, finding)
        for code in version.languages
        for finding in check_account(
            spoken(explanation, version.spec_in(code, algorithm.spec), language(code))
        )
    ]
    if not bare and not found:
        return
    documents = _documents(version, example)
    if bare:
        line = documents[0].line(("steps",))
        yield Issue(issues.PARAMETERS_NONE, documents[0].file, line, "parameters")
    yield from (_issue(finding, code, documents) for code, finding in found)


def _documents(version: Version, example: Document) -> tuple[Document, ...]:
    """Return the files in which a text may stand: the algorithm's, the version's, the example's."""
    main = version.entry.algorithm or ""
    rules = read_yaml(version.artefacts[main], version.places.get(main, main))
    heads = (courtesy.text.head for courtesy in version.translations.values())
    return rules, *heads, version.text.head, example


def _issue(finding: Finding, code: str, documents: tuple[Document, ...]) -> Issue:
    example = documents[-1]
    file, line, field = example.file, None, ""
    for document in documents:
        place = next(
            (path for path, text in strings(document.value) if _alike(text, finding)), None
        )
        if place is not None:
            file, line, field = document.file, document.line(place), str(place[-1])
            break
    values = {
        "language": code,
        "problem": _PROBLEMS[finding.rule],
        "measured": finding.measured,
        "text": finding.text or example.file,
    }
    return Issue(issues.NOT_PLAIN, file, line, field, values)


def _alike(text: str, finding: Finding) -> bool:
    """Tell whether a text of a file is the one at fault, or a part of it."""
    wanted = finding.text.rstrip(".")
    return bool(wanted) and (wanted in text or (len(text) > len(wanted) / 2 and text in wanted))
