"""The names that people read for fields and their values: English message ids."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from explain.i18n import Language
from explain.issues import N_

PARTS: Mapping[str, tuple[str, ...]] = {
    N_("What it is"): (
        "format",
        "id",
        "lang",
        "title",
        "summary",
        "family",
        "fidelity",
        "fidelity_note",
        "step_fidelity",
        "themes",
        "keywords",
        "territory",
    ),
    N_("This version"): (
        "kind",
        "change_note",
        "author_role",
        "address",
        "merged_into",
        "applies_from",
        "applies_to",
        "last_checked",
        "review_due",
    ),
    N_("Who answers for it"): (
        "administrations",
        "department",
        "contact",
        "suppliers",
        "deployments",
    ),
    N_("Its life"): ("status", "started_on", "ended_on", "end_reason"),
    N_("What it is for, and who decides"): (
        "purpose",
        "justification",
        "process_context",
        "affected_public",
        "outputs",
        "decisions_per_year",
        "individual_decision",
        "automation",
        "automation_note",
        "solely_automated",
        "score_is_decisive",
        "self_revising",
        "sensitive_data",
        "human_intervention",
        "contribution",
    ),
    N_("Law and what you can do"): ("legal_basis", "crpa", "ai_act", "gdpr", "redress"),
    N_("How it works"): (
        "algorithm",
        "artefacts",
        "algorithm_type",
        "data_used",
        "data_not_used",
        "training_data",
        "source_code",
    ),
    N_("Risks and proof"): ("risks", "assessments", "evaluations", "litigation", "cost"),
    N_("Sources"): ("references", "provenance"),
}
"""The fields of an entry, by part."""

FIELDS: Mapping[str, str] = {
    "format": N_("Format"),
    "id": N_("Permanent identifier"),
    "lang": N_("Language"),
    "title": N_("Title"),
    "summary": N_("Summary"),
    "family": N_("Family"),
    "fidelity": N_("Closeness to the real calculation"),
    "fidelity_note": N_("What differs from the real calculation"),
    "step_fidelity": N_("Closeness, step by step"),
    "themes": N_("Subjects"),
    "keywords": N_("Search words"),
    "territory": N_("Territory"),
    "kind": N_("Kind"),
    "change_note": N_("What this version changes"),
    "author_role": N_("Role of its author"),
    "address": N_("Name in addresses"),
    "merged_into": N_("Described from now on by"),
    "applies_from": N_("Applies from"),
    "applies_to": N_("Applies to"),
    "last_checked": N_("Last checked"),
    "review_due": N_("To be checked again by"),
    "administrations": N_("Administrations"),
    "department": N_("Service in charge"),
    "contact": N_("Contact"),
    "suppliers": N_("Suppliers"),
    "deployments": N_("Other administrations that use it"),
    "status": N_("Status"),
    "started_on": N_("First used"),
    "ended_on": N_("Last used"),
    "end_reason": N_("Why it is no longer used"),
    "purpose": N_("Purpose"),
    "justification": N_("Why an algorithm"),
    "process_context": N_("The procedure around it"),
    "affected_public": N_("Whom it concerns"),
    "outputs": N_("What it gives"),
    "decisions_per_year": N_("Decisions in a year"),
    "individual_decision": N_("Decides about one person or body"),
    "automation": N_("How much it decides"),
    "automation_note": N_("Its part in the decision"),
    "solely_automated": N_("Decides with no human"),
    "score_is_decisive": N_("Its result weighs strongly"),
    "self_revising": N_("Changes its own rules"),
    "sensitive_data": N_("Uses sensitive data"),
    "human_intervention": N_("What humans can do"),
    "contribution": N_("Part in the decision"),
    "degree": N_("Degree"),
    "mode": N_("Way"),
    "legal_basis": N_("Legal basis"),
    "crpa": N_("Code on relations with the administration (CRPA)"),
    "ai_act": N_("European regulation on artificial intelligence"),
    "gdpr": N_("Data protection (GDPR)"),
    "redress": N_("What you can do"),
    "algorithm": N_("Algorithm file"),
    "artefacts": N_("Files that are executed"),
    "algorithm_type": N_("Sort of calculation"),
    "data_used": N_("Data used"),
    "data_not_used": N_("Data not used"),
    "training_data": N_("Data it learnt from"),
    "source_code": N_("Source code"),
    "risks": N_("Risks"),
    "assessments": N_("Impact assessments"),
    "evaluations": N_("Evaluations and audits"),
    "litigation": N_("Court decisions and opinions"),
    "cost": N_("Cost"),
    "references": N_("References"),
    "provenance": N_("Sources of each field"),
    "administration": N_("Administration"),
    "applies": N_("Applies"),
    "category": N_("Category"),
    "count": N_("Number"),
    "covers": N_("What it covers"),
    "date": N_("Date"),
    "delay": N_("Delay"),
    "email": N_("Electronic address"),
    "how": N_("How"),
    "label": N_("Name"),
    "legal_ground": N_("Legal ground"),
    "licence": N_("Licence"),
    "mitigation": N_("What is done about it"),
    "name": N_("Name"),
    "note": N_("Note"),
    "path": N_("Path"),
    "personal": N_("About a person"),
    "personal_data": N_("Personal data"),
    "post": N_("Postal address"),
    "publisher": N_("Publisher"),
    "register_url": N_("Line of the processing register"),
    "result": N_("Result"),
    "role": N_("Role"),
    "seen_on": N_("Last looked for"),
    "sensitive": N_("Sensitive"),
    "sha256": N_("Digest"),
    "since": N_("Since"),
    "source": N_("Source"),
    "url": N_("Web address"),
    "visibility": N_("Visibility"),
    "year": N_("Year"),
}
"""The name of each field, of entries and of the groups inside them."""

ALGORITHM: Mapping[str, str] = {
    "actionable": N_("Can be changed by the person"),
    "background": N_("Reference population"),
    "categories": N_("Choices"),
    "decided_by": N_("Who judges it"),
    "decimals": N_("Decimals"),
    "definition": N_("Definition"),
    "direction": N_("Way in which it can change"),
    "display": N_("Display"),
    "engine": N_("Engine"),
    "evaluation": N_("Evaluation set"),
    "exceptions": N_("Exceptions"),
    "favourable": N_("Side of the threshold that is favourable"),
    "fields": N_("What is said of each person"),
    "file": N_("File"),
    "formula": N_("Formula"),
    "gives": N_("What it gives"),
    "groups": N_("Groups"),
    "help": N_("Help"),
    "hit": N_("Which rows count"),
    "inputs": N_("Data asked for"),
    "limits": N_("What it does not say"),
    "maximum": N_("Maximum"),
    "member": N_("Who is counted"),
    "method": N_("Method"),
    "missing": N_("Data that may be missing"),
    "minimum": N_("Minimum"),
    "model": N_("Model"),
    "observed": N_("What really happened"),
    "offset": N_("Starting point"),
    "outcome": N_("Result of the calculation"),
    "parameters": N_("Parameters"),
    "percent": N_("Percentage"),
    "private": N_("Private"),
    "rank": N_("Rank"),
    "rates": N_("Minimum rates"),
    "reference": N_("Reference"),
    "rounding": N_("Rounding"),
    "rows": N_("Rows"),
    "rules": N_("Rules"),
    "scale": N_("Scale"),
    "sentence": N_("Sentence"),
    "step": N_("Step"),
    "steps": N_("Steps"),
    "table": N_("Decision table"),
    "tells": N_("What may be told of it"),
    "threshold": N_("Threshold"),
    "threshold_label": N_("Name of the threshold"),
    "together": N_("Counts as one"),
    "type": N_("Type"),
    "unit": N_("Unit"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "value": N_("Value"),
    "values": N_("Values"),
    "when": N_("Conditions"),
}
"""The name of each field of algorithm files."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "family": {
        "rules": N_("written rules"),
        "matching": N_("matching of people and places"),
        "prediction": N_("prediction"),
    },
    "fidelity": {
        "exact": N_("exact: the real rule"),
        "partial": N_("partial: the real rule, not whole"),
        "illustrative": N_("illustrative: our own model, in the real one’s shape"),
        "documented": N_("documented: described, not executed"),
    },
    "status": {
        "planned": N_("planned"),
        "trial": N_("on trial"),
        "in_use": N_("in use"),
        "suspended": N_("suspended"),
        "retired": N_("no longer used"),
    },
    "automation": {
        "full": N_("decides alone"),
        "partial": N_("decides in part"),
        "aid": N_("helps a human who decides"),
        "none": N_("decides nothing"),
    },
    "kind": {
        "substance": N_("change of substance"),
        "correction": N_("correction"),
        "translation": N_("wording or translation"),
        "review": N_("check without change"),
        "status": N_("change of status"),
        "renaming": N_("change of name"),
        "merger": N_("merger with another entry"),
        "retirement": N_("end of use"),
        "retraction": N_("withdrawal of the entry"),
    },
    "author_role": {
        "administration": N_("the administration that uses it"),
        "registrar": N_("the people who keep this register"),
        "supplier": N_("a supplier"),
        "oversight": N_("an authority that controls"),
        "outsider": N_("somebody outside"),
    },
    "redress.kind": {
        "review": N_("new examination by a person"),
        "explanation": N_("explanation"),
        "rectification": N_("correction of data"),
        "appeal": N_("appeal"),
        "mediator": N_("mediator"),
        "dpo": N_("data protection officer"),
        "court": N_("court"),
    },
    "category": {
        "prohibited": N_("prohibited"),
        "high_risk": N_("high risk"),
        "transparency": N_("transparency duties"),
        "minimal": N_("minimal risk"),
        "outside": N_("not an AI system"),
        "undetermined": N_("not determined"),
    },
    "covers": {
        "decision": N_("the decision"),
        "data": N_("the data"),
        "both": N_("the decision and the data"),
    },
    "themes": {
        "agriculture": N_("agriculture"),
        "business": N_("business"),
        "culture": N_("culture"),
        "education": N_("education"),
        "employment": N_("employment"),
        "energy": N_("energy"),
        "environment": N_("environment"),
        "health": N_("health"),
        "housing": N_("housing"),
        "justice": N_("justice"),
        "mobility": N_("mobility"),
        "public_safety": N_("public safety"),
        "social_benefits": N_("social benefits"),
        "taxes": N_("taxes"),
        "water": N_("water"),
    },
    "references.status": {
        "read": N_("read"),
        "secondary": N_("read in somebody else’s words"),
        "not_verified": N_("not verified"),
    },
    "visibility": {
        "public": N_("public"),
        "private": N_("private"),
    },
    "parameters.value": {
        "not_published": N_("not published"),
        "not_verified": N_("not verified"),
    },
    "hit": {
        "first": N_("the first that applies"),
        "unique": N_("the only one that may apply"),
        "any": N_("all that apply give the same"),
        "collect_sum": N_("all that apply are added up"),
    },
    "unknown": {
        "not_published": N_("not published"),
        "not_verified": N_("not verified"),
        "not_applicable": N_("not applicable"),
        "secret": N_("secret"),
    },
}
"""The words for the codes that a field may hold."""

_ANSWERS = {True: N_("yes"), False: N_("no")}


@lru_cache(maxsize=1024)
def field_label(name: str, language: Language) -> str:
    """Return the name of a field as people read it."""
    return language.text(FIELDS.get(name) or ALGORITHM.get(name, name))


def value_text(name: str, value: Any, language: Language) -> str:
    """Write the value of the field `name` as people read it; a blank for None.

    Where one name has other codes in a list of its own, `name` is `list.name`.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return language.text(_ANSWERS[value])
    if isinstance(value, list | tuple):
        return language.join(value_text(name, item, language) for item in value)
    if isinstance(value, Mapping):
        return _gap(value, language)
    return _leaf(name, value, language)


def _leaf(name: str, value: Any, language: Language) -> str:
    if isinstance(value, date):
        return language.day(value)
    if isinstance(value, int | Decimal | float) and not name.endswith("year"):
        return language.number(value)
    words = VALUES.get(name) or VALUES.get(name.rpartition(".")[2], {})
    word = words.get(str(value))
    return language.text(word) if word else str(value)


def _gap(value: Mapping[str, Any], language: Language) -> str:
    """Write why a fact is missing."""
    reason = value_text("unknown", value.get("unknown"), language)
    more = [str(value[name]) for name in ("legal_ground", "note") if value.get(name)]
    return f"{reason} ({'; '.join(more)})" if more else reason
