"""The words of the codes that pages show. A page has hundreds of them: each is translated once."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from explain.issues import N_

STANDINGS: Mapping[str, str] = {
    "in_force": N_("In force"),
    "upcoming": N_("Not yet in force"),
    "superseded": N_("Replaced"),
    "draft": N_("Draft"),
    "retired": N_("Retired"),
    "merged": N_("Merged"),
    "retracted": N_("Withdrawn"),
}
"""Whether a version applies."""

FIRST = "first"
"""Stands in the place of the kind of change of a first version."""

CHANGES: Mapping[str, str] = {
    FIRST: N_("First version"),
    "substance": N_("The description of the algorithm changed"),
    "correction": N_("Our mistake corrected"),
    "translation": N_("Wording or translation"),
    "review": N_("Checked, nothing to change"),
    "status": N_("New status"),
    "renaming": N_("New name"),
    "merger": N_("Merged into another entry"),
    "retirement": N_("Algorithm retired"),
    "retraction": N_("Entry withdrawn"),
}
"""What sort of change a version is."""

ROLES: Mapping[str, str] = {
    "administration": N_("Written by the administration that uses it"),
    "registrar": N_("Written by the people who keep this register"),
    "supplier": N_("Written by a supplier"),
    "oversight": N_("Written by an authority that controls"),
    "outsider": N_("Written by somebody outside"),
}
"""In what role the author of a version wrote."""


def labels(translate: Callable[..., Markup]) -> dict[str, Mapping[str, Markup]]:
    """Return every label by its code, in one language, under the names that templates use."""
    tables = {"STANDINGS": STANDINGS, "CHANGES": CHANGES, "ROLES": ROLES}
    return {
        name: {code: translate(text) for code, text in table.items()}
        for name, table in tables.items()
    }
