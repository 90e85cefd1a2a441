"""The form on which one case goes through two versions, and what each gives."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from explain.issues import Issue
from explain.spec import Spec
from register.outcomes import Contrast
from register.pages.history_contexts import ContrastPage
from register.pages.views import Link
from register.presenting import paths, versions
from register.presenting.comparisons import Compared
from register.presenting.contrasts import Telling
from register.presenting.forms import form
from register.presenting.shown import Shown
from register.presenting.trials import questions


def contrast_page(
    shown: Shown,
    asked: Compared,
    answers: Mapping[str, str],
    issues: Iterable[Issue] = (),
    contrast: Contrast | None = None,
) -> ContrastPage:
    """Make the form of both versions, with the errors found or with what each gives."""
    shell, holding = shown.shell, asked.holding
    slug, entry, pair = holding.slug, shown.entry, asked.numbers
    above = (
        shell.algorithms,
        Link(label=entry.title, href=paths.entry(shell.code, slug)),
        Link(
            label=shell.words.text(
                "Versions %(older)s and %(newer)s", older=pair[0], newer=pair[1]
            ),
            href=paths.comparison(shell.code, slug, *pair),
        ),
    )
    frame = shell.frame(lambda code: paths.contrast(code, slug, *pair), *above)
    frame["indexed"] = False
    asking = replace(
        questions(shown, answers, issues), spec=joined(asked, shown.spec, shell.words.code)
    )
    telling = Telling(asked.shelf, asked.pair, shell.words) if asked.pair else None
    return ContrastPage(
        **frame,
        title=entry.title,
        older=versions.reference(shell, holding, asked.older),
        newer=versions.reference(shell, holding, asked.newer),
        compare_href=paths.comparison(shell.code, slug, *pair),
        form=form(
            asking,
            shell.words,
            action=paths.contrast(shell.code, slug, *pair),
            examples=(),
        ),
        result=telling.row(contrast) if telling and contrast else None,
    )


def joined(asked: Compared, spec: Spec | None, code: str) -> Spec | None:
    """Return what the newer version declares, with the inputs that only the older one has."""
    if spec is None:
        return None
    older = asked.holding.version(asked.older)
    before = older.spec_in("en" if code == "en" else "fr", asked.algorithms[asked.older].spec)
    own = {item.id for item in spec.inputs}
    extra = tuple(item for item in before.inputs if item.id not in own)
    return spec.model_copy(update={"inputs": (*spec.inputs, *extra)}) if extra else spec
