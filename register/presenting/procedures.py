"""The page that tells how the places of a matching are given."""

from collections.abc import Mapping

from explain.issues import N_
from explain.matching.spec import MatchingSpec
from explain.wording.procedure import method_of, tale
from register.pages.procedure_contexts import ProcedurePage
from register.pages.views import Example, Link
from register.presenting import cutoffs, paths, versions
from register.presenting.shown import Shown, worked_examples

MOST_EXAMPLES = 6

_CHECKS: Mapping[str, str] = {
    "call_order": N_("Type the rank that the committee gave you, and the rates of the programme."),
    "daily_proposals": N_(
        "Type your call rank. It is compared with the last call rank of the programme."
    ),
    "deferred_acceptance": N_(
        "Type your wishes and what gives your points. Each wish is compared with its cut-off."
    ),
    "points_with_capacity": N_(
        "Type what gives your points. They are compared with the cut-off of the list."
    ),
}
_NO_CUTOFF: Mapping[str, str] = {
    "call_order": N_("A call order gives ranks and no places: it has no cut-off."),
}
_NOTHING = N_("No cut-off was published, and there is no invented run.")


def procedure_href(shown: Shown) -> str | None:
    """Return the path of the page of a version; `None` where it is no matching to execute."""
    if not isinstance(shown.spec, MatchingSpec):
        return None
    return paths.procedure(shown.shell.code, shown.holding.slug, shown.version.number)


def procedure_page(shown: Shown) -> ProcedurePage:
    """Make the page of one version, a matching that can be executed."""
    spec, found = shown.spec, shown.procedure()
    if not isinstance(spec, MatchingSpec) or found is None:
        raise TypeError(spec)
    shell, slug, number = shown.shell, shown.holding.slug, shown.version.number
    above = (
        shell.algorithms,
        Link(label=shown.entry.title, href=paths.entry(shell.code, slug)),
    )
    frame = shell.frame(
        lambda code: paths.procedure(code, slug, number), *above, data=paths.data(slug, number)
    )
    if shown.holding.standing(number) == "draft":
        frame["indexed"] = False
    shown_cutoffs = cutoffs.groups(found.cutoffs, spec, shell.words)
    missing = _NO_CUTOFF.get(spec.method, _NOTHING)
    return ProcedurePage(
        **frame,
        title=shown.entry.title,
        version=versions.reference(shell, shown.holding, number),
        fidelity=shown.entry.fidelity,
        fidelity_note=shown.entry.fidelity_note,
        contribution=(spec.contribution.degree, spec.contribution.mode),
        method=method_of(spec, shell.words),
        tale=tale(found.story, spec, shell.words) if found.story else None,
        examples=_examples(shown, found.run),
        cutoffs=shown_cutoffs,
        no_cutoff=None if shown_cutoffs else shell.words.text(missing),
        check=shell.words.text(_CHECKS[spec.method]),
        try_href=paths.trial(shell.code, slug),
    )


def _examples(shown: Shown, run: str) -> tuple[Example, ...]:
    """Return the worked examples of this version that belong to the run told."""
    number = shown.version.number
    pairs = zip(shown.told, worked_examples(shown), strict=True)
    return tuple(
        example
        for told, example in pairs
        if told.worked.number == number and told.worked.case.case.allocation == run
    )[:MOST_EXAMPLES]
