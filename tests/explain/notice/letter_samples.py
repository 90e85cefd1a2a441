"""A complete letter, from the sample register's own files: a starting point for tests."""

import copy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from explain import engines
from explain.account import Account
from explain.case import read_case, validate_case
from explain.explanation import About, Explanation, Fidelity
from explain.fields import Declared
from explain.i18n import LanguageCode, language
from explain.notice import Issuer, Letter, Notice, Processing, profile
from explain.reading import read_yaml
from explain.sources import Document
from explain.validation import validate
from explain.wording import account

ENTRY = Path(__file__).parents[3] / "entries" / "aide-renovation-energetique"
ISSUER = Issuer(
    name="Région Exemple",
    service="Service de la rénovation énergétique",
    siren="130025265",
    address=("1 place de la Région", "00000 Exemple"),
    email="renovation@region-exemple.example",
    data_protection="dpd@region-exemple.example",
)
PROCESSING = Processing(
    title="Donner des points aux demandes d’aide",
    purpose="Préparer la décision sur chaque demande.",
    address="https://register.example/fr/algorithmes/aide-renovation-energetique/2/",
    individual_decision=True,
    solely_automated=False,
    self_revising=False,
    sensitive_data=False,
    score_is_decisive=True,
    data_not_used=("La nationalité",),
)


def letter_values() -> dict[str, Any]:
    """Return the sample letter file as plain values, to be changed at will."""
    data = (ENTRY / "letters" / "refus.yaml").read_bytes()
    return copy.deepcopy(read_yaml(data, "refus.yaml").value)


def without(path: str) -> dict[str, Any]:
    """Return the sample letter without the value at `path`."""
    values = letter_values()
    *parents, last = path.split(".")
    inner = values
    for name in parents:
        inner = inner[name]
    del inner[last]
    return values


@cache
def explained(fidelity: Fidelity = "exact") -> tuple[Explanation, Account, Account]:
    """Return the explanation of a sample case, told in French and in English."""
    files = {p.name: p.read_bytes() for p in (ENTRY / "2").iterdir() if p.suffix != ".md"}
    algorithm = engines.load(files, "score.yaml")
    data = (ENTRY / "cases" / "classe-d-trois-enfants.yaml").read_bytes()
    written, document = read_case(data, "case.yaml")
    day = written.date or date(2026, 9, 3)
    case = validate_case(algorithm.spec, written.inputs, day, document=document)
    about = About(
        id="gj-0004",
        slug="aide-renovation-energetique",
        version=2,
        title="Donner des points aux demandes d’aide",
        administration="Région Exemple",
        fidelity=fidelity,
    )
    found = engines.explain(algorithm, case, about=about)
    french = account(found, algorithm.spec, language("fr"))
    return found, french, account(found, algorithm.spec, language("en"))


def notice(
    values: dict[str, Any] | None = None,
    *,
    fidelity: Fidelity = "exact",
    code: LanguageCode = "fr",
    **processing: Any,
) -> Notice:
    """Return a letter with `values` in place of the sample's, and other facts of the entry."""
    document = Document(values if values is not None else letter_values(), {}, "refus.yaml")
    letter: Declared = validate(Letter, document)
    assert isinstance(letter, Letter)
    explanation, french, english = explained(fidelity)
    return Notice(
        letter=letter,
        issuer=ISSUER,
        processing=replace(PROCESSING, **processing),
        explanation=explanation,
        account=french if code == "fr" else english,
        profile=profile(),
        language=language(code),
    )
